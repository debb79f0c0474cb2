package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
)

// Overview is what a look at a data folder tells of its database.
type Overview struct {
	Found   bool  // there is a database
	Running bool  // a process works on it
	Version int64 // of its schema
	Newest  int64 // of the schema that the program knows
	Size    int64 // of the file, in bytes
	Log     int64 // of the write-ahead log beside it, in bytes
}

// LookOver has SQLite check the database in dir, while nobody works on it or somebody does, and hands it to do. It
// changes nothing. What it had found out before an error is told as well. ErrNotClosed, ErrLink, ErrDamaged,
// ErrReadOnly, ErrIO.
func LookOver(ctx context.Context, dir string, schema fs.FS, do func(Tx) error) (found Overview, err error) {
	if found.Newest, err = latest(schema); err != nil {
		return found, err
	}
	if err := refuseLinks(dir); err != nil {
		return found, err
	}
	path := filepath.Join(dir, FileName)
	size, err := sizeOf(path)
	if err != nil {
		return found, Classify(err)
	}
	log, err := sizeOf(path + "-wal")
	if err != nil {
		return found, Classify(err)
	}
	found.Size, found.Log = max(size, 0), max(log, 0)
	running, err := inUse(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return found, err
	}
	found.Running = running
	found.Found, err = Look(ctx, dir, func(t Tx) error {
		if err := quickCheck(ctx, t); err != nil {
			return err
		}
		state, err := readState(ctx, t)
		if err != nil {
			return err
		}
		found.Version = state.version
		return do(t)
	})
	return found, err
}
