package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
)

// comes has somebody join as they come, and returns what the store says.
func (s *school) comes(name string, session int) error {
	_, err := s.JoinClass(s.t.Context(), s.class, name, name, "pin", store.Entry{Session: hash(session),
		Device: []byte("computer")})
	return err
}

func (s *school) students() int {
	s.t.Helper()
	return s.count(`SELECT count(*) FROM student WHERE class_id IS NOT NULL`)
}

func TestTheDoorHoldsInTheStore(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	stranger := s.colleague(false)
	wantErr(t, "a stranger's door", s.SetDoor(ctx, stranger, s.class, classroom.ClosedDoor), store.ErrNotFound)
	wantErr(t, "a stranger's places", s.SetPlaces(ctx, stranger, s.class, 3), store.ErrNotFound)
	s.must(s.comes("ana", 1))
	s.must(s.SetDoor(ctx, s.teacher, s.class, classroom.ClosedDoor))
	wantErr(t, "closed", s.comes("ben", 2), store.ErrLocked)
	wantErr(t, "closed, a name that is there", s.comes("ana", 2), store.ErrConflict)
	s.must(s.SetDoor(ctx, s.teacher, s.class, classroom.AskingDoor))
	wantErr(t, "asks", s.comes("ben", 2), store.ErrLocked)
	s.must(s.SetDoor(ctx, s.teacher, s.class, classroom.OpenDoor))
	s.must(s.SetPlaces(ctx, s.teacher, s.class, 2))
	s.must(s.comes("ben", 2))
	wantErr(t, "full", s.comes("cem", 3), store.ErrLocked)
	s.must(s.SetPlaces(ctx, s.teacher, s.class, 0))
	s.must(s.comes("cem", 3))
	execute(t, s.Store, `UPDATE class SET archived_at = 1`)
	wantErr(t, "archived", s.comes("dua", 4), store.ErrLocked)
	if n := s.students(); n != 3 {
		t.Errorf("%d students, want 3", n)
	}
	if class, err := s.Class(ctx, s.teacher, s.class); err != nil || class.Door != classroom.OpenDoor ||
		class.Places != 0 || !class.Archived {
		t.Errorf("the class: %+v, %v", class, err)
	}
}

func TestFortyAtOnceNeverExceedThePlaces(t *testing.T) {
	s := newSchool(t)
	s.must(s.SetPlaces(t.Context(), s.teacher, s.class, 17))
	outcomes := make([]error, 40)
	var all sync.WaitGroup
	for i := range outcomes {
		all.Go(func() { outcomes[i] = s.comes(fmt.Sprint("student ", i), 100+i) })
	}
	all.Wait()
	in := 0
	for i, err := range outcomes {
		if err == nil {
			in++
		} else if !errors.Is(err, store.ErrLocked) {
			t.Errorf("student %d: %v", i, err)
		}
	}
	if n := s.students(); in != 17 || n != 17 {
		t.Errorf("%d were let in and %d are in the class, want 17", in, n)
	}
}

// asks has somebody wait at a browser.
func (s *school) asks(name string, browser int) error {
	return s.AskIn(s.t.Context(), s.class, store.Ask{Name: name, NameKey: name, PINHash: "pin", Browser: hash(browser),
		Device: []byte("computer")})
}

func (s *school) waiting() (names []string, ids []classroom.WaitingID) {
	s.t.Helper()
	all, err := s.Waiting(s.t.Context(), s.class)
	s.must(err)
	for _, w := range all {
		names, ids = append(names, w.Name), append(ids, w.ID)
	}
	return names, ids
}

func (s *school) goesIn(browser, session int) error {
	_, err := s.GoIn(s.t.Context(), hash(browser), store.Entry{Session: hash(session), Device: []byte("computer")})
	return err
}

