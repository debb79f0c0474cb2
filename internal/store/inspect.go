package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// state is what a database file is found in before anything is changed.
type state struct {
	version int64 // of the schema; 0 = new
	checked int64 // the version whose foreign keys were checked
	noLog   bool  // it was in use when the program ended, and its write-ahead log is gone
}

// inspect looks at the file without changing or removing anything. ErrDamaged when SQLite finds damage, when it is
// another program's database, or when it is empty although there is a write-ahead log (which SQLite would delete).
func inspect(ctx context.Context, path string) (found state, err error) {
	size, err := sizeOf(path)
	if err != nil {
		return state{}, err
	}
	logSize, err := sizeOf(path + "-wal")
	if err != nil {
		return state{}, err
	}
	if size <= 0 {
		if logSize > 0 {
			return state{}, fmt.Errorf("%w: %s is empty, but there is a %s-wal", ErrDamaged, path, path)
		}
		return state{}, nil
	}
	settings := inspectSettings
	if journal, err := sizeOf(path + "-journal"); err != nil {
		return state{}, err
	} else if journal > 0 {
		settings = rollbackSettings
	}
	db, err := openPool(path, settings, 1)
	if err != nil {
		return state{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := quickCheck(ctx, db); err != nil {
		return state{}, err
	}
	return readState(ctx, db, logSize < 0)
}

// readState reads the engine's own tables; logMissing says that there is no write-ahead log file.
func readState(ctx context.Context, db *sql.DB, logMissing bool) (state, error) {
	tables := map[string]bool{}
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_schema WHERE type = 'table'`)
	if err != nil {
		return state{}, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return state{}, err
		}
		tables[name] = true
	}
	if err := rows.Err(); err != nil {
		return state{}, err
	}
	if len(tables) == 0 {
		return state{}, nil
	}
	if !tables["goose_db_version"] {
		return state{}, fmt.Errorf("%w: it is not a database of this program", ErrDamaged)
	}
	var found state
	if err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&found.version); err != nil {
		return state{}, err
	}
	if !tables["meta"] {
		return found, nil
	}
	clean, ok, err := meta(ctx, db, metaClean)
	if err != nil {
		return state{}, err
	}
	found.noLog = ok && clean == "0" && logMissing
	checked, ok, err := meta(ctx, db, metaChecked)
	if err != nil || !ok {
		return found, err
	}
	found.checked, err = strconv.ParseInt(checked, 10, 64)
	if err != nil {
		return state{}, fmt.Errorf("%w: meta %s is %q", ErrDamaged, metaChecked, checked)
	}
	return found, nil
}

// quickCheck has SQLite read the whole file. https://sqlite.org/pragma.html#pragma_quick_check
func quickCheck(ctx context.Context, db *sql.DB) error {
	return soundness(ctx, db, "PRAGMA quick_check(1)")
}

func soundness(ctx context.Context, db *sql.DB, pragma string) error {
	var verdict string
	if err := db.QueryRowContext(ctx, pragma).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, verdict)
	}
	return nil
}

// sizeOf returns the size of a file in bytes, -1 when there is none.
func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return -1, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
