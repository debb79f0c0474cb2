package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"time"

	"github.com/pressly/goose/v3"
)

// Keys of the table meta that the engine keeps, beside metaMark.
const metaChecked = "foreign_keys_checked" // the schema version whose foreign keys were found whole

// latest returns the version of the newest migration.
func latest(schema fs.FS) (int64, error) {
	names, err := fs.Glob(schema, "*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, version)
	}
	return newest, nil
}

// upgrade brings the database from what was found to target, the newest version: refused when it is newer than the
// program, with a backup first when it holds data. It does nothing when there is nothing to do.
func upgrade(ctx context.Context, path string, found state, schema fs.FS, target int64, now time.Time) error {
	if found.version > target {
		return fmt.Errorf("%w: it has version %d, the program knows %d", ErrNewer, found.version, target)
	}
	if found.version == target && found.checked == target {
		return nil
	}
	if found.version > 0 && found.version < target {
		// At most one a day, so that a program that fails and is started again and again does not fill the disk.
		name := upgradeName(now, found.version, target)
		if err := backupLive(ctx, path, filepath.Join(backupFolder(path), name)); err != nil {
			return fmt.Errorf("backup before migration: %w", err)
		}
	}
	// Migrations are not interrupted: each one happens as a whole or not at all.
	return migrate(context.WithoutCancel(ctx), path, schema, target)
}

func migrate(ctx context.Context, path string, schema fs.FS, target int64) (err error) {
	db, err := openPool(path, migrationSettings, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, schema,
		goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if err := beginMigration(ctx, db); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := checkForeignKeys(ctx, db); err != nil {
		return fmt.Errorf("after the migration: %w", err)
	}
	// Closing this connection folds the write-ahead log in and removes it, which is proper.
	if err := setMeta(ctx, db, metaChecked, strconv.FormatInt(target, 10)); err != nil {
		return err
	}
	return setMeta(ctx, db, metaMark, markClosed)
}

// beginMigration makes the log begin with the mark "closed", so that a log which a crash leaves is known as the file's
// own, and keeps the log from being started over before everything is done. A new database has no place for the mark
// yet.
func beginMigration(ctx context.Context, db *sql.DB) error {
	tables, err := tableNames(ctx, db)
	if err != nil || !tables["meta"] {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := checkpoint(ctx, conn, "RESTART"); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA wal_autocheckpoint=0"); err != nil {
		return err
	}
	over, err := lastLog(ctx, conn)
	if err != nil {
		return err
	}
	t, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, mark := range []string{markOpening, markClosed} { // SQLite does not write a page that stays as it is
		if err := setMetas(ctx, t, metaMark, mark, metaLog, over, metaOver, over+mark); err != nil {
			return errors.Join(err, t.Rollback())
		}
	}
	return t.Commit()
}

// checkForeignKeys looks for rows that refer to nothing. Migrations run with foreign keys off, so that nothing else
// does. A database that fails is not opened, today or at the next start.
func checkForeignKeys(ctx context.Context, db *sql.DB) error {
	var table, parent string
	err := db.QueryRowContext(ctx, `SELECT "table", parent FROM pragma_foreign_key_check LIMIT 1`).Scan(&table, &parent)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("foreign key check: %w", err)
	}
	return fmt.Errorf("%w: rows of %s refer to rows of %s that do not exist", ErrDamaged, table, parent)
}

func setMeta(ctx context.Context, t Tx, key, value string) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
	return err
}

// setMetas sets three values at once.
func setMetas(ctx context.Context, t Tx, key1, value1, key2, value2, key3, value3 string) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO meta (key, value) VALUES (?1, ?2), (?3, ?4), (?5, ?6)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key1, value1, key2, value2, key3, value3)
	return err
}

// meta reads one value; found is false when there is none.
func meta(ctx context.Context, t Tx, key string) (value string, found bool, err error) {
	err = t.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?1`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, err
}
