package store_test

import (
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

func TestAPageIsLeftOpen(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	hash := [32]byte{1}
	s.must(s.StartTeacherSession(t.Context(), s.teacher, hash))
	began := s.now()
	wall := func() store.Wall {
		t.Helper()
		session, err := s.Session(t.Context(), hash)
		s.must(err)
		return session.Wall
	}
	if got := wall(); got.Class != 0 || got.Shows(0, began) || got.Shows(s.class, began) {
		t.Errorf("a new session has left %v open", got)
	}
	s.pass(5 * time.Hour)
	s.must(s.LeaveOpen(t.Context(), hash, s.class, 12*time.Hour))
	got := wall()
	if got.Class != s.class || !got.Until.Equal(began.Add(12*time.Hour)) {
		t.Errorf("left open: %v", got)
	}
	for _, row := range []struct {
		class classroom.ClassID
		at    time.Duration
		want  bool
	}{{s.class, 0, true}, {s.class, 12*time.Hour - 1, true}, {s.class, 12 * time.Hour, false}, {s.class + 1, 0, false}} {
		if shows := got.Shows(row.class, began.Add(row.at)); shows != row.want {
			t.Errorf("class %d after %v: %v, want %v", row.class, row.at, shows, row.want)
		}
	}
	session, err := s.Session(t.Context(), hash)
	s.must(err)
	if !session.LastSeen.Equal(began) {
		t.Error("leaving a page open counts as a use of the session")
	}
}
