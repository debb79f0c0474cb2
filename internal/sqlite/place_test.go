package sqlite_test

import (
	"errors"
	"os"
	"testing"

	"dossier/internal/sqlite"
)

// Nothing is called stored while the file is not where it was opened: it may be deleted, or somebody's copy. It goes on
// once the file is back.
func TestADatabaseThatIsTakenAway(t *testing.T) {
	dir := t.TempDir()
	s := openWith(t, dir, today(map[string]string{"90001_families.sql": families}))
	add := func() error {
		return s.Write(t.Context(), func(tx sqlite.Tx) error {
			_, err := tx.ExecContext(t.Context(), `INSERT INTO parent (name) VALUES ('a')`)
			return err
		})
	}
	if err := add(); err != nil {
		t.Fatal(err)
	}
	away := s.Path() + ".away"
	rename := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	rename(s.Path(), away)
	if err := add(); !errors.Is(err, sqlite.ErrMoved) || !s.Space().Moved {
		t.Errorf("while it is away: %v, %+v, want ErrMoved", err, s.Space())
	}
	if err := os.WriteFile(s.Path(), []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := add(); !errors.Is(err, sqlite.ErrMoved) {
		t.Errorf("with another file in its place: %v, want ErrMoved", err)
	}
	rename(away, s.Path())
	if err := add(); err != nil || s.Space().Moved {
		t.Errorf("back again: %v, %+v", err, s.Space())
	}
	if got := count(t, s, `SELECT count(*) FROM parent`); got != 2 {
		t.Errorf("%d rows, want the 2 that were called stored", got)
	}
}
