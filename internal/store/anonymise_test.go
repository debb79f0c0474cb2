package store_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// The names of a class go for good, and the work stays. A restored backup does not bring the names back, and gives
// nobody the name of somebody else.
func TestAnonymiseClass(t *testing.T) {
	s, dir := folder(t)
	ctx := t.Context()
	others := s.crowd(100, 6)
	who := s.join(canary, 1, 0)
	s.busy(who)
	private := classroom.Private{}
	s.must(s.KeepPrivate(ctx, s.teacher, s.class, who, private.Stamp(), classroom.Private{Note: canary + " note"}))
	s.join("Student 3", 2, 0)
	s.must(s.RenameStudent(ctx, s.teacher, s.class, who, canary+" B", "canaria b", s.form()))
	removed := s.join(canary+" C", 3, 0)
	s.must(s.RemoveStudents(ctx, s.teacher, s.class, []classroom.StudentID{removed}, s.form()))
	backup := s.backup()
	answers := s.count(`SELECT count(*) FROM response`)
	wantErr(t, "another teacher", s.AnonymiseClass(ctx, s.teacher+1, s.class), store.ErrNotFound)
	s.must(s.AnonymiseClass(ctx, s.teacher, s.class))
	check := func(when string) {
		t.Helper()
		var want []string
		for i := range len(others) + 2 {
			want = append(want, fmt.Sprint("Student ", i+1))
		}
		got := strings.Split(s.roster(s.class), ", ")
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", when, got)
		}
		if n := s.sings(dir, canary); n != 0 {
			t.Errorf("%s: the canary sings %d times, in %v", when, n, s.stands(canary))
		}
		if n := s.sings(dir, "other 1"); n != 0 {
			t.Errorf("%s: the names of others are there %d times", when, n)
		}
		if n := s.count(`SELECT count(*) FROM response`); n != answers {
			t.Errorf("%s: %d answers are left of %d", when, n, answers)
		}
		if n := s.count(`SELECT count(*) FROM session WHERE student_id IS NOT NULL`); n != 0 || s.held(1) {
			t.Errorf("%s: %d students are signed in", when, n)
		}
	}
	s.wipe()
	check("in a quiet moment")
	s.restore(dir, backup)
	s.wipe()
	check("after a restore")
	s.must(s.RenameStudent(ctx, s.teacher, s.class, who, "Kim", "kim", s.form()))
	s.reopen(dir)
	if !strings.Contains(s.roster(s.class), "Kim") {
		t.Error("a name that a teacher gave afterwards is gone after a start")
	}
	st, err := s.StudentByName(ctx, s.class, "Kim", "kim")
	if s.must(err); st.PINHash != "nobody" {
		t.Errorf("the PIN is %q", st.PINHash)
	}
	// Done again, it takes the new name, and lets the others have their numbers.
	names := func() map[classroom.StudentID]string {
		all, err := s.Roster(ctx, s.class)
		s.must(err)
		names := map[classroom.StudentID]string{}
		for _, st := range all {
			if st.ID != who {
				names[st.ID] = st.Name
			}
		}
		return names
	}
	before := names()
	s.must(s.AnonymiseClass(ctx, s.teacher, s.class))
	if got := names(); !maps.Equal(got, before) || strings.Contains(s.roster(s.class), "Kim") {
		t.Errorf("done again, %v became %v; the class is %q", before, got, s.roster(s.class))
	}
}

func TestWhichClassesAreDue(t *testing.T) {
	s, _ := folder(t)
	ctx := t.Context()
	days, err := s.KeepDays(ctx)
	if s.must(err); days != classroom.KeepDays {
		t.Errorf("%d days, want %d", days, classroom.KeepDays)
	}
	wantErr(t, "a week", s.SetKeepDays(ctx, s.teacher, 7), store.ErrConflict)
	s.must(s.SetKeepDays(ctx, s.teacher, 100))
	other := s.otherClass()
	s.pass(60 * day)
	s.busy(s.join("ana", 1, 0))
	s.pass(99 * day)
	due := func(teacher classroom.TeacherID) (names []string) {
		t.Helper()
		days, err := s.KeepDays(ctx)
		s.must(err)
		all, err := s.ClassUses(ctx, teacher)
		if teacher == 0 {
			all, err = s.OldClassUses(ctx, s.now().AddDate(0, 0, -days))
		}
		s.must(err)
		for _, c := range classroom.Due(all, s.now(), days) {
			names = append(names, c.Name)
		}
		return names
	}
	for _, teacher := range []classroom.TeacherID{0, s.teacher} {
		if got := due(teacher); fmt.Sprint(got) != "[10C]" {
			t.Errorf("due are %v", got)
		}
	}
	if got := due(s.teacher + 1); len(got) != 0 {
		t.Errorf("a stranger is asked about %v", got)
	}
	s.pass(2 * day)
	if got := due(s.teacher); fmt.Sprint(got) != "[10C 10B]" {
		t.Errorf("due are %v", got)
	}
	wantErr(t, "a stranger", s.KeepClass(ctx, s.teacher+1, other), store.ErrNotFound)
	s.must(s.KeepClass(ctx, s.teacher, other))
	if got := due(s.teacher); fmt.Sprint(got) != "[10B]" {
		t.Errorf("due are %v", got)
	}
	s.pass(100 * day)
	for _, teacher := range []classroom.TeacherID{0, s.teacher} {
		if got := due(teacher); fmt.Sprint(got) != "[10C 10B]" {
			t.Errorf("due are %v", got)
		}
	}
	s.must(s.KeepClass(ctx, s.teacher, other))
	for _, teacher := range []classroom.TeacherID{0, s.teacher} {
		if got := due(teacher); fmt.Sprint(got) != "[10B]" {
			t.Errorf("once 10C is to be kept, due are %v", got)
		}
	}
}

// The record says who did what, the newest first, and names no student.
func TestTheOwnersRecord(t *testing.T) {
	s, _ := folder(t)
	ctx := t.Context()
	ana, ben := s.join(canary, 1, 0), s.join("ben", 2, 0)
	s.must(s.NoteExport(ctx, s.teacher, s.class, ben, "pack"))
	s.must(s.NoteExport(ctx, s.teacher, s.class, 0, "pack.zip"))
	s.pass(time.Minute)
	s.must(s.EraseStudents(ctx, 0, s.class, []classroom.StudentID{ana}))
	s.must(s.AnonymiseClass(ctx, s.teacher, s.class))
	all, err := s.OwnersRecord(ctx, 4)
	s.must(err)
	var got []string
	for _, e := range all {
		got = append(got, strings.Join([]string{e.At.Format("15:04"), e.Actor, e.Action, e.Subject}, "|"))
	}
	want := []string{"08:01|Owner|anonymise class|10B", fmt.Sprint("08:01||erase student|student ", ana),
		"08:00|Owner|take away pack.zip|10B", fmt.Sprint("08:00|Owner|take away pack|student ", ben)}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
