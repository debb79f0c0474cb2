package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

func clock() time.Time { return time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC) }

// open opens a folder with a schema of these tests.
func open(ctx context.Context, dir string, schema fs.FS, how ...sqlite.Option) (*sqlite.DB, error) {
	return sqlite.Open(ctx, dir, schema, clock, how...)
}

func openStore(t *testing.T, dir string) *sqlite.DB {
	t.Helper()
	s, err := open(t.Context(), dir, today(nil))
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

func closeStore(t *testing.T, s *sqlite.DB) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// put returns a write of one row of meta.
func put(key, value string) func(sqlite.Tx) error {
	return func(tx sqlite.Tx) error {
		_, err := tx.ExecContext(context.Background(), `INSERT INTO item (key, value) VALUES (?1, ?2)`, key, value)
		return err
	}
}

// keys returns how many rows of meta begin with prefix.
func keys(t *testing.T, s *sqlite.DB, prefix string) int {
	t.Helper()
	var n int
	err := s.Reader().QueryRowContext(t.Context(),
		`SELECT count(*) FROM item WHERE substr(key, 1, length(?1)) = ?1`, prefix).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOpenMakesAPrivateFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "Jane's #1 ?100% data")
	s := openStore(t, dir)
	for path, want := range map[string]os.FileMode{dir: 0o700, s.Path(): 0o600, s.Path() + "-wal": 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("permissions of %s: got %o, want %o", path, got, want)
		}
	}
	if got := s.Warnings(); len(got) != 0 {
		t.Errorf("warnings of a new folder: got %q, want none", got)
	}
}

func TestSettingsOfEveryConnection(t *testing.T) {
	s := openStore(t, t.TempDir())
	check := func(t *testing.T, tx sqlite.Tx, want map[string]string) {
		t.Helper()
		for name, want := range want {
			var got string
			if err := tx.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
		}
	}
	t.Run("writer", func(t *testing.T) {
		err := s.Write(t.Context(), func(tx sqlite.Tx) error {
			check(t, tx, map[string]string{
				"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "foreign_keys": "1",
				"wal_autocheckpoint": "0", "cache_size": "-16000", "secure_delete": "1", "query_only": "0",
				"journal_size_limit": "50331648", "recursive_triggers": "1",
			})
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	for i := range sqlite.Readers {
		conn, err := s.Reader().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		t.Run(fmt.Sprint("reader ", i), func(t *testing.T) {
			check(t, conn, map[string]string{
				"journal_mode": "wal", "busy_timeout": "5000", "foreign_keys": "1", "cache_size": "-16000", "query_only": "1",
			})
			_, err := conn.ExecContext(t.Context(), `DELETE FROM item`)
			if !errors.Is(sqlite.Classify(err), sqlite.ErrReadOnly) {
				t.Errorf("a reader that writes: got %v, want ErrReadOnly", err)
			}
		})
	}
}

func TestCloseLeavesOneFile(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	if err := s.Write(t.Context(), put("t/1", "x")); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if _, err := os.Stat(s.Path() + suffix); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("after Close: %s is there (%v)", suffix, err)
		}
	}
	if err := s.Write(t.Context(), put("t/2", "x")); !errors.Is(err, sqlite.ErrClosed) {
		t.Errorf("write after Close: got %v, want ErrClosed", err)
	}
	closeStore(t, s)
	again := openStore(t, dir)
	if got := keys(t, again, "t/"); got != 1 {
		t.Errorf("rows after reopening: got %d, want 1", got)
	}
	if got := again.Warnings(); len(got) != 0 {
		t.Errorf("warnings after a proper close: got %q, want none", got)
	}
}

func TestOpenWhereNothingCanBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("not a folder"), 0o600); err != nil {
		t.Fatal(err)
	}
	taken := t.TempDir()
	if err := os.Mkdir(filepath.Join(taken, "dossier.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{
		"a file":       file,
		"below a file": filepath.Join(file, "data"),
		"folder as db": taken,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := open(t.Context(), dir, today(nil))
			if !errors.Is(err, sqlite.ErrReadOnly) {
				t.Errorf("got %v, want ErrReadOnly", err)
			}
		})
	}
}

