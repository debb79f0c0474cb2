package store_test

import (
	"fmt"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
)

func TestARoundComesBackAndIsRevised(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	for round := 1; round <= essay.MaxRounds; round++ {
		text := fmt.Sprintf("round %d", round)
		if round > 1 {
			s.must(s.ReviseEssay(t.Context(), student, bench))
			s.must(s.ReviseEssay(t.Context(), student, bench))
		}
		e := s.handIn(student, text)
		if back, err := s.Feedback(t.Context(), e); err != nil || len(back) != round-1 {
			t.Fatalf("round %d, handed in: %d returned, %v", round, len(back), err)
		}
		s.must(s.RecordMark(t.Context(), s.teacher, s.mark(e, marking.First, round)))
		if back, err := s.Feedback(t.Context(), s.essay(student)); err != nil || len(back) != round-1 {
			t.Fatalf("round %d, marked and held: %d returned, %v", round, len(back), err)
		}
		wantErr(t, "next step before the return", s.NextStep(t.Context(), student, bench, round, "mine"), store.ErrLocked)
		s.must(s.ReturnEssays(t.Context(), s.teacher, []classroom.EssayID{e.ID}))
		s.must(s.NextStep(t.Context(), student, bench, round, "first"))
		s.must(s.NextStep(t.Context(), student, bench, round, "first"))
		wantErr(t, "another next step", s.NextStep(t.Context(), student, bench, round, "second"), store.ErrConflict)
		back, err := s.Feedback(t.Context(), s.essay(student))
		s.must(err)
		got := back[len(back)-1]
		if len(back) != round || got.Text != text || got.Mark.Levels["judgement"] != round ||
			got.Mark.Comments["sourcing"] != "say when" ||
			got.NextStep != "first" ||
			got.Mark.Target != "test one claim" {
			t.Errorf("round %d: got %+v", round, got)
		}
	}
	if got := s.essay(student).Place.State; got != essay.Final {
		t.Errorf("after the last round: got %s, want %s", got, essay.Final)
	}
	wantErr(t, "a fourth round", s.ReviseEssay(t.Context(), student, bench), store.ErrLocked)
	s.must(s.ReopenEssay(t.Context(), s.teacher, s.essay(student).ID))
	back, err := s.Feedback(t.Context(), s.essay(student))
	s.must(err)
	if len(back) != essay.MaxRounds-1 {
		t.Errorf("reopened: %d are returned, want %d", len(back), essay.MaxRounds-1)
	}
}
