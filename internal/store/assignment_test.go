package store_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// thursday is a quiz of two questions that the class may try once, in forty minutes from now.
func (s *school) thursday() classroom.Assignment {
	return classroom.Assignment{
		Class: s.class, Title: "Thursday", Handed: classroom.HandedQuiz, Test: true, Attempts: 1,
		Questions: []classroom.Task{{Asked: both[0], OutOf: 2}, {Asked: both[1], OutOf: 2}},
		Results:   classroom.ResultsReleased, Opens: s.now().Add(time.Minute).UTC().Truncate(time.Millisecond),
		Due:    s.now().Add(30 * time.Minute).UTC().Truncate(time.Millisecond),
		Closes: s.now().Add(41 * time.Minute).UTC().Truncate(time.Millisecond),
	}
}

// handOut hands out work and returns it as it is stored.
func (s *school) handOut(a classroom.Assignment) classroom.Assignment {
	s.t.Helper()
	id, err := s.HandOut(s.t.Context(), s.teacher, s.form(), a)
	s.must(err)
	stored, err := s.Assignment(s.t.Context(), s.class, id)
	s.must(err)
	return stored
}

func (s *school) student(id classroom.StudentID) classroom.Student {
	return classroom.Student{ID: id, Class: s.class}
}

func TestWorkIsHandedOutOnce(t *testing.T) {
	s := newSchool(t)
	want := s.thursday()
	token := s.form()
	first, err := s.HandOut(t.Context(), s.teacher, token, want)
	s.must(err)
	again, err := s.HandOut(t.Context(), s.teacher, token, want)
	s.must(err)
	if first != again {
		t.Errorf("a form that was sent twice handed out %d and %d", first, again)
	}
	all, err := s.Assignments(t.Context(), s.class)
	s.must(err)
	want.ID, want.Teacher, want.Revision, want.Made = first, s.teacher, 1, s.now().UTC().Truncate(time.Millisecond)
	if len(all) != 1 || !reflect.DeepEqual(all[0], want) {
		t.Errorf("stored %+v\n  want %+v", all, want)
	}
	if _, err := s.HandOut(t.Context(), s.teacher+1, s.form(), want); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another teacher's class: %v", err)
	}
	want.Groups = []classroom.GroupID{99}
	if _, err := s.HandOut(t.Context(), s.teacher, s.form(), want); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a group of nobody: %v", err)
	}
	if n := s.count(`SELECT count(*) FROM assignment`); n != 1 {
		t.Errorf("%d assignments are stored, want 1", n)
	}
}

func TestChangingWork(t *testing.T) {
	s := newSchool(t)
	a := s.handOut(s.thursday())
	a.Title, a.Minutes, a.Questions = "Friday", 20, a.Questions[:1]
	s.must(s.ChangeAssignment(t.Context(), s.teacher, a))
	if err := s.ChangeAssignment(t.Context(), s.teacher, a); !errors.Is(err, store.ErrStale) {
		t.Errorf("a form that showed what stood before: %v", err)
	}
	a.Revision++
	if err := s.ChangeAssignment(t.Context(), s.teacher+1, a); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another teacher: %v", err)
	}
	got, err := s.Assignment(t.Context(), s.class, a.ID)
	s.must(err)
	if !reflect.DeepEqual(got, a) {
		t.Errorf("stored %+v\n  want %+v", got, a)
	}
	s.pass(time.Minute)
	_, err = s.BeginWork(t.Context(), s.student(s.join("ana", 1, 0)), a.ID, s.form(), []byte("key"))
	s.must(err)
	got.Questions, got.Title = []classroom.Task{{Asked: both[1], OutOf: 2}}, "Saturday"
	if err := s.ChangeAssignment(t.Context(), s.teacher, got); !errors.Is(err, store.ErrConflict) {
		t.Errorf("other questions once somebody has begun: %v", err)
	}
	got.Questions = a.Questions
	s.must(s.ChangeAssignment(t.Context(), s.teacher, got))
}

