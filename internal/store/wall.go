package store

import (
	"context"
	"time"

	"dossier/internal/classroom"
)

// Wall is the class page that a teacher has left open: it may be kept up to date without names until a time, even when
// nobody uses the session any more.
type Wall struct {
	Class classroom.ClassID // 0 for none
	Until time.Time
}

// Shows reports whether the page of a class may still be kept up to date.
func (w Wall) Shows(class classroom.ClassID, now time.Time) bool {
	return w.Class != 0 && w.Class == class && now.Before(w.Until)
}

// LeaveOpen notes which class page a teacher's session has open, for at most this long after the sign-in. The session
// itself is not used by that.
func (s *Store) LeaveOpen(ctx context.Context, hash [32]byte, class classroom.ClassID,
	longest time.Duration) (err error) {
	defer wrap(&err, "leave the page of class %d open", class)
	return s.write(ctx, func(t tx) error {
		_, err := t.ExecContext(ctx, `UPDATE session SET wall_class = ?2, wall_until = created_at + ?3
			WHERE token_hash = ?1 AND teacher_id IS NOT NULL`, hash[:], class, longest.Milliseconds())
		return err
	})
}
