package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

// gate submits a write that waits until the returned function is called, so that what is submitted meanwhile shares the
// next batch.
func gate(t *testing.T, s *sqlite.DB) (open func()) {
	t.Helper()
	entered, release := make(chan struct{}), make(chan struct{})
	wait, err := s.Submit(t.Context(), func(sqlite.Tx) error {
		close(entered)
		<-release
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	<-entered
	return func() {
		close(release)
		if err := wait(); err != nil {
			t.Errorf("gate: %v", err)
		}
	}
}

func submit(t *testing.T, s *sqlite.DB, do func(sqlite.Tx) error) (wait func() error) {
	t.Helper()
	wait, err := s.Submit(context.Background(), do)
	if err != nil {
		t.Fatal(err)
	}
	return wait
}

func TestManyWritersAtOnce(t *testing.T) {
	s := openStore(t, t.TempDir())
	const writers, each = 64, 20
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			for j := range each {
				// Every fourth key is taken after the first writer that has it.
				key := fmt.Sprintf("t/%d/%d", i, j)
				if j%4 == 0 {
					key = fmt.Sprintf("t/shared/%d", j)
				}
				err := s.Write(context.Background(), put(key, "x"))
				if err != nil && (j%4 != 0 || !sqlite.IsUnique(err)) {
					t.Errorf("%s: %v", key, err)
				}
			}
		})
	}
	wg.Wait()
	if got, want := keys(t, s, "t/"), writers*each*3/4+each/4; got != want {
		t.Errorf("rows: got %d, want %d", got, want)
	}
}

func TestWaitingWritesShareATransaction(t *testing.T) {
	s := openStore(t, t.TempDir())
	open := gate(t, s)
	var waits []func() error
	for i := range 100 {
		waits = append(waits, submit(t, s, put(fmt.Sprint("t/", i), "x")))
	}
	visible := -1
	last := submit(t, s, func(sqlite.Tx) error {
		visible = keys(t, s, "t/") // through a reader, which sees what is committed
		return nil
	})
	open()
	for _, wait := range append(waits, last) {
		if err := wait(); err != nil {
			t.Error(err)
		}
	}
	if visible != 0 {
		t.Errorf("committed before the last of the batch ran: got %d, want 0", visible)
	}
	if got := keys(t, s, "t/"); got != 100 {
		t.Errorf("rows: got %d, want 100", got)
	}
}

func TestOneFailureLeavesTheOthersAlone(t *testing.T) {
	s := openStore(t, t.TempDir())
	mine := errors.New("mine")
	open := gate(t, s)
	first := submit(t, s, put("t/1", "x"))
	taken := submit(t, s, func(tx sqlite.Tx) error {
		if err := put("t/half", "x")(tx); err != nil {
			return err
		}
		return put("t/1", "y")(tx)
	})
	own := submit(t, s, func(tx sqlite.Tx) error { return errors.Join(put("t/own", "x")(tx), mine) })
	panics := submit(t, s, func(tx sqlite.Tx) error {
		if err := put("t/panic", "x")(tx); err != nil {
			return err
		}
		panic("a bug")
	})
	second := submit(t, s, put("t/2", "x"))
	open()
	if err := first(); err != nil {
		t.Errorf("first: %v", err)
	}
	if err := taken(); !sqlite.IsUnique(err) {
		t.Errorf("a taken key: got %v, want a unique error", err)
	}
	if err := own(); !errors.Is(err, mine) {
		t.Errorf("own error: got %v, want it back", err)
	}
	if err := panics(); err == nil || !strings.Contains(err.Error(), "a bug") {
		t.Errorf("a panic: got %v, want an error that names it", err)
	}
	if err := second(); err != nil {
		t.Errorf("second: %v", err)
	}
	if got := keys(t, s, "t/"); got != 2 {
		t.Errorf("rows: got %d, want the 2 of those that succeeded", got)
	}
}

func TestAVanishedTransactionFailsTheWholeBatch(t *testing.T) {
	ctx := context.Background()
	vanish := func(tx sqlite.Tx) error {
		_, err := tx.ExecContext(ctx, "ROLLBACK") // what SQLite does by itself when the disk is full
		return err
	}
	cases := map[string]func(sqlite.Tx) error{
		"and nothing follows": vanish,
		"and a statement follows": func(tx sqlite.Tx) error {
			if err := vanish(tx); err != nil {
				return err
			}
			return put("t/after", "x")(tx)
		},
		"and the error is dropped": func(tx sqlite.Tx) error {
			if err := vanish(tx); err != nil {
				return err
			}
			_ = put("t/after", "x")(tx)
			return nil
		},
		"and a query follows": func(tx sqlite.Tx) error {
			if err := vanish(tx); err != nil {
				return err
			}
			rows, err := tx.QueryContext(ctx, `INSERT INTO item VALUES ('t/after', 'x') RETURNING key`)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				continue
			}
			return rows.Err()
		},
		"and a query of one row follows": func(tx sqlite.Tx) error {
			if err := vanish(tx); err != nil {
				return err
			}
			var key string
			return tx.QueryRowContext(ctx, `INSERT INTO item VALUES ('t/after', 'x') RETURNING key`).Scan(&key)
		},
	}
	for name, do := range cases {
		t.Run(name, func(t *testing.T) {
			s := openStore(t, t.TempDir())
			open := gate(t, s)
			waits := []func() error{submit(t, s, put("t/1", "x")), submit(t, s, do), submit(t, s, put("t/2", "x"))}
			open()
			for i, wait := range waits {
				if err := wait(); !errors.Is(err, sqlite.ErrVanished) {
					t.Errorf("write %d: got %v, want that the shared transaction was rolled back", i, err)
				}
			}
			if got := keys(t, s, "t/"); got != 0 {
				t.Errorf("rows: got %d, want 0", got)
			}
			if err := s.Write(ctx, put("t/3", "x")); err != nil {
				t.Errorf("the next write: %v", err)
			}
		})
	}
}

