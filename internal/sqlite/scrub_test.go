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
	"sync/atomic"
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

// Whoever writes while the file is written anew waits for one step of that and no more. The file stays as it was, with
// what they have written, and is written anew when they are gone.
func TestAWriteGoesBeforeAScrub(t *testing.T) {
	dir := t.TempDir()
	var s *sqlite.DB
	var steps int
	comes, outcome := 2, make(chan error, 1)
	s, err := open(t.Context(), dir, today(nil), sqlite.EachStep(func() {
		if steps++; steps == comes {
			wait, err := s.Submit(t.Context(), put("later", "x"))
			go func() { outcome <- errors.Join(err, wait()) }()
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, s)
	fillAndDelete(t, s, "canary")
	for i := range 4 { // 8 MB: four steps
		if err := s.Write(t.Context(), put(fmt.Sprint("large ", i), strings.Repeat("x", 2<<20))); err != nil {
			t.Fatal(err)
		}
	}
	left := keys(t, s, "")
	if done, err := s.Scrub(t.Context()); done || err != nil {
		t.Errorf("done %v (%v), and somebody has written meanwhile", done, err)
	}
	if steps != comes {
		t.Fatalf("%d steps were taken, want %d", steps, comes)
	}
	if err := <-outcome; err != nil {
		t.Errorf("who came meanwhile: %v", err)
	}
	if n := keys(t, s, ""); n != left+1 {
		t.Errorf("%d rows are left, want %d", n, left+1)
	}
	if done, err := s.Scrub(t.Context()); !done || err != nil || traces(t, dir, "canary") > 0 {
		t.Errorf("when nobody writes: done %v (%v)", done, err)
	}
	if n := keys(t, s, ""); n != left+1 {
		t.Errorf("%d rows are left after it, want %d", n, left+1)
	}
}

// A scrub beside people who write without a pause holds up none of them, loses nothing and leaves no copy behind. What
// a program writes that only asks whether writing works does not count.
func TestAScrubGivesWay(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	fillAndDelete(t, s, "canary")
	left := keys(t, s, "")
	ctx, stop := context.WithCancel(t.Context())
	var written atomic.Int64
	ended := make(chan bool)
	go func() {
		defer close(ended)
		for ; ctx.Err() == nil; written.Add(1) {
			if err := s.Write(t.Context(), put(fmt.Sprint("later ", written.Load()), "x")); err != nil {
				t.Error(err)
			}
		}
	}()
	for gaveWay, times := 0, 0; gaveWay < 3; times++ { // a busy computer may let nobody write meanwhile
		done, err := s.Scrub(t.Context())
		if err != nil || times == 300 {
			t.Fatalf("gave way %d times of %d (%v), and somebody writes all the time", gaveWay, times, err)
		}
		if !done {
			gaveWay++
		}
	}
	stop()
	<-ended
	if want, n := left+int(written.Load()), keys(t, s, ""); n != want {
		t.Errorf("%d rows are there, want %d", n, want)
	}
	if err := s.Write(sqlite.ByNobody(t.Context()), put("asked", "x")); err != nil {
		t.Error(err)
	}
	if done, err := s.Scrub(t.Context()); !done || err != nil || traces(t, dir, "canary") > 0 {
		t.Errorf("when nobody writes: done %v (%v)", done, err)
	}
	if copies, err := filepath.Glob(filepath.Join(dir, ".*.part*")); err != nil || len(copies) > 0 {
		t.Errorf("left behind: %v (%v)", copies, err)
	}
}

// A scrub needs room for two more files. Without that it is not begun.
func TestAScrubNeedsRoom(t *testing.T) {
	s, err := open(t.Context(), t.TempDir(), today(nil), sqlite.FreeSpace(func(string) (int64, error) {
		return 256 << 20, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, s)
	if done, err := s.Scrub(t.Context()); done || !errors.Is(err, sqlite.ErrNoSpace) {
		t.Errorf("done %v (%v)", done, err)
	}
}

// It is quiet at the start, and again whenever nobody has written for a while.
func TestQuietMoments(t *testing.T) {
	s, err := open(t.Context(), t.TempDir(), today(nil), sqlite.QuietAfter(time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	called := make(chan bool)
	var open context.Context
	s.WhenQuiet(func(ctx context.Context) {
		open = ctx
		select {
		case called <- true:
		case <-ctx.Done():
		}
	})
	for range 3 {
		<-called
	}
	closeStore(t, s)
	if open.Err() == nil {
		t.Error("the folder is closed, and nobody is told")
	}
}