func TestWhoWaitsIsLetIn(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	wantErr(t, "an open door", s.asks("ana", 1), store.ErrLocked)
	s.must(s.SetDoor(ctx, s.teacher, s.class, classroom.AskingDoor))
	s.must(s.asks("ana", 1))
	s.must(s.asks("bo", 2))
	s.must(s.asks("ben", 2)) // the same browser under another name
	s.must(s.asks("ana", 3)) // two of a name
	names, ids := s.waiting()
	if fmt.Sprint(names) != "[ana ben ana]" {
		t.Fatalf("waiting: %q", names)
	}
	all, err := s.Waiting(ctx, s.class)
	s.must(err)
	if !all[0].Twin || all[1].Twin || !all[2].Twin {
		t.Errorf("twins: %+v", all)
	}
	wantErr(t, "going in before", s.goesIn(1, 51), store.ErrNotFound)
	_, err = s.Admit(ctx, s.colleague(false), s.class, ids)
	wantErr(t, "a stranger lets in", err, store.ErrNotFound)
	wantErr(t, "a stranger turns away", s.TurnAway(ctx, s.colleague(false), s.class, ids), store.ErrNotFound)
	got, err := s.Admit(ctx, s.teacher, s.class, append(ids, 999))
	s.must(err)
	if fmt.Sprintf("%+v", got) != "{In:2 Taken:[ana] Full:[]}" {
		t.Errorf("let in: %+v", got)
	}
	if got, err = s.Admit(ctx, s.teacher, s.class, ids[:2]); err != nil || got.In != 0 || s.students() != 2 {
		t.Errorf("a second click: %+v, %v, %d students", got, err, s.students())
	}
	wantErr(t, "a name that is there by now", s.asks("ben", 4), store.ErrConflict)
	if at, err := s.AtDoor(ctx, hash(2)); err != nil || !at.LetIn || at.Name != "ben" || at.ClassName != "10B" {
		t.Errorf("at the door: %+v, %v", at, err)
	}
	s.must(s.goesIn(2, 52))
	wantErr(t, "going in twice", s.goesIn(2, 53), store.ErrNotFound)
	if who, err := s.Session(ctx, hash(52)); err != nil || who.Student.Name != "ben" {
		t.Errorf("the session is %+v, %v", who, err)
	}
	if n := s.count(`SELECT count(*) FROM waiting WHERE student_id IS NOT NULL AND pin_hash <> ''`); n != 0 {
		t.Error("the hash of a PIN is kept twice")
	}
}

// A browser that writes another name has a place of its own at the door: what a teacher has seen is what they let in.
func TestANameThatWasNotSeenIsNotLetIn(t *testing.T) {
	s := newSchool(t)
	s.must(s.SetDoor(t.Context(), s.teacher, s.class, classroom.AskingDoor))
	s.must(s.asks("ana", 1))
	_, seen := s.waiting()
	s.must(s.asks("mallory", 1))
	got, err := s.Admit(t.Context(), s.teacher, s.class, seen)
	if err != nil || got.In != 0 || s.students() != 0 {
		t.Errorf("let in: %+v, %v", got, err)
	}
}

func TestNothingIsKeptOfWhoWasNotLetIn(t *testing.T) {
	kept := `SELECT count(*) FROM waiting`
	for _, test := range []struct {
		name string
		ends func(*school)
	}{
		{"turned away", func(s *school) {
			_, ids := s.waiting()
			s.must(s.TurnAway(s.t.Context(), s.teacher, s.class, ids))
		}},
		{"gives up", func(s *school) { s.must(s.StopWaiting(s.t.Context(), hash(1))) }},
		{"after two hours", func(s *school) {
			s.pass(classroom.WaitsFor)
			s.sweep()
		}},
		{"after two hours, when somebody else asks", func(s *school) {
			s.pass(classroom.WaitsFor)
			s.must(s.asks("ben", 2))
			s.must(s.StopWaiting(s.t.Context(), hash(2)))
		}},
		{"the clock is set back", func(s *school) {
			s.pass(-time.Hour)
			s.sweep()
		}},
		{"the class is deleted", func(s *school) { execute(s.t, s.Store, `DELETE FROM class`) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSchool(t)
			s.must(s.SetDoor(t.Context(), s.teacher, s.class, classroom.AskingDoor))
			s.must(s.asks("ana", 1))
			s.pass(classroom.WaitsFor - time.Minute)
			s.sweep()
			if s.count(kept) != 1 {
				t.Fatal("nobody waits before")
			}
			s.pass(-classroom.WaitsFor + time.Minute)
			test.ends(s)
			if n := s.count(kept); n != 0 {
				t.Errorf("%d rows are kept", n)
			}
			if _, err := s.AtDoor(t.Context(), hash(1)); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("at the door: %v", err)
			}
			wantErr(t, "going in", s.goesIn(1, 50), store.ErrNotFound)
		})
	}
}

