package web_test

import (
	"net/http"
	"strings"
	"testing"

	"dossier/views"
)

// The blind reading comes before lesson 1, names nobody there, and comes again after the last section of the last
// lesson, with what was said first and with its writer.
func TestTheBlindReadingOpensAndComesAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	blind := s.course.Blind
	first, again := views.BlindPath(blind.Lesson.ID), views.BlindPath(blind.Again.ID)
	b := s.student("Ana")
	b.open("/lessons/" + blind.Lesson.ID).says("Begin").says(blind.Question)
	page := b.open(first).says("How far do you believe it?")
	for _, word := range []string{blind.Source.Creator, blind.Source.Title, blind.Source.ID, blind.After} {
		if strings.Contains(page.body, word) {
			t.Errorf("the first page tells %q", word)
		}
	}
	b.send(page.form(first), "before", "9").want(http.StatusUnprocessableEntity).says("Say how far you believe it.")
	b.post(first, page.form(first).with("stage", "after", "after", "2", "moved", "I read on a bit.")).
		want(http.StatusSeeOther)
	b.open(again).hides(blind.After).says("How far do you believe it?") // whoever skipped it is asked first there
	b.send(page.form(first), "before", "4").want(http.StatusSeeOther)
	b.send(page.form(first), "before", "1").want(http.StatusSeeOther)
	b.open(first).says("You believe it mostly").hides(blind.After).
		says("Begin") // the first section of the lesson comes next
	f := b.open(again).says("Without its writer you believed it mostly").says(blind.After).form(again)
	b.send(f, "after", "2", "moved", "No").want(http.StatusUnprocessableEntity).
		says("Write a sentence of at least three words.").says("No")
	b.send(f, "after", "2", "moved", "I know what came later.").want(http.StatusSeeOther)
	b.send(f, "after", "2", "moved", "I know what came later.").want(http.StatusSeeOther)
	b.send(f, "after", "5", "moved", "Another thought from another window.").want(http.StatusConflict).
		says("Another thought from another window.")
	b.open(again).says("you believed it mostly").says("now a little").says("I know what came later.").
		says(blind.Bench().Title)
	b.get("/lessons/kirov/blind").want(http.StatusNotFound)
	if s.student("Ben").open(again); strings.Contains(s.student("Cem").open(again).body, "mostly, and now") {
		t.Error("one student sees the answer of another")
	}
	// A visitor who answers has become a guest, and finds the answer again.
	v := s.visitor()
	v.send(v.open(first).form(first), "before", "5").want(http.StatusSeeOther)
	v.open(first).says("You believe it fully")
	s.owner.open(again).says(blind.After).hides("How far do you believe it")
}

// In the last lesson it is what comes next once every section is read.
func TestTheBlindReadingComesAfterTheLastSection(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	blind := s.course.Blind
	b := s.student("Ana")
	here := "/lessons/" + blind.Again.ID
	goes := func() string { return b.open(here).doc.class("go")[0].attr["href"] }
	if got := goes(); got != here+"/"+blind.Again.Sections[0].ID {
		t.Errorf("the lesson begins at %s", got)
	}
	for _, section := range blind.Again.Sections {
		b.send(b.open(here + "/" + section.ID).form(here + "/sections/" + section.ID)).want(http.StatusSeeOther)
	}
	if got := goes(); got != views.BlindPath(blind.Again.ID) {
		t.Errorf("after the last section the lesson goes on at %s", got)
	}
}
