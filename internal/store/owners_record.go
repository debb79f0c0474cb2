package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// OwnersRecord lists the newest entries of the record that concern the owner, at most limit, with names as they are
// now.
func (s *Store) OwnersRecord(ctx context.Context, limit int) (_ []classroom.RecordEntry, err error) {
	defer wrap(&err, "record for the owner")
	return collect(ctx, s.read, func(row scanner) (e classroom.RecordEntry, err error) {
		var at int64
		err = row.Scan(&e.ID, &at, &e.Action, &e.Actor, &e.Subject)
		e.At = fromMillis(at)
		return e, err
	}, `
		SELECT a.id, a.at, a.action, coalesce(t.name, ''), coalesce(about.name, c.name, a.subject)
		FROM audit a
		LEFT JOIN teacher t ON t.id = `+numberIn("a.actor", "teacher")+` AND a.actor = 'teacher ' || t.id
		LEFT JOIN teacher about ON about.id = `+numberIn("a.subject", "teacher")+` AND a.subject = 'teacher ' || about.id
		LEFT JOIN class c ON c.id = `+numberIn("a.subject", "class")+` AND a.subject = 'class ' || c.id
		WHERE a.owners = 1 ORDER BY a.id DESC LIMIT ?1`, limit)
}

// numberIn is the number in a column of the record that says 'class 12'. Whoever joins by it also compares the whole:
// a column may say more than that.
func numberIn(column, noun string) string {
	return fmt.Sprintf(`CASE WHEN %s LIKE '%s %%' THEN CAST(substr(%[1]s, %[3]d) AS INTEGER) END`, column, noun,
		len(noun)+2)
}

// RecordDone puts down that a teacher has done something that is about nobody, one of classroom.OwnersRecord.
func (s *Store) RecordDone(ctx context.Context, teacher classroom.TeacherID, action string) (err error) {
	defer wrap(&err, "record %s", action)
	return s.write(ctx, func(t tx) error { return audit(ctx, t, millis(s.now()), actorTeacher(teacher), action, "") })
}

// NoteExport notes that somebody has taken the work of a student, or of a whole class for student 0, out of the
// program. teacher 0 is whoever sits at the machine.
func (s *Store) NoteExport(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID, what string) (err error) {
	defer wrap(&err, "note an export of class %d", class)
	subject := classSubject(class)
	if student != 0 {
		subject = fmt.Sprintf("student %d", student)
	}
	return s.write(ctx, func(t tx) error {
		return audit(ctx, t, millis(s.now()), actorOf(teacher), classroom.TakenAway+what, subject)
	})
}

// refusedFor is how long one line of the record stands for all refusals to sign in as the same teacher.
const refusedFor = time.Hour

// RecordRefused puts down that somebody who tried to sign in under a name was told to wait, once an hour for each
// teacher. A name that is nobody's is not kept.
func (s *Store) RecordRefused(ctx context.Context, name, folded string) (err error) {
	defer wrap(&err, "record a refused sign-in")
	teacher, err := s.TeacherByName(ctx, name, folded)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.write(ctx, func(t tx) error {
		now := s.now()
		_, err := t.ExecContext(ctx, `INSERT INTO audit (at, actor, action, subject, owners)
			SELECT ?1, ?2, 'refuse to sign in', ?3, 1 WHERE NOT EXISTS (SELECT 1 FROM audit
				WHERE action = 'refuse to sign in' AND subject = ?3 AND at > ?4)`,
			millis(now), actorProgram, actorTeacher(teacher.ID), millis(now.Add(-refusedFor)))
		return err
	})
}

// SchoolNumbers is how much there is in the whole school.
type SchoolNumbers struct {
	Teachers, Classes, Students, Guests, Answers int
	Lately                                       int // teachers who were here in the last hour
}

// SchoolNumbers says how much there is in the whole school. It is counted while it comes and goes.
func (s *Store) SchoolNumbers(ctx context.Context) (n SchoolNumbers, err error) {
	defer wrap(&err, "numbers of the school")
	now := s.now()
	return n, s.read.QueryRowContext(ctx, `SELECT
		(SELECT n FROM school_count WHERE what = 'teacher'),
		(SELECT n FROM school_count WHERE what = 'class'),
		(SELECT n FROM school_count WHERE what = 'student'),
		(SELECT n FROM school_count WHERE what = 'guest'),
		coalesce((SELECT max(id) FROM response), 0),
		(SELECT count(*) FROM teacher WHERE last_seen_at > ?1)`, millis(now.Add(-time.Hour))).
		Scan(&n.Teachers, &n.Classes, &n.Students, &n.Guests, &n.Answers, &n.Lately)
}
