package store_test

import (
	"errors"
	"testing"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
)

// A form of a student whom a teacher has removed a moment before finds nobody: that is no failure of the server.
func TestFormsOfARemovedStudent(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ana := s.join("ana", 1, 0)
	attempt := s.quiz(ana)
	s.must(s.RemoveStudents(ctx, s.teacher, s.class, []classroom.StudentID{ana}, s.form()))
	here := store.Place{Device: []byte("computer"), Address: []byte("address")}
	who := store.Answerer{Student: ana}
	answer := classroom.NewResponse{Question: both[0], FormToken: s.form()}
	for name, err := range map[string]error{
		"read":        s.MarkRead(ctx, who, "lesson", "section"),
		"check":       s.RecordCheck(ctx, who, "lesson", []byte("key"), answer),
		"answer":      s.RecordResponse(ctx, ana, attempt, answer),
		"trust":       s.TrustBefore(ctx, who, "bench", []classroom.Trust{{Source: "s1", Before: 3}}),
		"trust again": s.TrustAfter(ctx, ana, "bench", []classroom.Trust{{Source: "s1", After: 3, Moved: "a little"}}),
		"card guess":  s.GuessCards(ctx, ana, "bench", []classroom.CardGuess{{Source: "s1", Words: "a little"}}),
		"reason":      s.SaveReason(ctx, ana, "bench", essay.Reason{Kind: essay.Timing, So: "because"}, ""),
		"no reason":   s.DropReason(ctx, ana, "bench", essay.Timing, ""),
		"nudge":       s.CloseNudge(ctx, ana, "bench", "biased"),
		"practice": s.Practise(ctx, ana, classroom.NewPractice{Rubric: "r1", Bench: "bench", Exemplar: "e", Try: 1,
			Levels: map[string]int{"sourcing": 1}}),
		"levels":    s.JudgeText(ctx, ana, "bench", 1, []classroom.SelfAssessment{{Skill: "sourcing", Level: 2}}, ""),
		"hand in":   s.SubmitEssay(ctx, ana, "bench", 1),
		"take back": s.WithdrawEssay(ctx, ana, "bench"),
		"next step": s.NextStep(ctx, ana, "bench", 1, "more"),
		"written":   s.JudgeWritten(ctx, ana, attempt, both[0].Question, "part", 1),
		"sign in":   s.EnterClass(ctx, ana, store.Entry{Session: hash(2), Device: []byte("computer")}),
		"guess":     s.TakePINGuess(ctx, ana, here, func(account.PINTries) error { return nil }),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
	if _, err := s.StartQuiz(ctx, who, "lesson", s.form(), []byte("key"), both); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("start a quiz: got %v, want ErrNotFound", err)
	}
	if _, err := s.SaveText(ctx, who, classroom.NewText{Bench: "bench", Text: "words"}); !errors.Is(err,
		store.ErrNotFound) {
		t.Errorf("save a text: got %v, want ErrNotFound", err)
	}
	if _, err := s.Session(ctx, hash(2)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a session of nobody: %v", err)
	}
}
