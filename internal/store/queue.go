package store

import (
	"context"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// ToMark counts what waits to be marked in each of a teacher's classes: handed in, and open with
// nobody. A class where nothing waits is left out.
func (s *Store) ToMark(ctx context.Context, teacher classroom.TeacherID) (_ map[classroom.ClassID]int, err error) {
	defer wrap(&err, "to mark for teacher %d", teacher)
	rows, err := s.read.QueryContext(
		ctx,
		`SELECT st.class_id, count(*) FROM essay e JOIN student st ON st.id = e.student_id
		WHERE `+ofTeacher+` AND (e.state IN ('submitted', 'resubmitted') OR e.state = 'claimed' AND e.claimed_at <= ?2
			AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.essay_id = e.id AND m.round = e.round AND m.purpose = 'first'))
			GROUP BY st.class_id`,
		teacher,
		millis(s.now().Add(-essay.ClaimFor)),
	)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	waiting := map[classroom.ClassID]int{}
	for rows.Next() {
		var class classroom.ClassID
		var n int
		if err := rows.Scan(&class, &n); err != nil {
			return nil, err
		}
		waiting[class] = n
	}
	return waiting, rows.Err()
}

// BeingWritten tells whether an essay by a student of a teacher's class is with its author, so that a
// teacher who was marking it learns that it was taken back. It tells nothing about the text.
func (s *Store) BeingWritten(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (is bool,
	err error) {
	defer wrap(&err, "being written %d", id)
	err = s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM essay e JOIN student st ON st.id = e.student_id
		WHERE `+ofTeacher+` AND e.id = ?2 AND e.state IN ('draft', 'self_assessed', 'revising'))`, teacher, id).
		Scan(&is)
	return is, err
}

// TeacherName is the name of a teacher. ErrNotFound.
func (s *Store) TeacherName(ctx context.Context, teacher classroom.TeacherID) (name string, err error) {
	defer wrap(&err, "name of teacher %d", teacher)
	err = s.read.QueryRowContext(ctx, `SELECT name FROM teacher WHERE id = ?1`, teacher).Scan(&name)
	return name, err
}