func TestWhoHasWaitedTooLongIsNotLetIn(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	s.must(s.SetDoor(ctx, s.teacher, s.class, classroom.AskingDoor))
	s.must(s.asks("ana", 1))
	_, ids := s.waiting()
	s.pass(classroom.WaitsFor)
	if names, _ := s.waiting(); len(names) != 0 {
		t.Errorf("waiting: %q", names)
	}
	got, err := s.Admit(ctx, s.teacher, s.class, ids)
	if err != nil || got.In != 0 || s.students() != 0 {
		t.Errorf("let in: %+v, %v", got, err)
	}
}

func TestAFullClassLetsNobodyInFromTheDoor(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	s.must(s.SetDoor(ctx, s.teacher, s.class, classroom.AskingDoor))
	s.must(s.SetPlaces(ctx, s.teacher, s.class, 10))
	for i := range 40 {
		s.must(s.asks(fmt.Sprint("student ", i), i+1))
	}
	_, ids := s.waiting()
	var all sync.WaitGroup
	for part := range 4 { // four windows at once, each with all of them
		all.Go(func() {
			if _, err := s.Admit(context.Background(), s.teacher, s.class, ids[part*5:]); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := s.students(); n != 10 {
		t.Errorf("%d students, want 10", n)
	}
	wantErr(t, "asking when it is full", s.asks("late", 60), store.ErrLocked)
}

func TestTooManyWait(t *testing.T) {
	s := newSchool(t)
	s.must(s.SetDoor(t.Context(), s.teacher, s.class, classroom.AskingDoor))
	for i := range classroom.MostWaiting {
		s.must(s.asks(fmt.Sprint("student ", i), i+1))
	}
	wantErr(t, "one more", s.asks("one more", 1000), store.ErrLocked)
	s.must(s.asks("another name of the first", 1))
}

func TestFirstEntryOfAListedName(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	id := s.join("ana", 1, 0)
	entry := func(n int) store.Entry { return store.Entry{Session: hash(n), Device: []byte("computer")} }
	wantErr(t, "somebody who has a PIN", s.FirstEntry(ctx, id, "other", entry(2)), store.ErrConflict)
	execute(t, s.Store, `UPDATE student SET pin_hash = '`+account.NoPIN+`'`)
	s.must(s.FirstEntry(ctx, id, "chosen", entry(3)))
	wantErr(t, "a second time", s.FirstEntry(ctx, id, "other", entry(4)), store.ErrConflict)
	if got, err := s.StudentByName(ctx, s.class, "ana", "ana"); err != nil || got.PINHash != "chosen" {
		t.Errorf("got %+v, %v", got, err)
	}
	if s.held(2) || !s.held(3) || s.held(4) {
		t.Error("the sessions are not those of who came in")
	}
}

func TestDoorCounts(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	s.join("ana", 1, 0)
	s.pass(time.Hour)
	s.join("ben", 2, 0)
	s.join("listed", 3, 0)
	execute(t, s.Store, `UPDATE student SET pin_hash = '`+account.NoPIN+`' WHERE name = 'listed'`)
	s.must(s.SetDoor(ctx, s.teacher, s.class, classroom.AskingDoor))
	s.must(s.asks("cem", 4))
	got, err := s.DoorCounts(ctx, s.class, s.now().Add(-5*time.Minute))
	if want := (store.DoorCounts{Students: 3, Active: 1, Waiting: 1}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}
