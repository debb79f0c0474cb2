package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

// traces counts how often a word stands in the files of a folder.
func traces(t *testing.T, dir, word string) (n int) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Type().IsRegular() {
			n += bytes.Count(readFile(t, filepath.Join(dir, f.Name())), []byte(word))
		}
	}
	return n
}

// fillAndDelete writes, changes and deletes rows of many sizes, so that SQLite moves rows between pages, and deletes
// every row that holds the word in the end.
func fillAndDelete(t *testing.T, s *sqlite.DB, word string) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		err := s.Write(t.Context(), func(tx sqlite.Tx) error {
			for range 200 {
				n, size, text := random.IntN(4000), random.IntN(40), "others "
				if random.IntN(30) == 0 {
					size = 900 // does not fit a page
				}
				if n%3 == 0 {
					text = word + " "
				}
				change := `INSERT INTO item (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`
				if random.IntN(4) == 0 {
					change = `DELETE FROM item WHERE key = ?1 AND ?2 <> ''`
				}
				key, value := fmt.Sprintf("%04d %d", n, n*n), strings.Repeat(text, size)
				if _, err := tx.ExecContext(t.Context(), change, key, value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err := s.Write(t.Context(), func(tx sqlite.Tx) error {
		_, err := tx.ExecContext(t.Context(), `DELETE FROM item WHERE value LIKE '%'||?1||'%'`, word)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What was deleted leaves copies behind, on pages from which it had been moved, and in the log. A scrub leaves none.
func TestScrubLeavesNoTrace(t *testing.T) {
	const word = "canary"
	dir := t.TempDir()
	s := openStore(t, dir)
	fillAndDelete(t, s, word)
	if emptied, err := s.EmptyLog(t.Context()); err != nil || !emptied {
		t.Fatalf("the log was emptied: %v (%v)", emptied, err)
	}
	if info, err := os.Stat(s.Path() + "-wal"); err != nil || info.Size() != 0 {
		t.Errorf("the log has %d bytes (%v)", info.Size(), err)
	}
	if traces(t, dir, word) == 0 {
		t.Fatal("an empty log was enough: this test shows nothing")
	}
	left := keys(t, s, "")
	if emptied, err := s.Scrub(t.Context()); err != nil || !emptied {
		t.Fatalf("the log was emptied: %v (%v)", emptied, err)
	}
	if n := traces(t, dir, word); n != 0 {
		t.Errorf("the word is still there %d times", n)
	}
	if n := keys(t, s, ""); n != left || n == 0 {
		t.Errorf("%d rows are left, want %d", n, left)
	}
	if err := s.Write(t.Context(), put("later", "x")); err != nil {
		t.Errorf("a write after it: %v", err)
	}
	if got := keys(t, s, "later"); got != 1 {
		t.Errorf("the write after it is there %d times", got)
	}
}

// While somebody reads in the log it cannot be emptied; a scrub says so, and does it when they have gone.
func TestScrubBesideAReader(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	fillAndDelete(t, s, "canary")
	reader, err := s.Reader().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reader.QueryRowContext(t.Context(), `SELECT count(*) FROM item`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if emptied, err := s.Scrub(ctx); emptied || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("beside a reader: emptied %v (%v)", emptied, err)
	}
	if err := reader.Rollback(); err != nil {
		t.Fatal(err)
	}
	if emptied, err := s.Scrub(t.Context()); err != nil || !emptied || traces(t, dir, "canary") != 0 {
		t.Errorf("after the reader: emptied %v (%v)", emptied, err)
	}
	closeStore(t, s)
	if _, err := s.Scrub(t.Context()); !errors.Is(err, sqlite.ErrClosed) {
		t.Errorf("of a closed folder: %v", err)
	}
}
