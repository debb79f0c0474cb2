package store_test

import (
	"errors"
	"sync"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/marking"
	"dossier/internal/store"
)

func TestAColleagueIsTakenOutAndTheirMarksStay(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other, stranger := s.colleague(true), s.colleague(false)
	e := s.handIn(s.join("Ana", 1, 0), "one")
	s.must(s.Claim(ctx, other, e.ID))
	s.must(s.RecordMark(ctx, other, s.mark(e, marking.First, 3)))
	marks := s.count(`SELECT count(*) FROM mark`)
	s.must(s.Invite(ctx, other, s.class, hash(40)))
	wantErr(t, "a stranger takes out", s.TakeOut(ctx, stranger, s.class, other), store.ErrNotFound)
	wantErr(t, "a stranger is taken out", s.TakeOut(ctx, s.teacher, s.class, stranger), store.ErrNotFound)
	s.must(s.TakeOut(ctx, s.teacher, s.class, other))
	if _, err := s.Class(ctx, other, s.class); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the class is still theirs: %v", err)
	}
	wantErr(t, "setting the door after it", s.SetDoor(ctx, other, s.class, classroom.ClosedDoor), store.ErrNotFound)
	if n := s.count(`SELECT count(*) FROM mark`); n != marks || n == 0 {
		t.Errorf("%d marks, before %d", n, marks)
	}
	_, err := s.Invitation(ctx, hash(40))
	wantErr(t, "their invitation", err, store.ErrNotFound)
	wantErr(t, "the last one leaves", s.TakeOut(ctx, s.teacher, s.class, s.teacher), store.ErrLocked)
	all, err := s.ClassTeachers(ctx, s.class)
	if err != nil || len(all) != 1 || all[0].ID != s.teacher || !all[0].Owner {
		t.Errorf("colleagues: %+v, %v", all, err)
	}
}

// Two teachers leave at the same moment: one of them stays.
func TestSomebodyAlwaysTeachesAClass(t *testing.T) {
	for range 10 {
		s := newSchool(t)
		other := s.colleague(true)
		var all sync.WaitGroup
		for _, id := range []classroom.TeacherID{s.teacher, other} {
			all.Go(func() {
				if err := s.TakeOut(t.Context(), id, s.class, id); err != nil && !errors.Is(err, store.ErrLocked) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := s.count(`SELECT count(*) FROM class_teacher`); n != 1 {
			t.Fatalf("%d teach the class, want 1", n)
		}
	}
}

func TestAnInvitationIsWithdrawn(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	stranger := s.colleague(false)
	s.must(s.Invite(ctx, s.teacher, s.class, hash(41)))
	s.must(s.Invite(ctx, s.teacher, s.class, hash(42)))
	s.must(s.Invite(ctx, s.teacher, s.class, hash(43)))
	if _, err := s.AcceptInvitation(ctx, hash(43), s.colleague(false)); err != nil {
		t.Fatal(err)
	}
	pending := func() int {
		t.Helper()
		all, err := s.PendingInvitations(ctx, s.class)
		s.must(err)
		for _, p := range all {
			if p.By != "Owner" || !p.Until.Equal(s.now().Add(store.InvitationLife)) {
				t.Errorf("got %+v", p)
			}
		}
		return len(all)
	}
	if n := pending(); n != 2 {
		t.Errorf("%d are pending, want 2", n)
	}
	wantErr(t, "a stranger", s.WithdrawInvitation(ctx, stranger, s.class, hash(41)), store.ErrNotFound)
	s.must(s.WithdrawInvitation(ctx, s.teacher, s.class, hash(41)))
	wantErr(t, "twice", s.WithdrawInvitation(ctx, s.teacher, s.class, hash(41)), store.ErrNotFound)
	wantErr(t, "one that was used", s.WithdrawInvitation(ctx, s.teacher, s.class, hash(43)), store.ErrNotFound)
	_, err := s.AcceptInvitation(ctx, hash(41), stranger)
	wantErr(t, "accepting it", err, store.ErrNotFound)
	if n := pending(); n != 1 {
		t.Errorf("%d are pending, want 1", n)
	}
	s.pass(store.InvitationLife)
	if all, err := s.PendingInvitations(ctx, s.class); err != nil || len(all) != 0 {
		t.Errorf("after a week: %+v, %v", all, err)
	}
}

func TestNewPINsForAllOrForNobody(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	pins := []store.NewPIN{{Student: ana, Hash: "a"}, {Student: ben, Hash: "b"}}
	wantErr(t, "a stranger", s.ResetPINs(ctx, s.colleague(false), s.class, pins), store.ErrNotFound)
	wantErr(t, "one who is not there", s.ResetPINs(ctx, s.teacher, s.class, append(pins[:1:1], store.NewPIN{Student: 99,
		Hash: "c"})), store.ErrNotFound)
	if n := s.count(`SELECT count(*) FROM student WHERE pin_hash <> 'pin'`); n != 0 {
		t.Errorf("%d PINs were changed", n)
	}
	s.must(s.ResetPINs(ctx, s.teacher, s.class, pins))
	all, err := s.SlipStudents(ctx, s.class)
	if err != nil || len(all) != 2 || all[0].Name != "ana" || all[0].PINHash != "a" || all[1].PINHash != "b" {
		t.Errorf("students: %+v, %v", all, err)
	}
	if n := s.count(`SELECT count(*) FROM session WHERE created_at = 0`); n != 2 {
		t.Errorf("%d sessions have run out, want 2", n)
	}
}