func TestAFullDiskAndItsRecovery(t *testing.T) {
	ctx := context.Background()
	s := openStore(t, t.TempDir())
	limit := func(pages string) {
		err := s.Write(ctx, func(tx sqlite.Tx) error {
			_, err := tx.ExecContext(ctx, "PRAGMA max_page_count="+pages)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // SQLite takes the present size instead
	open := gate(t, s)
	waits := []func() error{
		submit(t, s, put("t/1", "x")),
		submit(t, s, put("t/2", strings.Repeat("x", 100_000))),
		submit(t, s, put("t/3", "x")),
	}
	open()
	for i, wait := range waits {
		if err := wait(); !errors.Is(err, sqlite.ErrNoSpace) {
			t.Errorf("write %d: got %v, want ErrNoSpace", i+1, err)
		}
	}
	if got := keys(t, s, "t/"); got != 0 {
		t.Errorf("rows while full: got %d, want 0", got)
	}
	if info, err := os.Stat(s.Path() + "-wal"); err != nil || info.Size() != 0 {
		t.Errorf("the log after the disk was full: %v bytes (%v), want it folded in, which makes room", info.Size(), err)
	}
	limit("1000000")
	for i, value := range []string{"x", strings.Repeat("x", 100_000), "x"} {
		if err := s.Write(ctx, put(fmt.Sprint("t/", i+1), value)); err != nil {
			t.Errorf("after space came back: %v", err)
		}
	}
	if got := keys(t, s, "t/"); got != 3 {
		t.Errorf("rows after space came back: got %d, want 3", got)
	}
}

func TestWriteAndItsContext(t *testing.T) {
	s := openStore(t, t.TempDir())
	t.Run("done before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		ran := false
		err := s.Write(ctx, func(sqlite.Tx) error { ran = true; return nil })
		if !errors.Is(err, context.Canceled) || ran {
			t.Errorf("got %v, ran %v; want a refusal", err, ran)
		}
	})
	t.Run("done while queued", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		open := gate(t, s)
		wait, err := s.Submit(ctx, put("t/queued", "x"))
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		open()
		if err := wait(); err != nil {
			t.Errorf("got %v, want the outcome of the write", err)
		}
	})
	t.Run("done inside", func(t *testing.T) {
		// Statements of about 50 ms each, so that an interrupt after one would hit them.
		const long = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) `
		soon := func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(t.Context(), time.Millisecond)
		}
		err := s.Write(t.Context(), func(tx sqlite.Tx) error {
			ctx, cancel := soon()
			defer cancel()
			if _, err := tx.ExecContext(ctx, long+`INSERT INTO item SELECT 't/inside', max(i) FROM n`); err != nil {
				return err
			}
			ctx, cancel = soon()
			defer cancel()
			var n int
			if err := tx.QueryRowContext(ctx, long+`SELECT max(i) FROM n`).Scan(&n); err != nil {
				return err
			}
			ctx, cancel = soon()
			defer cancel()
			rows, err := tx.QueryContext(ctx, long+`SELECT max(i) FROM n`)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				if err := rows.Scan(&n); err != nil {
					return err
				}
			}
			return rows.Err()
		})
		if err != nil {
			t.Errorf("got %v, want the write to go on", err)
		}
	})
	if got := keys(t, s, "t/"); got != 2 {
		t.Errorf("rows: got %d, want 2", got)
	}
}

func TestCloseFinishesWhatIsQueued(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	open := gate(t, s)
	var waits []func() error
	for i := range 600 { // more than a batch
		waits = append(waits, submit(t, s, put(fmt.Sprint("t/", i), "x")))
	}
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	open()
	for _, wait := range waits {
		if err := wait(); err != nil {
			t.Error(err)
		}
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if got := keys(t, openStore(t, dir), "t/"); got != 600 {
		t.Errorf("rows: got %d, want 600", got)
	}
}

// Whoever comes too late is told so, every time, and nothing of theirs is stored.
func TestWritesAfterCloseAreRefused(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	var wg sync.WaitGroup
	var mu sync.Mutex
	stored := map[string]bool{}
	begun := make(chan struct{}, 64)
	for i := range 16 {
		wg.Go(func() {
			for j := 0; ; j++ {
				key := fmt.Sprintf("t/%d/%d", i, j)
				err := s.Write(context.Background(), put(key, "x"))
				if errors.Is(err, sqlite.ErrClosed) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				stored[key] = true
				mu.Unlock()
				select {
				case begun <- struct{}{}:
				default:
				}
			}
		})
	}
	<-begun
	closeStore(t, s)
	wg.Wait()
	for i := range 2000 {
		err := s.Write(context.Background(), func(sqlite.Tx) error {
			t.Error("a write ran after Close")
			return nil
		})
		if !errors.Is(err, sqlite.ErrClosed) {
			t.Fatalf("write %d after Close: got %v, want ErrClosed", i, err)
		}
	}
	if got := keys(t, openStore(t, dir), "t/"); got != len(stored) {
		t.Errorf("rows: got %d, want the %d that were acknowledged", got, len(stored))
	}
}
