package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// source is a database that can be read while nothing beside it changes: neither is its log folded in, nor its index
// started over, which may still be needed to say whether the log is whole.
type source struct {
	path     string // where it is read: a copy when there is a log that nobody has open
	settings string
	live     bool   // another process works on it
	wrong    string // with its log, in a few words; "" when nothing is
	size     int64  // bytes, without the log
	lock     *os.File
	scratch  string // folder of the copy, or ""
}

// checkingPrefix begins the name of a folder with the copy of a database that is being looked at.
const checkingPrefix = ".checking-"

// openSource finds out how the database at path can be read. What it returns has to be closed, also beside an error.
// ErrDamaged, ErrForeignLog, fs.ErrNotExist.
func openSource(ctx context.Context, path string) (s source, err error) {
	path = followed(path)
	s.path, s.settings = path, fileAloneSettings
	if s.size, err = sizeOf(path); err != nil {
		return s, err
	}
	if left, err := sizeOf(path + "-wal"); s.size <= 0 && left > 0 || err != nil {
		return s, errors.Join(err, fmt.Errorf("%w: there is a log, but %s is missing or empty", ErrDamaged, path))
	}
	if s.size < 0 {
		return s, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	if s.live, err = s.claim(); err != nil {
		return s, err
	}
	if s.live {
		s.settings = inspectSettings
		return s, nil
	}
	log, err := readLog(path)
	if err != nil {
		return s, err
	}
	if s.size == 0 {
		return s, fmt.Errorf("%w: %s is empty", ErrDamaged, path)
	}
	mark, salt := markInFile(ctx, path)
	if foreign(mark, salt, log) {
		return s, fmt.Errorf("%w: %s-wal", ErrForeignLog, path)
	}
	s.wrong = incomplete(mark, log)
	journal, err := sizeOf(path + "-journal")
	if err != nil || log.size <= 0 && journal <= 0 {
		return s, err
	}
	s.settings = rollbackSettings
	return s, s.copyAway()
}

// claim keeps another process from starting to work on the database, where one ever did. live: one does now.
func (s *source) claim() (live bool, err error) {
	dir := filepath.Dir(s.path)
	if _, err := os.Stat(filepath.Join(dir, lockName)); err != nil || filepath.Base(s.path) != FileName {
		return false, nil
	}
	s.lock, err = lockFolder(dir)
	switch {
	case errors.Is(err, ErrInUse):
		return true, nil
	case errors.Is(err, ErrReadOnly):
		return false, nil // nobody can work there
	}
	return false, err
}

// copyAway copies the database and what lies beside it, to let SQLite read there.
func (s *source) copyAway() (err error) {
	s.scratch, err = os.MkdirTemp(filepath.Dir(s.path), checkingPrefix+"*"+partSuffix)
	if errors.Is(Classify(err), ErrReadOnly) {
		s.scratch, err = os.MkdirTemp("", "dossier"+checkingPrefix+"*"+partSuffix)
	}
	if err != nil {
		return err
	}
	there := filepath.Join(s.scratch, FileName)
	for _, suffix := range []string{"", "-wal", "-journal"} {
		if err := copyFile(s.path+suffix, there+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	s.path = there
	return nil
}

// pool opens it for reading, without trust in what it says of itself: it may come from anywhere.
func (s *source) pool(ctx context.Context) (*sql.DB, error) {
	db, err := openPool(s.path, s.settings, 1)
	if err != nil {
		return nil, err
	}
	if err := distrust(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// distrust has the one connection of a pool believe less.
// https://sqlite.org/security.html#untrusted_sqlite_database_files
func distrust(ctx context.Context, db *sql.DB) (err error) {
	for _, pragma := range []string{"trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"} {
		_, e := db.ExecContext(ctx, "PRAGMA "+pragma)
		err = errors.Join(err, e)
	}
	return err
}

func (s *source) close() (err error) {
	if s.scratch != "" {
		err = os.RemoveAll(s.scratch)
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

// removeCutChecks removes the copies that were left when a look at the database, or a restore, was cut short. The
// caller holds the lock of the folder.
func removeCutChecks(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		base, _, _ := strings.Cut(entry.Name(), partSuffix)
		ours := strings.HasPrefix(base, checkingPrefix) || strings.HasPrefix(base, "."+restoringPrefix) ||
			strings.HasPrefix(base, scrubbingPrefix)
		if ours && base != entry.Name() {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name())))
		}
	}
	return err
}
