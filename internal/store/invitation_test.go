package store_test

import (
	"testing"

	"dossier/internal/store"
)

func TestAnInvitationWorksOnceAndForAWeek(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	stranger := s.colleague(false)
	wantErr(t, "inviting to somebody else's class", s.Invite(ctx, stranger, s.class, hash(40)), store.ErrNotFound)
	s.must(s.Invite(ctx, s.teacher, s.class, hash(41)))
	open, err := s.Invitation(ctx, hash(41))
	s.must(err)
	if open != (store.Invitation{Class: s.class, ClassName: "10B", By: "Owner"}) {
		t.Errorf("got %+v", open)
	}
	_, _, err = s.AcceptAsNewTeacher(ctx, hash(41), "Owner", "owner", "hash")
	wantErr(t, "a name that is taken", err, store.ErrConflict)
	teacher, class, err := s.AcceptAsNewTeacher(ctx, hash(41), "Second", "second", "hash")
	s.must(err)
	if _, err := s.Class(ctx, teacher, class); err != nil || class != s.class {
		t.Errorf("the new teacher's class: %d, %v", class, err)
	}
	_, _, err = s.AcceptAsNewTeacher(ctx, hash(41), "Third", "third", "hash")
	wantErr(t, "using it twice", err, store.ErrNotFound)
	if n := count(t, s.Store, `SELECT count(*) FROM teacher WHERE name = 'Third'`); n != 0 {
		t.Error("a refused invitation made a teacher")
	}
	s.must(s.Invite(ctx, s.teacher, s.class, hash(42)))
	s.pass(store.InvitationLife)
	_, err = s.AcceptInvitation(ctx, hash(42), stranger)
	wantErr(t, "after a week", err, store.ErrNotFound)
	s.must(s.Invite(ctx, s.teacher, s.class, hash(43)))
	if _, err := s.AcceptInvitation(ctx, hash(43), stranger); err != nil {
		t.Error(err)
	}
	teachers, err := s.ClassTeachers(ctx, s.class)
	s.must(err)
	if len(teachers) != 3 || teachers[0].Name != "Owner" || teachers[2].Name != "Second" {
		t.Errorf("teachers: got %v", teachers)
	}
}
