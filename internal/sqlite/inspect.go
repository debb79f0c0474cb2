package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// state is what a database file is found in before anything is changed.
type state struct {
	version  int64    // of the schema; 0 = new
	checked  int64    // the version whose foreign keys were checked
	warnings []string // what the owner has to know
}

// ErrForeignLog: the write-ahead log beside the database belongs to another one, as happens when a backup is put in the
// place of a database and the old log stays. It is also ErrDamaged.
var ErrForeignLog = fmt.Errorf("%w: the log beside it belongs to another database", ErrDamaged)

// inspect looks at the database without changing or removing anything; of a damaged log it makes a copy, since SQLite
// will write over it. ErrDamaged when SQLite finds damage, when it is another program's database, or when it is empty
// although there is a write-ahead log, which SQLite would delete. ErrForeignLog. newest is the version that the program
// knows.
func (db *DB) inspect(ctx context.Context, newest int64) (found state, err error) {
	size, err := sizeOf(db.path)
	if err != nil {
		return state{}, err
	}
	log, err := readLog(db.path)
	if err != nil {
		return state{}, err
	}
	if size <= 0 {
		if log.size > 0 {
			return state{}, fmt.Errorf("%w: %s is empty, but there is a %[2]s-wal", ErrDamaged, db.path)
		}
		return state{warnings: besideBackups(db.path)}, nil
	}
	mark, salt := markInFile(ctx, db.path)
	if foreign(mark, salt, log) {
		return state{}, fmt.Errorf("%w: %s-wal was not made beside it", ErrForeignLog, db.path)
	}
	if found, err = db.examine(ctx, size, newest); err != nil {
		return state{}, err
	}
	if wrong := incomplete(mark, log); wrong != "" {
		warning, err := db.incompleteLog(wrong, log)
		if err != nil {
			return state{}, err
		}
		found.warnings = append(found.warnings, warning)
	}
	return found, nil
}

// examine opens the database for reading, has SQLite check it, and reads what the engine keeps in it. The check of a
// large one is put off, as CheckLater says.
func (db *DB) examine(ctx context.Context, size, newest int64) (found state, err error) {
	settings := inspectSettings
	if journal, err := sizeOf(db.path + "-journal"); err != nil {
		return state{}, err
	} else if journal > 0 {
		settings = rollbackSettings
	}
	pool, err := openPool(db.path, settings, 1)
	if err != nil {
		return state{}, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if size > db.options.atOnce {
		found, err = readState(ctx, pool)
		if db.putOff = found.version == newest && found.checked == newest; err != nil || db.putOff {
			return found, err
		}
	}
	checked := db.options.tell(fmt.Sprintf("Checking %s (%d MB) …", db.path, size>>20))
	err = quickCheck(ctx, pool)
	checked()
	if err != nil {
		return state{}, err
	}
	return readState(ctx, pool)
}

// incompleteLog returns the warning that answers may be missing, and first keeps a copy of a log that is damaged:
// another tool may read what SQLite cannot.
func (db *DB) incompleteLog(wrong string, log logFile) (warning string, err error) {
	kept := ""
	if !log.bare {
		copied := db.path + "-wal-damaged-" + db.now().UTC().Format("2006-01-02-150405")
		if err := copyFile(db.path+"-wal", copied); err != nil {
			return "", fmt.Errorf("keep the damaged log: %w", err)
		}
		kept = " A copy of it was kept as " + filepath.Base(copied) + "."
	}
	return "Dossier was not closed properly last time, and the file " + FileName + "-wal, which held the latest " +
		"answers, " + wrong + ". Answers of the last minutes before it stopped may be missing. Look through the class " +
		"pages, and ask for what is missing again." + kept, nil
}

// besideBackups returns the warning that a new database is begun where there are backups of an old one.
func besideBackups(path string) []string {
	copies, err := backupsNamed(path, func(name string) bool { return !strings.HasPrefix(name, ".") })
	if err != nil || len(copies) == 0 {
		return nil
	}
	return []string{"A new and empty database was begun, although there are backups in " + backupFolder(path) +
		". If there should be answers here, stop Dossier and restore the newest of them."}
}

// readState reads the engine's own tables.
func readState(ctx context.Context, db Tx) (state, error) {
	tables, err := tableNames(ctx, db)
	if err != nil || len(tables) == 0 {
		return state{}, err
	}
	if !tables["goose_db_version"] {
		return state{}, fmt.Errorf("%w: it is not a database of this program", ErrDamaged)
	}
	var found state
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&found.version)
	if err != nil || !tables["meta"] {
		return found, err
	}
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

func tableNames(ctx context.Context, db Tx) (map[string]bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_schema WHERE type = 'table'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	tables := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		tables[name] = true
	}
	return tables, rows.Err()
}

// quickCheck has SQLite read the whole file. https://sqlite.org/pragma.html#pragma_quick_check
func quickCheck(ctx context.Context, db Tx) error {
	return soundness(ctx, db, "PRAGMA quick_check(1)")
}

func soundness(ctx context.Context, db Tx, pragma string) error {
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

// copyFile copies a file to a new one, which is on the disk when it returns. One that is there already stays.
func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}
