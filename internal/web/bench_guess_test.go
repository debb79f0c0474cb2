package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/essay"
)

// The cards tell what a writer could know only after the student has written a guess about both, and the guess stands
// beside them.
func TestTheCardsTellAfterAGuess(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	pair := s.aBench().Pair()
	tells := func(p *page) bool {
		return strings.Contains(p.doc.words(), pair[0].Source.CouldNotKnow) ||
			strings.Contains(p.doc.words(), pair[1].Source.Stake)
	}
	steps := []string{"/look", "/know", "/pick", "/plan", "/write"}
	for _, step := range steps {
		if tells(b.open(at + step)) {
			t.Errorf("%s tells before the guess", step)
		}
	}
	f := b.open(at + "/know").form(at + "/guess")
	p := b.send(f, "guess.1", "What the court said in public.", "guess.2", "Nothing").want(http.StatusUnprocessableEntity)
	p.says("Write a sentence of at least three words.").says("What the court said in public.")
	if tells(p) {
		t.Error("half a guess opens the cards")
	}
	b.send(f, "guess.1", "What the court said in public.", "guess.2", "That he gave no such orders.").
		want(http.StatusSeeOther)
	for _, step := range steps {
		if !tells(b.open(at + step)) {
			t.Errorf("%s does not tell after the guess", step)
		}
	}
	b.send(f, "guess.1", "What the court said in public.", "guess.2", "That he gave no such orders.").
		want(http.StatusSeeOther) // the same form again
	b.send(f, "guess.1", "Something else altogether.", "guess.2", "Something else as well.").want(http.StatusConflict).
		says("Something else altogether.")
	b.open(at + "/know").says("What the court said in public.").hides("Something else altogether.")
	if tells(s.student("Ben").open(at)) {
		t.Error("the guess of one student opens the cards of another")
	}
	s.owner.open(at).says(pair[0].Source.CouldNotKnow) // a teacher sees them at once
}

// At an unseen bench and at an exam question there is nothing to help: no blind texts, no cards, no clock. The answer
// takes the same way as any other.
func TestTasksWithoutHelp(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for _, kind := range []course.BenchKind{course.UnseenBench, course.ExamBench} {
		var bench *course.Bench
		for _, b := range s.course.Benches {
			if b.Kind == kind {
				bench = b
			}
		}
		here := "/bench/" + bench.ID
		visitor := s.visitor()
		desk := visitor.open(visitor.get(here).want(http.StatusSeeOther).to()).says(bench.Question).form(here + "/desk")
		visitor.send(desk, "do", "save", "text", "The first words make a guest.").want(http.StatusSeeOther)
		visitor.open(here + "/write").says("The first words make a guest.")
		for _, query := range []string{"?again=clock", "?on=1937-01-22", "?reason=timing"} {
			if got := s.visitor().get(here + query).want(http.StatusSeeOther).to(); got != here+"/write" {
				t.Errorf("%s%s leads to %s", here, query, got)
			}
		}
		b := s.student("Ana at " + bench.ID)
		if got := b.get(here).want(http.StatusSeeOther).to(); got != here+"/write" {
			t.Errorf("%s leads to %s", here, got)
		}
		p := b.open(here + "/write").says(bench.Question).hides("Could not know").hides("In plain words")
		for _, text := range bench.Texts {
			p.says(text.Source.Creator)
		}
		for _, step := range []string{"/look", "/know", "/pick", "/plan"} {
			if got := b.get(here + step).want(http.StatusSeeOther).to(); got != here {
				t.Errorf("%s%s leads to %s", here, step, got)
			}
		}
		for _, path := range []string{"/clock", "/trust", "/guess"} {
			b.post(here+path, p.form(here+"/desk").fields).want(http.StatusNotFound)
		}
		for _, do := range []string{"reason", "drop:timing", "change:timing", "clock", "nudge:none"} {
			b.send(p.form(here+"/desk"), "do", do, "kind", "timing", "text", "").want(http.StatusSeeOther)
		}
		text := strings.Repeat("An answer of some words that says why. ", 40)
		b.send(p.form(here+"/desk"), "do", "go:judge", "text", text).want(http.StatusSeeOther)
		for _, e := range bench.Practice() {
			f := b.open(here+"/calibrate").form(here+"/calibrate").with("exemplar", e.ID)
			for skill, level := range e.Levels {
				f.Set("level."+skill, fmt.Sprint(level))
			}
			b.post(here+"/calibrate", f).want(http.StatusSeeOther)
		}
		f := b.open(here + "/judge").form(here + "/judge").with()
		for _, skill := range bench.Rubric.Skills {
			f.Set("level."+skill.ID, "1")
			f.Set("sentence."+skill.ID, essay.Sentences(text)[0])
		}
		b.post(here+"/judge", f).want(http.StatusSeeOther)
		b.send(b.open(here+"/hand-in").form(here+"/hand-in"), "anyway", "yes").want(http.StatusSeeOther)
		b.open(here + "/hand-in").says("You handed this in")
		s.owner.open(here).says(bench.Question).says("Model answer").hides("Set the clock")
		s.owner.open("/marking").says(bench.Title)
	}
}
