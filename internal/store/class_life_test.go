package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// fillClass gives a class students with answers, past the pages: through them it would take minutes.
func (s *school) fillClass(class classroom.ClassID, students, answers int) {
	s.t.Helper()
	execute(s.t, s.Store,
		fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			INSERT INTO student (class_id, name, name_key, pin_hash, created_at, last_active_at)
			SELECT %d, 'Student ' || i, 'student ' || i, 'pin', 0, i FROM n`, students, class),
		fmt.Sprintf(`INSERT INTO attempt (student_id, lesson, kind, deal_key, form_token, started_at)
			SELECT id, 'lesson', 'check', x'00', 'class attempt ' || id, 0 FROM student WHERE class_id = %d`, class),
		fmt.Sprintf(`INSERT INTO attempt_question (attempt_id, position, question_id, version)
			SELECT a.id, 1, 'q1', 1 FROM attempt a JOIN student st ON st.id = a.student_id
			WHERE st.class_id = %d`, class),
		fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			INSERT INTO response (attempt_id, question_id, version, try, form_token, answer, score, marks, out_of,
				confidence, answered_at, grade)
			SELECT a.id, 'q1', 1, n.i, 'answer ' || a.id || ' ' || n.i, '{"chosen":["h1","h2"]}', 1, 1, 1, '', 0,
				'{"lines":[{"mark":"right","given":"what was written down here","key":"what was right"}]}'
			FROM attempt a JOIN student st ON st.id = a.student_id, n WHERE st.class_id = %d`, answers, class))
}

func TestDeletingAClass(t *testing.T) {
	s := newSchool(t)
	other, err := s.CreateClass(t.Context(), s.teacher, "10C", "BBBBBB", s.form())
	s.must(err)
	s.fillClass(s.class, 11, 5)
	s.fillClass(other, 2, 3)
	s.must(s.Invite(t.Context(), s.teacher, s.class, hash(50)))
	holds, err := s.ClassHolds(t.Context(), s.class)
	s.must(err)
	if want := (classroom.ClassHolds{Students: 11, Answers: 55}); holds != want {
		t.Errorf("the class holds %+v, want %+v", holds, want)
	}
	wantErr(t, "another teacher", s.DeleteClass(t.Context(), s.teacher+1, s.class, nil), store.ErrNotFound)
	if n := count(t, s.Store, `SELECT count(*) FROM response`); n != 61 {
		t.Fatalf("%d answers are left, want all 61", n)
	}
	s.must(s.DeleteClass(t.Context(), s.teacher, s.class, nil))
	for query, want := range map[string]int{
		`SELECT count(*) FROM class`:      1,
		`SELECT count(*) FROM student`:    2,
		`SELECT count(*) FROM response`:   6,
		`SELECT count(*) FROM invitation`: 0,
	} {
		if got := count(t, s.Store, query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	wantErr(t, "a second time", s.DeleteClass(t.Context(), s.teacher, s.class, nil), store.ErrNotFound)
}

// A class that was deleted halfway, because the disk or the program failed, is deleted by asking again.
func TestDeletingAClassAgain(t *testing.T) {
	s := newSchool(t)
	s.fillClass(s.class, 11, 2)
	execute(t, s.Store, `CREATE TRIGGER fails BEFORE DELETE ON student WHEN OLD.name = 'Student 6'
		BEGIN SELECT RAISE(ABORT, 'the disk fails'); END`)
	if err := s.DeleteClass(t.Context(), s.teacher, s.class, nil); err == nil {
		t.Fatal("a write failed and nobody was told")
	}
	class, err := s.Class(t.Context(), s.teacher, s.class)
	s.must(err)
	if class.Students == 0 || class.Students == 11 || !class.Archived {
		t.Errorf("after half of it: %d students, archived %v", class.Students, class.Archived)
	}
	_, err = s.JoinClass(t.Context(), s.class, "New", "new", "pin", store.Entry{Session: hash(1)})
	wantErr(t, "joining what is being deleted", err, store.ErrLocked)
	execute(t, s.Store, `DROP TRIGGER fails`)
	s.must(s.DeleteClass(t.Context(), s.teacher, s.class, nil))
	if n := count(t, s.Store, `SELECT (SELECT count(*) FROM class) + (SELECT count(*) FROM student)`); n != 0 {
		t.Errorf("%d classes and students are left", n)
	}
}

// What stands below a student or a class is found by an index when they are deleted, however large the school is.
func TestNoDeletionReadsTheWholeSchool(t *testing.T) {
	s := newSchool(t)
	rows, err := s.Reader().QueryContext(t.Context(), `
		SELECT c.name, f."from", f."table" FROM sqlite_schema c JOIN pragma_foreign_key_list(c.name) f
		WHERE c.type = 'table' AND f.seq = 0
			AND f."table" IN ('class', 'student', 'attempt', 'attempt_question', 'response', 'essay', 'mark')`)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var table, column, parent string
		s.must(rows.Scan(&table, &column, &parent))
		plan := one(t, s, `EXPLAIN QUERY PLAN SELECT 1 FROM "`+table+`" WHERE "`+column+`" = 1`)
		if strings.HasPrefix(plan, "SCAN") {
			t.Errorf("deleting a row of %s: %s on %s.%s", parent, plan, table, column)
		}
	}
	s.must(rows.Err())
}

// one is the plan of a query: its last column.
func one(t *testing.T, s *school, query string) (plan string) {
	t.Helper()
	var n int
	if err := s.Reader().QueryRowContext(t.Context(), query).Scan(&n, &n, &n, &plan); err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestArchivingAClass(t *testing.T) {
	s := newSchool(t)
	wantErr(t, "another teacher", s.ArchiveClass(t.Context(), s.teacher+1, s.class, true), store.ErrNotFound)
	wantErr(t, "another teacher renames", s.RenameClass(t.Context(), s.teacher+1, s.class, "X"), store.ErrNotFound)
	s.must(s.RenameClass(t.Context(), s.teacher, s.class, "11B"))
	for _, archived := range []bool{true, true, false, false} {
		s.must(s.ArchiveClass(t.Context(), s.teacher, s.class, archived))
		class, err := s.Class(t.Context(), s.teacher, s.class)
		s.must(err)
		if class.Archived != archived || class.Name != "11B" {
			t.Errorf("got %q, archived %v, want 11B, archived %v", class.Name, class.Archived, archived)
		}
		_, err = s.JoinClass(t.Context(), s.class, "Ana", "ana", "pin", store.Entry{Session: hash(1)})
		if archived {
			wantErr(t, "joining an archived class", err, store.ErrLocked)
		}
	}
}

func TestWhenClassesWereActive(t *testing.T) {
	s := newSchool(t)
	empty, err := s.CreateClass(t.Context(), s.teacher, "10C", "BBBBBB", s.form())
	s.must(err)
	s.fillClass(s.class, 3, 1)
	active, err := s.ClassesActive(t.Context(), s.teacher)
	s.must(err)
	if got, want := active[s.class], time.UnixMilli(3).UTC(); !got.Equal(want) || len(active) != 1 {
		t.Errorf("active %v, want %v and nothing of class %d", active, want, empty)
	}
}
