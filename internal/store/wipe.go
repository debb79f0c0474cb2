package store

import (
	"context"
	"database/sql"
	"errors"
)

// metaErasing is there while something was deleted of which the files may still have a trace. Its value is another
// each time that something is.
const metaErasing = "erasing_since"

// oweWiping notes that traces have to be wiped of what the same write, or one before, has deleted.
func oweWiping(ctx context.Context, t tx, now int64) error {
	_, err := t.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES (?1, CAST(?2 AS TEXT)) ON CONFLICT (key) DO UPDATE
		SET value = CAST(CASE WHEN CAST(meta.value AS BIGINT) < ?2 THEN ?2 ELSE CAST(meta.value AS BIGINT) + 1 END AS TEXT)`,
		metaErasing, now)
	return err
}

// Wipe leaves no trace in the database and its log of what was deleted, unless somebody writes meanwhile or reads for
// too long: then wiped is false, and it happens when nobody has written for ten minutes, or at the end. Nobody waits
// for it. A folder of which nothing was deleted is wiped already. ErrNoSpace, ErrIO, ErrClosed.
func (s *Store) Wipe(ctx context.Context) (wiped bool, err error) {
	defer wrap(&err, "wipe")
	owed, err := metaValue(ctx, s.read, metaErasing)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if wiped, err = s.db.Scrub(ctx); err != nil || !wiped {
		return false, err
	}
	return true, s.write(fromReserve(ctx), func(t tx) error {
		// Whoever was deleted meanwhile has changed the value, and who is still to be deleted needs it.
		paid, err := changedRows(t.ExecContext(ctx, `DELETE FROM meta WHERE key = ?1 AND value = ?2
			AND NOT EXISTS (`+condemned+`) AND NOT EXISTS (`+condemnedClass+`)`, metaErasing, owed))
		if err != nil || paid == 0 {
			return err
		}
		return audit(ctx, t, millis(s.now()), actorProgram, "wipe traces", "")
	})
}

// wipeWhenQuiet has traces wiped whenever nobody writes. One that fails is tried again at the next quiet moment.
func (s *Store) wipeWhenQuiet() {
	s.db.WhenQuiet(func(ctx context.Context) { _, _ = s.Wipe(ctx) })
}
