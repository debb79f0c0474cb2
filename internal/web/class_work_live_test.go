package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The page of an assignment hears who has begun and who has handed in, and nothing else; without a session it hears
// nothing.
func TestWorkIsKeptUpToDate(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana, ben := s.student("Ana"), s.student("Ben")
	a := s.handOut(t, s.thursday(t, s.course.Lessons[2].ID, 2))
	here := fmt.Sprintf("/classes/%d/work/%d", s.class, a.ID)
	live := func(view, have string) liveState {
		t.Helper()
		return s.owner.byScript(http.MethodGet, here+"/live?view="+view+"&have="+have, nil).want(http.StatusOK).state()
	}
	page := s.owner.open(here)
	if !strings.Contains(page.body, `data-live="`+here+`/live"`) || !leadsTo(page, here) {
		t.Error("the page does not ask, or has no link to be loaded again")
	}
	s.clock.pass(time.Minute)
	first := live("plain", "")
	row := func(name string) string { return fmt.Sprintf("row-%d", s.pupil(name)) }
	if len(first.Rows) != 2 || first.Parts[row("Ana")] == "" || first.Parts[row("Ben")] == "" {
		t.Fatalf("the first state: %+v", first)
	}
	if got := live("plain", first.Have); len(got.Parts) != 0 {
		t.Errorf("nothing is new, and %d parts come", len(got.Parts))
	}
	work := fmt.Sprintf("/work/%d", a.ID)
	attempt := ana.send(ana.get(work).form(work)).want(http.StatusSeeOther).to()
	begun := live("plain", first.Have)
	if !strings.Contains(begun.Parts[row("Ana")], "0 of 2 answered") || len(begun.Parts) != 1 {
		t.Errorf("after Ana has begun: %v", begun.Parts)
	}
	ana.send(ana.get(attempt + "/hand-in").form(attempt + "/hand-in")).want(http.StatusSeeOther)
	in := live("plain", begun.Have)
	if !strings.Contains(in.Parts["work-count"], "1 of 2 handed in") || in.Parts[row("Ben")] != "" ||
		!strings.Contains(in.Parts["work-waits"], "Results wait to be released") {
		t.Errorf("after Ana has handed in: %v", in.Parts)
	}
	if got := live("button", ""); strings.Contains(got.Parts["work-waits"], "released") {
		t.Error("the page has the button, and is told to look for it")
	}
	for _, part := range in.Parts {
		if strings.Contains(part, "csrf") {
			t.Error("what is sent again and again has a token in it")
		}
	}
	s.owner.send(s.owner.open(here).form(here), "do", "released").want(http.StatusSeeOther)
	if got := live("plain", ""); got.Again == in.Again {
		t.Error("the page is not loaded again after its buttons have changed")
	}
	ben.byScript(http.MethodGet, here+"/live", nil).want(http.StatusNotFound)
	other, _, _ := s.secondTeacher()
	other.byScript(http.MethodGet, here+"/live", nil).want(http.StatusNotFound)
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)) // what is on the wall goes on without a session, this does not
	s.clock.pass(90 * time.Minute)
	p := s.owner.byScript(http.MethodGet, here+"/live?view=plain", nil).want(http.StatusUnauthorized)
	if strings.Contains(p.body, "Ana") {
		t.Error("a session that has ended is told names")
	}
}
