// Package store is the program's memory: one SQLite file, and the only SQL.
//
// Reads go through a pool of read-only connections, writes through one writer that commits what waits at the same moment
// together. What was acknowledged survives a power cut. Times are integers in UTC, text that has to be compared is folded
// before it comes here, and no statement asks SQLite for the time.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

const fileName = "dossier.db"

// Store is an open data folder. Make it with Open and end it with Close. Safe for concurrent use.
type Store struct {
	path     string
	now      func() time.Time
	read     tx      // the readers, as queries see them
	readers  *sql.DB // read-only
	writable *sql.DB // one connection, held by writer
	writer   *writer
	lock     *os.File
	warnings []string

	closing  sync.Once
	closeErr error
}

// Open opens the database dossier.db in the folder dataDir and makes both when they are missing. It checks the file,
// backs it up and upgrades it when the program has a newer schema. now is the clock of everything that the store dates.
//
// Errors: ErrInUse, ErrReadOnly, ErrDamaged, ErrNewer, ErrNoSpace. No file is deleted or repaired.
func Open(ctx context.Context, dataDir string, now func() time.Time) (*Store, error) {
	schema, err := schema()
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return openSchema(ctx, dataDir, now, schema)
}

func openSchema(ctx context.Context, dataDir string, now func() time.Time, schema fs.FS) (_ *Store, err error) {
	dir, err := filepath.Abs(dataDir)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	s := &Store{path: filepath.Join(dir, fileName), now: now}
	defer func() {
		if err != nil {
			err = fmt.Errorf("store: open %s: %w", s.path, errors.Join(classify(err), s.release()))
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if s.lock, err = lockFolder(dir); err != nil {
		return nil, err
	}
	found, err := inspect(ctx, s.path)
	if err != nil {
		return nil, err
	}
	if found.noLog {
		s.warnings = append(s.warnings, "The program was not closed properly last time, and the file "+fileName+"-wal, "+
			"which held the latest answers, has gone since. Some of the latest answers may be missing. "+
			"If they are, put that file back or restore a backup.")
	}
	if err := create(s.path); err != nil {
		return nil, err
	}
	if err := upgrade(ctx, s.path, found, schema, now()); err != nil {
		return nil, err
	}
	if err := s.openPools(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// create makes the file, so that nobody but the owner can read it, whatever the folder allows. SQLite gives its other
// files the same permissions.
func create(path string) error {
	if size, err := sizeOf(path); err != nil || size >= 0 {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}

func (s *Store) openPools(ctx context.Context) (err error) {
	if s.writable, err = openPool(s.path, writerSettings, 1); err != nil {
		return err
	}
	conn, err := s.writable.Conn(ctx)
	if err != nil {
		return err
	}
	if err := prepareWriter(ctx, conn); err != nil {
		return errors.Join(err, conn.Close()) // a connection that is kept would block the pool's Close
	}
	if s.readers, err = openPool(s.path, readerSettings, readers); err != nil {
		return errors.Join(err, conn.Close())
	}
	if err := checkPool(ctx, s.readers, readers, readerPragmas); err != nil {
		return errors.Join(err, conn.Close())
	}
	s.read = s.readers
	s.writer = startWriter(conn)
	return nil
}

// prepareWriter sets what no connection string can set and marks the database as in use, in the file itself: the mark
// has to be there when the write-ahead log is not.
func prepareWriter(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA wal_autocheckpoint=%d", autocheckpoint)); err != nil {
		return err
	}
	if err := checkSettings(ctx, conn, writerPragmas); err != nil {
		return err
	}
	if err := setMeta(ctx, conn, metaClean, "0"); err != nil {
		return err
	}
	return checkpoint(ctx, conn)
}

// checkpoint folds the write-ahead log into the file and empties it.
func checkpoint(ctx context.Context, conn *sql.Conn) error {
	var busy, frames, folded int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &folded); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if busy != 0 {
		return errors.New("checkpoint: the database is busy")
	}
	return nil
}

// Close waits for the writes that are queued, folds the write-ahead log into the file, marks it as properly closed and
// lets go of the folder. Writes after it fail with ErrClosed. Calling it again returns the first outcome.
func (s *Store) Close() error {
	s.closing.Do(func() {
		ctx := context.Background()
		s.writer.stop()
		err := s.readers.Close()
		err = errors.Join(err, setMeta(ctx, s.writer.conn, metaClean, "1"), checkpoint(ctx, s.writer.conn), s.writer.conn.Close())
		if err = errors.Join(err, s.release()); err != nil {
			s.closeErr = fmt.Errorf("store: close: %w", classify(err))
		}
	})
	return s.closeErr
}

// release closes what is open, the lock last.
func (s *Store) release() error {
	var errs []error
	if s.readers != nil {
		errs = append(errs, s.readers.Close())
	}
	if s.writable != nil {
		errs = append(errs, s.writable.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

// Warnings returns sentences for the owner about what Open found and could not put right.
func (s *Store) Warnings() []string { return slices.Clone(s.warnings) }

// Secret returns the 32 random bytes of this installation. They are made once, kept in the database, and travel with a
// backup, so that sessions and shuffles survive a move to another machine.
func (s *Store) Secret(ctx context.Context) ([]byte, error) {
	value, found, err := meta(ctx, s.read, metaSecret)
	if err == nil && !found {
		value, err = s.makeSecret(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("store: secret: %w", classify(err))
	}
	secret, err := hex.DecodeString(value)
	if err != nil || len(secret) != 32 {
		return nil, fmt.Errorf("store: secret: %w: it is not 32 bytes", ErrDamaged)
	}
	return secret, nil
}

// makeSecret stores a secret unless somebody else just did, and returns the one that is stored.
func (s *Store) makeSecret(ctx context.Context) (value string, err error) {
	fresh := make([]byte, 32)
	rand.Read(fresh) // never fails
	err = s.write(ctx, func(t tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING`,
			metaSecret, hex.EncodeToString(fresh))
		if err != nil {
			return err
		}
		value, _, err = meta(ctx, t, metaSecret)
		return err
	})
	return value, err
}
