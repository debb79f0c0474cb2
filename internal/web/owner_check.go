package web

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dossier/internal/store"
	"dossier/views"
)

// checked is what the last check of the database has found, as long as the program runs.
type checked struct {
	at    time.Time
	found store.Examined
	err   error
}

// checkDatabase checks the database from end to end, as a job, beside whoever answers.
func (s *Server) checkDatabase(r *request) error {
	return s.follow(r, s.begin(r, "check the database", "Checking the database", func(j *job) (string, error) {
		ctx := context.Background()
		found, err := s.Store.Check(ctx)
		s.checked.Store(&checked{s.Now(), found, err})
		if err := s.Store.RecordDone(ctx, j.teacher, "check the database"); err != nil { // the finding is told all the same
			s.Log.Warn("record a check of the database", "error", err)
		}
		return views.OwnerPath + "?done=check", nil
	}))
}

// ownersCheck is what the last check has found, this one or the one before the last backup.
func (s *Server) ownersCheck(last store.Backed) views.CheckProps {
	now := s.local(s.Now())
	if c := s.checked.Load(); c != nil && !c.at.Before(last.Last.At) {
		return checkWords(*c, views.Ago(c.at, now))
	}
	if !last.Tried || last.Last.Damage != "" || last.Last.Err() != nil { // backupTrouble tells
		return views.CheckProps{}
	}
	return views.CheckProps{Found: "Last checked before the backup, " + views.Ago(last.Last.At, now) +
		". Nothing was wrong."}
}

func checkWords(c checked, ago string) views.CheckProps {
	wrong := func(sentence string) views.CheckProps {
		return views.CheckProps{Wrong: true, Found: "Checked " + ago + ". " + sentence}
	}
	switch {
	case errors.Is(c.err, store.ErrDamaged):
		return wrong("The database is damaged. Go back to the newest backup that is whole: what is there now is kept.")
	case errors.Is(c.err, store.ErrIO):
		return wrong("The disk reports errors. Make a backup, put it on another disk, and start Dossier from there.")
	case c.err != nil:
		return wrong("The check came to no end. Try again.")
	case c.found.Damage != "":
		return wrong("An index of the database is damaged, though no answer is lost. Back up now and go back to that " +
			"backup: it gets new indexes.")
	}
	return views.CheckProps{Found: fmt.Sprintf("Checked %s, in %.1f s: every page, table and index, and the references "+
		"between them. Nothing is wrong.", ago, c.found.Took.Seconds())}
}
