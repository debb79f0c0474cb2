package store

import (
	"context"

	"dossier/internal/classroom"
)

// ExemplarLevels returns the levels that a teacher gave to the exemplars of a bench, by exemplar and skill.
func (s *Store) ExemplarLevels(ctx context.Context, teacher classroom.TeacherID,
	bench string) (_ map[string]map[string]int, err error) {
	defer wrap(&err, "levels of exemplars by teacher %d", teacher)
	rows, err := s.read.QueryContext(ctx, `SELECT exemplar, skill, level FROM seed_level WHERE teacher_id = ?1
		AND bench = ?2`, teacher, bench)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	given := map[string]map[string]int{}
	for rows.Next() {
		var exemplar, skill string
		var level int
		if err := rows.Scan(&exemplar, &skill, &level); err != nil {
			return nil, err
		}
		if given[exemplar] == nil {
			given[exemplar] = map[string]int{}
		}
		given[exemplar][skill] = level
	}
	return given, rows.Err()
}

// GiveExemplarLevels stores the levels of an exemplar. What was given first stays.
func (s *Store) GiveExemplarLevels(ctx context.Context, teacher classroom.TeacherID, bench, exemplar string,
	levels map[string]int) (err error) {
	defer wrap(&err, "levels of exemplars by teacher %d", teacher)
	return s.write(ctx, func(t tx) error {
		for skill, level := range levels {
			if _, err := t.ExecContext(ctx, `INSERT INTO seed_level (teacher_id, bench, exemplar, skill, level, given_at)
				VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING`,
				teacher, bench, exemplar, skill, level, millis(s.now())); err != nil {
				return err
			}
		}
		return nil
	})
}
