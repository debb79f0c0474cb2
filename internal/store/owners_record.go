package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"dossier/internal/classroom"
)

// OwnersRecord lists the newest entries of the record that concern the owner, at most limit, with names as they are
// now.
func (s *Store) OwnersRecord(ctx context.Context, limit int) (_ []classroom.RecordEntry, err error) {
	defer wrap(&err, "record for the owner")
	var args []any
	for _, action := range classroom.OwnersRecord {
		args = append(args, action)
	}
	return collect(ctx, s.read, func(row scanner) (e classroom.RecordEntry, err error) {
		var at int64
		err = row.Scan(&e.ID, &at, &e.Action, &e.Actor, &e.Subject)
		e.At = fromMillis(at)
		return e, err
	}, `
		SELECT a.id, a.at, a.action, coalesce(t.name, ''), coalesce(about.name, c.name, a.subject)
		FROM audit a
		LEFT JOIN teacher t ON a.actor = 'teacher ' || t.id
		LEFT JOIN teacher about ON a.subject = 'teacher ' || about.id
		LEFT JOIN class c ON a.subject = 'class ' || c.id
		WHERE a.action IN (?`+strings.Repeat(`, ?`, len(classroom.OwnersRecord)-1)+`) ORDER BY a.id DESC LIMIT ?`,
		append(args, limit)...)
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
		_, err := t.ExecContext(ctx, `INSERT INTO audit (at, actor, action, subject)
			SELECT ?1, ?2, 'refuse to sign in', ?3 WHERE NOT EXISTS (SELECT 1 FROM audit
				WHERE action = 'refuse to sign in' AND subject = ?3 AND at > ?4)`,
			millis(now), actorProgram, actorTeacher(teacher.ID), millis(now.Add(-refusedFor)))
		return err
	})
}

// SignedIn is how many people are signed in, by role.
type SignedIn struct{ Teachers, Students int }

// SchoolNumbers is how much there is in the whole school, and who is signed in.
type SchoolNumbers struct {
	Teachers, Classes, Students, Guests, Answers int
	SignedIn                                     SignedIn
}

// SchoolNumbers counts what there is in the whole school.
func (s *Store) SchoolNumbers(ctx context.Context) (n SchoolNumbers, err error) {
	defer wrap(&err, "numbers of the school")
	now := s.now()
	return n, s.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM teacher WHERE left_at IS NULL),
		(SELECT count(*) FROM class),
		(SELECT count(*) FROM student WHERE class_id IS NOT NULL),
		(SELECT count(*) FROM student WHERE class_id IS NULL),
		coalesce((SELECT max(id) FROM response), 0),
		(SELECT count(DISTINCT teacher_id) FROM session WHERE teacher_id IS NOT NULL AND last_seen_at > ?1),
		(SELECT count(DISTINCT s.student_id) FROM session s JOIN student st ON st.id = s.student_id
			WHERE st.class_id IS NOT NULL AND s.last_seen_at > ?1)`, millis(now.Add(-time.Hour))).
		Scan(&n.Teachers, &n.Classes, &n.Students, &n.Guests, &n.Answers, &n.SignedIn.Teachers, &n.SignedIn.Students)
}
