package store_test

import (
	"fmt"
	"slices"
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

// What is back with a student, at every step of its life.
func TestWhatIsBack(t *testing.T) {
	s := newSchool(t)
	student, other := s.join("Ana", 1, 0), s.join("Ben", 2, 0)
	want := func(when string, want ...classroom.Returned) {
		t.Helper()
		got, err := s.Returned(t.Context(), student)
		s.must(err)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %+v, want %+v", when, got, want)
		}
	}
	want("nothing written")
	e := s.handIn(student, "one text")
	others := s.handIn(other, "another text")
	want("handed in")
	s.must(s.RecordMark(t.Context(), s.teacher, s.mark(e, marking.First, 1)))
	s.must(s.RecordMark(t.Context(), s.teacher, s.mark(others, marking.First, 1)))
	want("marked and held")
	s.must(s.ReturnEssays(t.Context(), s.teacher, []classroom.EssayID{e.ID, others.ID}))
	back, err := s.Feedback(t.Context(), s.essay(student))
	s.must(err)
	want("returned", classroom.Returned{Bench: bench, At: back[0].At})
	s.must(s.ReopenEssay(t.Context(), s.teacher, e.ID))
	want("taken back by the teacher")
	s.must(s.ReturnEssays(t.Context(), s.teacher, []classroom.EssayID{e.ID}))
	back, err = s.Feedback(t.Context(), s.essay(student))
	s.must(err)
	want("returned again", classroom.Returned{Bench: bench, At: back[0].At})
	s.must(s.NextStep(t.Context(), student, bench, 1, "I will name a date."))
	want("answered", classroom.Returned{Bench: bench, At: back[0].At, Answered: true})
	s.must(s.ReviseEssay(t.Context(), student, bench))
	want("being revised")
}

// A page without a box for the text changes the evidence, and no text, whoever has written one meanwhile.
func TestEvidenceIsSavedWithoutAText(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	n := classroom.NewText{Bench: bench, BenchVersion: 1, Rubric: "r", Tab: "a page without a text", KeepText: true,
		Picks: []classroom.NewPick{{Phrase: "p1", Source: "a", Quote: "words"}}}
	who := store.Answerer{Student: student}
	e, err := s.SaveText(t.Context(), who, n)
	s.must(err)
	if e.Rev != 1 || e.Text != "" {
		t.Errorf("the first evidence begins %+v", e)
	}
	_, err = s.SaveText(t.Context(), who, classroom.NewText{Bench: bench, BenchVersion: 1, Rubric: "r", Base: 1,
		Tab: "another page, with a text", Text: "Written."})
	s.must(err)
	n.Picks, n.PutBack = nil, []string{"p1"}
	e, err = s.SaveText(t.Context(), who, n)
	s.must(err)
	if e.Rev != 2 || e.Text != "Written." {
		t.Errorf("evidence changes the text: %+v", e)
	}
	picks, err := s.Picks(t.Context(), student, bench)
	s.must(err)
	if len(picks) != 1 || picks[0].Kept {
		t.Errorf("picked are %+v", picks)
	}
}
