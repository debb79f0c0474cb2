package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
	"dossier/views"
)

// longestLine is the most characters that a one-line sentence may have.
const longestLine = 500

func (w *benchWork) trustProps() views.TrustProps {
	t := views.TrustProps{Bench: w.Bench, Problems: views.Problems{},
		Bar: views.StepBar{Bench: w.Bench, Here: views.Look, Opens: w.opens, Refused: w.refused}}
	for i, text := range w.Pair() {
		t.Before[i] = w.trust[text.Source.ID].Before
	}
	return t
}

// sayTrust stores how far somebody trusts the texts of the pair: before they know the writers, or after.
func (s *Server) sayTrust(r *request) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	if !w.Guided() {
		return store.ErrNotFound
	}
	here := views.BenchHref(w.Bench, "")
	before, after := w.said()
	switch stage := r.form.Value("stage"); {
	case stage == "before" && !before:
		return s.trustBefore(r, w, here)
	case stage == "after" && before && !after:
		return s.trustAfter(r, w, here)
	case stage == "after" && after && !w.repeats(r):
		return store.ErrConflict // what was said first stays, and what was typed is shown again
	case stage == "after" && r.student == nil && r.form.Value("moved.1")+r.form.Value("moved.2") != "":
		return s.showAway(r) // as in openBench
	}
	return redirect(here) // said already, or not its turn: the page shows where they are
}

// repeats says whether a form says the same about the sources as what is stored.
func (w *benchWork) repeats(r *request) bool {
	for i, text := range w.Pair() {
		said := w.trust[text.Source.ID]
		after, moved := step(r.form.Value(afterField(i))), strings.TrimSpace(r.form.Value(movedField(i)))
		if after > 0 && after != said.After || moved != "" && moved != said.Moved {
			return false
		}
	}
	return true
}

// The fields of text i of a pair on the form that comes after the reveal.
func afterField(i int) string { return fmt.Sprintf("after.%d", i+1) }
func movedField(i int) string { return fmt.Sprintf("moved.%d", i+1) }

// step reads one of the five answers; 0 when none of them was given.
func step(raw string) int {
	n, err := strconv.Atoi(raw)
	if err != nil || n < 1 || n > len(views.TrustSteps) {
		return 0
	}
	return n
}

func (s *Server) trustBefore(r *request, w *benchWork, here string) error {
	early, props := w.early(), w.trustProps()
	var said []classroom.Trust
	for i, text := range w.Pair() {
		field := fmt.Sprintf("before.%d", i+1)
		props.Before[i] = step(r.form.Value(field))
		if props.Before[i] == 0 {
			props.Problems[field] = fmt.Sprintf("Say how far you trust text %c.", 'A'+i)
		}
		said = append(said, classroom.Trust{Source: text.Source.ID, Before: props.Before[i]})
	}
	if early {
		props.Problems = nil
	}
	if early || len(props.Problems) > 0 {
		return s.render(r, http.StatusUnprocessableEntity, views.BlindPage(s.benchView(r, w, w.Title), props))
	}
	if err := s.Store.TrustBefore(r.ctx, r.answerer(), w.ID, said); err != nil {
		return err
	}
	return redirect(here)
}

func (s *Server) trustAfter(r *request, w *benchWork, here string) error {
	early, props := w.early(), w.trustProps()
	var said []classroom.Trust
	for i, text := range w.Pair() {
		after, moved := afterField(i), movedField(i)
		props.After[i], props.Moved[i] = step(r.form.Value(after)), strings.TrimSpace(r.form.Value(moved))
		if props.After[i] == 0 {
			props.Problems[after] = "Say how far you trust " + text.Name + " now."
		}
		if problem := sentenceProblem(props.Moved[i]); problem != "" {
			props.Problems[moved] = problem
		}
		said = append(said, classroom.Trust{Source: text.Source.ID, After: props.After[i], Moved: props.Moved[i]})
	}
	if early {
		props.Problems = nil
	}
	if early || len(props.Problems) > 0 {
		return s.render(r, http.StatusUnprocessableEntity, views.RevealPage(s.benchView(r, w, w.Title), props))
	}
	if err := s.Store.TrustAfter(r.ctx, r.student.ID, w.ID, said); err != nil {
		return err
	}
	return redirect(here)
}

// leastSentence is how many words make a sentence.
const leastSentence = 3

// sentenceProblem says what is wrong with a sentence that somebody was asked to write; "" when it is one.
func sentenceProblem(text string) string {
	switch {
	case essay.Words(text) < leastSentence:
		return "Write a sentence of at least three words."
	case len([]rune(text)) > longestLine:
		return fmt.Sprintf("Shorten this to %d characters.", longestLine)
	}
	return ""
}
