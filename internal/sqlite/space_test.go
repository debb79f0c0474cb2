package sqlite_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

// F5: the space is asked for at most once in a few seconds; below 64 MB only what takes from the reserve is written,
// and all is as before when there is space again.
func TestF5SpaceRunsOut(t *testing.T) {
	const mb = 1 << 20
	ctx := context.Background()
	free, asked, failing := int64(256*mb), 0, error(nil)
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	s, err := sqlite.Open(ctx, t.TempDir(), today(nil), func() time.Time { return now }, sqlite.FreeSpace(func(string) (
		int64, error,
	) {
		asked++
		return free, failing
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, s) })
	n := 0
	writes := func(ctx context.Context) error {
		n++
		return s.Write(ctx, put(string(rune('a'+n)), "x"))
	}
	for _, c := range []struct {
		free  int64
		space sqlite.Space
	}{
		{256 * mb, sqlite.Space{Free: 256 * mb}},
		{256*mb - 1, sqlite.Space{Free: 256*mb - 1, Low: true}},
		{64 * mb, sqlite.Space{Free: 64 * mb, Low: true}},
		{64*mb - 1, sqlite.Space{Free: 64*mb - 1, Low: true, Spent: true}},
		{1 << 40, sqlite.Space{Free: 1 << 40}},
	} {
		free = c.free
		now = now.Add(5 * time.Second)
		if got := s.Space(); got != c.space {
			t.Errorf("with %d bytes: %+v, want %+v", c.free, got, c.space)
		}
		if err := writes(ctx); (err != nil) != c.space.Spent || err != nil && !errors.Is(err, sqlite.ErrNoSpace) {
			t.Errorf("with %d bytes a write ends with %v", c.free, err)
		}
		if err := writes(sqlite.FromReserve(ctx)); err != nil {
			t.Errorf("with %d bytes a write from the reserve ends with %v", c.free, err)
		}
	}
	free = 0
	if before := asked; s.Space().Spent || asked != before {
		t.Error("the system is asked each time")
	}
	now = now.Add(-time.Hour) // a clock that was set back keeps nobody from asking
	if !s.Space().Spent {
		t.Error("after the clock was set back nobody asks")
	}
	failing, now = errors.New("it does not say"), now.Add(time.Minute)
	if got := s.Space(); got != (sqlite.Space{Free: -1}) || writes(ctx) != nil {
		t.Errorf("when the system does not say: %+v, and a write ends with an error", got)
	}
}

// The system says something that makes sense about a folder.
func TestFreeSpaceOfThisDisk(t *testing.T) {
	s := openStore(t, t.TempDir())
	if got := s.Space(); got.Free <= 0 {
		t.Errorf("%+v", got)
	}
}
