package web_test

import (
	"net/http"
	"testing"

	"dossier/internal/classroom"
)

// What a teacher has given back stands on the first page, with the way to it, until its author has answered.
func TestWhatHasComeBackIsOnTheFirstPage(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana, ben := s.student("Ana"), s.student("Ben")
	bench := s.aBench()
	const says = "Your teacher has commented on"
	ana.handIn(judging)
	ana.open("/").hides(says)
	teacher, id := s.mark("Ana")
	ana.open("/").hides(says) // marked, and not given back
	if err := s.store.ReturnEssays(t.Context(), teacher, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	back := ana.open("/").says(says + " " + bench.Title).doc.class("back")
	if len(back) != 1 || back[0].tags("a")[0].attr["href"] != at+"/feedback" {
		t.Errorf("%d lines lead to the comments, want 1", len(back))
	}
	ben.open("/").hides(says)
	s.visitor().open("/").hides(says)
	ana.send(ana.open(at+"/feedback").form(at+"/next-step"), "next", "I will quote more.").want(http.StatusSeeOther)
	ana.open("/").hides(says)
}
