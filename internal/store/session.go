package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"dossier/internal/classroom"
)

// Session is a browser that is signed in, or a guest's.
type Session struct {
	Student  *classroom.Student
	Teacher  *classroom.Teacher
	Created  time.Time
	LastSeen time.Time
	Wall     Wall     // of a teacher
	Hidden   []string // ids of the lessons that the student's class may not read yet
}

// Session finds the session of a token's hash, with the person it belongs to. Whether it has run out is for the
// caller to say. ErrNotFound.
func (s *Store) Session(ctx context.Context, hash [32]byte) (_ Session, err error) {
	defer wrap(&err, "session")
	var (
		created, seen      int64
		student, teacher   sql.NullInt64
		class              sql.NullInt64
		studentName, tName sql.NullString
		className          sql.NullString
		owner              sql.NullBool
		extraTime          sql.NullInt64
		plainWords         sql.NullBool
		wall, until        sql.NullInt64
		hidden             string
	)
	err = s.read.QueryRowContext(ctx, `
		SELECT se.created_at, se.last_seen_at, st.id, st.name, st.class_id, c.name, st.extra_time, st.plain_words,
			te.id, te.name, te.owner, se.wall_class, se.wall_until,
			coalesce((SELECT string_agg(lesson, ' ') FROM hidden_lesson WHERE class_id = st.class_id), '')
		FROM session se LEFT JOIN student st ON st.id = se.student_id LEFT JOIN class c ON c.id = st.class_id
			LEFT JOIN teacher te ON te.id = se.teacher_id
		WHERE se.token_hash = ?1`, hash[:],
	).Scan(&created, &seen, &student, &studentName, &class, &className, &extraTime, &plainWords, &teacher, &tName,
		&owner, &wall, &until, &hidden)
	if err != nil {
		return Session{}, err
	}
	out := Session{Created: fromMillis(created), LastSeen: fromMillis(seen), Hidden: strings.Fields(hidden)}
	if wall.Valid {
		out.Wall = Wall{Class: classroom.ClassID(wall.Int64), Until: fromMillis(until.Int64)}
	}
	if student.Valid {
		out.Student = &classroom.Student{
			ID: classroom.StudentID(student.Int64), Name: studentName.String,
			Class: classroom.ClassID(class.Int64), ClassName: className.String,
			Settings: classroom.Settings{ExtraTime: int(extraTime.Int64), PlainWords: plainWords.Bool},
		}
	} else {
		out.Teacher = &classroom.Teacher{ID: classroom.TeacherID(teacher.Int64), Name: tName.String, Owner: owner.Bool}
	}
	return out, nil
}

// SeeSession notes that a session is in use, and that its student or teacher is active. One that seems to begin in the
// future, because the clock was set back, begins now; a guest's stays, since the clock may be slow, and their session
// lasts for so long that it would have ended when the clock is set right.
func (s *Store) SeeSession(ctx context.Context, hash [32]byte) (err error) {
	defer wrap(&err, "see session")
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if _, err := t.ExecContext(ctx, `
			UPDATE session SET last_seen_at = ?2, created_at = CASE WHEN created_at > ?2 THEN ?2 ELSE created_at END
			WHERE token_hash = ?1 AND (last_seen_at <= ?2 OR student_id IS NULL
				OR student_id NOT IN (SELECT id FROM student WHERE class_id IS NULL))`, hash[:], now); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `
			UPDATE student SET last_active_at = ?2 WHERE id = (SELECT student_id FROM session WHERE token_hash = ?1)
				AND (last_active_at <= ?2 OR class_id IS NOT NULL)`,
			hash[:], now); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `
			UPDATE teacher SET last_seen_at = ?2 WHERE id = (SELECT teacher_id FROM session WHERE token_hash = ?1)`,
			hash[:], now)
		return err
	})
}

// StartTeacherSession signs a teacher in without a passphrase, for measurements; see EnterTeacher.
func (s *Store) StartTeacherSession(ctx context.Context, teacher classroom.TeacherID, hash [32]byte) (err error) {
	defer wrap(&err, "start session of teacher %d", teacher)
	return s.write(fromReserve(ctx), func(t tx) error {
		now := millis(s.now())
		_, err := t.ExecContext(ctx, `
			INSERT INTO session (token_hash, teacher_id, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?3)`,
			hash[:], teacher, now)
		return err
	})
}

// EndSession signs out. A session that is not there is fine.
func (s *Store) EndSession(ctx context.Context, hash [32]byte) (err error) {
	defer wrap(&err, "end session")
	return s.write(fromReserve(ctx), func(t tx) error {
		_, err := t.ExecContext(ctx, `DELETE FROM session WHERE token_hash = ?1`, hash[:])
		return err
	})
}

// Idle returns how long a session has not been used, and Age how long ago it began. A time in the future counts as now:
// the clock was set back since. Ahead reports whether there is one; SeeSession puts it right, so that such a session
// ends too.
func (s Session) Idle(now time.Time) time.Duration { return max(0, now.Sub(s.LastSeen)) }

// Age returns how long ago a session began; see Idle.
func (s Session) Age(now time.Time) time.Duration { return max(0, now.Sub(s.Created)) }

// Ahead reports whether a session began, or was used, at a time that has not come yet.
func (s Session) Ahead(now time.Time) bool { return s.LastSeen.After(now) || s.Created.After(now) }
