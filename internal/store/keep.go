package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"dossier/internal/sqlite"
)

// Copy is a backup: where it lies, when it was made, how large it is and why it was made.
type Copy = sqlite.Copy

// The kinds of backups.
const (
	DailyBackup   = sqlite.Daily
	UpgradeBackup = sqlite.Upgrade
	BackupByHand  = sqlite.ByHand
)

// Attempt is how a backup went, and what the check of the database before it found.
type Attempt = sqlite.Attempt

// Backups lists the backups in the data folder, the newest first.
func (s *Store) Backups() ([]Copy, error) {
	all, err := s.db.Backups()
	wrap(&err, "backups")
	return all, err
}

// Backup checks the database and makes a backup now, into the data folder. Reading and writing go on. Errors:
// ErrDamaged, ErrNoSpace, ErrReadOnly, ErrIO, ErrClosed.
func (s *Store) Backup(ctx context.Context) (_ Attempt, err error) {
	defer wrap(&err, "backup")
	return s.db.BackUp(ctx, sqlite.ByHand)
}

// Backed is what an owner has to know of the backups.
type Backed struct {
	Newest Copy          // the newest that lies in the data folder, whoever made it; without a path when there is none
	Age    time.Duration // of the newest; negative when the clock has been put back since
	Last   Attempt       // how the last one went that the program made by itself or for a page
	Tried  bool          // it has made one
}

// LastBackup tells how old the newest backup is, and what the last check of the database found.
func (s *Store) LastBackup(ctx context.Context) (b Backed, err error) {
	defer wrap(&err, "last backup")
	all, err := s.db.Backups()
	if err != nil {
		return b, err
	}
	if len(all) > 0 {
		b.Newest, b.Age = all[0], s.now().Sub(all[0].At)
	}
	b.Last, b.Tried, err = s.db.LastAttempt(ctx)
	return b, err
}

// BackUpWhenDue makes the daily backup when the last is a day old. made is false when it is not due, and before
// anybody has set Dossier up: a copy of nothing would pass for the newest one.
func (s *Store) BackUpWhenDue(ctx context.Context) (a Attempt, made bool, err error) {
	defer wrap(&err, "daily backup")
	owned, err := s.HasOwner(ctx)
	if err != nil || !owned {
		return a, false, err
	}
	return s.db.BackUpWhenDue(ctx)
}

