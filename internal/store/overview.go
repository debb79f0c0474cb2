package store

import (
	"context"
	"time"

	"dossier/internal/sqlite"
)

// Overview is what a look at a data folder from outside tells: about its database, and the latest time that it has
// seen. Latest is zero when it has seen none.
type Overview struct {
	sqlite.Overview
	Latest time.Time
}

// LookOver looks at a data folder that is not open, or that another program has open, and has SQLite check the
// database. It changes nothing there. What it had found out before an error is told as well. ErrNotClosed, ErrDamaged,
// ErrReadOnly, ErrIO.
func LookOver(ctx context.Context, dataDir string) (found Overview, err error) {
	defer wrap(&err, "examine %s", dataDir)
	schema, err := schema()
	if err != nil {
		return found, err
	}
	found.Overview, err = sqlite.LookOver(ctx, dataDir, schema, func(t tx) error {
		at, known, err := metaTime(ctx, t, metaLatest)
		if known {
			found.Latest = time.UnixMilli(at).UTC()
		}
		return err
	})
	return found, err
}
