package store

import (
	"context"
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// RenameClass gives a class of this teacher another name. ErrNotFound.
func (s *Store) RenameClass(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	name string) (err error) {
	defer wrap(&err, "rename class %d", class)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `UPDATE class SET name = ?3 WHERE `+taughtClass, class, teacher, name); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "rename class", fmt.Sprintf("class %d", class))
	})
}

// ArchiveClass puts a class of this teacher into the archive, or takes it out of it. Nobody new joins an archived
// class, and its work leaves the queues. ErrNotFound.
func (s *Store) ArchiveClass(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	archived bool) (err error) {
	defer wrap(&err, "archive class %d", class)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if archived {
			return archive(ctx, t, teacher, class, now, "archive class")
		}
		if err := changeOne(ctx, t, `UPDATE class SET archived_at = NULL WHERE `+taughtClass, class, teacher); err != nil {
			return err
		}
		return audit(ctx, t, now, actorTeacher(teacher), "take class out of the archive", fmt.Sprintf("class %d", class))
	})
}

func archive(ctx context.Context, t tx, teacher classroom.TeacherID, class classroom.ClassID, now int64,
	action string) error {
	if err := changeOne(ctx, t, `UPDATE class SET archived_at = coalesce(archived_at, ?3) WHERE `+taughtClass, class,
		teacher, now); err != nil {
		return err
	}
	return audit(ctx, t, now, actorTeacher(teacher), action, fmt.Sprintf("class %d", class))
}

// ClassesActive says for each of a teacher's classes when somebody in it was last active. A class without students is
// left out.
func (s *Store) ClassesActive(ctx context.Context, teacher classroom.TeacherID) (
	_ map[classroom.ClassID]time.Time, err error) {
	defer wrap(&err, "when the classes of teacher %d were active", teacher)
	type row struct {
		class  classroom.ClassID
		active int64
	}
	rows, err := collect(ctx, s.read, func(from scanner) (r row, err error) { return r, from.Scan(&r.class, &r.active) },
		`SELECT st.class_id, max(st.last_active_at) FROM class_teacher ct JOIN student st ON st.class_id = ct.class_id
			WHERE ct.teacher_id = ?1 GROUP BY st.class_id`, teacher)
	active := map[classroom.ClassID]time.Time{}
	for _, r := range rows {
		if r.active > 0 { // nobody of the list has come in yet
			active[r.class] = fromMillis(r.active)
		}
	}
	return active, err
}

// ClassHolds counts what goes with a class when it is deleted. The caller has checked whose class it is.
func (s *Store) ClassHolds(ctx context.Context, class classroom.ClassID) (h classroom.ClassHolds, err error) {
	defer wrap(&err, "what class %d holds", class)
	err = s.read.QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM student WHERE class_id = ?1),
		(SELECT count(*) FROM student st JOIN attempt a ON a.student_id = st.id JOIN response r ON r.attempt_id = a.id
			WHERE st.class_id = ?1),
		(SELECT count(*) FROM student st JOIN essay e ON e.student_id = st.id WHERE st.class_id = ?1)`, class).
		Scan(&h.Students, &h.Answers, &h.Essays)
	return h, err
}

// studentsAtOnce is how many students one write deletes, so that the answers of others do not wait for long: a student
// with 500 answers takes some twenty milliseconds.
const studentsAtOnce = 2

// Who is in class ?1, if teacher ?2 teaches it, and who was removed from its list an hour ago at most.
const (
	studentsOf = `SELECT st.id FROM student st JOIN class_teacher ct ON ct.class_id = st.class_id
		WHERE ct.class_id = ?1 AND ct.teacher_id = ?2`
	removedFrom = `SELECT h.student_id FROM roster_held h
		JOIN roster_step r ON r.id = h.step_id JOIN class_teacher ct ON ct.class_id = r.class_id
		WHERE r.class_id = ?1 AND ct.teacher_id = ?2`
)

// deleteWithWork deletes who is in a class of this teacher and who was just removed from it.
func (s *Store) deleteWithWork(ctx context.Context, class classroom.ClassID, teacher classroom.TeacherID,
	tell func(students int)) error {
	if err := s.deleteStudents(ctx, tell, studentsOf, class, teacher); err != nil {
		return err
	}
	return s.deleteStudents(ctx, nil, removedFrom, class, teacher)
}

// deleteStudents deletes the students that a query finds, with everything that they did, in several writes.
// tell is told after each how many are gone by now; nil for nobody.
func (s *Store) deleteStudents(ctx context.Context, tell func(students int), query string, args ...any) error {
	gone := 0
	for deleted := studentsAtOnce; deleted == studentsAtOnce; {
		if err := s.write(fromReserve(ctx), func(t tx) (err error) {
			deleted, err = changedRows(t.ExecContext(ctx, `DELETE FROM student WHERE id IN (`+query+` LIMIT `+
				fmt.Sprint(studentsAtOnce)+`)`, args...))
			return err
		}); err != nil {
			return err
		}
		if gone += deleted; tell != nil {
			tell(gone)
		}
	}
	return nil
}
