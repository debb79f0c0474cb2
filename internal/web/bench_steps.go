package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// handInPage is the last step: what is to be handed in, or has been. stale says that the text has changed since the
// form that was sent was made.
func (s *Server) handInPage(r *request, w *benchWork, status int, stale bool) error {
	props, err := s.handInProps(r, w)
	if err != nil {
		return err
	}
	props.Stale = stale
	return s.render(r, status, views.HandInPage(s.benchView(r, w, props.Title()), props))
}

func (s *Server) handInProps(r *request, w *benchWork) (views.HandInProps, error) {
	bar, err := s.stepBar(r, w, views.HandIn)
	props := views.HandInProps{Bar: bar, HasReturn: len(w.returns) > 0, Cited: w.cited()}
	if err != nil || w.essay == nil {
		return props, err
	}
	closed, err := s.closedTo(r, w)
	if err != nil {
		return props, err
	}
	if !closed.IsZero() {
		props.Closed = s.dayAndTime(closed)
	}
	b, err := s.benchProps(r, w)
	if err != nil {
		return props, err
	}
	props.State, props.Can, props.Rev = b.State, b.Can, w.essay.Rev
	props.Levels, props.Judged = b.Judged, !b.JudgedOld
	props.Words, props.Pieces = essay.Words(w.essay.Text), w.pieces(w.essay.Text)
	props.Short = essay.FarTooShort(props.Words, w.Words.Min)
	props.Finished = w.place(s.Now()).State == essay.Final
	if w.waits(s.Now()) {
		steps, err := s.Store.Events(r.ctx, w.essay.ID)
		if err != nil {
			return props, err
		}
		for _, step := range steps {
			if step.Action == essay.Submit {
				props.Handed = s.atOrOn(step.At)
			}
		}
	}
	return props, nil
}

// atOrOn says when something was, so that it can stand in a sentence: "at 10:42", "on 3 May 2026, 10:15".
func (s *Server) atOrOn(t time.Time) string {
	when := s.when(t)
	if strings.Contains(when, " ") {
		return "on " + when
	}
	return "at " + when
}

// handIn hands in the text that its author has just seen. Sent twice, it hands in once. A text far under the asked
// length goes only when its author has said so.
func (s *Server) handIn(r *request) error {
	w, err := s.openBench(r)
	if err != nil {
		return err
	}
	here := views.StepHref(w.Bench, views.HandIn)
	closed, err := s.closedTo(r, w)
	if err != nil {
		return err
	}
	switch rev, _ := strconv.Atoi(r.form.Value("rev")); {
	case r.student.Guest(), w.essay == nil, w.waits(s.Now()):
		return redirect(here) // the page says where they are
	case !closed.IsZero():
		return s.handInPage(r, w, http.StatusConflict, false)
	case w.early():
		return s.handInPage(r, w, http.StatusUnprocessableEntity, false)
	case rev != w.essay.Rev:
		return s.handInPage(r, w, http.StatusConflict, true)
	case essay.Words(w.essay.Text) == 0, !slices.Contains(essay.Allowed(w.essay.Place, essay.Author), essay.Submit):
		return redirect(here)
	case essay.FarTooShort(essay.Words(w.essay.Text), w.Words.Min) && r.form.Value("anyway") != "yes":
		return redirect(here) // which asks
	}
	if err := s.Store.SubmitEssay(r.ctx, r.student.ID, w.ID, w.essay.Rev); err != nil {
		return err
	}
	return redirect(here)
}

func (s *Server) withdrawEssay(r *request) error {
	return s.takeStep(r, views.Write, func(w *benchWork) error {
		closed, err := s.closedTo(r, w)
		if err != nil {
			return err
		}
		if !closed.IsZero() || w.opens != "" { // it could not be handed in again
			return redirect(views.StepHref(w.Bench, views.HandIn))
		}
		return s.Store.WithdrawEssay(r.ctx, r.student.ID, w.ID)
	})
}

func (s *Server) reviseEssay(r *request) error {
	return s.takeStep(r, views.Write, func(w *benchWork) error {
		if !w.answered() {
			return store.ErrLocked
		}
		return s.Store.ReviseEssay(r.ctx, r.student.ID, w.ID)
	})
}

func (s *Server) finishEssay(r *request) error {
	return s.takeStep(r, views.HandIn, func(w *benchWork) error {
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

// takeStep takes an essay one step further and shows the page on which its author goes on.
func (s *Server) takeStep(r *request, to views.BenchStep, step func(*benchWork) error) error {
	w, err := s.openBench(r)
	if err != nil {
		return err
	}
	if err := step(w); err != nil {
		return err
	}
	return redirect(views.StepHref(w.Bench, to))
}
