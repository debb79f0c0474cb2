package store

import (
	"context"

	"dossier/internal/classroom"
)

// ClosedNudges lists the rules of the coach whose questions a student has put away.
func (s *Store) ClosedNudges(
	ctx context.Context, student classroom.StudentID, bench string,
) (_ map[string]bool, err error) {
	defer wrap(&err, "closed nudges of student %d", student)
	rules, err := collect(ctx, s.read, func(row scanner) (rule string, err error) {
		err = row.Scan(&rule)
		return rule, err
	}, `SELECT rule FROM nudge_closed WHERE student_id = ?1 AND bench = ?2`, student, bench)
	if err != nil {
		return nil, err
	}
	closed := map[string]bool{}
	for _, rule := range rules {
		closed[rule] = true
	}
	return closed, nil
}

// CloseNudge puts a question of the coach away for good. ErrNotFound when a teacher has removed the student.
func (s *Store) CloseNudge(ctx context.Context, student classroom.StudentID, bench, rule string) (err error) {
	defer wrap(&err, "close nudge of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := active(ctx, t, student, now); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `INSERT INTO nudge_closed (student_id, bench, rule, closed_at)
			VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING`, student, bench, rule, now)
		return err
	})
}
