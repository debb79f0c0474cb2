package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// Answerer is who gives an answer: a student, or a visitor who becomes a guest with the first one.
type Answerer struct {
	Student classroom.StudentID
	Visitor [32]byte // hash of the visitor's token, when Student is 0
}

// student finds the answering student, making a guest where there is none yet. Two first answers of
// one visitor make one guest.
func (a Answerer) student(ctx context.Context, t tx, now int64) (classroom.StudentID, error) {
	if a.Student != 0 {
		_, err := t.ExecContext(ctx, `UPDATE student SET last_active_at = ?2 WHERE id = ?1`, a.Student, now)
		return a.Student, err
	}
	var id sql.NullInt64
	err := t.QueryRowContext(ctx, `SELECT student_id FROM session WHERE token_hash = ?1`, a.Visitor[:]).Scan(&id)
	if err == nil && !id.Valid { // a teacher reads, but does not answer
		return 0, ErrConflict
	}
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return classroom.StudentID(id.Int64), err
	}
	var guest classroom.StudentID
	if err := t.QueryRowContext(ctx, `INSERT INTO student (class_id, name, name_key, pin_hash, created_at,
		last_active_at) VALUES (NULL, '', '', '', ?1, ?1) RETURNING id`, now).Scan(&guest); err != nil {
		return 0, err
	}
	_, err = t.ExecContext(ctx, `INSERT INTO session (token_hash, student_id, created_at, last_seen_at)
		VALUES (?1, ?2, ?3, ?3)`, a.Visitor[:], guest, now)
	return guest, err
}

// StudentByName finds a student of a class by folded name, with the hash of the PIN. ErrNotFound.
func (s *Store) StudentByName(ctx context.Context, class classroom.ClassID, nameKey string) (_ classroom.Student,
	err error) {
	defer wrap(&err, "student by name in class %d", class)
	st := classroom.Student{Class: class}
	err = s.read.QueryRowContext(ctx, `SELECT id, name, pin_hash FROM student WHERE class_id = ?1 AND name_key = ?2`,
		class, nameKey).
		Scan(&st.ID, &st.Name, &st.PINHash)
	return st, err
}

// StudentOf finds a student in a class of this teacher. ErrNotFound, for somebody else's student too.
func (s *Store) StudentOf(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID) (_ classroom.Student, lastActive time.Time, err error) {
	defer wrap(&err, "student %d", student)
	var st classroom.Student
	var active int64
	err = s.read.QueryRowContext(ctx, `
		SELECT s.id, s.name, s.class_id, c.name, s.last_active_at FROM student s JOIN class c ON c.id = s.class_id
		JOIN class_teacher ct ON ct.class_id = c.id
		WHERE s.id = ?1 AND s.class_id = ?2 AND ct.teacher_id = ?3`, student, class, teacher).Scan(&st.ID, &st.Name,
		&st.Class, &st.ClassName, &active)
	return st, fromMillis(active), err
}

// Entry is a sign-in of a student: where from, under which new session, and which guest's work comes along.
type Entry struct {
	Session [32]byte // hash of the new token
	Device  []byte   // the computer's cookie, hashed
	Address []byte   // where it comes from, hashed
	Guest   classroom.StudentID
}

// JoinClass makes a student in a class and signs them in. ErrConflict when the name is taken.
func (s *Store) JoinClass(ctx context.Context, class classroom.ClassID, name, nameKey, pinHash string,
	e Entry) (id classroom.StudentID, err error) {
	defer wrap(&err, "join class %d", class)
	err = s.write(ctx, func(t tx) error {
		now := millis(s.now())
		err := t.QueryRowContext(ctx, `INSERT INTO student (class_id, name, name_key, pin_hash, created_at, last_active_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?5) RETURNING id`,
			class, name, nameKey, pinHash, now).
			Scan(&id)
		if isUnique(err) {
			return ErrConflict
		}
		if err != nil {
			return err
		}
		return enter(ctx, t, id, e, now)
	})
	return id, err
}

// EnterClass signs a student in whose PIN was right.
func (s *Store) EnterClass(ctx context.Context, student classroom.StudentID, e Entry) (err error) {
	defer wrap(&err, "sign in student %d", student)
	return s.write(ctx, func(t tx) error { return enter(ctx, t, student, e, millis(s.now())) })
}

