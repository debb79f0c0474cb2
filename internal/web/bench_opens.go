package web

import (
	"net/http"
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

// early reports whether something that was sent comes before the bench opens. Then nothing of it may be stored, and the
// page that shows it again says so.
func (w *benchWork) early() bool {
	w.refused = w.opens != ""
	return w.refused
}

// earlyDraft takes the form of a bench that is not open yet: a button that only leads on does so, and everything else
// is shown again as it was sent.
func (s *Server) earlyDraft(r *request, w *benchWork, t typedDraft) error {
	switch {
	case r.wantsJSON():
		return r.json(http.StatusUnprocessableEntity,
			liveDraft{Problem: "It opens " + w.opens + ". Nothing that you write or tick here is saved before."})
	case !t.changes(w):
		return s.afterSave(r, w, t)
	}
	w.refused = true
	return s.stepPage(r, w, t.step, http.StatusUnprocessableEntity, t.put(w), t.carry(t.step))
}

// changes reports whether a form would change what is stored.
func (t typedDraft) changes(w *benchWork) bool {
	stored := ""
	if w.essay != nil {
		stored = w.essay.Text
	}
	return !t.new.KeepText && t.new.Text != stored || len(t.new.Picks)+len(t.new.PutBack) > 0 || t.decides() ||
		t.do == "drop" || t.do == "nudge"
}
