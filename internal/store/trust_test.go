package store_test

import (
	"fmt"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

func TestTrustStays(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	visitor := store.Answerer{Visitor: hash(9)}
	wantErr(t, "after without before", s.TrustAfter(ctx, 1, bench, []classroom.Trust{{Source: "a", After: 1,
		Moved: "it"}}), store.ErrNotFound)
	s.must(s.TrustBefore(ctx, visitor, bench, []classroom.Trust{{Source: "a", Before: 4}, {Source: "b", Before: 2}}))
	s.must(s.TrustBefore(ctx, visitor, bench, []classroom.Trust{{Source: "a", Before: 1}}))
	session, err := s.Session(ctx, hash(9))
	s.must(err)
	guest := session.Student.ID
	s.must(s.TrustAfter(ctx, guest, bench, []classroom.Trust{{Source: "a", After: 2, Moved: "I know who it is"}}))
	s.must(s.TrustAfter(ctx, guest, bench, []classroom.Trust{{Source: "a", After: 2, Moved: "I know who it is"}}))
	wantErr(t, "another word about the same source", s.TrustAfter(ctx, guest, bench, []classroom.Trust{{Source: "a",
		After: 5, Moved: "no"}}), store.ErrConflict)
	want := map[string]classroom.Trust{
		"a": {Source: "a", Before: 4, After: 2, Moved: "I know who it is"},
		"b": {Source: "b", Before: 2},
	}
	check := func(who classroom.StudentID) {
		t.Helper()
		got, err := s.Trusts(ctx, who, bench)
		s.must(err)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("student %d: got %v, want %v", who, got, want)
		}
	}
	check(guest)
	check(s.join("Ana", 10, guest))
}
