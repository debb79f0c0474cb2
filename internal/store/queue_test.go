package store_test

import (
	"errors"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
)

// handsIn writes, judges and hands in an essay at the bench "b".
func (s *school) handsIn(student classroom.StudentID, text string) classroom.EssayID {
	s.t.Helper()
	e, err := s.Essay(s.t.Context(), student, "b")
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		s.t.Fatal(err)
	}
	e, err = s.SaveText(s.t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: "b", BenchVersion: 1,
		Rubric: "r", Base: e.Rev, Tab: "tab", Text: text})
	s.must(err)
	s.must(s.JudgeText(s.t.Context(), student, "b", e.Rev, []classroom.SelfAssessment{{Skill: "sourcing", Level: 2,
		Sentence: text}}, ""))
	s.must(s.SubmitEssay(s.t.Context(), student, "b", e.Rev))
	return e.ID
}

// What waits for a teacher, through the life of one essay.
func TestToMarkFollowsAnEssay(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	var id classroom.EssayID
	mark := func() error {
		sc, err := s.Submission(ctx, s.teacher, id)
		s.must(err)
		return s.RecordMark(
			ctx,
			s.teacher,
			marking.NewMark{
				Essay:     id,
				Rev:       sc.Rev,
				Purpose:   marking.First,
				FormToken: s.form(),
				Levels:    map[string]int{"sourcing": 2},
				Strength:  "s",
				Target:    "t",
			},
		)
	}
	for _, step := range []struct {
		name    string
		do      func() error
		waiting int
		writing bool
	}{
		{"draft", func() error {
			e, err := s.SaveText(ctx, store.Answerer{Student: student}, classroom.NewText{Bench: "b", BenchVersion: 1,
				Rubric: "r", Tab: "tab", Text: "draft"})
			id = e.ID
			return err
		}, 0, true},
		{"handed in", func() error { s.handsIn(student, "first"); return nil }, 1, false},
		{"claimed", func() error { return s.Claim(ctx, s.teacher, id) }, 0, false},
		{"the claim runs out", func() error { s.pass(essay.ClaimFor); return nil }, 1, false},
		{"taken back", func() error { return s.WithdrawEssay(ctx, student, "b") }, 0, true},
		{"handed in again", func() error { s.handsIn(student, "second"); return nil }, 1, false},
		{"marked", mark, 0, false},
		{"opened to change the mark", func() error { return s.Claim(ctx, s.teacher, id) }, 0, false},
		{"that claim runs out", func() error { s.pass(essay.ClaimFor + time.Minute); return nil }, 0, false},
		{"marked again", mark, 0, false},
		{"returned", func() error { return s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{id}) }, 0, false},
		{"revised", func() error { return s.ReviseEssay(ctx, student, "b") }, 0, true},
		{"handed in a second time", func() error { s.handsIn(student, "third"); return nil }, 1, false},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		got, err := s.ToMark(ctx, s.teacher)
		if err != nil || got[s.class] != step.waiting {
			t.Errorf("%s: %v wait (%v), want %d", step.name, got, err, step.waiting)
		}
		writing, err := s.BeingWritten(ctx, s.teacher, id)
		if err != nil || writing != step.writing {
			t.Errorf("%s: being written: %v (%v), want %v", step.name, writing, err, step.writing)
		}
		if got, err := s.ToMark(ctx, s.teacher+1); err != nil || len(got) != 0 {
			t.Errorf("%s: another teacher finds %v (%v)", step.name, got, err)
		}
		if writing, err := s.BeingWritten(ctx, s.teacher+1, id); err != nil || writing {
			t.Errorf("%s: another teacher is told that it is being written (%v)", step.name, err)
		}
	}
	if name, err := s.TeacherName(ctx, s.teacher); err != nil || name != "Owner" {
		t.Errorf("the teacher is called %q (%v), want Owner", name, err)
	}
	if _, err := s.TeacherName(ctx, s.teacher+1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a teacher who is not there: %v, want ErrNotFound", err)
	}
}
