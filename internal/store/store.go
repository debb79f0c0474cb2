// Package store holds the only SQL about people and their work: the schema and the queries. What only SQLite does
// is below it, in package sqlite.
//
// What was acknowledged survives a power cut. Times are integers in UTC, text that has to be compared is folded
// before it comes here, and no statement asks the database for the time.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"dossier/internal/sqlite"
)

//go:embed migrations/*.sql
var embedded embed.FS

// schema is the list of migrations, oldest first.
func schema() (fs.FS, error) { return fs.Sub(embedded, "migrations") }

// tx is what a query is given: the transaction of a write, or the readers.
type tx = sqlite.Tx

// Store is an open data folder. Make it with Open and end it with Close. Safe for concurrent use.
type Store struct {
	db   *sqlite.DB
	read tx // cannot write
	now  func() time.Time
	// within is the transaction in which this store writes, and which somebody else will commit; nil for a store of its
	// own. See Plant.
	within tx
	noted  atomic.Int64 // the latest time that was written down, in milliseconds
	probe  probe

	dir     string     // the data folder
	erasing sync.Mutex // held while the file of who was erased is written

	changes changes
}

// Option changes how Open goes about it.
type Option = sqlite.Option

// Say has Open tell what it is doing when that takes longer than a second.
func Say(say func(sentence string)) Option { return sqlite.Say(say) }

// Patience is how long something may take before it is told; 0 tells of everything.
func Patience(d time.Duration) Option { return sqlite.Patience(d) }

// CheckLater has the check of a large file put off until KeepBackups; see sqlite.CheckLater.
func CheckLater(above int64) Option { return sqlite.CheckLater(above) }

// SlowDisk makes each commit take longer, for measurements; see sqlite.SlowDisk.
func SlowDisk(wait time.Duration) Option { return sqlite.SlowDisk(wait) }

// Open opens the database in the folder dataDir, as sqlite.Open does, and brings it to the newest schema. now is
// the clock of everything that the store dates. Whoever was erased and has come back with a restored backup is erased
// again.
//
// Errors: ErrLink, ErrInUse, ErrReadOnly, ErrDamaged, ErrForeignLog, ErrNewer, ErrNoSpace, ErrIO.
func Open(ctx context.Context, dataDir string, now func() time.Time, how ...Option) (*Store, error) {
	schema, err := schema()
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s, err := openSchema(ctx, dataDir, now, schema, how...)
	if err != nil {
		return nil, err
	}
	if err := s.eraseAgain(ctx); err != nil {
		return nil, fmt.Errorf("store: erase again: %w", errors.Join(sqlite.Classify(err), s.Close()))
	}
	if err := s.recordRestore(ctx); err != nil {
		return nil, fmt.Errorf("store: record a restore: %w", errors.Join(sqlite.Classify(err), s.Close()))
	}
	s.wipeWhenQuiet()
	return s, nil
}

func openSchema(
	ctx context.Context, dataDir string, now func() time.Time, schema fs.FS, how ...Option,
) (*Store, error) {
	dataDir, err := filepath.Abs(dataDir)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db, err := sqlite.Open(ctx, dataDir, schema, now, how...)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &Store{db: db, read: db.Read(), now: now, dir: dataDir}
	if err := s.catchUp(ctx); err != nil {
		return nil, fmt.Errorf("store: %w", errors.Join(err, db.Close()))
	}
	return s, nil
}

// catchUp does what a database may have missed, before anybody reads in it: one that an older version wrote, or a
// backup that was restored (Open erases again who had been erased). It runs at each opening.
func (s *Store) catchUp(ctx context.Context) error { return s.foldNames(ctx) }

// Close wipes what is left to be wiped, finishes the writes that are queued and closes the folder properly. Writes
// after it fail with ErrClosed. Calling it again returns the first outcome.
func (s *Store) Close() error {
	done := s.db.Tell("Wiping the last traces of what was erased …")
	_, _ = s.Wipe(context.Background()) // what is left is known, and tried again after the next start
	done()
	return s.db.Close()
}

// Warnings returns sentences for the owner about what Open found and could not put right.
func (s *Store) Warnings() []string { return s.db.Warnings() }

// write runs do in a transaction and returns when its changes are on the disk, or with the error that kept them from
// it; see sqlite.DB.Write for what do may do. At most once a minute a write also notes the time, for Sweep to judge by.
func (s *Store) write(ctx context.Context, do func(tx) error) error {
	if s.within != nil {
		return do(s.within)
	}
	defer s.changes.after(ctx)
	now := millis(s.now())
	last := s.noted.Load()
	if now-last < noteEvery.Milliseconds() && now >= last {
		return s.db.Write(ctx, do)
	}
	err := s.db.Write(ctx, func(t tx) error {
		if err := do(t); err != nil {
			return err
		}
		return noteTime(ctx, t, now)
	})
	if err == nil {
		s.noted.Store(now)
	}
	return err
}

func isUnique(err error) bool { return sqlite.IsUnique(err) }

const metaSecret = "secret"

// Secret returns the 32 random bytes of this installation. They are made once, kept in the database, and travel with a
// backup, so that sessions and shuffles survive a move to another machine.
func (s *Store) Secret(ctx context.Context) ([]byte, error) {
	value, err := metaValue(ctx, s.read, metaSecret)
	if errors.Is(err, sql.ErrNoRows) {
		value, err = s.makeSecret(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("store: secret: %w", sqlite.Classify(err))
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
	err = s.write(fromReserve(ctx), func(t tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING`,
			metaSecret, hex.EncodeToString(fresh))
		if err != nil {
			return err
		}
		value, err = metaValue(ctx, t, metaSecret)
		return err
	})
	return value, err
}

// metaValue reads a value that the installation keeps under a key; sql.ErrNoRows when there is none.
func metaValue(ctx context.Context, q tx, key string) (value string, err error) {
	err = q.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?1`, key).Scan(&value)
	return value, err
}

func setMetaValue(ctx context.Context, t tx, key, value string) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}
