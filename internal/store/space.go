package store

import (
	"context"
	"sync"
	"time"

	"dossier/internal/sqlite"
)

// Space is what is free on the disk of the data folder; see sqlite.Space.
type Space = sqlite.Space

// FreeSpace has the space asked for in this way, for tests; see sqlite.FreeSpace.
func FreeSpace(free func(dir string) (bytes int64, err error)) Option { return sqlite.FreeSpace(free) }

// Space is what was free a few seconds ago at the latest. When it is Spent, writes fail with ErrNoSpace and reading
// goes on. A teacher can still sign in, everybody can sign out, and students can be deleted.
func (s *Store) Space() Space { return s.db.Space() }

// fromReserve is for what has to be written even then.
func fromReserve(ctx context.Context) context.Context { return sqlite.FromReserve(ctx) }

const (
	metaProbe  = "probed_at"     // when Ready last wrote
	probeEvery = 5 * time.Second // so that whoever asks for nothing else does not wear out the disk
)

// probe is the outcome of the last time that Ready wrote.
type probe struct {
	mu  sync.Mutex
	at  time.Time
	err error
}

// Ready says whether what is written is kept: it writes, once in a few seconds, and gives the same answer in between.
// ErrNoSpace, ErrReadOnly, ErrIO, ErrClosed.
func (s *Store) Ready(ctx context.Context) (err error) {
	defer wrap(&err, "ready")
	s.probe.mu.Lock()
	defer s.probe.mu.Unlock()
	now := s.now()
	if age := now.Sub(s.probe.at); !s.probe.at.IsZero() && age >= 0 && age < probeEvery {
		return s.probe.err
	}
	s.probe.at = now
	s.probe.err = s.db.Write(sqlite.ByNobody(context.WithoutCancel(ctx)), func(t tx) error {
		return setMetaTime(ctx, t, metaProbe, millis(now))
	})
	return s.probe.err
}
