package web

import (
	"time"

	"dossier/internal/classroom"
)

// opensTo is when a bench opens that was handed out to whoever asks and is not open yet; zero where they may write: it
// was not handed out, one time it is open or over, or a text came back and is revised.
func (s *Server) opensTo(r *request, w *benchWork) (at time.Time, err error) {
	if r.student == nil || r.student.Guest() || len(w.returns) > 0 {
		return at, nil
	}
	all, err := s.Store.WorkOf(r.ctx, *r.student)
	if err != nil {
		return at, err
	}
	for _, t := range all {
		switch {
		case t.Handed != classroom.HandedBench || t.Subject != w.ID || !t.Withdrawn.IsZero():
		case t.Phase(s.Now()) != classroom.NotOpenYet:
			return time.Time{}, nil
		case at.IsZero() || t.Opens.Before(at):
			at = t.Opens
		}
	}
	return at, nil
}

// checkOpen refuses a text that is written before its bench opens. What was typed comes back with the page.
func (s *Server) checkOpen(r *request, w *benchWork, t typedDraft) error {
	stored := ""
	if w.essay != nil {
		stored = w.essay.Text
	}
	if t.new.KeepText || t.new.Text == stored {
		return nil
	}
	opens, err := s.opensTo(r, w)
	if err == nil && !opens.IsZero() {
		t.problems["text"] = "You can write here once it is open, " + s.dayAndTime(opens) + ". This is not saved."
	}
	return err
}
