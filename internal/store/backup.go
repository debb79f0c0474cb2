package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes a copy of the database as it is now to the file path, while reading and writing go on. Everything that
// was acknowledged before the call is in it. The copy is complete and on the disk when Backup returns; until then path is
// untouched. A file that is already there is replaced; the folder is made. ErrNoSpace, ErrReadOnly.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := backup(ctx, s.path, path); err != nil {
		return fmt.Errorf("store: backup to %s: %w", path, err)
	}
	return nil
}

// backup copies the database at source, which may be in use, to target.
//
// VACUUM INTO neither blocks writers nor starts over when they write, as the backup interface does; but it leaves its
// file unsynced, and torn when it is cut short. Hence the temporary name, the check, the syncs.
func backup(ctx context.Context, source, target string) (err error) {
	target, err = filepath.Abs(target)
	if err != nil {
		return err
	}
	if sameFile(source, target) || sameFile(source+"-wal", target) || sameFile(source+"-shm", target) {
		return errors.New("a backup cannot replace the database itself")
	}
	folder := filepath.Dir(target)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return classify(err)
	}
	temporary, err := os.CreateTemp(folder, "."+filepath.Base(target)+".*.part")
	if err != nil {
		return classify(err)
	}
	name := temporary.Name()
	defer func() {
		if err != nil {
			err = errors.Join(classify(err), os.Remove(name))
		}
	}()
	if err := temporary.Close(); err != nil {
		return err
	}
	if err := copyInto(ctx, source, name); err != nil {
		return err
	}
	if err := proveCopy(ctx, name); err != nil {
		return err
	}
	if err := syncPath(name); err != nil {
		return err
	}
	if err := os.Rename(name, target); err != nil {
		return err
	}
	return syncFolder(folder)
}

func copyInto(ctx context.Context, source, target string) (err error) {
	db, err := openPool(source, backupSettings, 1) // its own connection: query_only forbids VACUUM INTO
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?1", target)
	return err
}

// proveCopy marks the copy as properly closed, since it needs no write-ahead log, and has SQLite check all of it.
func proveCopy(ctx context.Context, path string) (err error) {
	db, err := openPool(path, backupSettings, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := setMeta(ctx, db, metaClean, "1"); err != nil {
		return err
	}
	return soundness(ctx, db, "PRAGMA integrity_check(1)")
}

func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// syncPath waits until a file is on the disk. Never for the live database: closing any descriptor of it lets go of the
// locks that SQLite holds. https://sqlite.org/howtocorrupt.html
func syncPath(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// syncFolder makes a rename in it last.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
