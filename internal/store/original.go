package store

import (
	"context"
	"database/sql"
	"fmt"

	"dossier/internal/classroom"
)

// Originals lists what the school has added of the originals of the sources, by source.
func (s *Store) Originals(ctx context.Context) (_ []classroom.Original, err error) {
	defer wrap(&err, "originals")
	return collect(ctx, s.read, func(row scanner) (o classroom.Original, err error) {
		var added int64
		err = row.Scan(&o.Source, &o.Text, &o.File, &added, &o.By)
		o.Added = fromMillis(added)
		return o, err
	}, `SELECT o.source, o.text, o.file, o.added_at, coalesce(t.name, '') FROM original o
		LEFT JOIN teacher t ON t.id = o.added_by ORDER BY o.source`)
}

// AddOriginals keeps the texts of some sources, all or none. Each takes the place of the text that it names (Over):
// ErrStale when a source has another one by now. teacher is 0 for the command line.
func (s *Store) AddOriginals(ctx context.Context, teacher classroom.TeacherID, all []classroom.Original) (err error) {
	defer wrap(&err, "add %d originals", len(all))
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		by := sql.NullInt64{Int64: int64(teacher), Valid: teacher != 0}
		for _, o := range all {
			kept, err := changed(ctx, t, `INSERT INTO original (source, text, file, added_by, added_at)
				VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (source) DO UPDATE SET text = excluded.text, file = excluded.file,
				added_by = excluded.added_by, added_at = excluded.added_at WHERE original.text = ?6`,
				o.Source, o.Text, o.File, by, now, o.Over)
			if err != nil {
				return err
			}
			if !kept {
				return ErrStale
			}
		}
		return audit(ctx, t, now, actorOf(teacher), "add originals", fmt.Sprintf("%d sources", len(all)))
	})
}

// RemoveOriginal takes the text of a source out again. ErrNotFound when there is none.
func (s *Store) RemoveOriginal(ctx context.Context, teacher classroom.TeacherID, source string) (err error) {
	defer wrap(&err, "remove the original of %s", source)
	return s.write(ctx, func(t tx) error {
		if err := changeOne(ctx, t, `DELETE FROM original WHERE source = ?1`, source); err != nil {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorOf(teacher), "remove an original", source)
	})
}

// actorOf names a teacher, or whoever sits at the machine.
func actorOf(teacher classroom.TeacherID) string {
	if teacher == 0 {
		return "command line"
	}
	return actorTeacher(teacher)
}
