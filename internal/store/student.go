package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"dossier/internal/account"
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
		return a.Student, active(ctx, t, a.Student, now)
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

// active notes that a student does something now. ErrNotFound when a teacher has removed them meanwhile.
func active(ctx context.Context, t tx, student classroom.StudentID, now int64) error {
	return changeOne(ctx, t, `UPDATE student SET last_active_at = ?2 WHERE id = ?1
		AND NOT EXISTS (SELECT 1 FROM roster_held WHERE student_id = ?1)`, student, now)
}

// StudentByName finds a student of a class by name and folded name, with the hash of the PIN. Of two who share a
// folded name, from before names were folded as they are now, it finds the one who writes it just so. ErrNotFound.
func (s *Store) StudentByName(ctx context.Context, class classroom.ClassID, name, nameKey string) (
	_ classroom.Student, err error) {
	defer wrap(&err, "student by name in class %d", class)
	st := classroom.Student{Class: class}
	err = s.read.QueryRowContext(ctx, `SELECT id, name, pin_hash, extra_time, plain_words FROM student
		WHERE class_id = ?1 AND (name = ?2 OR name_key = ?3) ORDER BY CASE WHEN name = ?2 THEN 0 ELSE 1 END, id LIMIT 1`,
		class, name, nameKey).
		Scan(&st.ID, &st.Name, &st.PINHash, &st.Settings.ExtraTime, &st.Settings.PlainWords)
	return st, err
}

// StudentOf finds a student in a class of this teacher. ErrNotFound, for somebody else's student too.
func (s *Store) StudentOf(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID) (_ classroom.Student, lastActive time.Time, err error) {
	defer wrap(&err, "student %d", student)
	var st classroom.Student
	var active int64
	err = s.read.QueryRowContext(ctx, `
		SELECT s.id, s.name, s.class_id, c.name, s.last_active_at, s.extra_time, s.plain_words
		FROM student s JOIN class c ON c.id = s.class_id JOIN class_teacher ct ON ct.class_id = c.id
		WHERE s.id = ?1 AND s.class_id = ?2 AND ct.teacher_id = ?3`, student, class, teacher).Scan(&st.ID, &st.Name,
		&st.Class, &st.ClassName, &active, &st.Settings.ExtraTime, &st.Settings.PlainWords)
	return st, seenAt(active), err
}

// Entry is a sign-in of a student: where from, under which new session, and which guest's work comes along.
type Entry struct {
	Session [32]byte // hash of the new token
	Device  []byte   // the computer's cookie, hashed
	Address []byte   // where it comes from, hashed
	Guest   classroom.StudentID

	// Regrade decides once more about answers of the guest to a question for which the teachers of the class have accepted
	// something. nil leaves them as they are.
	Regrade RegradeAsked
}

// JoinClass makes a student in a class and signs them in. ErrConflict when the name is taken, ErrLocked when the class
// lets nobody new in.
func (s *Store) JoinClass(ctx context.Context, class classroom.ClassID, name, nameKey, pinHash string,
	e Entry) (id classroom.StudentID, err error) {
	defer wrap(&err, "join class %d", class)
	err = s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := holdClass(ctx, t, class); err != nil {
			return err
		}
		var err error
		if id, err = takePlace(ctx, t, class, newcomer{name, nameKey, pinHash}, false, now); err != nil {
			return err
		}
		return enter(ctx, t, id, e, now)
	})
	return id, err
}

// EnterClass signs a student in whose PIN was right. ErrNotFound when they were removed meanwhile.
func (s *Store) EnterClass(ctx context.Context, student classroom.StudentID, e Entry) (err error) {
	defer wrap(&err, "sign in student %d", student)
	return s.write(ctx, func(t tx) error { return enter(ctx, t, student, e, millis(s.now())) })
}

// FirstEntry signs a student in whom a teacher has put on the list, with the PIN that they have chosen. ErrConflict
// when they have one: somebody has come in under this name meanwhile, or it was made for them.
func (s *Store) FirstEntry(ctx context.Context, student classroom.StudentID, pinHash string, e Entry) (err error) {
	defer wrap(&err, "sign in student %d for the first time", student)
	return s.write(ctx, func(t tx) error {
		first, err := changed(ctx, t, `UPDATE student SET pin_hash = ?3 WHERE id = ?1 AND pin_hash = ?2`, student,
			account.NoPIN, pinHash)
		if err == nil && !first {
			err = ErrConflict
		}
		if err != nil {
			return err
		}
		return enter(ctx, t, student, e, millis(s.now()))
	})
}

func enter(ctx context.Context, t tx, student classroom.StudentID, e Entry, now int64) error {
	if err := active(ctx, t, student, now); err != nil {
		return err
	}
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
	return adopt(ctx, t, e, student, now)
}

// ResetPIN gives a student of a teacher's class a new PIN, signs them out everywhere and forgets wrong
// guesses. ErrNotFound.
func (s *Store) ResetPIN(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	student classroom.StudentID, pinHash string) (err error) {
	defer wrap(&err, "reset PIN of student %d", student)
	return s.write(ctx, func(t tx) error { return s.resetPIN(ctx, t, teacher, class, NewPIN{student, pinHash}) })
}

// inTaughtClass limits a statement on what belongs to class ?2 to classes of teacher ?3.
const inTaughtClass = `class_id IN (SELECT class_id FROM class_teacher WHERE class_id = ?2 AND teacher_id = ?3)`

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
