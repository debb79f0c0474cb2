package web

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/store"
	"dossier/views"
)

// backupOld is the age from which the newest backup is told in red.
const backupOld = 48 * time.Hour

// backupKinds says why a backup was made.
var backupKinds = map[string]string{string(store.DailyBackup): "daily",
	string(store.UpgradeBackup): "before an upgrade", string(store.BackupByHand): "made by hand"}

// ownersBackups is what there is to go back to.
func (s *Server) ownersBackups(r *request) (b views.BackupsProps, c views.CheckProps, err error) {
	last, err := s.Store.LastBackup(r.ctx)
	if err != nil {
		return b, c, err
	}
	all, err := s.Store.Backups()
	for _, c := range all {
		b.Rows = append(b.Rows, s.backupRow(c))
	}
	if b.Old = len(all) == 0 || last.Age >= backupOld; len(all) > 0 {
		b.Newest = views.Ago(last.Newest.At, s.local(s.Now()))
	}
	b.Trouble = backupTrouble(last)
	return b, s.ownersCheck(last), err
}

// backupTrouble says what the last backup has found, and what leads out.
func backupTrouble(last store.Backed) string {
	switch {
	case !last.Tried:
		return ""
	case last.Last.Name == "" && last.Last.Err() == store.ErrDamaged:
		return "The database is damaged, and no backup was made of it. Go back to the newest backup that is whole: what is " +
			"there now is kept."
	case last.Last.Name == "" && last.Last.Err() != nil:
		return "The last backup failed: " + saidOf(last.Last.Err()).sentence
	case last.Last.Damage != "":
		return "An index of the database is damaged, though no answer is lost. The newest backup is whole: back up " +
			"now and go back to that backup."
	}
	return ""
}

// backupName is what a backup is called in addresses, which are in lower case.
func backupName(c store.Copy) string {
	return strings.ToLower(strings.TrimSuffix(filepath.Base(c.Path), ".db"))
}

func (s *Server) backupRow(c store.Copy) views.BackupRow {
	return views.BackupRow{Name: backupName(c), At: s.local(c.At).Format("2 January 2006, 15:04"),
		Kind: backupKinds[string(c.Kind)], Size: store.SizeInWords(c.Size)}
}

// ownersStorage is what takes up room on the disk.
func (s *Server) ownersStorage() (all []views.Fact, err error) {
	database, log, err := s.Store.FileSizes()
	if err != nil {
		return nil, err
	}
	copies, err := s.Store.Backups()
	backups := int64(0)
	for _, c := range copies {
		backups += c.Size
	}
	all = []views.Fact{{Label: "Database", Value: store.SizeInWords(database)},
		{Label: "Its log", Value: store.SizeInWords(log)}, {Label: "Backups", Value: store.SizeInWords(backups)}}
	replaced, failed := s.Store.Replaced()
	if replaced > 0 {
		all = append(all, views.Fact{Label: "Kept from before going back", Value: store.SizeInWords(replaced)})
	}
	if free := s.Store.Space().Free; free >= 0 {
		all = append(all, views.Fact{Label: "Free", Value: store.SizeInWords(free)})
	}
	return all, errors.Join(err, failed)
}

// backUp makes a backup now, as a job.
func (s *Server) backUp(r *request) error {
	return s.follow(r, s.begin(r, "back up", "Making a backup", func(j *job) (string, error) {
		ctx := context.Background()
		if _, err := s.Store.Backup(ctx); err != nil {
			return "", err
		}
		return views.OwnerPath + "?done=backup", s.Store.RecordDone(ctx, j.teacher, "back up")
	}))
}

// chosenBackup is the backup of the path. store.ErrNotFound.
func (s *Server) chosenBackup(r *request) (store.Copy, error) {
	all, err := s.Store.Backups()
	if err != nil {
		return store.Copy{}, err
	}
	for _, c := range all {
		if backupName(c) == r.param("backup") {
			return c, nil
		}
	}
	return store.Copy{}, store.ErrNotFound
}

func (s *Server) showBackup(r *request) error {
	c, err := s.chosenBackup(r)
	if err != nil {
		return err
	}
	return s.takeBackupPage(r, http.StatusOK, views.TakeBackupProps{BackupRow: s.backupRow(c)})
}

func (s *Server) takeBackupPage(r *request, status int, props views.TakeBackupProps) error {
	return s.render(r, status, views.TakeBackupPage(s.page(r, "Download a backup", views.OwnerPath), props))
}

// takeBackup sends a backup to the owner, once they have typed their passphrase again.
func (s *Server) takeBackup(r *request) error {
	c, err := s.chosenBackup(r)
	if err != nil {
		return err
	}
	problems, err := s.sureOf(r)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return s.takeBackupPage(r, http.StatusUnprocessableEntity,
			views.TakeBackupProps{BackupRow: s.backupRow(c), Problems: problems})
	}
	if err := s.Store.RecordDone(r.ctx, r.teacher.ID, "download backup"); err != nil {
		return err
	}
	file, err := os.Open(c.Path)
	if err != nil {
		return err
	}
	r.c.Set(fiber.HeaderContentType, "application/vnd.sqlite3")
	r.c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+filepath.Base(c.Path)+`"`)
	return r.c.SendStream(file, int(c.Size))
}
