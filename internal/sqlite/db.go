// Package sqlite is the engine under the store: one SQLite file in a folder of its own, opened, checked, upgraded,
// backed up and written so that nothing which was acknowledged is lost.
//
// Reads go through a pool of read-only connections, writes through one writer that commits what waits at the same
// moment together. What was acknowledged survives a power cut. It knows nothing of what is stored, except that the
// schema makes a table meta (key TEXT PRIMARY KEY, value TEXT NOT NULL), in which it keeps a few rows.
//
// Open checks the whole file before anybody may write to it. No crash makes that needful. But a disk that fails, or a
// person who copies files, damages pages that may not be read for weeks, and only the check finds those. It takes a
// second for 165 MB, so whoever has to serve again at once has it put off for a larger file (CheckLater). At the start
// there is then what costs the same for every file: whether the header, the size, the schema and the log fit together.
// The rest is the check that comes before each daily backup, made right after the start, and told in the same way.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// What the data folder holds.
const (
	FileName     = "dossier.db" // the database
	BackupFolder = "backups"
)

// DB is an open data folder. Make it with Open and end it with Close. Safe for concurrent use.
type DB struct {
	path     string
	now      func() time.Time
	options  options
	read     *sql.DB // read-only, for queries
	writable *sql.DB // one connection, held by writer
	writer   *writer
	lock     *os.File
	space    *watcher
	place    place
	warnings []string
	beside   *checkpointer
	backing  sync.Mutex // held while a backup is made
	shut     bool       // no backup begins any more
	putOff   bool       // the check of Open, see CheckLater; of backing

	scrubbing sync.Mutex     // held while the file is written anew
	quiet     sync.WaitGroup // what WhenQuiet has started

	closing  sync.Once
	closeErr error
}

// SlowDisk makes each commit of the writer take longer, for measurements. It stands for a disk whose fsync is slow: a
// commit to the write-ahead log waits for one. It leaves out those of a checkpoint, which runs beside the writer.
func SlowDisk(wait time.Duration) Option { return func(o *options) { o.slow = wait } }

