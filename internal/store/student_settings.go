package store

import (
	"context"
	"fmt"

	"dossier/internal/classroom"
)

// SettleStudent stores what a teacher settles for a student of their class. shown is the stamp of what their page
// showed: ErrStale when something else stands now, and then nothing is changed. ErrNotFound.
func (s *Store) SettleStudent(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID, shown string, to classroom.Settings) (err error) {
	defer wrap(&err, "settle student %d", student)
	return s.write(ctx, func(t tx) error {
		var was classroom.Settings
		if err := t.QueryRowContext(ctx, `SELECT extra_time, plain_words FROM student
			WHERE id = ?1 AND class_id = ?2 AND `+inTaughtClass, student, class, teacher).
			Scan(&was.ExtraTime, &was.PlainWords); err != nil {
			return err
		}
		switch {
		case was == to: // a form that is sent twice
			return nil
		case was.Stamp() != shown:
			return ErrStale
		}
		if err := staleUnless(changed(ctx, t, `UPDATE student SET extra_time = ?4, plain_words = ?5
			WHERE id = ?1 AND class_id = ?2 AND extra_time = ?6 AND plain_words = ?7 AND `+inTaughtClass,
			student, class, teacher, to.ExtraTime, to.PlainWords, was.ExtraTime, was.PlainWords)); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "settle student", fmt.Sprintf("student %d", student))
	})
}

// PrivateOf finds what the teachers of a class keep about a student. ErrNotFound.
func (s *Store) PrivateOf(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID) (p classroom.Private, err error) {
	defer wrap(&err, "note on student %d", student)
	err = s.read.QueryRowContext(ctx, `SELECT note FROM student WHERE id = ?1 AND class_id = ?2 AND `+inTaughtClass,
		student, class, teacher).Scan(&p.Note)
	return p, err
}

// KeepPrivate stores the note on a student of a teacher's class. shown is the stamp of what the page showed: ErrStale
// when another text stands now, and then nothing is changed. ErrNotFound.
func (s *Store) KeepPrivate(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID, shown string, to classroom.Private) (err error) {
	defer wrap(&err, "keep a note on student %d", student)
	return s.write(ctx, func(t tx) error {
		var was classroom.Private
		if err := t.QueryRowContext(ctx, `SELECT note FROM student WHERE id = ?1 AND class_id = ?2 AND `+inTaughtClass,
			student, class, teacher).Scan(&was.Note); err != nil {
			return err
		}
		switch {
		case was == to:
			return nil
		case was.Stamp() != shown:
			return ErrStale
		}
		return staleUnless(changed(ctx, t, `UPDATE student SET note = ?4
			WHERE id = ?1 AND class_id = ?2 AND note = ?5 AND `+inTaughtClass, student, class, teacher, to.Note, was.Note))
	})
}
