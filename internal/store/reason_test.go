package store_test

import (
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
)

func TestReasonsAreHandedInWithTheText(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	reason := essay.Reason{Kind: essay.Kinds[0].ID, So: "it was written before"}
	s.must(s.SaveReason(ctx, student, bench, reason, ""))
	stamp := classroom.ReasonStamp(reason)
	s.handIn(student, "one")
	wantErr(t, "a reason that is changed", s.SaveReason(ctx, student, bench, essay.Reason{Kind: reason.Kind,
		So: "changed"}, stamp), store.ErrLocked)
	wantErr(t, "a reason that is taken out", s.DropReason(ctx, student, bench, reason.Kind, stamp), store.ErrLocked)
	got, err := s.Reasons(ctx, student, bench)
	s.must(err)
	if len(got) != 1 || got[0] != reason {
		t.Errorf("got %+v, want the reason that was handed in", got)
	}
	s.must(s.WithdrawEssay(ctx, student, bench))
	s.must(s.DropReason(ctx, student, bench, reason.Kind, stamp))
}
