package store

import (
	"context"
	"fmt"

	"dossier/internal/classroom"
)

// HiddenLessons lists the lessons that a class may not read yet. The caller has checked whose class it is.
func (s *Store) HiddenLessons(ctx context.Context, class classroom.ClassID) (_ []string, err error) {
	defer wrap(&err, "hidden lessons of class %d", class)
	return collect(ctx, s.read, func(row scanner) (lesson string, err error) { return lesson, row.Scan(&lesson) },
		`SELECT lesson FROM hidden_lesson WHERE class_id = ?1 ORDER BY lesson`, class)
}

// SwitchLessons opens some lessons to a teacher's class and hides others from it. What stands for all the rest stays.
// ErrNotFound.
func (s *Store) SwitchLessons(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID, open,
	hide []string) (err error) {
	defer wrap(&err, "switch lessons of class %d", class)
	return s.write(ctx, func(t tx) error {
		var own bool
		if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM class_teacher WHERE class_id = ?1
			AND teacher_id = ?2)`, class, teacher).Scan(&own); err != nil {
			return err
		}
		if !own {
			return ErrNotFound
		}
		for statement, lessons := range map[string][]string{
			`DELETE FROM hidden_lesson WHERE class_id = ?1 AND lesson = ?2`:                       open,
			`INSERT INTO hidden_lesson (class_id, lesson) VALUES (?1, ?2) ON CONFLICT DO NOTHING`: hide,
		} {
			for _, lesson := range lessons {
				if _, err := t.ExecContext(ctx, statement, class, lesson); err != nil {
					return err
				}
			}
		}
		return audit(ctx, t, millis(s.now()), actorTeacher(teacher), "hide lessons", fmt.Sprintf("class %d", class))
	})
}
