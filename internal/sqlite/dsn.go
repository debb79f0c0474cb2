package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

const (
	// Four readers read 1.5 times as much as one and as much as two; more bring nothing on a school's machine.
	readers = 4
	// Bytes that the log file keeps when it is started over. Somebody else's long read can make it far larger.
	logLimit = 48 << 20
)

// Settings stand in the connection string, so that every connection of a pool has them. The driver ignores a setting
// whose name it does not know; checkSettings asks SQLite what it made of them.
//
// Statements are prepared once: each connection keeps those it used, found by their text. There is room for every
// statement of the program; lists of varying length (IN (?, ?, …)) push out what was used longest ago.
const (
	statementCache = "&_stmt_cache_size=256"
	// FULL: an answer that was acknowledged survives a power cut. The driver's own default, NORMAL, loses some.
	// Recursive triggers: without them a REPLACE deletes rows without asking the triggers that keep them.
	writerSettings = "mode=rw&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=on" +
		"&_txlock=immediate&_secure_delete=on&_recursive_triggers=on&_cache_size=-16000" + statementCache
	readerSettings = "mode=ro&_query_only=on&_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=on" +
		"&_cache_size=-16000" + statementCache
	// With foreign keys on, rebuilding a table would delete every row that refers to it.
	migrationSettings = "mode=rw&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=off" +
		"&_txlock=immediate"
	// Read-only, so that looking at a database neither folds in nor removes its write-ahead log.
	inspectSettings = "mode=ro&_busy_timeout=5000"
	// The file alone, as if there were no log beside it.
	fileAloneSettings = "mode=ro&immutable=1"
	// A crash in the first moments leaves a rollback journal, which only a writing connection can apply.
	rollbackSettings = "mode=rw&_busy_timeout=5000"
	backupSettings   = "mode=rw&_busy_timeout=5000&_synchronous=FULL"
)

var writerPragmas = map[string]string{
	"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "foreign_keys": "1", "secure_delete": "1",
	"recursive_triggers": "1", "cache_size": "-16000", "query_only": "0",
	"wal_autocheckpoint": "0", "journal_size_limit": fmt.Sprint(logLimit), "temp_store": "2",
}

var readerPragmas = map[string]string{
	"journal_mode": "wal", "busy_timeout": "5000", "foreign_keys": "1", "cache_size": "-16000", "query_only": "1",
}

// openPool opens the database file at path, an absolute path, with up to n connections that stay open: the program need
// not open the file again, even when it has run out of file descriptors.
func openPool(path, settings string, n int) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", address(path, settings))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// address is the URI under which SQLite opens a file. The path is escaped, since ?, # and % mean something in it. A
// path that begins with a drive gets a slash in front: https://sqlite.org/uri.html#the_uri_path
func address(path, settings string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: settings}).String()
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
