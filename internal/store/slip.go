package store

import (
	"context"
	"fmt"

	"dossier/internal/classroom"
)

// SlipStudents lists the students of a class by name, with the hashes of their PINs. The caller has checked whose class
// it is.
func (s *Store) SlipStudents(ctx context.Context, class classroom.ClassID) (_ []classroom.Student, err error) {
	defer wrap(&err, "students of class %d", class)
	return collect(ctx, s.read, func(row scanner) (st classroom.Student, err error) {
		st.Class = class
		err = row.Scan(&st.ID, &st.Name, &st.PINHash)
		return st, err
	}, `SELECT id, name, pin_hash FROM student WHERE class_id = ?1 ORDER BY name_key`, class)
}

// NewPIN is the hash of a new PIN of a student.
type NewPIN struct {
	Student classroom.StudentID
	Hash    string
}

// ResetPINs gives students of a teacher's class new PINs, as ResetPIN does: all of them, or none when one is not in
// the class. ErrNotFound.
func (s *Store) ResetPINs(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	pins []NewPIN) (err error) {
	defer wrap(&err, "reset %d PINs of class %d", len(pins), class)
	return s.write(ctx, func(t tx) error {
		for _, pin := range pins {
			if err := s.resetPIN(ctx, t, teacher, class, pin); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) resetPIN(ctx context.Context, t tx, teacher classroom.TeacherID, class classroom.ClassID,
	pin NewPIN) error {
	if err := changeOne(ctx, t, `UPDATE student SET pin_hash = ?4 WHERE id = ?1 AND class_id = ?2 AND `+inTaughtClass,
		pin.Student, class, teacher, pin.Hash); err != nil {
		return err
	}
	// A session is made to have run out rather than deleted: a form that comes from it is kept until its sender has
	// signed in again.
	for _, statement := range []string{`UPDATE session SET created_at = 0 WHERE student_id = ?1`, `DELETE FROM device
		WHERE student_id = ?1`} {
		if _, err := t.ExecContext(ctx, statement, pin.Student); err != nil {
			return err
		}
	}
	return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "reset PIN", fmt.Sprintf("student %d", pin.Student))
}
