package web

import (
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// submitEssay hands in what was just stored. Sent twice, it hands in once.
func (s *Server) submitEssay(r *request, w *benchWork, e classroom.Essay) error {
	here := views.BenchHref(w.Bench, "#write")
	if r.student.Guest() {
		return redirect(here) // the page says that an answer is marked in a class
	}
	if !slices.Contains(essay.Allowed(e.Place, essay.Author), essay.Submit) || essay.Words(e.Text) == 0 {
		return redirect(views.BenchHref(w.Bench, "/judge"))
	}
	if err := s.Store.SubmitEssay(r.ctx, r.student.ID, w.ID, e.Rev); err != nil {
		return err
	}
	return redirect(here)
}

func (s *Server) withdrawEssay(r *request) error {
	return s.takeStep(r, func(w *benchWork) error { return s.Store.WithdrawEssay(r.ctx, r.student.ID, w.ID) })
}

func (s *Server) reviseEssay(r *request) error {
	return s.takeStep(r, func(w *benchWork) error {
		if !w.answered() {
			return store.ErrLocked
		}
		return s.Store.ReviseEssay(r.ctx, r.student.ID, w.ID)
	})
}

func (s *Server) finishEssay(r *request) error {
	return s.takeStep(r, func(w *benchWork) error {
		if !w.answered() {
			return store.ErrLocked
		}
		return s.Store.FinishEssay(r.ctx, r.student.ID, w.ID)
	})
}

// answered says whether the author has written a next step after every return, which opens the levels and the next
// round.
func (w *benchWork) answered() bool {
	return len(w.returns) > 0 &&
		!slices.ContainsFunc(w.returns, func(f marking.Feedback) bool { return f.NextStep == "" })
}

// takeStep takes an essay one step further and shows it.
func (s *Server) takeStep(r *request, step func(*benchWork) error) error {
	w, err := s.openBench(r)
	if err != nil {
		return err
	}
	if err := step(w); err != nil {
		return err
	}
	return redirect(views.BenchHref(w.Bench, "#write"))
}
