package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

// daily returns a backup of each of n days up to now, one every step.
func daily(now time.Time, n int, step time.Duration) (all []sqlite.Copy) {
	for i := range n {
		at := now.Add(-time.Duration(i) * step)
		all = append(all, sqlite.Copy{Path: sqlite.NameOf(sqlite.Daily, at), At: at, Kind: sqlite.Daily})
	}
	return all
}

func upgradeOf(now time.Time, days int) sqlite.Copy {
	at := now.AddDate(0, 0, -days)
	return sqlite.Copy{Path: fmt.Sprintf("before %d days", days), At: at, Kind: sqlite.Upgrade}
}

// The rule of retention: what is left of a folder.
func TestSurplus(t *testing.T) {
	const day = 24 * time.Hour
	now := time.Date(2026, 11, 28, 7, 30, 0, 0, time.UTC) // a Saturday
	dates := func(all []sqlite.Copy) (dates []string) {
		for _, c := range all {
			dates = append(dates, c.At.Format("01-02"))
		}
		slices.Sort(dates)
		return dates
	}
	for name, row := range map[string]struct {
		all  []sqlite.Copy
		want string // dates of what is left
	}{
		"none": {nil, ""},
		"14 days": {daily(now, 14, day),
			"11-15 11-16 11-17 11-18 11-19 11-20 11-21 11-22 11-23 11-24 11-25 11-26 11-27 11-28"},
		"100 days: 14 days, and the Sundays of 8 weeks": {daily(now, 100, day),
			"10-11 10-18 10-25 11-01 11-08 " +
				"11-15 11-16 11-17 11-18 11-19 11-20 11-21 11-22 11-23 11-24 11-25 11-26 11-27 11-28"},
		"one a week: 14 of them": {daily(now, 20, 7*day),
			"08-29 09-05 09-12 09-19 09-26 10-03 10-10 10-17 10-24 10-31 11-07 11-14 11-21 11-28"},
		"several of one day: its newest": {daily(now, 6, time.Hour), "11-28"},
		"by hand and before upgrades, without a newer daily one: all": {[]sqlite.Copy{
			{At: now.AddDate(-3, 0, 0), Kind: sqlite.ByHand}, upgradeOf(now, 400), {At: now, Kind: sqlite.ByHand}},
			"10-24 11-28 11-28"},
		"by hand and before upgrades, with one: for eight weeks": {append(daily(now, 1, day), upgradeOf(now, 55),
			upgradeOf(now, 56), sqlite.Copy{At: now.AddDate(0, 0, -55), Kind: sqlite.ByHand},
			sqlite.Copy{At: now.AddDate(0, 0, -56), Kind: sqlite.ByHand}), "10-04 10-04 11-28"},
		"from the future: kept, and not counted": {append(daily(now, 14, day), daily(now.AddDate(0, 0, 30), 16, day)...),
			strings.Join(dates(append(daily(now, 14, day), daily(now.AddDate(0, 0, 30), 16, day)...)), " ")},
	} {
		t.Run(name, func(t *testing.T) {
			slices.Reverse(row.all)
			if got := strings.Join(dates(without(row.all, now)), " "); got != row.want {
				t.Errorf("left: got  %s\nwant %s", got, row.want)
			}
		})
	}
}

// A year of daily backups, thinned each day, leaves what thinning them all at once would.
func TestSurplusDayByDay(t *testing.T) {
	now := time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC)
	var there, all []sqlite.Copy
	for range 365 {
		now = now.AddDate(0, 0, 1)
		made := sqlite.Copy{Path: sqlite.NameOf(sqlite.Daily, now), At: now, Kind: sqlite.Daily}
		all, there = append(all, made), without(append(there, made), now)
	}
	if want := without(all, now); len(want) != 19 || !slices.Equal(there, want) {
		t.Errorf("left: got %v\nwant %v", there, want)
	}
}

// without leaves out what is surplus.
func without(all []sqlite.Copy, now time.Time) []sqlite.Copy {
	gone := sqlite.Surplus(all, now)
	return slices.DeleteFunc(slices.Clone(all), func(c sqlite.Copy) bool { return slices.Contains(gone, c) })
}

