package store_test

import (
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/marking"
)

func TestWhatWaitsInAClass(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ana, ben := s.join("Ana", 1, 0), s.join("Ben", 2, 0)
	waits := func() (essays, short marking.Heap) {
		t.Helper()
		found, err := s.ClassWaiting(t.Context(), s.class)
		s.must(err)
		written, err := s.ClassWritten(t.Context(), s.class)
		s.must(err)
		if len(found) > 1 || len(written) > 1 {
			t.Fatalf("what waits is in several places: %v, %v", found, written)
		}
		return marking.Together(found), marking.Together(written)
	}
	if essays, short := waits(); essays.Answers != 0 || short.Answers != 0 {
		t.Errorf("in a new class: %v, %v", essays, short)
	}
	s.must(s.KeepParts(t.Context(), classroom.VersionParts{Asked: classroom.Asked{Question: "q1", Version: 1},
		Parts: []string{"why"}}))
	first := s.handsIn(ana, "One text.")
	at := s.now()
	s.pass(time.Hour)
	s.handsIn(ben, "Another text.")
	s.wrote(ben)
	essays, short := waits()
	if essays.Answers != 2 || !essays.Oldest.Equal(at) {
		t.Errorf("two have handed in, the first at %v: got %v", at, essays)
	}
	if short.Answers != 1 || !short.Oldest.Equal(s.now()) {
		t.Errorf("one has written a short answer at %v: got %v", s.now(), short)
	}
	s.must(s.Claim(t.Context(), s.teacher, first))
	if essays, _ := waits(); essays.Answers != 1 {
		t.Errorf("one is open with a teacher: got %v", essays)
	}
	s.pass(2 * time.Hour) // the claim has run out
	if essays, _ := waits(); essays.Answers != 2 {
		t.Errorf("the claim has run out: got %v", essays)
	}
	other, err := s.ClassWaiting(t.Context(), s.class+1)
	s.must(err)
	if len(other) != 0 {
		t.Errorf("in another class: %v", other)
	}
}
