package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/essay"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showFeedback(r *request) error {
	d, err := s.desk(r)
	if err != nil {
		return err
	}
	return s.feedbackPage(r, d, http.StatusOK, "", nil)
}

// feedbackPage shows what came back; there is no such page before a return.
func (s *Server) feedbackPage(r *request, d *desk, status int, typed string, problems views.Problems) error {
	if len(d.returns) == 0 {
		return store.ErrNotFound
	}
	props := views.FeedbackProps{
		Bench:    d.Bench,
		Can:      essay.Allowed(d.place(s.Now()), essay.Author),
		Typed:    typed,
		Problems: problems,
		Model:    d.answered(),
	}
	for i, f := range slices.Backward(d.returns) {
		round := views.ReturnedRound{
			Round:    f.Mark.Round,
			At:       s.when(f.At),
			Strength: f.Mark.Strength,
			Target:   f.Mark.Target,
			NextStep: f.NextStep,
			Pieces:   d.pieces(f.Text),
			Cited:    d.cited(),
			Latest:   i == len(d.returns)-1,
		}
		own, _, err := s.Store.Judgements(r.ctx, d.essay.ID, f.Mark.Round)
		if err != nil {
			return err
		}
		for _, skill := range d.Rubric.Skills {
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
		props.Rounds = append(props.Rounds, round)
	}
	return s.render(r, status, views.FeedbackPage(s.page(r, "Comments", "/bench"), props))
}

// keepNextStep stores what a student wants to do next, and with that shows the levels.
func (s *Server) keepNextStep(r *request) error {
	d, err := s.desk(r)
	if err != nil {
		return err
	}
	if len(d.returns) == 0 {
		return store.ErrNotFound
	}
	text := strings.TrimSpace(r.form.Value("next"))
	round, _ := strconv.Atoi(r.form.Value("round"))
	if problem := sentenceProblem(text); problem != "" && !d.answered() {
		return s.feedbackPage(r, d, http.StatusUnprocessableEntity, text, views.Problems{"next": problem})
	}
	if !d.answered() {
		if err := s.Store.NextStep(r.ctx, r.student.ID, d.ID, round, text); err != nil {
			return err
		}
	}
	return redirect(views.BenchHref(d.Bench, "/feedback"))
}
