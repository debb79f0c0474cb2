package sqlite_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/internal/sqlite"
)

// today returns the schema of these tests, and more.
func today(more map[string]string) fs.FS {
	all := fstest.MapFS{}
	for name, text := range more {
		all[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text)}
	}
	all["00001_start.sql"] = &fstest.MapFile{Data: []byte(`-- +goose Up
		CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
		CREATE TABLE item (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`)}
	return all
}

const (
	families = `CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT) STRICT;
		CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent ON DELETE CASCADE) STRICT;`
	rebuild = `CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
		INSERT INTO new_parent SELECT id, name FROM parent;
		DROP TABLE parent;
		ALTER TABLE new_parent RENAME TO parent;`
)

func openWith(t *testing.T, dir string, schema fs.FS) *sqlite.DB {
	t.Helper()
	s, err := open(t.Context(), dir, schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func execute(t *testing.T, s *sqlite.DB, statements ...string) {
	t.Helper()
	err := s.Write(t.Context(), func(tx sqlite.Tx) error {
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

func count(t *testing.T, s *sqlite.DB, query string) (n int) {
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

func TestUpgradeKeepsEveryRowAndABackup(t *testing.T) {
	dir := t.TempDir()
	s := openWith(t, dir, today(map[string]string{"90001_families.sql": families}))
	execute(t, s, `INSERT INTO parent VALUES (1, 'a')`, `INSERT INTO child VALUES (1, 1), (2, 1)`)
	closeStore(t, s)
	if got := backups(t, dir); len(got) != 0 {
		t.Errorf("backups of a new database: got %v, want none", got)
	}

	s = openWith(t, dir, today(map[string]string{"90001_families.sql": families, "90002_rebuild.sql": rebuild}))
	// With foreign keys on, dropping the parent would have deleted the children.
	if got := count(t, s, `SELECT count(*) FROM child JOIN parent ON parent.id = child.parent`); got != 2 {
		t.Errorf("children after their parent's table was rebuilt: got %d, want 2", got)
	}
	closeStore(t, s)

	got := backups(t, dir)
	want := []string{filepath.Join(dir, "backups", "dossier-2026-09-01-v90001-before-v90002.db")}
	if !slices.Equal(got, want) {
		t.Fatalf("backups: got %v, want %v", got, want)
	}
	restored := t.TempDir()
	data, err := os.ReadFile(got[0])
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(restored, "dossier.db"), data)
	s = openWith(t, restored, today(map[string]string{"90001_families.sql": families}))
	if got := count(t, s, `SELECT count(*) FROM child`); got != 2 {
		t.Errorf("children in the backup: got %d, want 2", got)
	}
	if got := s.Warnings(); len(got) != 0 {
		t.Errorf("warnings of the restored backup: got %q, want none", got)
	}

	openWith(t, dir, today(map[string]string{"90001_families.sql": families, "90002_rebuild.sql": rebuild}))
	if got := backups(t, dir); len(got) != 1 {
		t.Errorf("backups after a start without an upgrade: got %v, want the one", got)
	}
}

func TestUpgradeThatFailsChangesNothing(t *testing.T) {
	dir := t.TempDir()
	before := map[string]string{"90001_families.sql": families}
	s := openWith(t, dir, today(before))
	execute(t, s, `INSERT INTO parent VALUES (1, 'a')`, `INSERT INTO child VALUES (1, 1)`)
	closeStore(t, s)
	broken := maps.Clone(before)
	broken["90002_broken.sql"] = `DELETE FROM child; INSERT INTO nowhere VALUES (1);`
	for range 3 {
		if _, err := open(t.Context(), dir, today(broken)); err == nil {
			t.Fatal("a broken migration was accepted")
		}
	}
	if got := backups(t, dir); len(got) != 1 {
		t.Errorf("backups after three failed starts on one day: got %v, want one", got)
	}
	if got := count(t, openWith(t, dir, today(before)), `SELECT count(*) FROM child`); got != 1 {
		t.Errorf("children: got %d, want 1", got)
	}
}

func TestUpgradeThatOrphansRowsIsNeverOpened(t *testing.T) {
	dir := t.TempDir()
	before := map[string]string{"90001_families.sql": families}
	s := openWith(t, dir, today(before))
	execute(t, s, `INSERT INTO parent VALUES (1, 'a')`, `INSERT INTO child VALUES (1, 1)`)
	closeStore(t, s)
	orphans := maps.Clone(before)
	orphans["90002_orphans.sql"] = `DELETE FROM parent;`
	for i := range 2 { // at the second start no migration is left to run
		_, err := open(t.Context(), dir, today(orphans))
		if !errors.Is(err, sqlite.ErrDamaged) || !strings.Contains(err.Error(), "child") {
			t.Errorf("start %d: got %v, want ErrDamaged that names the table", i+1, err)
		}
	}
	if got := backups(t, dir); len(got) != 1 {
		t.Errorf("backups: got %v, want one", got)
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	dir := t.TempDir()
	newer := today(map[string]string{"90001_families.sql": families})
	s := openWith(t, dir, newer)
	execute(t, s, `INSERT INTO parent VALUES (1, 'a')`)
	closeStore(t, s)
	before := contents(t, s.Path())
	if _, err := open(t.Context(), dir, today(nil)); !errors.Is(err, sqlite.ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
	if contents(t, s.Path()) != before {
		t.Error("a refused database was changed")
	}
	if got := count(t, openWith(t, dir, newer), `SELECT count(*) FROM parent`); got != 1 {
		t.Errorf("rows: got %d, want 1", got)
	}
}
