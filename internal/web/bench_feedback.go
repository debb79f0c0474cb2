package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showFeedback(r *request) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	props, err := s.feedbackProps(r, w)
	if err != nil {
		return err
	}
	return s.feedbackPage(r, w, http.StatusOK, props)
}

func (s *Server) feedbackPage(r *request, w *benchWork, status int, props views.FeedbackProps) error {
	var err error
	if props.Bar, err = s.stepBar(r, w, ""); err != nil {
		return err
	}
	return s.render(r, status, views.FeedbackPage(s.benchView(r, w, "Comments"), props))
}

// feedbackProps is what came back, the last round first. ErrNotFound as long as nothing has.
func (s *Server) feedbackProps(r *request, w *benchWork) (views.FeedbackProps, error) {
	if len(w.returns) == 0 {
		return views.FeedbackProps{}, store.ErrNotFound
	}
	props := views.FeedbackProps{
		Bench: w.Bench,
		Can:   essay.Allowed(w.place(s.Now()), essay.Author),
		Model: w.answered(),
	}
	for i, f := range slices.Backward(w.returns) {
		round, err := s.returnedRound(r, w, f)
		if err != nil {
			return props, err
		}
		round.Latest = i == len(w.returns)-1
		props.Rounds = append(props.Rounds, round)
	}
	return props, nil
}

// returnedRound is what came back in one round, beside the levels that the author gave.
func (s *Server) returnedRound(r *request, w *benchWork, f marking.Feedback) (views.ReturnedRound, error) {
	round := views.ReturnedRound{
		Round:    f.Mark.Round,
		At:       s.when(f.At),
		Strength: f.Mark.Strength,
		Target:   f.Mark.Target,
		NextStep: f.NextStep,
		Pieces:   w.pieces(f.Text),
		Cited:    w.cited(),
	}
	own, _, err := s.Store.SelfAssessments(r.ctx, w.essay.ID, f.Mark.Round)
	for _, skill := range w.Rubric.Skills {
		row := views.ReturnedSkill{
			Skill:   skill,
			Comment: f.Mark.Comments[skill.ID],
			Level:   f.Mark.Levels[skill.ID],
			Own:     -1,
		}
		if j, ok := own[skill.ID]; ok {
			row.Own = j.Level
		}
		round.Skills = append(round.Skills, row)
	}
	return round, err
}

// keepNextStep stores what a student wants to do next, after which the levels are shown. The first sentence stays; a
// different one that comes later is shown to its author again.
func (s *Server) keepNextStep(r *request) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	props, err := s.feedbackProps(r, w)
	if err != nil {
		return err
	}
	here := views.BenchHref(w.Bench, "/feedback")
	text := strings.TrimSpace(r.form.Value("next"))
	round, _ := strconv.Atoi(r.form.Value("round"))
	if text == "" && w.answered() {
		return redirect(here)
	}
	if problem := sentenceProblem(text); problem != "" && !w.answered() {
		props.Typed, props.Problems = text, views.Problems{"next": problem}
		return s.feedbackPage(r, w, http.StatusUnprocessableEntity, props)
	}
	if err := s.Store.NextStep(r.ctx, r.student.ID, w.ID, round, text); err != nil {
		return err
	}
	return redirect(here)
}
