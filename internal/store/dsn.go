package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
)

const (
	readers        = 4     // 1.5 times the reads of one connection, as many as two; more brings nothing on a school's machine
	autocheckpoint = 10000 // pages: the write-ahead log grows to about 40 MB under load before it is folded in
)

// Settings stand in the connection string, so that every connection of a pool has them. The driver ignores a setting
// whose name it does not know; checkSettings asks SQLite what it made of them.
const (
	// FULL: an answer that was acknowledged survives a power cut. The driver's own default, NORMAL, loses some.
	writerSettings = "mode=rw&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=on&_txlock=immediate" +
		"&_secure_delete=on&_cache_size=-16000&_stmt_cache_size=64"
	readerSettings = "mode=ro&_query_only=on&_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=on&_cache_size=-16000&_stmt_cache_size=64"
	// With foreign keys on, rebuilding a table would delete every row that refers to it.
	migrationSettings = "mode=rw&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=off&_txlock=immediate"
	// Read-only, so that looking at a database neither folds in nor removes its write-ahead log.
	inspectSettings = "mode=ro&_busy_timeout=5000"
	// A crash in the first moments leaves a rollback journal, which only a writing connection can apply.
	rollbackSettings = "mode=rw&_busy_timeout=5000"
	backupSettings   = "mode=rw&_busy_timeout=5000&_synchronous=FULL"
)

var writerPragmas = map[string]string{
	"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "foreign_keys": "1",
	"secure_delete": "1", "cache_size": "-16000", "wal_autocheckpoint": fmt.Sprint(autocheckpoint), "query_only": "0",
}

var readerPragmas = map[string]string{
	"journal_mode": "wal", "busy_timeout": "5000", "foreign_keys": "1", "cache_size": "-16000", "query_only": "1",
}

// openPool opens the database file at path, an absolute path, with up to n connections that stay open: a file is not
// opened again while the program runs, not even when it has run out of file descriptors.
func openPool(path, settings string, n int) (*sql.DB, error) {
	// The path is escaped: SQLite reads a URI, in which ?, # and % mean something.
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Path: path, RawQuery: settings}).String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// checkSettings compares what the connection says its settings are with want.
func checkSettings(ctx context.Context, conn *sql.Conn, want map[string]string) error {
	for name, want := range want {
		var got string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&got); err != nil {
			return fmt.Errorf("pragma %s: %w", name, err)
		}
		if got != want {
			return fmt.Errorf("pragma %s is %s, want %s", name, got, want)
		}
	}
	return nil
}

// checkPool opens all n connections of a pool at the same time and checks the settings of each.
func checkPool(ctx context.Context, db *sql.DB, n int, want map[string]string) (err error) {
	conns := make([]*sql.Conn, 0, n)
	defer func() {
		for _, conn := range conns {
			if e := conn.Close(); err == nil {
				err = e
			}
		}
	}()
	for range n {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		conns = append(conns, conn)
		if err := checkSettings(ctx, conn, want); err != nil {
			return err
		}
	}
	return nil
}
