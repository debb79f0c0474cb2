package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/views"
)

// longestLine is how many characters a sentence of one line may have.
const longestLine = 500

func (d *desk) trustProps() views.TrustProps {
	t := views.TrustProps{Bench: d.Bench, Problems: views.Problems{}}
	for i, text := range d.Pair() {
		t.Before[i] = d.trust[text.Source.ID].Before
	}
	return t
}

// sayTrust stores how far somebody trusts the texts of the pair: before they know the writers, or after.
func (s *Server) sayTrust(r *request) error {
	d, err := s.desk(r)
	if err != nil {
		return err
	}
	here := views.BenchHref(d.Bench, "")
	before, after := d.said()
	switch stage := r.form.Value("stage"); {
	case stage == "before" && !before:
		return s.trustBefore(r, d, here)
	case stage == "after" && before && !after:
		return s.trustAfter(r, d, here)
	case stage == "after" && r.student == nil && r.form.Value("moved.1")+r.form.Value("moved.2") != "":
		return s.showAway(r) // as in openDesk
	}
	return redirect(here) // said already, or not its turn: the page shows where they are
}

// step reads one of the five answers; 0 when none of them was given.
func step(raw string) int {
	n, err := strconv.Atoi(raw)
	if err != nil || n < 1 || n > len(views.TrustSteps) {
		return 0
	}
	return n
}

func (s *Server) trustBefore(r *request, d *desk, here string) error {
	props := d.trustProps()
	var said []classroom.Trust
	for i, text := range d.Pair() {
		field := fmt.Sprintf("before.%d", i+1)
		props.Before[i] = step(r.form.Value(field))
		if props.Before[i] == 0 {
			props.Problems[field] = fmt.Sprintf("Say how far you trust text %c.", 'A'+i)
		}
		said = append(said, classroom.Trust{Source: text.Source.ID, Before: props.Before[i]})
	}
	if len(props.Problems) > 0 {
		return s.render(r, http.StatusUnprocessableEntity, views.BlindPage(s.page(r, d.Title, "/bench"), props))
	}
	if err := s.Store.TrustBefore(r.ctx, r.answerer(), d.ID, said); err != nil {
		return err
	}
	return redirect(here)
}

func (s *Server) trustAfter(r *request, d *desk, here string) error {
	props := d.trustProps()
	var said []classroom.Trust
	for i, text := range d.Pair() {
		after, moved := fmt.Sprintf("after.%d", i+1), fmt.Sprintf("moved.%d", i+1)
		props.After[i], props.Moved[i] = step(r.form.Value(after)), strings.TrimSpace(r.form.Value(moved))
		if props.After[i] == 0 {
			props.Problems[after] = "Say how far you trust " + text.Name + " now."
		}
		if problem := sentenceProblem(props.Moved[i]); problem != "" {
			props.Problems[moved] = problem
		}
		said = append(said, classroom.Trust{Source: text.Source.ID, After: props.After[i], Moved: props.Moved[i]})
	}
	if len(props.Problems) > 0 {
		return s.render(r, http.StatusUnprocessableEntity, views.RevealPage(s.page(r, d.Title, "/bench"), props))
	}
	if err := s.Store.TrustAfter(r.ctx, r.student.ID, d.ID, said); err != nil {
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
