package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/sqlite"
)

// openLater opens a folder in which every file passes for a large one.
func openLater(t *testing.T, dir string) (*sqlite.DB, error) {
	t.Helper()
	db, err := open(t.Context(), dir, today(indexed), sqlite.CheckLater(0))
	if err == nil {
		t.Cleanup(func() { db.Close() })
	}
	return db, err
}

// spoil overwrites pages of a file from the n-th on.
func spoil(t *testing.T, path string, n, pages int) {
	t.Helper()
	data := readFile(t, path)
	copy(data[n*4096:], strings.Repeat("\xa5", pages*4096))
	writeFile(t, path, data)
}

// Damage in what is checked later is found while the folder is in use, and told as the daily backup tells it.
func TestDamageIsFoundLater(t *testing.T) {
	tables := func(t *testing.T, path string) { spoil(t, path, 8, 3) }
	for _, row := range []struct {
		name  string
		harm  func(t *testing.T, path string)
		want  error // of the backup
		index bool
	}{
		{"nothing", func(*testing.T, string) {}, nil, false},
		{"of tables", tables, sqlite.ErrDamaged, false},
		{"of an index", harmIndex, nil, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir, _ := backedUp(t, 300)
			path := filepath.Join(dir, sqlite.FileName)
			db := openWith(t, dir, today(indexed))
			if _, made, err := db.BackUpWhenDue(t.Context()); err != nil || !made {
				t.Fatal(made, err)
			}
			closeStore(t, db)
			row.harm(t, path)
			db, err := openLater(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			a, made, err := db.BackUpWhenDue(t.Context())
			if !errors.Is(err, row.want) || a.Err() != row.want || (a.Damage != "") != row.index {
				t.Errorf("got %+v, %v, want %v, index %v", a, err, row.want, row.index)
			}
			if last, _, err := db.LastAttempt(t.Context()); err != nil || made && last != a {
				t.Errorf("remembered: %+v, %v, want %+v", last, err, a)
			}
			if want := row.want != nil || row.index; made != want {
				t.Errorf("a backup was tried: %v, want %v", made, want)
			}
			if _, made, _ := db.BackUpWhenDue(t.Context()); made && row.want == nil {
				t.Error("it was checked once more, want once after a start")
			}
		})
	}
}

// What costs the same for a file of any size is looked at before anybody may write.
func TestALargeFileIsRefusedAtOnce(t *testing.T) {
	for _, row := range []struct {
		name string
		harm func(t *testing.T, path string)
	}{
		{"header", func(t *testing.T, path string) { spoil(t, path, 0, 1) }},
		{"schema", func(t *testing.T, path string) {
			data := readFile(t, path)
			copy(data[100:], strings.Repeat("\xa5", 3000))
			writeFile(t, path, data)
		}},
		{"cut off", func(t *testing.T, path string) {
			if err := os.Truncate(path, 20*4096); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir, _ := backedUp(t, 300)
			row.harm(t, filepath.Join(dir, sqlite.FileName))
			if _, err := openLater(t, dir); !errors.Is(err, sqlite.ErrDamaged) {
				t.Errorf("got %v, want ErrDamaged", err)
			}
		})
	}
}

// An upgrade writes everywhere, so it begins with the whole check.
func TestALargeFileIsCheckedBeforeAnUpgrade(t *testing.T) {
	dir, _ := backedUp(t, 300)
	spoil(t, filepath.Join(dir, sqlite.FileName), 8, 3)
	schema := today(map[string]string{"00002_index.sql": indexed["00002_index.sql"], "00009_more.sql": families})
	if _, err := open(t.Context(), dir, schema, sqlite.CheckLater(0)); !errors.Is(err, sqlite.ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}
