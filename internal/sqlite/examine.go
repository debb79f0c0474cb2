package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"time"
)

// Examined is what a full check of a database file has found.
type Examined struct {
	Path    string
	Size    int64 // bytes, without the log
	Version int64 // of the schema
	Newest  int64 // version that this program knows
	Live    bool  // another process works on it
	// Damage is what is wrong with its indexes, "" for nothing: the tables are whole, so that a copy can be made whole.
	Damage string
	// Log says in a few words what is wrong with its write-ahead log, "" for nothing. Its latest changes may be missing.
	Log  string
	Took time.Duration
}

// Examine checks the database file at path from end to end: tables, indexes, references, and whether it is one of this
// program. It changes nothing there, whether another process works on it or none; what it is told of is not trusted.
// Then do, if it is not nil, reads in it. schema is the list of migrations.
//
// Errors: ErrDamaged, ErrForeignLog, ErrNewer, fs.ErrNotExist, those of reading, and that of do.
func Examine(
	ctx context.Context, path string, schema fs.FS, now func() time.Time, do func(Tx) error, how ...Option,
) (found Examined, err error) {
	return examine(ctx, path, schema, now, do, true, how...)
}

// Peek is Examine without the check: it only reads which version the file has, and do reads in it.
func Peek(ctx context.Context, path string, schema fs.FS, now func() time.Time, do func(Tx) error) (Examined, error) {
	return examine(ctx, path, schema, now, do, false)
}

func examine(
	ctx context.Context, path string, schema fs.FS, now func() time.Time, do func(Tx) error, check bool, how ...Option,
) (found Examined, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return found, err
	}
	found.Path = path
	begun := now()
	defer func() {
		found.Took = now().Sub(begun)
		if err = Classify(err); err != nil {
			err = fmt.Errorf("sqlite: examine %s: %w", path, err)
		}
	}()
	if found.Newest, err = latest(schema); err != nil {
		return found, err
	}
	from, err := openSource(ctx, path)
	defer func() { err = errors.Join(err, from.close()) }()
	found.Size, found.Live, found.Log = from.size, from.live, from.wrong
	if err != nil {
		return found, err
	}
	defer chosen(how).tell(fmt.Sprintf("Checking %s (%d MB) …", path, from.size>>20))()
	return found, found.look(ctx, &from, do, check)
}

func (e *Examined) look(ctx context.Context, from *source, do func(Tx) error, check bool) (err error) {
	db, err := from.pool(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	state, err := readState(ctx, db)
	if err != nil {
		return err
	}
	if e.Version = state.version; e.Version == 0 {
		return fmt.Errorf("%w: it is not a database of this program", ErrDamaged)
	}
	if e.Version > e.Newest {
		return fmt.Errorf("%w: it has version %d, the program knows %d", ErrNewer, e.Version, e.Newest)
	}
	if check {
		if e.Damage, err = checkAll(ctx, db); err != nil {
			return err
		}
		if err := checkForeignKeys(ctx, db); err != nil {
			return err
		}
	}
	if do == nil {
		return nil
	}
	return do(db)
}

// ofAnIndex are the findings of integrity_check that say that an index does not fit its table, which is whole.
var ofAnIndex = regexp.MustCompile(
	`^(wrong # of entries in index|row \d+ missing from index|row \d+ values differ from index|non-unique entry in index)`)

// checkAll has SQLite check tables and indexes. damage is of indexes alone, from which a whole copy can be made;
// anything else is ErrDamaged.
func checkAll(ctx context.Context, db *sql.DB) (damage string, err error) {
	const most = 10_000
	rows, err := db.QueryContext(ctx, fmt.Sprintf("PRAGMA integrity_check(%d)", most))
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for n := 1; rows.Next(); n++ {
		var finding string
		if err := rows.Scan(&finding); err != nil {
			return "", err
		}
		switch {
		case finding == "ok":
		case n == most || !ofAnIndex.MatchString(finding):
			return "", fmt.Errorf("%w: %s", ErrDamaged, finding)
		case damage == "":
			damage = finding
		}
	}
	return damage, rows.Err()
}