func TestOpenRefusesDamage(t *testing.T) {
	fill := func(t *testing.T, dir string) string {
		s := openStore(t, dir)
		for i := range 200 {
			if err := s.Write(t.Context(), put(fmt.Sprint("t/", i), strings.Repeat("x", 1000))); err != nil {
				t.Fatal(err)
			}
		}
		closeStore(t, s)
		return s.Path()
	}
	change := func(t *testing.T, path string, do func([]byte) []byte) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, do(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cases := map[string]func(t *testing.T, dir string) string{
		"garbage": func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "dossier.db")
			writeFile(t, path, bytes.Repeat([]byte("garbage "), 1000))
			return path
		},
		"a few bytes": func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "dossier.db")
			writeFile(t, path, []byte("hello"))
			return path
		},
		"overwritten pages": func(t *testing.T, dir string) string {
			path := fill(t, dir)
			change(t, path, func(data []byte) []byte {
				for i := len(data) / 2; i < len(data)/2+8*4096; i++ {
					data[i] = 0xA5
				}
				return data
			})
			return path
		},
		"cut off": func(t *testing.T, dir string) string {
			path := fill(t, dir)
			change(t, path, func(data []byte) []byte { return data[:len(data)/2] })
			return path
		},
		"a file format that is not ours": func(t *testing.T, dir string) string {
			path := fill(t, dir)
			change(t, path, func(data []byte) []byte { data[47] ^= 0x80; return data })
			return path
		},
		"empty beside a log": func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "dossier.db")
			writeFile(t, path+"-wal", []byte("the only copy of somebody's answers"))
			return path
		},
		"overwritten beside a log": func(t *testing.T, dir string) string {
			writeAndKill(t, dir, "1", 50)
			path := filepath.Join(dir, "dossier.db")
			change(t, path, func(data []byte) []byte {
				for i := 4096; i < len(data); i++ {
					data[i] = 0xA5
				}
				return data
			})
			return path
		},
		"another program's": func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "dossier.db")
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(`CREATE TABLE bookmarks (url TEXT)`); err != nil {
				t.Fatal(err)
			}
			return path
		},
	}
	for name, prepare := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := prepare(t, dir)
			before := contents(t, path, path+"-wal")
			for range 2 { // the second time as well: the first left nothing behind that hides the damage
				_, err := open(t.Context(), dir, today(nil))
				if !errors.Is(err, sqlite.ErrDamaged) {
					t.Errorf("got %v, want ErrDamaged", err)
				}
			}
			if after := contents(t, path, path+"-wal"); after != before {
				t.Error("a refused database was changed")
			}
		})
	}
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// contents joins what the files hold; a missing one and an empty one count the same.
func contents(t *testing.T, paths ...string) string {
	t.Helper()
	var all strings.Builder
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%d:%s", len(data), data)
	}
	return all.String()
}

func TestOpenTakesAnEmptyFile(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "dossier.db"), nil)
	if got := count(t, openStore(t, dir), `SELECT count(*) FROM meta WHERE key = 'clean'`); got != 1 {
		t.Errorf("marks: got %d, want 1", got)
	}
}

func TestANewDatabaseBesideBackupsIsAnnounced(t *testing.T) {
	backed := func(t *testing.T, dir string) {
		db := openStore(t, dir)
		if err := db.Backup(t.Context(), filepath.Join(dir, "backups", "copy.db")); err != nil {
			t.Fatal(err)
		}
		closeStore(t, db)
	}
	cases := map[string]struct {
		prepare func(t *testing.T, dir string)
		want    int
	}{
		"gone": {func(t *testing.T, dir string) {
			backed(t, dir)
			if err := os.Remove(filepath.Join(dir, "dossier.db")); err != nil {
				t.Fatal(err)
			}
		}, 1},
		"empty": {func(t *testing.T, dir string) {
			backed(t, dir)
			writeFile(t, filepath.Join(dir, "dossier.db"), nil)
		}, 1},
		"there":                {backed, 0},
		"new, without backups": {func(*testing.T, string) {}, 0},
		"new, with an empty folder for them": {func(t *testing.T, dir string) {
			if err := os.Mkdir(filepath.Join(dir, "backups"), 0o700); err != nil {
				t.Fatal(err)
			}
		}, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data [1]*")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			c.prepare(t, dir)
			db := openStore(t, dir)
			got := db.Warnings()
			if len(got) != c.want || c.want == 1 && !strings.Contains(got[0], filepath.Join(dir, "backups")) {
				t.Errorf("warnings: got %q, want %d that name the folder", got, c.want)
			}
			closeStore(t, db)
			if got := openStore(t, dir).Warnings(); len(got) != 0 {
				t.Errorf("warnings at the next start: %q, want none", got)
			}
		})
	}
}

func TestCutBackupsAreRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data [1]*")
	folder := filepath.Join(dir, "backups")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	const cut = ".dossier-2026-09-01-v1-before-v2.db.123.part"
	for _, name := range []string{cut, cut + "-journal", "kept.db", "notes.part", ".hidden"} {
		writeFile(t, filepath.Join(folder, name), []byte("x"))
	}
	openStore(t, dir)
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 3 {
		t.Errorf("files: got %v (%v), want all but the cut backup", entries, err)
	}
}

func TestALongCheckIsTold(t *testing.T) {
	dir := t.TempDir()
	closeStore(t, openStore(t, dir))
	said := make(chan string, 10)
	say := sqlite.Say(func(sentence string) { said <- sentence })
	db, err := open(t.Context(), dir, today(nil), say, sqlite.Patience(0))
	if err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	if got := <-said; !strings.Contains(got, "Checking") || !strings.Contains(got, "dossier.db") {
		t.Errorf("got %q, want what is being checked", got)
	}
	if db, err = open(t.Context(), dir, today(nil), say, sqlite.Patience(time.Hour)); err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	select {
	case got := <-said:
		t.Errorf("a short check was told: %q", got)
	default:
	}
}
