package web

import (
	"fmt"
	"net/http"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// guessCards keeps what a student guesses about both writers. After that the cards tell what each could know and what
// was at stake.
func (s *Server) guessCards(r *request) error {
	w, err := s.openBench(r)
	if err != nil {
		return err
	}
	if !w.Guided() || r.student == nil {
		return store.ErrNotFound
	}
	var guesses []classroom.CardGuess
	var typed [2]string
	problems, others := views.Problems{}, false
	for i, t := range w.Pair() {
		field := fmt.Sprintf("guess.%d", i+1)
		typed[i] = strings.TrimSpace(unixLines(r.form.Value(field)))
		others = others || w.guesses[t.Source.ID] != "" && w.guesses[t.Source.ID] != typed[i]
		if problem := sentenceProblem(typed[i]); problem != "" {
			problems[field] = problem
		}
		guesses = append(guesses, classroom.CardGuess{Source: t.Source.ID, Words: typed[i]})
	}
	if w.early() {
		problems, others = nil, false
	}
	if w.refused || len(problems) > 0 {
		return s.stepPage(r, w, views.Know, http.StatusUnprocessableEntity,
			func(b *views.BenchProps) { b.Guess, b.Problems = typed, problems })
	}
	if others {
		return store.ErrConflict // what was guessed first stays, and what was typed is shown again
	}
	if err := s.Store.GuessCards(r.own(), r.student.ID, w.ID, guesses); err != nil {
		return err
	}
	return redirect(views.StepHref(w.Bench, views.Know) + "#guessed")
}
