package store_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
)

func TestEditingAfterJudgingAsksForJudgingAgain(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	s.write(student, "one")
	wantErr(t, "submit before judging", s.SubmitEssay(t.Context(), student, bench, 1), store.ErrLocked)
	s.judge(student)
	if got := s.write(student, "one").Place.State; got != essay.Judged {
		t.Errorf("the same text saved again: got %s, want %s", got, essay.Judged)
	}
	if got := s.write(student, "two").Place.State; got != essay.Draft {
		t.Errorf("another text: got %s, want %s", got, essay.Draft)
	}
	wantErr(t, "judging a text that is gone", s.JudgeText(t.Context(), student, bench, 1, nil, ""), store.ErrStale)
	s.judge(student)
	wantErr(t, "submitting a text that is gone", s.SubmitEssay(t.Context(), student, bench, 1), store.ErrStale)
	s.must(s.SubmitEssay(t.Context(), student, bench, 2))
	s.must(s.SubmitEssay(t.Context(), student, bench, 2))
	_, err := s.SaveText(t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: bench, Base: 2,
		Text: "three"})
	wantErr(t, "writing after handing in", err, store.ErrLocked)
	events, err := s.Events(t.Context(), s.essay(student).ID)
	s.must(err)
	var steps []string
	for _, v := range events {
		steps = append(steps, fmt.Sprintf("%s %s>%s", v.Actor, v.From, v.To))
	}
	want := "student >draft, student draft>self_assessed, student self_assessed>draft, student draft>self_assessed, " +
		"student self_assessed>submitted"
	if got := strings.Join(steps, ", "); got != want {
		t.Errorf("the record:\ngot  %s\nwant %s", got, want)
	}
}
