package sqlite_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A program that reads for longer than Dossier runs folds the log in when it closes, and removes it. Then everything is
// in the file, and nobody is alarmed. Until then the log is needed.
func TestAReaderWhoStaysLongerIsNoAlarm(t *testing.T) {
	dir := t.TempDir()
	db, err := open(t.Context(), dir, today(nil))
	if err != nil {
		t.Fatal(err)
	}
	browser := reading(t, db.Path())
	defer browser()
	if err := db.Write(t.Context(), put("t/1", "x")); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err == nil || !strings.Contains(err.Error(), "another program is reading") {
		t.Fatalf("closed: got %v, want that somebody reads", err)
	}
	for _, row := range []struct {
		name string
		do   func(t *testing.T, path string) // before the next start
		want string                          // part of the only warning; "" for none
	}{
		{"folded in", foldAndClose, ""},
		{"still there", func(*testing.T, string) {}, ""},
		{"lost", func(t *testing.T, path string) {
			if err := os.Remove(path + "-wal"); err != nil {
				t.Fatal(err)
			}
		}, "has gone since"},
	} {
		t.Run(row.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "dossier.db")
			for _, suffix := range []string{"", "-wal"} {
				writeFile(t, path+suffix, readFile(t, filepath.Join(dir, "dossier.db"+suffix)))
			}
			row.do(t, path)
			db := openStore(t, filepath.Dir(path))
			if got := fmt.Sprint(db.Warnings()); !strings.Contains(got, row.want) || (got == "[]") != (row.want == "") {
				t.Errorf("warnings: got %s, want %q", got, row.want)
			}
			if got := keys(t, db, "t/"); got != 1 && row.want == "" {
				t.Errorf("rows: got %d, want 1", got)
			}
		})
	}
}

// foldAndClose does what a program that was the last to have a database open does to its log.
func foldAndClose(t *testing.T, path string) {
	t.Helper()
	browser, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := browser.Exec(`SELECT count(*) FROM item`); err != nil {
		t.Fatal(err)
	}
	if err := browser.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); !os.IsNotExist(err) {
		t.Fatalf("the log: got %v, want none", err)
	}
}
