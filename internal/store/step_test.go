package store_test

import (
	"testing"

	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
)

func TestWithdrawUntilMarkingBegan(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	e := s.handIn(student, "one")
	s.must(s.WithdrawEssay(t.Context(), student, bench))
	s.must(s.WithdrawEssay(t.Context(), student, bench))
	wantErr(t, "claim what was withdrawn", s.Claim(t.Context(), s.teacher, e.ID), store.ErrNotFound)
	s.must(s.SubmitEssay(t.Context(), student, bench, 1))
	s.must(s.Claim(t.Context(), s.teacher, e.ID))
	wantErr(t, "withdraw what is claimed", s.WithdrawEssay(t.Context(), student, bench), store.ErrLocked)
	s.pass(essay.ClaimFor)
	s.must(s.WithdrawEssay(t.Context(), student, bench))
	wantErr(t, "mark what was withdrawn", s.RecordMark(t.Context(), s.teacher, s.mark(e, marking.First, 2)),
		store.ErrNotFound)
	events, err := s.Events(t.Context(), e.ID)
	s.must(err)
	last := events[len(events)-2:]
	if last[0].Actor != "program" || last[0].Action != "expire" || last[1].Actor != "student" ||
		last[1].Action != "withdraw" {
		t.Errorf("the end of the record: got %+v", last)
	}
}
