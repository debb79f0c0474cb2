package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"
)

// What has to be free on the disk of the data folder, in bytes.
const (
	spaceLow   = 256 << 20 // below this the owner is told
	spaceLeast = 64 << 20  // below this nothing more is written, but for what takes from the reserve
)

// askSpaceEvery is how long an answer about the free space is good for.
const askSpaceEvery = 5 * time.Second

// Space is what is free on the disk of the data folder.
type Space struct {
	Free  int64 // bytes; -1 when the system does not say
	Low   bool  // the owner should know
	Spent bool  // only what takes from the reserve is still written; Low is true as well
	Moved bool  // the database is not in its place, and nothing is written
}

// FreeSpace has the space asked for in this way, in place of asking the system. free is given the data folder.
func FreeSpace(free func(dir string) (bytes int64, err error)) Option {
	return func(o *options) { o.free = free }
}

// watcher asks how much space is free, now and then.
type watcher struct {
	dir  string
	free func(dir string) (int64, error)
	now  func() time.Time

	mu    sync.Mutex
	asked time.Time
	known Space
}

// Space is what was free a few seconds ago at the latest.
func (db *DB) Space() Space {
	space := db.space.look()
	space.Moved = db.place.left() != nil
	return space
}

func (w *watcher) look() Space {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	if age := now.Sub(w.asked); !w.asked.IsZero() && age >= 0 && age < askSpaceEvery {
		return w.known
	}
	w.asked = now
	free, err := w.free(w.dir)
	if err != nil { // not knowing stops nobody
		w.known = Space{Free: -1}
		return w.known
	}
	w.known = Space{Free: free, Low: free < spaceLow, Spent: free < spaceLeast}
	return w.known
}

type reserve struct{}

// FromReserve lets a write go on when little space is left: one without which nobody could do anything about it, and
// which needs next to none.
func FromReserve(ctx context.Context) context.Context { return context.WithValue(ctx, reserve{}, true) }

// refuse is ErrNoSpace when a write must not take the last of the disk: it would fail there anyway, for everybody, and
// the log could not be folded in any more.
func (w *watcher) refuse(ctx context.Context) error {
	if ctx.Value(reserve{}) != nil {
		return nil
	}
	if space := w.look(); space.Spent {
		return fmt.Errorf("%w: %d MB are free", ErrNoSpace, space.Free>>20)
	}
	return nil
}

// fits is ErrNoSpace when a file of so many bytes would take the last of the disk.
func (w *watcher) fits(size int64) error {
	free, err := w.free(w.dir)
	if err == nil && free >= 0 && free-size < spaceLeast {
		return fmt.Errorf("%w: %d MB are free, and %d MB are needed", ErrNoSpace, free>>20, (size+spaceLeast)>>20)
	}
	return nil
}

func newWatcher(path string, o options, now func() time.Time) *watcher {
	return &watcher{dir: filepath.Dir(path), free: o.free, now: now}
}