// KeepBackups makes the daily backups until ctx is done, and tells how each went. It looks once an hour.
func (s *Store) KeepBackups(ctx context.Context, tell func(Attempt, error)) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if a, made, err := s.BackUpWhenDue(ctx); (made || err != nil) && ctx.Err() == nil {
			tell(a, err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Holding is what a database holds, in numbers.
type Holding struct {
	Teachers, Classes, Students, Answers int       // students in classes, guests not counted; answers of all
	Newest                               time.Time // when the newest answer was given; zero when there is none
}

// Examined is what a full check of a database file has found, and what it holds.
type Examined struct {
	sqlite.Examined
	Holding
}

// ErrNothingIn: nobody has set Dossier up in a database.
var ErrNothingIn = errors.New("nobody has set Dossier up in it")

// holdingOf counts what a database of this or an older schema holds.
func holdingOf(ctx context.Context, q tx) (h Holding, err error) {
	var newest int64
	err = q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM teacher), (SELECT count(*) FROM class),
		(SELECT count(*) FROM student WHERE class_id IS NOT NULL), (SELECT count(*) FROM response),
		(SELECT coalesce(max(answered_at), 0) FROM response)`).
		Scan(&h.Teachers, &h.Classes, &h.Students, &h.Answers, &newest)
	if newest > 0 {
		h.Newest = fromMillis(newest)
	}
	return h, err
}

// Examine checks a database file from end to end, and counts what it holds. It changes nothing there, and works beside
// a program that has it open. Errors as of sqlite.Examine.
func Examine(ctx context.Context, path string, now func() time.Time, how ...Option) (e Examined, err error) {
	defer wrap(&err, "examine")
	migrations, err := schema()
	if err != nil {
		return e, err
	}
	e.Examined, err = sqlite.Examine(ctx, path, migrations, now, holding(ctx, &e.Holding, false), how...)
	return e, err
}

// Verify is Examine of the database in a data folder.
func Verify(ctx context.Context, dataDir string, now func() time.Time, how ...Option) (Examined, error) {
	return Examine(ctx, filepath.Join(dataDir, sqlite.FileName), now, how...)
}

// Restored is what a restore has done.
type Restored struct {
	Examined        // the file that was restored
	Replaced string // folder that now holds what was there before; "" when there was nothing
}

// Restore puts a database file in the place of the one in dataDir, and moves what was there into a folder beside it;
// see sqlite.Restore. An older schema is upgraded when the folder is opened next.
func Restore(ctx context.Context, dataDir, path string, now func() time.Time, how ...Option) (Restored, error) {
	return restore(ctx, dataDir, path, now, false, how...)
}

func restore(ctx context.Context, dataDir, path string, now func() time.Time, strict bool, how ...Option,
) (r Restored, err error) {
	defer wrap(&err, "restore")
	migrations, err := schema()
	if err != nil {
		return r, err
	}
	word := leaveWord(GoneBack{Backup: filepath.Base(path)})
	done, err := sqlite.Restore(ctx, dataDir, path, migrations, now, holding(ctx, &r.Holding, strict),
		append(how, word)...)
	r.Examined.Examined, r.Replaced = done.Examined, done.Replaced
	return r, err
}

// holding reads what a database holds; with strict, one in which nobody has set Dossier up is ErrNothingIn.
func holding(ctx context.Context, into *Holding, strict bool) func(tx) error {
	return func(t tx) (err error) {
		if *into, err = holdingOf(ctx, t); err == nil && strict && into.Teachers == 0 {
			err = ErrNothingIn
		}
		return err
	}
}

// Passed is a backup that was passed over, and why.
type Passed struct {
	Copy
	Why error
}

// RestoreLatest restores the newest backup of the data folder that is whole and in which somebody has set Dossier up;
// dry only finds it. passed lists newer ones, the newest first. fs.ErrNotExist when there is none.
func RestoreLatest(ctx context.Context, dataDir string, now func() time.Time, dry bool, how ...Option,
) (r Restored, passed []Passed, err error) {
	all, err := sqlite.BackupsIn(filepath.Join(dataDir, sqlite.BackupFolder))
	if err != nil {
		return r, nil, fmt.Errorf("store: %w", err)
	}
	for _, c := range all {
		if dry {
			r.Examined, err = Examine(ctx, c.Path, now, how...)
			if err == nil && r.Teachers == 0 {
				err = ErrNothingIn
			}
		} else {
			r, err = restore(ctx, dataDir, c.Path, now, true, how...)
		}
		if err == nil || !passable(err) {
			return r, passed, err
		}
		passed = append(passed, Passed{c, err})
	}
	return Restored{}, passed, fmt.Errorf("store: no backup in %s: %w", dataDir, fs.ErrNotExist)
}

// passable says that an error is one of the file, and another may serve.
func passable(err error) bool {
	for _, of := range []error{ErrDamaged, ErrNewer, ErrNothingIn, ErrIO, fs.ErrNotExist} {
		if errors.Is(err, of) {
			return true
		}
	}
	return false
}

// BackupOf writes a checked copy of the database in a data folder, which may be in use, to the file target, or to a new
// one in the folder of the backups when target is ""; see sqlite.BackupOf.
func BackupOf(ctx context.Context, dataDir, target string, now func() time.Time, how ...Option,
) (made Copy, damage, wrong string, err error) {
	defer wrap(&err, "backup")
	return sqlite.BackupOf(ctx, dataDir, target, now, how...)
}

// WaitsToBeRestored says that a file of this name in a data folder is what the next start finishes a restore with that
// was cut short.
func WaitsToBeRestored(name string) bool { return sqlite.WaitsToBeRestored(name) }

// KeepByHand removes all but the newest n backups in a folder that were made by hand.
func KeepByHand(folder string, n int) (removed int, err error) {
	defer wrap(&err, "keep backups")
	return sqlite.KeepByHand(folder, n)
}

// BackupName is the name of the file of a backup that is made by hand at a time.
func BackupName(at time.Time) string { return sqlite.NameOf(sqlite.ByHand, at) }

// FileSizes are the sizes of the database and of its log, in bytes.
func (s *Store) FileSizes() (database, log int64, err error) {
	defer wrap(&err, "sizes of the files")
	return s.db.Sizes()
}

// Replaced is how many bytes are kept of what was there before restores.
func (s *Store) Replaced() (bytes int64, err error) {
	defer wrap(&err, "size of what was replaced")
	return s.db.Replaced()
}

// SizeInWords writes a number of bytes for people: "31.2 MB".
func SizeInWords(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
	}
	return fmt.Sprintf("%.0f kB", float64(bytes)/(1<<10))
}
