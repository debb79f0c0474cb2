package store_test

import (
	"fmt"
	"testing"

	"dossier/internal/classroom"
)

// What was guessed first stays, and a guess belongs to one student and one bench.
func TestAGuessAboutACardStays(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ana, ben := s.join("Ana", 1, 0), s.join("Ben", 2, 0)
	s.must(s.GuessCards(ctx, ana, bench, []classroom.CardGuess{{Source: "a", Words: "the open court"},
		{Source: "b", Words: "his own orders"}}))
	s.must(s.GuessCards(ctx, ana, bench, []classroom.CardGuess{{Source: "a", Words: "something else"}}))
	for _, row := range []struct {
		who   classroom.StudentID
		bench string
		want  map[string]string
	}{
		{ana, bench, map[string]string{"a": "the open court", "b": "his own orders"}},
		{ana, "another", map[string]string{}},
		{ben, bench, map[string]string{}},
	} {
		got, err := s.CardGuesses(ctx, row.who, row.bench)
		s.must(err)
		if fmt.Sprint(got) != fmt.Sprint(row.want) {
			t.Errorf("student %d at %s: got %v, want %v", row.who, row.bench, got, row.want)
		}
	}
}
