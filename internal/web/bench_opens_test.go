package web_test

import (
	"net/http"
	"testing"
	"time"

	"dossier/internal/classroom"
)

// A bench that was handed out and is not open yet says when it opens, and takes no text before. What was typed stays
// on the page, and goes in once it is open.
func TestNothingIsWrittenBeforeABenchOpens(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana, ben := s.student("Ana"), s.visitor()
	ana.atDesk()
	a := classroom.Assignment{Class: classroom.ClassID(s.class), Title: "Two verdicts", Handed: classroom.HandedBench,
		Subject: "two-verdicts", Results: classroom.ResultsAtOnce, Opens: s.clock.now().Add(time.Hour)}
	s.handOut(t, a)
	early := ana.open(at + "/write").says("It opens today at 09:00.")
	form := early.form(at + "/desk")
	ana.send(form, "do", "save", "text", judging).want(http.StatusUnprocessableEntity).says(judging).
		says("You can write here once it is open, today at 09:00.")
	if n := one[int](s, `SELECT count(*) FROM essay WHERE rev > 0`); n != 0 {
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