func TestDue(t *testing.T) {
	now := time.Date(2026, 11, 28, 7, 30, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		made []time.Duration // before now; negative: after
		kind sqlite.Kind
		want bool
	}{
		"none":                        {nil, sqlite.Daily, true},
		"an hour old":                 {[]time.Duration{time.Hour}, sqlite.Daily, false},
		"just short of a day":         {[]time.Duration{24*time.Hour - time.Second}, sqlite.Daily, false},
		"a day old":                   {[]time.Duration{24 * time.Hour}, sqlite.Daily, true},
		"made by hand an hour ago":    {[]time.Duration{time.Hour}, sqlite.ByHand, true},
		"the clock was put back":      {[]time.Duration{-time.Hour}, sqlite.Daily, false},
		"the clock had been far off":  {[]time.Duration{-1000 * time.Hour}, sqlite.Daily, true},
		"and one was made since then": {[]time.Duration{-1000 * time.Hour, time.Hour}, sqlite.Daily, false},
	} {
		t.Run(name, func(t *testing.T) {
			var all []sqlite.Copy
			for _, ago := range row.made {
				all = append(all, sqlite.Copy{At: now.Add(-ago), Kind: row.kind})
			}
			if got := sqlite.Due(all, now); got != row.want {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

func TestBackupsAreKnownByTheirNames(t *testing.T) {
	folder := t.TempDir()
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	want := []string{ // the newest first
		"dossier-2026-11-28T07-30-00Z-daily.db", "dossier-2026-11-27T13-00-00Z.db", "dossier-2026-11-27-v7-before-v8.db",
		"dossier-2026-11-27T11-00-00Z-daily.db", "dossier-2026-11-20-v6-before-v7.db",
	}
	for _, name := range append([]string{"notes.txt", "dossier.db", "dossier-2026-13-01T00-00-00Z.db",
		".dossier-2026-11-28T07-30-00Z.db.1.part", "dossier-2026-11-28T07-30-00Z.db.old"}, want...) {
		writeFile(t, filepath.Join(folder, name), []byte("x"))
		if err := os.Chtimes(filepath.Join(folder, name), noon, noon); err != nil {
			t.Fatal(err)
		}
	}
	all, err := sqlite.BackupsIn(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range all {
		got = append(got, filepath.Base(c.Path))
		if c.Kind != sqlite.Upgrade && filepath.Base(c.Path) != sqlite.NameOf(c.Kind, c.At) {
			t.Errorf("%s: read as %v of %v", c.Path, c.Kind, c.At)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, err := sqlite.BackupsIn(filepath.Join(folder, "nowhere")); err != nil || len(got) != 0 {
		t.Errorf("no folder: got %v, %v", got, err)
	}
	removed, err := sqlite.KeepByHand(folder, 0)
	if _, stat := os.Stat(filepath.Join(folder, want[1])); removed != 1 || err != nil || stat == nil {
		t.Errorf("removed %d (%v), want the one that was made by hand", removed, err)
	}
}

// What a restore moved aside goes when eight weeks are over, and a daily backup was made since; nothing else goes.
func TestWhatWasReplacedGoesInTheEnd(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for _, name := range []string{
		"replaced-2026-09-01T08-00-00Z/dossier.db", "replaced-2026-09-01T08-00-00Z/dossier.db-wal",
		"replaced-2026-09-02T08-00-00Z/dossier.db", "replaced-2026-09-02T08-00-00Z/notes.txt",
		"replaced-2026-11-01T08-00-00Z/dossier.db", "replaced-by-hand/dossier.db"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, name), []byte("x"))
	}
	db, err := sqlite.Open(t.Context(), dir, today(nil), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	for _, row := range []struct {
		kind sqlite.Kind
		want []string
	}{
		{sqlite.ByHand, []string{"replaced-2026-09-01T08-00-00Z", "replaced-2026-09-02T08-00-00Z",
			"replaced-2026-09-02T08-00-00Z/notes.txt", "replaced-2026-11-01T08-00-00Z", "replaced-by-hand"}},
		{sqlite.Daily, []string{"replaced-2026-09-02T08-00-00Z", "replaced-2026-09-02T08-00-00Z/notes.txt",
			"replaced-2026-11-01T08-00-00Z", "replaced-by-hand"}},
	} {
		if _, err := db.BackUp(t.Context(), row.kind); err != nil {
			t.Fatal(err)
		}
		folders, _ := filepath.Glob(filepath.Join(dir, "replaced-*"))
		notes, _ := filepath.Glob(filepath.Join(dir, "replaced-*", "notes.txt"))
		got := append(folders, notes...)
		for i := range got {
			got[i] = strings.TrimPrefix(got[i], dir+string(filepath.Separator))
		}
		slices.Sort(got)
		if !slices.Equal(got, row.want) {
			t.Errorf("after a backup (%s) there are %q, want %q", row.kind, got, row.want)
		}
	}
	kept, _ := filepath.Glob(filepath.Join(dir, "replaced-*", "dossier.db*"))
	if len(kept) != 2 {
		t.Errorf("databases that are kept: %q, want the young one and the one by hand", kept)
	}
}
