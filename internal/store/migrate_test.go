package store_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/internal/store"
)

var update = flag.Bool("update", false, "write testdata/first_schema.sql anew; only before the first release")

// today returns the program's migrations and more.
func today(t *testing.T, more map[string]string) fs.FS {
	t.Helper()
	schema, err := store.Schema()
	if err != nil {
		t.Fatal(err)
	}
	all := fstest.MapFS{}
	names, err := fs.Glob(schema, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(schema, name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &fstest.MapFile{Data: data}
	}
	for name, text := range more {
		all[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text)}
	}
	return all
}

func execute(t *testing.T, s *store.Store, statements ...string) {
	t.Helper()
	err := s.Write(t.Context(), func(tx store.Tx) error {
		for _, statement := range statements {
			if _, err := tx.ExecContext(t.Context(), statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, s *store.Store, query string) (n int) {
	t.Helper()
	if err := s.Reader().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func backups(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "backups", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// The schema of the first release and rows as people made them, frozen: today's program opens them, and what comes
// out is today's schema with every row. Before the first release, run with -update after a change of the first
// migration. DO NOT EDIT THE FILES AFTER IT.
func TestTheFirstSchemaUpgrades(t *testing.T) {
	const schemaFile, rowsFile = "testdata/first_schema.sql", "testdata/first_rows.sql"
	if *update {
		writeFile(t, schemaFile, []byte(dumpFirst(t)))
	}
	dir := t.TempDir()
	db, err := sql.Open("sqlite3", filepath.Join(dir, "dossier.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{schemaFile, rowsFile} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(string(text)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	rows := counts(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	upgraded, fresh := openStore(t, dir), openStore(t, t.TempDir())
	got, want := objects(t, upgraded.Reader()), objects(t, fresh.Reader())
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s after the upgrade:\n%s\nin a new database:\n%s", name, got[name], want[name])
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is left over from the first schema", name)
		}
	}
	after := counts(t, upgraded.Reader())
	for table, n := range rows {
		if strings.HasPrefix(table, "goose_") {
			continue
		}
		if after[table] < n {
			t.Errorf("rows of %s: got %d after the upgrade, want the %d from before", table, after[table], n)
		}
	}
	secret, err := upgraded.Secret(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%x", secret), strings.Repeat("5ec2e7", 10)+"5ec2"; got != want {
		t.Errorf("secret: got %s, want %s", got, want)
	}
}

// dumpFirst returns the statements that make a database of the first migration alone.
func dumpFirst(t *testing.T) string {
	t.Helper()
	all := today(t, nil)
	names, err := fs.Glob(all, "00001_*.sql")
	if err != nil || len(names) != 1 {
		t.Fatalf("first migration: %v, %v", names, err)
	}
	data, err := fs.ReadFile(all, names[0])
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := store.MigrateOnly(t.Context(), dir, fstest.MapFS{names[0]: &fstest.MapFile{Data: data}}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", filepath.Join(dir, "dossier.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(context.Background(),
		`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out strings.Builder
	out.WriteString("-- The schema of the first release. DO NOT EDIT after it.\n")
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			t.Fatal(err)
		}
		out.WriteString(statement + ";\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	out.WriteString("INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1);\n")
	return out.String()
}

// objects returns the statement of every table, index, trigger and view, white space evened out.
func objects(t *testing.T, db store.Tx) map[string]string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var name, statement string
		if err := rows.Scan(&name, &statement); err != nil {
			t.Fatal(err)
		}
		found[name] = strings.Join(strings.Fields(statement), " ")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// counts returns the number of rows of every table.
func counts(t *testing.T, db store.Tx) map[string]int {
	t.Helper()
	found := map[string]int{}
	for name := range objects(t, db) {
		table, ok := strings.CutPrefix(name, "table ")
		if !ok || strings.HasPrefix(table, "sqlite_") {
			continue
		}
		var n int
		if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM "`+table+`"`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		found[table] = n
	}
	return found
}
