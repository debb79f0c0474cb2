package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
)

// invented is a class of one to be planted.
func (s *school) invented(code string) store.NewDemo {
	return store.NewDemo{Name: "Demo", Code: code, FormToken: account.FormToken(), Began: s.now().AddDate(0, 0, -7),
		Students: []store.NewInvented{{Name: "Ana", NameKey: "ana", PINHash: "no hash", Joined: s.now().AddDate(0, 0, -6),
			ExtraTime: 25, Note: "A note."}}}
}

// answers has the first student of what is planted answer a question.
func (s *school) answers(p *store.Planting) error {
	p.At(s.now().AddDate(0, 0, -5))
	return p.RecordCheck(s.t.Context(), store.Answerer{Student: p.Students[0]}, "lesson", []byte("key"), s.given("q1", 1))
}

func TestPlantIsDated(t *testing.T) {
	s := newSchool(t)
	before := s.Generation()
	id, err := s.Plant(t.Context(), s.teacher, s.invented("DEMDEM"), s.answers)
	s.must(err)
	if s.Generation() == before {
		t.Error("what was read before counts as true still")
	}
	class, err := s.Class(t.Context(), s.teacher, id)
	s.must(err)
	if !class.Demo || class.Students != 1 {
		t.Errorf("got %+v, want a demo class with a student", class)
	}
	rows, err := s.ClassRows(t.Context(), id)
	s.must(err)
	active := s.now().AddDate(0, 0, -5).UTC().Truncate(time.Millisecond)
	if len(rows) != 1 || !rows[0].LastActive.Equal(active) {
		t.Errorf("got %+v, want one student, last active at %v", rows, active)
	}
	attempts, err := s.Attempts(t.Context(), rows[0].Student.ID, "")
	s.must(err)
	if len(attempts) != 1 || rows[0].Lessons["lesson"].Checks != 1 {
		t.Errorf("got %+v and %+v, want one answer", attempts, rows[0].Lessons)
	}
}

// A class is planted whole or not at all, and a teacher has one.
func TestPlantOnceAndWhole(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	stop := errors.New("stop")
	_, err := s.Plant(ctx, s.teacher, s.invented("DEMDEM"), func(p *store.Planting) error {
		s.must(s.answers(p))
		return stop
	})
	if !errors.Is(err, stop) {
		t.Errorf("got %v, want the error of what was planted", err)
	}
	if _, err := s.DemoOf(ctx, s.teacher); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after a failure: got %v, want that there is no class", err)
	}
	first, err := s.Plant(ctx, s.teacher, s.invented("DEMDEM"), s.answers)
	s.must(err)
	again, err := s.Plant(ctx, s.teacher, s.invented("DEMDEX"), func(*store.Planting) error { return stop })
	if err != nil || again != first {
		t.Errorf("the second time: got class %d and %v, want class %d", again, err, first)
	}
	other := s.colleague(false)
	if _, err := s.Plant(ctx, other, s.invented("DEMDEM"), s.answers); !errors.Is(err, store.ErrConflict) {
		t.Errorf("with a code that is taken: got %v, want a conflict", err)
	}
	theirs, err := s.Plant(ctx, other, s.invented("DEMDEY"), s.answers)
	if err != nil || theirs == first {
		t.Errorf("for another teacher: got class %d and %v, want one of their own", theirs, err)
	}
}

// Two clicks at the same moment plant one class.
func TestPlantTwiceAtOnce(t *testing.T) {
	s := newSchool(t)
	planted := make(chan error)
	first, second := s.invented("DEMDEM"), s.invented("DEMDEX")
	for _, n := range []store.NewDemo{first, second} {
		go func() {
			_, err := s.Plant(t.Context(), s.teacher, n, func(*store.Planting) error { return nil })
			planted <- err
		}()
	}
	for range 2 {
		s.must(<-planted)
	}
	if n := s.count(`SELECT count(*) FROM class WHERE demo = 1`); n != 1 {
		t.Errorf("%d demo classes, want 1", n)
	}
}

func TestRemoveDemo(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	class := s.invented("DEMDEM")
	for _, name := range []string{"Ben", "Cem", "Dan"} {
		class.Students = append(class.Students, store.NewInvented{Name: name, NameKey: name, PINHash: "no hash",
			Joined: s.now()})
	}
	demo, err := s.Plant(ctx, s.teacher, class, s.answers)
	s.must(err)
	other := s.colleague(false)
	for name, row := range map[string]struct {
		teacher classroom.TeacherID
		class   classroom.ClassID
	}{"a real class": {s.teacher, s.class}, "somebody else's": {other, demo}, "no class": {s.teacher, demo + 100}} {
		if err := s.RemoveDemo(ctx, row.teacher, row.class); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want not found", name, err)
		}
	}
	var ben classroom.StudentID
	s.must(s.Reader().QueryRowContext(ctx, `SELECT id FROM student WHERE class_id = ?1 AND name = 'Ben'`, demo).Scan(&ben))
	s.must(s.RemoveStudents(ctx, s.teacher, demo, []classroom.StudentID{ben}, s.form()))
	s.must(s.RemoveDemo(ctx, s.teacher, demo))
	var left int
	s.must(s.Reader().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM response) + (SELECT count(*) FROM student) +
		(SELECT count(*) FROM audit WHERE subject = 'class ' || ?1 OR subject LIKE 'student %')`, demo).Scan(&left))
	if left != 0 {
		t.Errorf("%d rows are left", left)
	}
	if err := s.RemoveDemo(ctx, s.teacher, demo); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a second time: got %v, want not found", err)
	}
}

// A copy is the same work under numbers of its own, and nobody else's changes with it.
func TestCopyClass(t *testing.T) {
	s := newSchool(t)
	ctx := context.Background()
	e := s.handIn(s.join("Ana", 1, 0), "one")
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, "first", 4)))
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{e.ID}))
	s.wrote(s.join("Ben", 2, 0))
	for n, code := range []string{"COPYAA", "COPYAB"} {
		teacher := []classroom.TeacherID{s.teacher, 0}[n]
		id, err := s.CopyClass(ctx, s.class, teacher, "Copy "+code, code)
		s.must(err)
		was, err := s.ClassRows(ctx, s.class)
		s.must(err)
		is, err := s.ClassRows(ctx, id)
		s.must(err)
		if len(is) != len(was) {
			t.Fatalf("%d students, want %d", len(is), len(was))
		}
		answers, essays, err := s.WorkIn(ctx, id)
		s.must(err)
		if answers != 1 || essays != 1 {
			t.Errorf("%d answers and %d essays, want one of each", answers, essays)
		}
	}
	for table, want := range map[string]int{"response": 3, "essay": 3, "mark": 3, "teacher": 2} {
		var n int
		s.must(s.Reader().QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&n))
		if n != want {
			t.Errorf("%d rows in %s, want %d", n, table, want)
		}
	}
	var broken int
	s.must(s.Reader().QueryRowContext(ctx, `SELECT count(*) FROM pragma_foreign_key_check`).Scan(&broken))
	if broken > 0 {
		t.Errorf("%d rows refer to nothing", broken)
	}
}
