package store

import (
	"context"
	"fmt"
	"math/rand/v2"

	"dossier/internal/account"
	"dossier/internal/classroom"
)

// AnonymiseClass takes the names from the students of a teacher's class for good: each becomes "Student" with a number
// that tells nothing. Their PINs, sessions and notes go, so that nobody can sign in as one of them, and the class goes
// into the archive. Their work stays, with whatever names stand in their own words. ErrNotFound.
func (s *Store) AnonymiseClass(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID) (err error) {
	defer wrap(&err, "anonymise class %d", class)
	if err := s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := archive(ctx, t, teacher, class, now, "anonymise class"); err != nil {
			return err
		}
		removed, err := studentIDs(ctx, t, `SELECT h.student_id FROM roster_held h JOIN roster_step r ON r.id = h.step_id
			WHERE r.class_id = ?1`, class)
		if err != nil {
			return err
		}
		students, err := stillNamed(ctx, t, class)
		if err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, `DELETE FROM waiting WHERE class_id = ?1`, class); err != nil {
			return err
		}
		if err := condemn(ctx, t, now, removed); err != nil { // who was removed has no place among those who stay
			return err
		}
		return takeNames(ctx, t, now, students)
	}); err != nil {
		return err
	}
	return s.carryOut(ctx, nil)
}

// stillNamed lists the students of a class of whom there is more than a number. Whose name was taken before keeps the
// number, under which they may stand in a file by now.
func stillNamed(ctx context.Context, t tx, class classroom.ClassID) (students []classroom.StudentID, err error) {
	all, err := collect(ctx, t, func(row scanner) (st classroom.Student, err error) {
		return st, row.Scan(&st.ID, &st.Name)
	}, `SELECT id, CASE WHEN pin_hash = ?2 AND note = '' THEN name ELSE '' END FROM student WHERE class_id = ?1
		ORDER BY id`, class, account.Nobody)
	for _, st := range all {
		if !isNumber(st.Name) {
			students = append(students, st.ID)
		}
	}
	return students, err
}

// takeNames takes the names from students. Their numbers follow neither the alphabet nor when they came.
func takeNames(ctx context.Context, t tx, now int64, students []classroom.StudentID) error {
	gone := map[classroom.StudentID]bool{}
	for _, id := range students {
		gone[id] = true
	}
	if err := forgetInSteps(ctx, t, gone); err != nil {
		return err
	}
	rand.Shuffle(len(students), func(i, j int) { students[i], students[j] = students[j], students[i] })
	for _, id := range students {
		for _, statement := range []string{
			`INSERT INTO erased (what, id, made_at, erased_at) SELECT 'name', id, created_at, ?2 FROM student WHERE id = ?1
				ON CONFLICT DO NOTHING`,
			`DELETE FROM session WHERE student_id = ?1 AND ?2 <> 0`,
			`DELETE FROM device WHERE student_id = ?1 AND ?2 <> 0`,
			`UPDATE student SET name = '', name_key = '. ' || id, note = '', let_in_until = NULL
				WHERE id = ?1 AND class_id IS NOT NULL AND ?2 <> 0`,
		} {
			if _, err := t.ExecContext(ctx, statement, id, now); err != nil {
				return err
			}
		}
	}
	n := 0
	for _, id := range students {
		if err := numberStudent(ctx, t, id, &n); err != nil {
			return err
		}
	}
	return oweWiping(ctx, t, now)
}

// numberStudent gives a student the first number after n that nobody in the class has.
func numberStudent(ctx context.Context, t tx, student classroom.StudentID, n *int) error {
	for taken := true; taken; {
		*n++
		if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM student o JOIN student st ON st.class_id = o.class_id
			WHERE st.id = ?1 AND o.id <> st.id AND o.name_key = ?2)`, student, account.FoldName(withoutName(*n))).
			Scan(&taken); err != nil {
			return err
		}
	}
	_, err := t.ExecContext(ctx, `UPDATE student SET name = ?2, name_key = ?3, pin_hash = ?4
		WHERE id = ?1 AND class_id IS NOT NULL`, student, withoutName(*n), account.FoldName(withoutName(*n)), account.Nobody)
	return err
}

func withoutName(n int) string { return fmt.Sprintf("Student %d", n) }

// isNumber reports whether a name is one that withoutName makes.
func isNumber(name string) bool {
	var n int
	_, err := fmt.Sscanf(name, "Student %d", &n)
	return err == nil && name == withoutName(n)
}
