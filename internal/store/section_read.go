package store

import (
	"context"
	"time"

	"dossier/internal/classroom"
)

// ReadAt lists when a student marked sections as read, in no order.
func (s *Store) ReadAt(ctx context.Context, student classroom.StudentID) (_ []time.Time, err error) {
	defer wrap(&err, "when student %d read", student)
	return collect(ctx, s.read, func(row scanner) (time.Time, error) {
		var at int64
		err := row.Scan(&at)
		return fromMillis(at), err
	}, `SELECT read_at FROM section_read WHERE student_id = ?1`, student)
}
