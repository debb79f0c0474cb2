package store_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

func TestNumbersOfEvidenceStay(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	change := func(add, putBack string) string {
		t.Helper()
		n := classroom.NewText{Bench: bench, BenchVersion: 1, Rubric: "r1", Text: "text", PutBack: strings.Fields(putBack)}
		for _, p := range strings.Fields(add) {
			n.Picks = append(n.Picks, classroom.NewPick{Phrase: p, Source: "s", Quote: "words of " + p})
		}
		_, err := s.SaveText(t.Context(), store.Answerer{Student: student}, n)
		s.must(err)
		return s.evidence(student)
	}
	for _, step := range []struct{ add, putBack, want string }{
		{"a b", "", "1atrue 2btrue"},
		{"", "a", "1afalse 2btrue"},
		{"c", "", "1afalse 2btrue 3ctrue"},
		{"", "c", "1afalse 2btrue 3cfalse"},
		{"d", "", "1afalse 2btrue 3cfalse 4dtrue"}, // the highest number was put back, and is still not free
		{"c a", "d", "1atrue 2btrue 3ctrue 4dfalse"},
		{"a", "", "1atrue 2btrue 3ctrue 4dfalse"},
		{"", "nothing", "1atrue 2btrue 3ctrue 4dfalse"},
		{"", "a b c d", "1afalse 2bfalse 3cfalse 4dfalse"},
		{"e", "", "1afalse 2bfalse 3cfalse 4dfalse 5etrue"},
	} {
		if got := change(step.add, step.putBack); got != step.want {
			t.Errorf("adding %q and putting back %q: got %s, want %s", step.add, step.putBack, got, step.want)
		}
	}
}

// evidence is what a student has picked, each with its number and whether it is kept.
func (s *school) evidence(student classroom.StudentID) string {
	s.t.Helper()
	all, err := s.Picks(s.t.Context(), student, bench)
	s.must(err)
	var out []string
	for _, p := range all {
		out = append(out, fmt.Sprintf("%d%s%v", p.Number, p.Phrase, p.Kept))
	}
	return strings.Join(out, " ")
}
