package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// opensLater hands the bench out to the class, for in an hour.
func (s *site) opensLater(t *testing.T) {
	t.Helper()
	s.handOut(t, classroom.Assignment{Class: classroom.ClassID(s.class), Title: "Two verdicts",
		Handed: classroom.HandedBench, Subject: "two-verdicts", Results: classroom.ResultsAtOnce,
		Opens: s.clock.now().Add(time.Hour)})
}

const notYet = "It opens today at 09:00, and nothing was saved."

// A bench that was handed out and is not open yet says when it opens, and takes no text before. What was typed stays
// on the page, and goes in once it is open.
func TestNothingIsWrittenBeforeABenchOpens(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana, ben := s.student("Ana"), s.visitor()
	ana.atDesk()
	s.opensLater(t)
	early := ana.open(at + "/write").says("It opens today at 09:00.")
	form := early.form(at + "/desk")
	ana.send(form, "do", "save", "text", judging).want(http.StatusUnprocessableEntity).says(judging).says(notYet)
	ana.saveLive(form, http.StatusUnprocessableEntity, "text", judging)
	if n := one[int](s, `SELECT count(*) FROM essay`); n != 0 {
		t.Errorf("%d texts are stored before it opens", n)
	}
	ana.send(form, "do", "go", "on", "plan").want(http.StatusSeeOther) // the other steps stay open
	ben.atDesk()                                                       // it is nothing to whoever is in no class
	ben.send(ben.open(at+"/write").hides("It opens").form(at+"/desk"), "do", "save", "text", judging).
		want(http.StatusSeeOther)
	s.clock.pass(time.Hour)
	ana.send(ana.open(at+"/write").hides("It opens").form(at+"/desk"), "do", "save", "text", judging).
		want(http.StatusSeeOther)
	ana.open(at + "/write").says(judging)
}

// Before a bench opens no step of it takes anything. Each form comes back as it was sent, says when the bench opens,
// and goes in as it is once it is open.
func TestNoStepTakesAnythingBeforeABenchOpens(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	s.opensLater(t)
	stored := func() string {
		t.Helper()
		return one[string](s, `SELECT (SELECT count(*) FROM trust) || ' ' || (SELECT count(*) FROM card_guess) || ' ' ||
			(SELECT count(*) FROM pick) || ' ' || (SELECT count(*) FROM reason) || ' ' || (SELECT count(*) FROM response) ||
			' ' || (SELECT count(*) FROM calibration) || ' ' || (SELECT count(*) FROM essay)`)
	}
	open := func(do func()) { // as on the day, and back to the evening before
		t.Helper()
		s.clock.pass(time.Hour)
		do()
		s.clock.pass(-time.Hour)
	}
	before := "0 0 0 0 0 0 0"
	refused := func(page, action string, keeps []string, pairs ...string) {
		t.Helper()
		p := ana.send(ana.open(page).says("It opens today at 09:00.").form(action), pairs...).
			want(http.StatusUnprocessableEntity).says(notYet)
		for _, words := range keeps {
			p.says(words)
		}
		if got := stored(); got != before {
			t.Errorf("%s: stored are %s before it opens, want %s", action, got, before)
		}
		open(func() { ana.send(p.form(action), "do", p.form(action).fields.Get("do")).want(http.StatusSeeOther) })
		if before = stored(); before == "" {
			t.Fatal("nothing is counted")
		}
	}
	refused(at, at+"/trust", nil, "before.1", "2", "before.2", "4")
	refused(at, at+"/trust", nil, "after.1", "2", "after.2", "3", "moved.1", "It saw the open court only",
		"moved.2", "He knew these men")
	refused(at+"/know", at+"/guess", []string{"What the court said in public."},
		"guess.1", "What the court said in public.", "guess.2", "That he gave no such orders.")
	if want := "2 2 0 0 0 0 0"; before != want {
		t.Errorf("stored are %s, want %s", before, want)
	}
	for _, row := range []struct {
		page  string
		pairs []string
	}{
		{"/pick", []string{"do", "save", "pick", "o2"}}, {"/pick", []string{"do", "go:plan", "pick", "o2"}},
		{"/plan", []string{"do", "reason", "kind", "timing", "so", "It was written before the verdict."}},
		{"/plan", []string{"do", "save", "kind", "timing", "so", "It was written before the verdict."}},
		{"/plan", []string{"do", "drop:timing"}}, {"/write", []string{"do", "nudge:biased"}},
	} {
		p := ana.send(ana.open(at+row.page).form(at+"/desk"), row.pairs...).want(http.StatusUnprocessableEntity).
			says(notYet)
		if len(row.pairs) > 4 {
			p.says(row.pairs[5])
		}
		if got := stored(); got != before {
			t.Errorf("%s %v: stored are %s before it opens, want %s", row.page, row.pairs, got, before)
		}
	}
	s.sortsTooEarly(ana)
	s.handsInTooEarly(t, ana)
}

// sortsTooEarly sorts the facts before the bench opens.
func (s *site) sortsTooEarly(b *browser) {
	s.t.Helper()
	f := b.open(at + "/know").form(at + "/clock")
	b.send(f).want(http.StatusUnprocessableEntity).says(notYet)
	if n := one[int](s, `SELECT count(*) FROM response`); n != 0 {
		s.t.Errorf("%d answers to the sorting are stored before it opens", n)
	}
}

// handsInTooEarly does what comes after the writing, with a text from before the bench was handed out.
func (s *site) handsInTooEarly(t *testing.T, b *browser) {
	t.Helper()
	bench := s.aBench()
	first := bench.Practice()[0]
	s.clock.pass(time.Hour)
	b.send(b.open(at+"/write").form(at+"/desk"), "do", "save", "text", judging).want(http.StatusSeeOther)
	s.clock.pass(-time.Hour)
	levels := []string{}
	for skill, level := range first.Levels {
		levels = append(levels, "level."+skill, fmt.Sprint(level))
	}
	b.send(b.open(at+"/calibrate").form(at+"/calibrate"), levels...).want(http.StatusUnprocessableEntity).says(notYet)
	if n := one[int](s, `SELECT count(*) FROM calibration`); n != 0 {
		t.Errorf("%d judged examples are stored before it opens", n)
	}
	s.clock.pass(time.Hour)
	b.practise()
	judge := b.open(at + "/judge").form(at + "/judge").with()
	for _, skill := range bench.Rubric.Skills {
		judge.Set("level."+skill.ID, "1")
		judge.Set("sentence."+skill.ID, essay.Sentences(judging)[0])
	}
	s.clock.pass(-time.Hour)
	b.post(at+"/judge", judge).want(http.StatusUnprocessableEntity).says(notYet)
	if n := one[int](s, `SELECT count(*) FROM judgement`); n != 0 {
		t.Errorf("%d levels are stored before it opens", n)
	}
	s.clock.pass(time.Hour)
	b.post(at+"/judge", judge).want(http.StatusSeeOther)
	form := b.open(at + "/hand-in").form(at + "/hand-in")
	s.clock.pass(-time.Hour)
	b.open(at + "/hand-in").says("It opens today at 09:00.").hides("Hand it in anyway")
	b.send(form, "anyway", "yes").want(http.StatusUnprocessableEntity).says(notYet)
	s.clock.pass(time.Hour)
	b.sendsIn()
	s.clock.pass(-time.Hour)
	b.open(at + "/hand-in").says("You handed this in").hides("Take it back")
}
