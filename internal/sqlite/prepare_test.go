package sqlite_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"dossier/internal/sqlite"
)

// While a database is examined, however long that takes, others write; so they do while a backup is prepared.
func TestWritesGoOnBesideAnExamination(t *testing.T) {
	dir, path := backedUp(t, 30)
	db := openWith(t, dir, today(indexed))
	looks := func(tx sqlite.Tx) error {
		rows, err := tx.QueryContext(t.Context(), `SELECT key FROM item`)
		if err != nil {
			return err
		}
		rows.Next() // somebody reads from here on
		return errors.Join(db.Write(t.Context(), put("t/meanwhile", "x")), rows.Close())
	}
	if _, err := sqlite.Examine(t.Context(), db.Path(), today(indexed), clock, looks); err != nil {
		t.Fatal(err)
	}
	if got := keys(t, db, "t/meanwhile"); got != 1 {
		t.Errorf("%d rows were written meanwhile, want 1", got)
	}
	if _, err := db.PrepareRestore(t.Context(), path, today(indexed), nil); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), put("t/later", "x")); err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	db = openWith(t, dir, today(indexed))
	if got := keys(t, db, "t/"); got != 30 {
		t.Errorf("%d rows, want the 30 of the backup", got)
	}
	kept, err := filepath.Glob(filepath.Join(dir, "replaced-*"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept: %q, %v", kept, err)
	}
	was := openWith(t, kept[0], today(indexed))
	if got := keys(t, was, "t/"); got != 32 {
		t.Errorf("%d rows are kept, want 32", got)
	}
}

// What is refused leaves nothing behind that the next opening would find.
func TestPrepareRestoreIsRefused(t *testing.T) {
	dir, path := backedUp(t, 30)
	free := int64(1 << 40)
	db, err := open(t.Context(), dir, today(indexed), sqlite.FreeSpace(func(string) (int64, error) { return free, nil }))
	if err != nil {
		t.Fatal(err)
	}
	refused := func(path string, want error) {
		t.Helper()
		if _, err := db.PrepareRestore(t.Context(), path, today(indexed), nil); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", filepath.Base(path), err, want)
		}
	}
	refused(db.Path(), sqlite.ErrItself)
	refused(filepath.Join(dir, "nowhere.db"), fs.ErrNotExist)
	free = 64 << 20
	refused(path, sqlite.ErrNoSpace)
	free = 1 << 40
	left, err := filepath.Glob(filepath.Join(dir, "*restoring*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left: %q, %v", left, err)
	}
	closeStore(t, db)
	refused(path, sqlite.ErrClosed)
}