func enter(ctx context.Context, t tx, student classroom.StudentID, e Entry, now int64) error {
	if _, err := t.ExecContext(ctx, `INSERT INTO session (token_hash, student_id, created_at, last_seen_at)
		VALUES (?1, ?2, ?3, ?3)`, e.Session[:], student, now); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `
		INSERT INTO device (student_id, device, known, failures, last_failure_at) VALUES (?1, ?2, 1, 0, 0)
		ON CONFLICT (student_id, device) DO UPDATE SET known = 1, failures = 0`, student, e.Device); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM device WHERE student_id = ?1 AND device = ?2 AND known = 0`, student,
		e.Address); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `UPDATE student SET last_active_at = ?2 WHERE id = ?1`, student, now); err != nil {
		return err
	}
	return adopt(ctx, t, e.Guest, student, now)
}

// adopt moves a guest's work to the student they have become and forgets the guest. Both sets of
// attempts stay, so that the earlier first try remains the first.
func adopt(ctx context.Context, t tx, guest, student classroom.StudentID, now int64) error {
	if guest == 0 || guest == student {
		return nil
	}
	// Only a guest's work moves, never another student's.
	err := t.QueryRowContext(ctx, `SELECT id FROM student WHERE id = ?1 AND class_id IS NULL`, guest).Scan(&guest)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`INSERT INTO section_read (student_id, lesson, section, read_at) SELECT ?2, lesson, section, read_at FROM section_read
			WHERE student_id = ?1 ON CONFLICT DO NOTHING`,
		`UPDATE attempt SET student_id = ?2 WHERE student_id = ?1`,
	} {
		if _, err := t.ExecContext(ctx, statement, guest, student); err != nil {
			return err
		}
	}
	if err := adoptBench(ctx, t, guest, student, now); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM student WHERE id = ?1`, guest); err != nil {
		return err
	}
	rows, err := t.QueryContext(ctx, `SELECT DISTINCT lesson FROM attempt WHERE student_id = ?1`, student)
	if err != nil {
		return err
	}
	var lessons []string
	defer rows.Close()
	for rows.Next() {
		var lesson string
		if err := rows.Scan(&lesson); err != nil {
			return err
		}
		lessons = append(lessons, lesson)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, lesson := range lessons {
		if err := keepProgress(ctx, t, student, lesson); err != nil {
			return err
		}
	}
	return nil
}

// ResetPIN gives a student of a teacher's class a new PIN, signs them out everywhere and forgets wrong
// guesses. ErrNotFound.
func (s *Store) ResetPIN(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID, pinHash string) (err error) {
	defer wrap(&err, "reset PIN of student %d", student)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `UPDATE student SET pin_hash = ?4 WHERE id = ?1 AND class_id = ?2 AND `+ownClass,
			student, class, teacher, pinHash); err != nil {
			return err
		}
		// A session is made to have run out rather than deleted: a form that comes from it is kept until its
		// sender has signed in again.
		for _, statement := range []string{`UPDATE session SET created_at = 0 WHERE student_id = ?1`, `DELETE FROM device
			WHERE student_id = ?1`} {
			if _, err := t.ExecContext(ctx, statement, student); err != nil {
				return err
			}
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "reset PIN", fmt.Sprintf("student %d", student))
	})
}

// RemoveStudent deletes a student of a teacher's class with everything they did. ErrNotFound.
func (s *Store) RemoveStudent(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID) (err error) {
	defer wrap(&err, "remove student %d", student)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `DELETE FROM student WHERE id = ?1 AND class_id = ?2 AND `+ownClass, student, class,
			teacher); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "remove student", fmt.Sprintf("student %d", student))
	})
}

// ownClass limits a statement with class ?2 to classes of teacher ?3.
const ownClass = `class_id IN (SELECT class_id FROM class_teacher WHERE class_id = ?2 AND teacher_id = ?3)`

// changeOne runs a statement that must change one row. ErrNotFound when it changed none.
func changeOne(ctx context.Context, t tx, statement string, args ...any) error {
	res, err := t.ExecContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, ErrNotFound)
	}
	return nil
}
