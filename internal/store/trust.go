package store

import (
	"context"
	"database/sql"

	"dossier/internal/classroom"
)

// Trusts returns what a student has said about the sources of a bench, by source.
func (s *Store) Trusts(
	ctx context.Context, student classroom.StudentID, bench string,
) (_ map[string]classroom.Trust, err error) {
	defer wrap(&err, "trust of student %d", student)
	all, err := collect(ctx, s.read, func(row scanner) (t classroom.Trust, err error) {
		err = row.Scan(&t.Source, &t.Before, &t.After, &t.Moved)
		return t, err
	}, `SELECT source, before, coalesce(after, 0), coalesce(moved, '') FROM trust
		WHERE student_id = ?1 AND bench = ?2`, student, bench)
	if err != nil {
		return nil, err
	}
	said := map[string]classroom.Trust{}
	for _, t := range all {
		said[t.Source] = t
	}
	return said, nil
}

// TrustBefore stores how far somebody trusts sources whose writers they do not know yet. What was said
// first stays, whatever is sent later.
func (s *Store) TrustBefore(ctx context.Context, who Answerer, bench string, said []classroom.Trust) (err error) {
	defer wrap(&err, "trust before")
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		student, err := who.student(ctx, t, now)
		if err != nil {
			return err
		}
		for _, trust := range said {
			if _, err := t.ExecContext(ctx, `INSERT INTO trust (student_id, bench, source, before, before_at)
				VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING`,
				student, bench, trust.Source, trust.Before, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// TrustAfter stores what a student says now that they know who wrote the sources. What was said first stays:
// ErrConflict when all of it had been said already, and in other words, so that nobody believes that theirs was stored.
// ErrNotFound when they have not said how far they trusted a source before.
func (s *Store) TrustAfter(
	ctx context.Context, student classroom.StudentID, bench string, said []classroom.Trust,
) (err error) {
	defer wrap(&err, "trust after of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		stored, others := false, false
		for _, trust := range said {
			first, err := changed(ctx, t, `UPDATE trust SET after = ?4, moved = ?5, after_at = ?6
				WHERE student_id = ?1 AND bench = ?2 AND source = ?3 AND after IS NULL`,
				student, bench, trust.Source, trust.After, trust.Moved, now)
			if err != nil {
				return err
			}
			stored = stored || first
			if first {
				continue
			}
			same, err := saidAfter(ctx, t, student, bench, trust)
			if err != nil {
				return err
			}
			others = others || !same
		}
		if others && !stored {
			return ErrConflict
		}
		return nil
	})
}

// saidAfter reports whether a student has said just this about a source. sql.ErrNoRows when they have said nothing.
func saidAfter(
	ctx context.Context, t tx, student classroom.StudentID, bench string, trust classroom.Trust,
) (bool, error) {
	var after sql.NullInt64
	var moved sql.NullString
	err := t.QueryRowContext(ctx, `SELECT after, moved FROM trust
		WHERE student_id = ?1 AND bench = ?2 AND source = ?3`, student, bench, trust.Source).Scan(&after, &moved)
	return int(after.Int64) == trust.After && moved.String == trust.Moved, err
}
