package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrNotClosed: the database was not closed properly, and only opening it would show its latest changes.
var ErrNotClosed = errors.New("the database was not closed properly")

// Look reads the database in dir, whether another process works on it or none, and leaves everything there as it is.
// found is false when there is none. ErrNotClosed, ErrLink.
func Look(ctx context.Context, dir string, do func(Tx) error) (found bool, err error) {
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return false, err
	}
	if err := refuseLinks(filepath.Dir(path)); err != nil {
		return false, err
	}
	if size, err := sizeOf(path); err != nil || size <= 0 {
		return false, err
	}
	settings := inspectSettings
	used, err := inUse(dir)
	if err != nil {
		return true, err
	}
	if !used {
		// Reading a log that nobody has open starts its index over, and the old index may still be needed to say whether the
		// log is whole.
		if size, err := sizeOf(path + "-wal"); err != nil || size > 0 {
			return true, errors.Join(err, ErrNotClosed)
		}
		settings = fileAloneSettings
	}
	db, err := openPool(path, settings, 1)
	if err != nil {
		return true, Classify(err)
	}
	return true, Classify(errors.Join(do(db), db.Close()))
}

// inUse reports whether another process works on the folder, without claiming it.
func inUse(dir string) (bool, error) {
	file, err := os.Open(filepath.Join(dir, lockName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, Classify(err)
	}
	defer file.Close()
	err = tryLock(file, false)
	if errors.Is(err, errLocked) {
		return true, nil
	}
	return false, err
}
