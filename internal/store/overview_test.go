package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"dossier/internal/store"
)

// A look from outside tells the same while the folder is open and when it was closed, and says what a kill leaves.
func TestLookOver(t *testing.T) {
	dir := t.TempDir()
	found, err := store.LookOver(t.Context(), dir)
	if err != nil || found.Found || found.Running || found.Newest == 0 {
		t.Errorf("an empty folder: %+v, %v", found, err)
	}
	s, err := store.Open(t.Context(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Secret(t.Context()); err != nil { // a write, with which the time is noted
		t.Fatal(err)
	}
	killed := t.TempDir()
	for _, name := range []string{"dossier.db", "dossier.db-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(killed, name), data)
	}
	found, err = store.LookOver(t.Context(), killed)
	wantErr(t, "after a kill", err, store.ErrNotClosed)
	if found.Log == 0 {
		t.Errorf("after a kill: %+v, want to be told of the log", found)
	}
	for _, open := range []bool{true, false} {
		found, err := store.LookOver(t.Context(), dir)
		if err != nil || !found.Found || found.Running != open || found.Version != found.Newest || found.Size == 0 ||
			found.Latest != clock().Truncate(time.Millisecond).UTC() {
			t.Errorf("open %v: %+v, %v", open, found, err)
		}
		if open {
			closeStore(t, s)
		}
	}
	writeFile(t, filepath.Join(killed, "dossier.db"), []byte("this is no database, and never was one"))
	if err := os.Remove(filepath.Join(killed, "dossier.db-wal")); err != nil {
		t.Fatal(err)
	}
	_, err = store.LookOver(t.Context(), killed)
	wantErr(t, "damaged", err, store.ErrDamaged)
}