// Open opens the database dossier.db in the folder dir and makes both when they are missing. It checks the file,
// backs it up, and brings it to the newest of the migrations in schema (goose, *.sql). now dates what it does.
//
// Errors: ErrLink, ErrInUse, ErrReadOnly, ErrDamaged, ErrForeignLog, ErrNewer, ErrNoSpace, ErrIO, ErrHeld. No file
// is deleted or repaired, except what backups that were cut short have left behind. A restore that was cut short is
// finished.
func Open(ctx context.Context, dir string, schema fs.FS, now func() time.Time, how ...Option) (_ *DB, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	db := &DB{path: filepath.Join(dir, FileName), now: now, options: chosen(how)}
	db.space = newWatcher(db.path, db.options, now)
	if err := db.open(ctx, schema); err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", db.path, errors.Join(Classify(err), db.release()))
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, schema fs.FS) (err error) {
	if err := refuseLinks(filepath.Dir(db.path)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(db.path), 0o700); err != nil {
		return err
	}
	if db.lock, err = lockFolder(filepath.Dir(db.path)); err != nil {
		return err
	}
	replaced, err := finishRestore(db.path, nil)
	if err != nil {
		return err
	}
	newest, err := latest(schema)
	if err != nil {
		return err
	}
	found, err := db.inspect(ctx, newest)
	if err != nil {
		return err
	}
	db.warnings = found.warnings
	if replaced != "" {
		db.warn("A restore has been finished. What was here before it is kept in " + replaced + ".")
	}
	if err := errors.Join(removeCutBackups(db.path), removeCutChecks(filepath.Dir(db.path))); err != nil {
		db.warn("Backups that were cut short could not be removed from " + backupFolder(db.path) +
			". They take up space: remove the files whose names end in " + partSuffix + ".")
	}
	if err := create(db.path); err != nil {
		return err
	}
	if err := upgrade(ctx, db.path, found, schema, newest, db.now()); err != nil {
		return err
	}
	if db.place, err = placeOf(db.path); err != nil {
		return err
	}
	return db.openPools(ctx)
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

func (db *DB) openPools(ctx context.Context) (err error) {
	if db.writable, err = openPool(db.path, writerSettings, 1); err != nil {
		return err
	}
	conn, err := db.writable.Conn(ctx)
	if err != nil {
		return err
	}
	if err := db.openReaders(ctx, conn); err != nil {
		return errors.Join(err, conn.Close()) // a connection that is kept would block the pool's Close
	}
	if db.beside, err = openCheckpointer(db.path); err != nil {
		return errors.Join(err, conn.Close())
	}
	if db.writer, err = startWriter(ctx, conn, db.path, db.options, db.beside.wake); err != nil {
		return errors.Join(err, db.beside.db.Close(), conn.Close())
	}
	go db.beside.run(db.writer)
	return nil
}

func (db *DB) openReaders(ctx context.Context, conn *sql.Conn) (err error) {
	if err := db.prepareWriter(ctx, conn); err != nil {
		return err
	}
	if db.read, err = openPool(db.path, readerSettings, readers); err != nil {
		return err
	}
	return checkPool(ctx, db.read, readers, readerPragmas)
}

// prepareWriter sets what no connection string can set, folds in what the last run has left, and marks the database as
// open. The log is folded in before anything is written: on a full disk that makes room.
func (db *DB) prepareWriter(ctx context.Context, conn *sql.Conn) error {
	for _, pragma := range []string{
		"PRAGMA wal_autocheckpoint=0", fmt.Sprintf("PRAGMA journal_size_limit=%d", logLimit),
		// What a savepoint would put back is kept in memory, and not in a file besides the log: nothing of it is needed
		// after a crash, when the log undoes the whole transaction.
		"PRAGMA temp_store=MEMORY",
	} {
		if _, err := conn.ExecContext(ctx, pragma); err != nil {
			return err
		}
	}
	if err := checkSettings(ctx, conn, writerPragmas); err != nil {
		return err
	}
	switch err := foldAll(ctx, conn); {
	case errors.Is(err, errBusy):
		db.warn("Another program has " + FileName + " open and is reading in it. Dossier works, but the file " + FileName +
			"-wal grows until that program is closed. Close it.")
	case err != nil:
		return err
	}
	return beginWork(ctx, conn)
}

func (db *DB) warn(sentence string) { db.warnings = append(db.warnings, sentence) }

// Close waits for a backup and for the writes that are queued, folds the write-ahead log into the file, marks it as
// properly closed and lets go of the folder. Writes after it fail with ErrClosed. Calling it again returns the first
// outcome.
func (db *DB) Close() error {
	db.closing.Do(func() {
		db.backing.Lock()
		db.shut = true
		db.backing.Unlock()
		db.writer.stop()
		db.quiet.Wait()
		err := errors.Join(db.beside.stop(), db.read.Close())
		err = errors.Join(err, endWork(context.Background(), db.writer.conn), db.writer.close())
		if err = errors.Join(err, db.release()); err != nil {
			db.closeErr = fmt.Errorf("sqlite: close: %w", Classify(err))
		}
	})
	return db.closeErr
}

// release closes what is open, the lock last.
func (db *DB) release() error {
	var errs []error
	if db.read != nil {
		errs = append(errs, db.read.Close())
	}
	if db.writable != nil {
		errs = append(errs, db.writable.Close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.Close())
	}
	return errors.Join(errs...)
}

// Warnings returns sentences for the owner about what Open found and could not put right.
func (db *DB) Warnings() []string { return slices.Clone(db.warnings) }

// Read returns what queries go through. It cannot write.
func (db *DB) Read() Tx { return steadyReader{db.read} }
