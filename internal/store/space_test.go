package store_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/store"
)

// F5, R8: when the disk is nearly full a teacher can still sign in and out, nothing else is stored, and Ready says so
// until there is space again.
func TestF5WhatIsStoredOnAFullDisk(t *testing.T) {
	now, free := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC), int64(1<<40)
	dir := filepath.Join(t.TempDir(), "data")
	s, err := store.Open(t.Context(), dir, func() time.Time { return now },
		store.FreeSpace(func(string) (int64, error) { return free, nil }))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	owner, _, err := s.CreateOwner(t.Context(), "Ms Ek", "ms ek", "hash", "10B", "AAAAAA", strings.Repeat("f", 32))
	must(err)
	must(s.Ready(t.Context()))
	free = 1 << 20
	must(s.Ready(t.Context())) // within the same seconds
	now = now.Add(6 * time.Second)
	wantErr(t, "ready", s.Ready(t.Context()), store.ErrNoSpace)
	must(s.StartTeacherSession(t.Context(), owner, hash(1)))
	must(s.EndSession(t.Context(), hash(1)))
	wantErr(t, "a section that was read", s.MarkRead(t.Context(), store.Answerer{Visitor: hash(2)}, "lesson", "section"),
		store.ErrNoSpace)
	free = 1 << 40
	now = now.Add(6 * time.Second)
	must(s.Ready(t.Context()))
	must(s.MarkRead(t.Context(), store.Answerer{Visitor: hash(2)}, "lesson", "section"))
}
