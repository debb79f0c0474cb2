package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

// The log is folded in beside the writer long before it is full, and with no rest at all.
func TestTheLogIsFoldedInBesideTheWriter(t *testing.T) {
	db, err := open(t.Context(), t.TempDir(), today(nil), sqlite.RestAfter(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	before := len(readFile(t, db.Path()))
	for i := range 1000 { // several times what is folded in at once
		if err := db.Write(t.Context(), put(fmt.Sprint("t/", i), strings.Repeat("x", 3000))); err != nil {
			t.Fatal(err)
		}
	}
	waitFor(t, "a file that has grown", func() bool { return len(readFile(t, db.Path())) > before+1<<20 })
	if log := len(readFile(t, db.Path()+"-wal")); log > 20<<20 {
		t.Errorf("the log has %d bytes, so that the writer may have folded it in", log)
	}
}

// With everybody writing as fast as they can, and others reading, the log stays below 64 MB.
func TestTheLogStaysSmallUnderLoad(t *testing.T) {
	db, err := open(t.Context(), t.TempDir(), today(nil), sqlite.RestAfter(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	ctx, stop := context.WithCancel(t.Context())
	var readers, writers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for ctx.Err() == nil {
				var n int
				_ = db.Read().QueryRowContext(ctx, `SELECT count(*) FROM item WHERE key LIKE 't/1/%'`).Scan(&n)
			}
		})
	}
	text := strings.Repeat("x", 20_000)
	for writer := range 8 {
		writers.Go(func() {
			for i := range 500 { // 90 MB in all
				if err := db.Write(t.Context(), put(fmt.Sprintf("t/%d/%d", writer, i), text)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	stop()
	readers.Wait()
	info, err := os.Stat(filepath.Clean(db.Path() + "-wal"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 64<<20 {
		t.Errorf("the log has %d MB", info.Size()>>20)
	}
	t.Logf("log: %d MB", info.Size()>>20)
}
