package store_test

import (
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

func TestEvidenceOfAClass(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	for i, name := range []string{"Ana", "Ben", "Cem"} {
		student := s.join(name, 20+i, 0)
		n := classroom.NewText{
			Bench:        bench,
			BenchVersion: 1,
			Rubric:       "r1",
			Text:         "x",
			Picks:        []classroom.NewPick{{Phrase: "a", Source: "s", Quote: "q"}},
		}
		if i == 0 {
			n.Picks = append(n.Picks, classroom.NewPick{Phrase: "b", Source: "s", Quote: "r"})
		}
		_, err := s.SaveText(ctx, store.Answerer{Student: student}, n)
		s.must(err)
		s.must(s.TrustBefore(ctx, store.Answerer{Student: student}, bench, []classroom.Trust{{Source: "s", Before: 5}}))
		if i < 2 {
			s.must(s.TrustAfter(ctx, student, bench, []classroom.Trust{{Source: "s", After: 1 + i, Moved: "less"}}))
		}
	}
	got, err := s.Evidence(ctx, s.class, bench)
	s.must(err)
	if got.Students != 3 || got.Picked["a"] != 3 || got.Picked["b"] != 1 || got.Before["s"] != [5]int{0, 0, 0, 0, 2} ||
		got.After["s"] != [5]int{1, 1, 0, 0, 0} {
		t.Errorf("got %+v", got)
	}
}
