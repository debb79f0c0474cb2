package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
)

// Place is where a guess at a PIN comes from. Both are keyed hashes: no address is kept.
type Place struct {
	Device  []byte // the computer's cookie
	Address []byte
}

// TakePINGuess counts one guess at a student's PIN before it is judged, so that many at once cannot slip through;
// signing in forgets it again. A computer that has signed in as this student before has a count of its own, so that
// nobody can make it wait from elsewhere; all others are counted by address, since a computer that drops its cookie
// would look like a new one each time. allow sees the wrong PINs so far; its error refuses the guess, uncounted, and is
// returned. ErrNotFound when the student was removed meanwhile.
func (s *Store) TakePINGuess(ctx context.Context, student classroom.StudentID, from Place,
	allow func(account.PINTries) error) (err error) {
	defer wrap(&err, "take a guess at the PIN of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := s.now()
		tries, place, err := pinTries(ctx, t, student, from, now)
		if err != nil {
			return err
		}
		if err := allow(tries); err != nil {
			return err
		}
		return changeOne(ctx, t, `
			INSERT INTO device (student_id, device, known, failures, last_failure_at)
			SELECT id, ?2, 0, 1, ?3 FROM student WHERE id = ?1 AND class_id IS NOT NULL
			ON CONFLICT (student_id, device) DO UPDATE
			SET failures = device.failures + 1, last_failure_at = excluded.last_failure_at`, student, place, millis(now))
	})
}

// pinTries reads the wrong PINs of a student, and finds the place under which the next one is counted.
func pinTries(ctx context.Context, t tx, student classroom.StudentID, from Place,
	now time.Time) (tries account.PINTries, place []byte, err error) {
	var last int64
	err = t.QueryRowContext(ctx, `SELECT failures, last_failure_at FROM device
		WHERE student_id = ?1 AND device = ?2 AND known = 1`, student, from.Device).Scan(&tries.Here, &last)
	place, tries.Known = from.Device, err == nil
	if errors.Is(err, sql.ErrNoRows) {
		place = from.Address
		err = t.QueryRowContext(ctx, `SELECT failures, last_failure_at FROM device WHERE student_id = ?1 AND device = ?2`,
			student, from.Address).Scan(&tries.Here, &last)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return tries, nil, err
	}
	tries.Last = fromMillis(last)
	err = t.QueryRowContext(ctx, `SELECT coalesce(sum(failures), 0) FROM device
		WHERE student_id = ?1 AND known = 0 AND last_failure_at > ?2`, student, millis(now.Add(-24*time.Hour))).
		Scan(&tries.Strangers)
	if err != nil {
		return tries, nil, err
	}
	var letIn sql.NullInt64
	err = t.QueryRowContext(ctx, `SELECT let_in_until FROM student WHERE id = ?1`, student).Scan(&letIn)
	if letIn.Valid {
		tries.LetIn = fromMillis(letIn.Int64)
	}
	return tries, place, err
}

// Guessing lists the students of a class at whose PINs somebody is guessing: account.PINFree wrong
// ones or more since the given time, from places that never signed in. The caller has checked whose
// class it is.
func (s *Store) Guessing(ctx context.Context, class classroom.ClassID, since time.Time) (all []classroom.Student,
	err error) {
	defer wrap(&err, "guesses in class %d", class)
	rows, err := s.read.QueryContext(ctx, `SELECT s.id, s.name FROM student s JOIN device d ON d.student_id = s.id
		WHERE s.class_id = ?1 AND d.known = 0 AND d.last_failure_at > ?2
		GROUP BY s.id, s.name, s.name_key HAVING sum(d.failures) >= ?3 ORDER BY s.name_key`, class, millis(since),
		account.PINFree)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		st := classroom.Student{Class: class}
		if err := rows.Scan(&st.ID, &st.Name); err != nil {
			return nil, err
		}
		all = append(all, st)
	}
	return all, rows.Err()
}

// LetIn forgets the wrong PINs of students of a teacher's class and lets them try without waiting
// until the given time. Their PINs stay. ErrNotFound, and nothing is changed, when one of them is not
// in the class.
func (s *Store) LetIn(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	students []classroom.StudentID, until time.Time) (err error) {
	defer wrap(&err, "let %d students in", len(students))
	return s.write(ctx, func(t tx) error {
		for _, id := range students {
			if err := changeOne(ctx, t, `UPDATE student SET let_in_until = ?4 WHERE id = ?1 AND class_id = ?2
				AND `+inTaughtClass,
				id, class, teacher, millis(until)); err != nil {
				return err
			}
			if _, err := t.ExecContext(ctx, `DELETE FROM device WHERE student_id = ?1 AND known = 0`, id); err != nil {
				return err
			}
			if _, err := t.ExecContext(ctx, `UPDATE device SET failures = 0 WHERE student_id = ?1`, id); err != nil {
				return err
			}
			if err := audit(ctx, t, millis(s.now()), actorTeacher(teacher), "let in", fmt.Sprintf("student %d",
				id)); err != nil {
				return err
			}
		}
		return nil
	})
}
