package store

import (
	"context"

	"dossier/internal/classroom"
)

// Practices lists what a student did with the exemplars of a rubric, by exemplar. The bench of the first is the one
// whose exemplars they practise on.
func (s *Store) Practices(
	ctx context.Context, student classroom.StudentID, rubric string,
) (all []classroom.Practice, err error) {
	defer wrap(&err, "practice of student %d", student)
	type given struct {
		bench, exemplar, skill string
		try, level             int
	}
	levels, err := collect(ctx, s.read, func(row scanner) (g given, err error) {
		err = row.Scan(&g.bench, &g.exemplar, &g.try, &g.skill, &g.level)
		return g, err
	}, `SELECT bench, exemplar, try, skill, level FROM calibration
		WHERE student_id = ?1 AND rubric = ?2 ORDER BY exemplar, try, skill`, student, rubric)
	if err != nil {
		return nil, err
	}
	for _, g := range levels {
		if n := len(all); n == 0 || all[n-1].Exemplar != g.exemplar {
			all = append(all, classroom.Practice{Bench: g.bench, Exemplar: g.exemplar})
		}
		last := &all[len(all)-1]
		if len(last.Tries) < g.try {
			last.Tries = append(last.Tries, map[string]int{})
		}
		last.Tries[len(last.Tries)-1][g.skill] = g.level
	}
	return all, nil
}

// Practise stores a try at an exemplar. The same try sent again changes nothing. ErrNotFound when a teacher has
// removed the student.
func (s *Store) Practise(ctx context.Context, student classroom.StudentID, n classroom.NewPractice) (err error) {
	defer wrap(&err, "practice of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := active(ctx, t, student, now); err != nil {
			return err
		}
		for skill, level := range n.Levels {
			if _, err := t.ExecContext(ctx, `
				INSERT INTO calibration (student_id, rubric, bench, exemplar, try, skill, level, given_at)
				VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING`,
				student, n.Rubric, n.Bench, n.Exemplar, n.Try, skill, level, now); err != nil {
				return err
			}
		}
		return nil
	})
}