func TestTakingBackAndReleasing(t *testing.T) {
	s := newSchool(t)
	a := s.handOut(s.thursday())
	at := func() (withdrawn, released time.Time) {
		got, err := s.Assignment(t.Context(), s.class, a.ID)
		s.must(err)
		return got.Withdrawn, got.Released
	}
	for range 2 { // twice is once
		s.must(s.ReleaseResults(t.Context(), s.teacher, s.class, a.ID, true))
		s.must(s.WithdrawAssignment(t.Context(), s.teacher, s.class, a.ID, true))
		s.pass(time.Minute)
	}
	if withdrawn, released := at(); !withdrawn.Equal(a.Made) || !released.Equal(a.Made) {
		t.Errorf("taken back at %v and released at %v, want %v", withdrawn, released, a.Made)
	}
	s.must(s.WithdrawAssignment(t.Context(), s.teacher, s.class, a.ID, false))
	s.must(s.ReleaseResults(t.Context(), s.teacher, s.class, a.ID, false))
	if withdrawn, released := at(); !withdrawn.IsZero() || !released.IsZero() {
		t.Errorf("still taken back at %v and released at %v", withdrawn, released)
	}
	if err := s.ReleaseResults(t.Context(), s.teacher+1, s.class, a.ID, true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another teacher: %v", err)
	}
}

func TestBeginningWork(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.student(s.join("ana", 1, 0)), s.student(s.join("ben", 2, 0))
	a := s.handOut(s.thursday())
	begin := func(who classroom.Student, token string) (classroom.AttemptID, error) {
		return s.BeginWork(t.Context(), who, a.ID, token, []byte("key"))
	}
	if _, err := begin(ana, s.form()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("before it opens: %v", err)
	}
	s.pass(time.Minute)
	token := s.form()
	first, err := begin(ana, token)
	s.must(err)
	for _, form := range []string{token, s.form()} { // the open attempt is gone on with
		if again, err := begin(ana, form); err != nil || again != first {
			t.Errorf("begun again: %d, %v; want %d", again, err, first)
		}
	}
	got, err := s.Attempt(t.Context(), ana.ID, first)
	s.must(err)
	if got.Kind != classroom.WorkAttempt || got.Assignment != a.ID || !reflect.DeepEqual(got.Questions, both) {
		t.Errorf("the attempt is %+v", got)
	}
	if _, err := s.Attempt(t.Context(), ben.ID, first); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("somebody else's attempt: %v", err)
	}
	s.answer(ana.ID, first, "q1", 1)
	s.answer(ana.ID, first, "q2", 1)
	if _, err := begin(ana, s.form()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a second attempt where there is one: %v", err)
	}
	if again, err := begin(ana, token); err != nil || again != first {
		t.Errorf("the first form once more: %d, %v; want %d", again, err, first)
	}
	s.must(s.Grant(t.Context(), s.teacher, s.class, classroom.Grant{Assignment: a.ID, Student: ana.ID, Attempts: 1}))
	if second, err := begin(ana, s.form()); err != nil || second == first {
		t.Errorf("a granted attempt: %d, %v", second, err)
	}
	s.pass(40 * time.Minute)
	if _, err := begin(ben, s.form()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("after the close: %v", err)
	}
	s.must(s.Grant(t.Context(), s.teacher, s.class, classroom.Grant{Assignment: a.ID, Student: ben.ID,
		Closes: s.now().Add(time.Hour)}))
	if _, err := begin(ben, s.form()); err != nil {
		t.Errorf("a close of their own: %v", err)
	}
	if record := s.record(ana.ID); record.Quiz != nil || record.Answered != 0 {
		t.Errorf("a test counts in a lesson: %+v", record)
	}
}

func TestWorkForAGroup(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.student(s.join("ana", 1, 0)), s.student(s.join("ben", 2, 0))
	execute(t, s.Store, `INSERT INTO student_group (id, class_id, name, name_key) VALUES (7, 1, 'Late', 'late')`,
		`INSERT INTO group_member (group_id, student_id) SELECT 7, id FROM student WHERE name = 'ben'`,
		`UPDATE student SET extra_time = 50 WHERE name = 'ben'`)
	work := s.thursday()
	s.handOut(work)
	work.Groups = []classroom.GroupID{7}
	group := s.handOut(work)
	for _, c := range []struct {
		who  classroom.Student
		want int
	}{{ana, 1}, {ben, 2}, {classroom.Student{ID: 3}, 0}} {
		mine, err := s.WorkOf(t.Context(), c.who)
		s.must(err)
		if len(mine) != c.want {
			t.Errorf("student %d has %d pieces of work, want %d", c.who.ID, len(mine), c.want)
		}
	}
	takers, err := s.Takings(t.Context(), group)
	s.must(err)
	if len(takers) != 1 || takers[0].Student != ben.ID || takers[0].Settings.ExtraTime != 50 {
		t.Errorf("the group's work is taken by %+v", takers)
	}
	s.pass(time.Minute)
	if _, err := s.BeginWork(t.Context(), ana, group.ID, s.form(), []byte("key")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("work of a group that she is not in: %v", err)
	}
}
