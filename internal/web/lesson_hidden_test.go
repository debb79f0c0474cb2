package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestAHiddenLessonStaysClosed(t *testing.T) {
	s := newSite(t).setUp()
	c := builtIn(t)
	student, other := s.student("Ana"), s.student("Ben")
	guest := s.visitor()
	hidden := c.Lessons[1]
	section, question := hidden.Sections[0], hidden.Checks[0]
	paths := []string{"", "/whole", "/quiz", "/" + section.ID}
	open := func(b *browser, status int) {
		t.Helper()
		for _, rest := range paths {
			b.get("/lessons/" + hidden.ID + rest).want(status)
		}
	}
	open(student, 200) // the pages are drawn and kept
	open(student, 200)
	quiz := student.get("/lessons/" + hidden.ID + "/quiz").form("/lessons/" + hidden.ID + "/attempts")
	s.hide(t, hidden.ID)
	open(student, 403)
	open(other, 403)
	open(guest, 200)
	open(s.owner, 200)
	student.get("/lessons/" + hidden.ID).want(403).says("Your class has not come to this lesson yet").hides(section.Title)
	student.send(quiz).want(403)
	for _, path := range []string{"/sections/" + section.ID, "/questions/" + question.ID, "/attempts"} {
		quiz.action = "/lessons/" + hidden.ID + path
		student.send(quiz).want(403)
	}
	for path, all := range map[string]*browser{"/": student, "/search?q=" + url.QueryEscape(hidden.Title): student} {
		if all.get(path).want(200).leadsTo("/lessons/" + hidden.ID) {
			t.Errorf("%s links to a lesson that is hidden", path)
		}
	}
	guest.get("/").want(200).says(hidden.Title)
	if n := one[int](s, `SELECT count(*) FROM attempt`); n != 0 {
		t.Errorf("%d attempts in a hidden lesson", n)
	}
	s.hide(t)
	open(student, 200)
	student.get("/").says(hidden.Title)
}

// leadsTo reports whether the page links to an address, or to one below it.
func (p *page) leadsTo(href string) bool {
	return strings.Contains(p.body, `"`+href+`"`) || strings.Contains(p.body, `"`+href+`/`)
}

// hide hides lessons from the first class, and opens all others to it.
func (s *site) hide(t *testing.T, hidden ...string) {
	t.Helper()
	path := fmt.Sprintf("/classes/%d/lessons", s.class)
	fields := s.owner.open(path).form(path).with()
	delete(fields, "open")
	for _, l := range builtIn(t).Lessons {
		if !slices.Contains(hidden, l.ID) {
			fields.Add("open", l.ID)
		}
	}
	s.owner.post(path, fields).want(http.StatusSeeOther)
}
