package store_test

import (
	"errors"
	"reflect"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

func TestGroups(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	keep := func(g classroom.GroupChange, key string) (classroom.GroupID, error) {
		g.Class = s.class
		return s.KeepGroup(t.Context(), s.teacher, g, key)
	}
	late, err := keep(classroom.GroupChange{Name: "Late", In: []classroom.StudentID{ben, ana, 99}}, "late")
	s.must(err)
	if _, err := keep(classroom.GroupChange{Name: "LATE"}, "late"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a second group of the name: %v", err)
	}
	other := classroom.GroupChange{ID: late, Class: s.class, Name: "x"}
	if _, err := s.KeepGroup(t.Context(), s.teacher+1, other, "x"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another teacher's group: %v", err)
	}
	groups := func() []classroom.Group {
		all, err := s.Groups(t.Context(), s.class)
		s.must(err)
		return all
	}
	want := []classroom.Group{{ID: late, Class: s.class, Name: "Late", Members: []classroom.StudentID{ana, ben}}}
	if got := groups(); !reflect.DeepEqual(got, want) {
		t.Errorf("groups %+v, want %+v", got, want)
	}
	_, err = keep(classroom.GroupChange{ID: late, Name: "Early", Out: []classroom.StudentID{ana}}, "early")
	s.must(err)
	_, err = keep(classroom.GroupChange{ID: late}, "") // nothing is said about the name and the members: they stay
	s.must(err)
	want[0].Name, want[0].Members = "Early", want[0].Members[1:]
	if got := groups(); !reflect.DeepEqual(got, want) {
		t.Errorf("changed: %+v, want %+v", got, want)
	}
	work := s.thursday()
	work.Groups = []classroom.GroupID{late}
	s.handOut(work)
	if err := s.RemoveGroup(t.Context(), s.teacher, s.class, late); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a group that has work: %v", err)
	}
	second, err := keep(classroom.GroupChange{Name: "Other"}, "other")
	s.must(err)
	if err := s.RemoveGroup(t.Context(), s.teacher+1, s.class, second); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another teacher removes it: %v", err)
	}
	s.must(s.RemoveGroup(t.Context(), s.teacher, s.class, second))
	if got := groups(); !reflect.DeepEqual(got, want) {
		t.Errorf("removed: %+v, want %+v", got, want)
	}
}

func TestHiddenLessons(t *testing.T) {
	s := newSchool(t)
	s.join("ana", 1, 0)
	hide := func(hidden ...string) {
		s.must(s.SwitchLessons(t.Context(), s.teacher, s.class, nil, hidden))
	}
	check := func(want ...string) {
		t.Helper()
		got, err := s.HiddenLessons(t.Context(), s.class)
		s.must(err)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("hidden %v, want %v", got, want)
		}
		session, err := s.Session(t.Context(), hash(1))
		s.must(err)
		if len(session.Hidden) != len(want) {
			t.Errorf("a student of the class may not read %v, want %v", session.Hidden, want)
		}
	}
	hide("two", "three")
	check("three", "two")
	hide("three")
	s.must(s.SwitchLessons(t.Context(), s.teacher, s.class, []string{"one", "two"}, nil))
	check("three")
	err := s.SwitchLessons(t.Context(), s.teacher+1, s.class, []string{"three"}, nil)
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another teacher: %v", err)
	}
	check("three")
}
