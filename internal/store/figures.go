package store

import (
	"context"
	"time"

	"dossier/internal/sqlite"
)

// Figures is what the store tells whoever watches over the program. It holds no name.
type Figures struct {
	sqlite.Figures
	Space                      Space
	Guests, Students, Teachers int // sessions that were used since a time
}

// Figures counts; sessions are those that were used since then.
func (s *Store) Figures(ctx context.Context, since time.Time) (f Figures, err error) {
	defer wrap(&err, "figures")
	if f.Figures, err = s.db.Figures(); err != nil {
		return f, err
	}
	f.Space = s.Space()
	err = s.read.QueryRowContext(ctx, `SELECT
			coalesce(sum(CASE WHEN se.teacher_id IS NULL AND st.class_id IS NULL THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN st.class_id IS NOT NULL THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN se.teacher_id IS NOT NULL THEN 1 ELSE 0 END), 0)
		FROM session se LEFT JOIN student st ON st.id = se.student_id WHERE se.last_seen_at >= ?1`, millis(since)).
		Scan(&f.Guests, &f.Students, &f.Teachers)
	return f, err
}
