package web

import (
	"errors"
	"net/http"
	"slices"

	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// submitEssay saves what the desk holds and hands it in. Sent twice, it hands in once.
func (s *Server) submitEssay(r *request, d *desk, t typedDesk) error {
	t.checkReason(false)
	if len(t.problems) > 0 {
		return s.benchPage(r, d, http.StatusUnprocessableEntity, t.put)
	}
	here := views.BenchHref(d.Bench, "#write")
	e, err := s.Store.SaveText(r.ctx, r.answerer(), t.new)
	if errors.Is(err, store.ErrStale) {
		return s.showStale(r, t, e)
	}
	// this very text has been handed in, perhaps by the first of two clicks
	if errors.Is(err, store.ErrLocked) && e.Text == t.text {
		return redirect(here)
	}
	if err != nil {
		return err
	}
	if t.begun {
		if err := s.Store.SaveReason(r.ctx, r.student.ID, d.ID, t.reason); err != nil {
			return err
		}
	}
	if r.student.Guest() {
		return redirect(here) // the page says that an answer is marked in a class
	}
	if !slices.Contains(essay.Allowed(e.Place, essay.Author), essay.Submit) || essay.Words(e.Text) == 0 {
		return redirect(views.BenchHref(d.Bench, "/judge"))
	}
	if err := s.Store.SubmitEssay(r.ctx, r.student.ID, d.ID, e.Rev); err != nil {
		return err
	}
	return redirect(here)
}

func (s *Server) withdrawEssay(r *request) error {
	return s.takeStep(r, func(d *desk) error { return s.Store.WithdrawEssay(r.ctx, r.student.ID, d.ID) })
}

func (s *Server) reviseEssay(r *request) error {
	return s.takeStep(r, func(d *desk) error {
		if !d.answered() {
			return store.ErrLocked
		}
		return s.Store.ReviseEssay(r.ctx, r.student.ID, d.ID)
	})
}

func (s *Server) finishEssay(r *request) error {
	return s.takeStep(r, func(d *desk) error {
		if !d.answered() {
			return store.ErrLocked
		}
		return s.Store.FinishEssay(r.ctx, r.student.ID, d.ID)
	})
}

// answered tells whether the author has said what comes next after every return, which is what opens
// the levels and the next round.
func (d *desk) answered() bool {
	return len(d.returns) > 0 &&
		!slices.ContainsFunc(d.returns, func(f marking.Feedback) bool { return f.NextStep == "" })
}

// takeStep takes an essay one step further and shows it.
func (s *Server) takeStep(r *request, step func(*desk) error) error {
	d, err := s.openDesk(r)
	if err != nil {
		return err
	}
	if err := step(d); err != nil {
		return err
	}
	return redirect(views.BenchHref(d.Bench, "#write"))
}
