package store

import (
	"context"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// NewDemo is an invented class to be planted.
type NewDemo struct {
	Name, Code string
	FormToken  string
	Began      time.Time
	Real       bool // it is to pass for a class like any other, in a measurement
	Students   []NewInvented
}

// NewInvented is a student of an invented class.
type NewInvented struct {
	Name, NameKey string
	PINHash       string
	Joined        time.Time
	ExtraTime     int // in per cent
	PlainWords    bool
	Note          string // for the teachers
}

// Planting is the store as those see it who plant a class: what they write is written in one transaction with the class
// itself, by the same rules as everything else, and dated with a clock of theirs. It ends with Plant.
type Planting struct {
	*Store
	Class    classroom.ClassID
	Students []classroom.StudentID // in the order of NewDemo
	clock    time.Time
}

// At sets the clock.
func (p *Planting) At(at time.Time) { p.clock = at }

// SetPIN gives one of the students a PIN.
func (p *Planting) SetPIN(ctx context.Context, student int, pinHash string) error {
	return changeOne(ctx, p.within, `UPDATE student SET pin_hash = ?2 WHERE id = ?1`, p.Students[student], pinHash)
}

// DemoOf finds the demo class of a teacher. ErrNotFound when there is none.
func (s *Store) DemoOf(ctx context.Context, teacher classroom.TeacherID) (_ classroom.Class, err error) {
	defer wrap(&err, "demo class of teacher %d", teacher)
	return scanClass(s.read.QueryRowContext(ctx, demoOf, teacher))
}

const demoOf = `SELECT ` + classColumns + ` FROM class c JOIN class_teacher ct ON ct.class_id = c.id
	WHERE ct.teacher_id = ?1 AND c.demo = 1 ORDER BY c.id LIMIT 1`

// Plant makes an invented class of a teacher and lets grow do the work of its students, all of it or nothing. A teacher
// has one demo class: while there is one, it is returned and grow is not called. ErrConflict when the code is taken.
func (s *Store) Plant(ctx context.Context, teacher classroom.TeacherID, n NewDemo, grow func(*Planting) error) (
	id classroom.ClassID, err error) {
	defer wrap(&err, "plant a class")
	err = s.write(ctx, func(t tx) error {
		if !n.Real {
			there, err := collect(ctx, t, scanClass, demoOf, teacher)
			if err != nil {
				return err
			}
			if len(there) > 0 {
				id = there[0].ID
				return nil
			}
		}
		var p *Planting
		if p, err = s.sow(ctx, t, teacher, n); err != nil {
			return err
		}
		id = p.Class
		return grow(p)
	})
	return id, err
}

// sow makes the class and its students, who have done nothing yet.
func (s *Store) sow(ctx context.Context, t tx, teacher classroom.TeacherID, n NewDemo) (*Planting, error) {
	p := &Planting{clock: n.Began}
	p.Store = &Store{db: s.db, read: t, within: t, now: func() time.Time { return p.clock }}
	var err error
	if p.Class, err = insertClass(ctx, t, teacher, n.Name, n.Code, n.FormToken, millis(n.Began)); err != nil {
		return nil, err
	}
	if !n.Real {
		if _, err := t.ExecContext(ctx, `UPDATE class SET demo = 1, door = 'closed' WHERE id = ?1`, p.Class); err != nil {
			return nil, err
		}
	}
	for _, st := range n.Students {
		var id classroom.StudentID
		if err := t.QueryRowContext(ctx, `INSERT INTO student (class_id, name, name_key, pin_hash, created_at,
			last_active_at, extra_time, plain_words, note) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8) RETURNING id`,
			p.Class, st.Name, st.NameKey, st.PINHash, millis(st.Joined), st.ExtraTime, st.PlainWords, st.Note).
			Scan(&id); err != nil {
			return nil, err
		}
		p.Students = append(p.Students, id)
	}
	return p, audit(ctx, t, millis(s.now()), actorTeacher(teacher), "plant demo class", classSubject(p.Class))
}

func classSubject(class classroom.ClassID) string { return fmt.Sprintf("class %d", class) }

// RemoveDemo deletes the demo class of a teacher with everything in it and what the record says of it, in several
// writes; asking again finishes what was cut off. One that is gone already is not found: ErrNotFound, as for a class
// that is no demo, and somebody else's.
func (s *Store) RemoveDemo(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID) (err error) {
	defer wrap(&err, "remove demo class %d", class)
	if err := s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `UPDATE class SET places = places WHERE demo = 1 AND `+taughtClass, class,
			teacher); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `DELETE FROM audit WHERE subject IN (
			SELECT 'student ' || id FROM (`+studentsOf+` UNION ALL `+removedFrom+`))`, class, teacher)
		return err
	}); err != nil {
		return err
	}
	if err := s.deleteWithWork(ctx, class, teacher, nil); err != nil {
		return err
	}
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `DELETE FROM class WHERE demo = 1 AND `+taughtClass, class, teacher); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `DELETE FROM audit WHERE subject = ?1`, classSubject(class))
		return err
	})
}

// WorkIn counts what was answered and written in a class. The caller has checked whose class it is.
func (s *Store) WorkIn(ctx context.Context, class classroom.ClassID) (answers, essays int, err error) {
	defer wrap(&err, "work in class %d", class)
	err = s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM student st JOIN attempt a ON a.student_id = st.id
			JOIN response r ON r.attempt_id = a.id WHERE st.class_id = ?1),
		(SELECT count(*) FROM student st JOIN essay e ON e.student_id = st.id WHERE st.class_id = ?1)`, class).
		Scan(&answers, &essays)
	return answers, essays, err
}
