package store

import (
	"context"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// EraseStudents deletes students of a teacher's class for good, with everything that they did, at once: no undo brings
// them back, nor does a backup that is restored, and no trace is left in the database or its log. teacher 0 is whoever
// sits at the machine. It goes on in several writes; what is left after one that failed goes at the next opening, or
// when somebody asks again. ErrNotFound when one of them is not in the class; nobody is erased then.
func (s *Store) EraseStudents(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	students []classroom.StudentID) (err error) {
	defer wrap(&err, "erase %d students of class %d", len(students), class)
	if err := s.write(ctx, func(t tx) error {
		now := millis(s.now())
		for _, id := range students {
			if err := changeOne(ctx, t, `UPDATE student SET class_id = class_id WHERE id = ?4 AND `+inClassOf, class, teacher,
				0, id); err != nil {
				return err
			}
			if err := audit(ctx, t, now, actorOf(teacher), "erase student", fmt.Sprintf("student %d", id)); err != nil {
				return err
			}
		}
		return condemn(ctx, t, now, students)
	}); err != nil {
		return err
	}
	return s.carryOut(ctx, nil)
}

// inClassOf limits a statement on students to class ?1, which teacher ?2 teaches unless that is ?3, which is 0.
const inClassOf = `class_id = ?1
	AND (?2 = ?3 OR class_id IN (SELECT class_id FROM class_teacher WHERE teacher_id = ?2))`

// DeleteClass deletes a class of this teacher for good, with everything that its students did, as EraseStudents does.
// deleted is told after each write how many students are deleted by now; nil for nobody. teacher 0 is whoever sits at
// the machine. ErrNotFound.
func (s *Store) DeleteClass(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	deleted func(students int)) (err error) {
	defer wrap(&err, "delete class %d", class)
	if err := s.write(ctx, func(t tx) error {
		now := millis(s.now())
		// From here on nobody new joins it.
		if err := changeOne(ctx, t, `UPDATE class SET archived_at = coalesce(archived_at, ?4)
			WHERE id = ?1 AND (?2 = ?3 OR id IN (SELECT class_id FROM class_teacher WHERE teacher_id = ?2))`, class, teacher,
			0, now); err != nil {
			return err
		}
		if err := audit(ctx, t, now, actorOf(teacher), "delete class", classSubject(class)); err != nil {
			return err
		}
		return condemnClass(ctx, t, now, class)
	}); err != nil {
		return err
	}
	return s.carryOut(ctx, deleted)
}

// EraseGuests deletes guests for good who were last here before a time, with their answers, and returns how many
// there were.
func (s *Store) EraseGuests(ctx context.Context, before time.Time) (n int, err error) {
	defer wrap(&err, "erase guests")
	if err := s.write(ctx, func(t tx) error {
		guests, err := studentIDs(ctx, t, idleGuests, millis(before))
		if n = len(guests); err != nil || n == 0 {
			return err
		}
		now := millis(s.now())
		if err := audit(ctx, t, now, actorProgram, "erase guests", fmt.Sprintf("%d guests", n)); err != nil {
			return err
		}
		return condemn(ctx, t, now, guests)
	}); err != nil || n == 0 {
		return n, err
	}
	return n, s.carryOut(ctx, nil)
}

// idleGuests are guests who were last here before ?1. A removed student who can be brought back is none.
const idleGuests = `SELECT st.id FROM student st WHERE st.class_id IS NULL AND st.last_active_at < ?1
	AND NOT EXISTS (SELECT 1 FROM roster_held h WHERE h.student_id = st.id)`

// IdleGuests counts the guests that EraseGuests would delete.
func (s *Store) IdleGuests(ctx context.Context, before time.Time) (n int, err error) {
	defer wrap(&err, "count guests")
	err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM (`+idleGuests+`)`, millis(before)).Scan(&n)
	return n, err
}

func studentIDs(ctx context.Context, q tx, query string, args ...any) ([]classroom.StudentID, error) {
	return collect(ctx, q, func(row scanner) (id classroom.StudentID, err error) {
		return id, row.Scan(&id)
	}, query, args...)
}

// condemnClass notes that a class is to be deleted with everybody in it, and whoever was removed from it.
func condemnClass(ctx context.Context, t tx, now int64, class classroom.ClassID) error {
	students, err := studentIDs(ctx, t, `SELECT id FROM student WHERE class_id = ?1
		UNION SELECT h.student_id FROM roster_held h JOIN roster_step r ON r.id = h.step_id WHERE r.class_id = ?1`, class)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`INSERT INTO erased (what, id, made_at, erased_at) SELECT 'class', id, created_at, ?2 FROM class WHERE id = ?1
			ON CONFLICT DO NOTHING`,
		`INSERT INTO erased (what, id, made_at, erased_at) SELECT 'student', student_id, made_at, ?2 FROM former
			WHERE class_id = ?1 ON CONFLICT DO NOTHING`,
	} {
		if _, err := t.ExecContext(ctx, statement, class, now); err != nil {
			return err
		}
	}
	return condemn(ctx, t, now, students)
}

// condemn notes that students are to be deleted, with whoever they have been before, and forgets their names wherever
// those stand besides. From here on an opening would delete them.
func condemn(ctx context.Context, t tx, now int64, students []classroom.StudentID) error {
	gone, err := withMerged(ctx, t, students)
	if err != nil {
		return err
	}
	if err := forgetInSteps(ctx, t, gone); err != nil {
		return err
	}
	for id := range gone {
		for _, statement := range []string{
			`INSERT INTO erased (what, id, made_at, erased_at) SELECT 'student', id, created_at, ?2 FROM student
				WHERE id = ?1 ON CONFLICT DO NOTHING`,
			`INSERT INTO erased (what, id, made_at, erased_at) SELECT 'student', student_id, made_at, ?2 FROM former
				WHERE now_id = ?1 ON CONFLICT DO NOTHING`,
			`DELETE FROM session WHERE student_id = ?1 AND ?2 <> 0`,
			`DELETE FROM waiting WHERE ?2 <> 0 AND EXISTS (SELECT 1 FROM student st
				WHERE st.id = ?1 AND st.class_id = waiting.class_id AND st.name_key = waiting.name_key)`,
		} {
			if _, err := t.ExecContext(ctx, statement, id, now); err != nil {
				return err
			}
		}
	}
	if err := forgetRefusals(ctx, t); err != nil {
		return err
	}
	return oweWiping(ctx, t, now)
}

// condemned are the students who are to be deleted and are still there.
const condemned = `SELECT st.id FROM erased e JOIN student st ON st.id = e.id AND st.created_at = e.made_at
	WHERE e.what = 'student'`

// condemnedClass are the classes that are to be deleted and are still there. A class that a backup has brought back may
// hold somebody who had left it long before: then it stays.
const condemnedClass = `SELECT c.id FROM erased e JOIN class c ON c.id = e.id AND c.created_at = e.made_at
	WHERE e.what = 'class' AND NOT EXISTS (SELECT 1 FROM student WHERE class_id = c.id)`

// forgetRefusals deletes the refusals of texts that nobody has typed but those who are to be deleted.
func forgetRefusals(ctx context.Context, t tx) error {
	const typed = `SELECT 1 FROM response r JOIN unmatched u ON u.response_id = r.id JOIN attempt a ON a.id = r.attempt_id
		WHERE r.question_id = refusal.question_id AND r.version = refusal.version AND u.text = refusal.text
			AND a.student_id `
	_, err := t.ExecContext(ctx, `DELETE FROM refusal WHERE EXISTS (`+typed+`IN (`+condemned+`))
		AND NOT EXISTS (`+typed+`NOT IN (`+condemned+`))`)
	return err
}

// carryOut deletes who is to be deleted. The traces that are left of them in the files go when nobody writes, see Wipe.
// tell is told how many students are deleted by now; nil for nobody.
func (s *Store) carryOut(ctx context.Context, tell func(students int)) error {
	if err := s.keepErased(ctx); err != nil {
		return err
	}
	students, err := studentIDs(ctx, s.read, condemned)
	if err != nil {
		return err
	}
	for _, id := range students {
		if err := s.deleteAnswers(ctx, id); err != nil {
			return err
		}
	}
	if err := s.deleteStudents(ctx, tell, condemned); err != nil {
		return err
	}
	return s.write(ctx, func(t tx) error {
		if _, err := t.ExecContext(ctx, `DELETE FROM class WHERE id IN (`+condemnedClass+`)`); err != nil {
			return err
		}
		return oweWiping(ctx, t, millis(s.now()))
	})
}
