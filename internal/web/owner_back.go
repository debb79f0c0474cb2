package web

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"path/filepath"
	"time"

	"dossier/internal/store"
	"dossier/views"
)

// whyNot says why Dossier does not go back to a backup. The first that matches counts.
var whyNot = []struct {
	err      error
	sentence string
}{
	{store.ErrNotFound, "This backup is not there any more. Choose another one."},
	{fs.ErrNotExist, "This backup is not there any more. Choose another one."},
	{store.ErrNewer, "This backup was made by a newer version of Dossier. Choose another one, or start that version."},
	{store.ErrNothingIn, "Nobody had set Dossier up when this backup was made. Choose another one."},
	{store.ErrDamaged, "This backup is damaged. Nothing was changed: choose another one."},
	{store.ErrNoSpace, "There is no room on the disk for a copy of this backup. Nothing was changed: make room, then " +
		"try again."},
	{store.ErrReadOnly, "Dossier may not write to its data folder. Nothing was changed: have whoever looks after this " +
		"computer look at it."},
	{store.ErrIO, "The disk reports errors. Nothing was changed: choose another backup, and copy the data folder to " +
		"another disk."},
}

func whyNotBack(err error) string {
	for _, w := range whyNot {
		if errors.Is(err, w.err) {
			return w.sentence
		}
	}
	return "Something went wrong here. Nothing was changed: try again."
}

// showGoBack says what going back to a backup does.
func (s *Server) showGoBack(r *request) error {
	c, err := s.chosenBackup(r)
	if err != nil {
		return err
	}
	return s.goBackPage(r, http.StatusOK, c, nil)
}

func (s *Server) goBackPage(r *request, status int, c store.Copy, problems views.Problems) error {
	props := views.GoBackProps{BackupRow: s.backupRow(c), Age: views.Ago(c.At, s.local(s.Now())), Problems: problems}
	then, err := s.Store.Peek(r.ctx, c.Path)
	if err != nil {
		props.Cannot = whyNotBack(err)
	}
	now, err := s.Store.Now(r.ctx)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		what      string
		then, now int
	}{{"Teachers", then.Teachers, now.Teachers}, {"Classes", then.Classes, now.Classes},
		{"Students", then.Students, now.Students}, {"Answers", then.Answers, now.Answers}} {
		props.Holds = append(props.Holds,
			views.Compared{What: c.what, Then: views.Number(float64(c.then)), Now: views.Number(float64(c.now))})
	}
	props.Holds = append(props.Holds, views.Compared{What: "Newest answer", Then: s.answeredAt(then.Holding.Newest),
		Now: s.answeredAt(now.Newest)})
	return s.render(r, status, views.GoBackPage(s.page(r, "Go back to a backup", views.OwnerPath), props))
}

func (s *Server) answeredAt(at time.Time) string {
	if at.IsZero() {
		return "none"
	}
	return s.local(at).Format("2 Jan 2006, 15:04")
}

// goingBack is the name of the job.
const goingBack = "go back"

// goBack has the program go back to a backup, once the owner has typed their passphrase again: the backup is checked
// and copied while everybody works, then the program closes and opens itself again.
func (s *Server) goBack(r *request) error {
	c, err := s.chosenBackup(r)
	if errors.Is(err, store.ErrNotFound) {
		return s.wentBackPage(r, http.StatusNotFound, views.WentBackProps{Failed: whyNotBack(err)})
	}
	if err != nil {
		return err
	}
	problems := views.Problems{}
	_, err = s.passphraseAgain(r)
	if err := putProblem(problems, "pass", err); err != nil {
		return err
	}
	if len(problems) > 0 {
		return s.goBackPage(r, http.StatusUnprocessableEntity, c, problems)
	}
	if j := s.jobs.find(s.jobID(r, goingBack)); j == nil || j.failed() != nil {
		title := "Going back to the backup of " + s.backupRow(c).At
		s.await(r, s.begin(r, goingBack, title, func(j *job) (string, error) {
			if _, err := s.Store.GoBack(context.Background(), c.Path, j.teacher); err != nil {
				return "", err
			}
			s.Reopen()
			return views.WentBackPath, nil
		}))
	}
	return redirect(views.WentBackPath)
}

// showWentBack says how far going back is. The job does not outlive the program that closes: then the database says
// what was done.
func (s *Server) showWentBack(r *request) error {
	if j := s.jobs.find(s.jobID(r, goingBack)); j != nil {
		props := views.WentBackProps{Title: j.title}
		if err := j.failed(); err != nil {
			props.Failed = whyNotBack(err)
		}
		return s.wentBackPage(r, http.StatusOK, props)
	}
	word, found, err := s.Store.LastGoneBack(r.ctx)
	if err != nil {
		return err
	}
	if !found {
		return redirect(views.OwnerPath)
	}
	props := views.WentBackProps{Backup: word.Backup, Kept: word.Kept, When: views.Ago(word.At, s.local(s.Now()))}
	all, err := s.Store.Backups()
	for _, c := range all {
		if filepath.Base(c.Path) == word.Backup {
			props.Backup = s.backupRow(c).At
		}
	}
	if err != nil {
		return err
	}
	return s.wentBackPage(r, http.StatusOK, props)
}

func (s *Server) wentBackPage(r *request, status int, props views.WentBackProps) error {
	return s.render(r, status, views.WentBackPage(s.page(r, "Going back to a backup", views.OwnerPath), props))
}

// signInFor is the sign-in before a page of a route. Whoever waits for the program to go back is led there again, since
// that signs everybody out.
func signInFor(rt route) string {
	if rt.path == views.WentBackPath {
		return "/sign-in?to=" + views.WentBackPath
	}
	return "/sign-in"
}
