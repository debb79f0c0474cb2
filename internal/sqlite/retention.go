package sqlite

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Kind is why a backup was made.
type Kind string

// The kinds of backups, as people read them.
const (
	Daily   Kind = "daily"   // made by the running program
	Upgrade Kind = "upgrade" // made before the schema was changed
	ByHand  Kind = "by hand" // somebody asked for it
)

// Copy is a backup as its name and its file tell of it.
type Copy struct {
	Path string
	At   time.Time // when it was made, UTC
	Size int64     // bytes
	Kind Kind
}

// How many backups are kept.
const (
	keptDays  = 14                             // newest days that have a daily backup
	keptWeeks = 8                              // newest weeks
	otherAge  = keptWeeks * 7 * 24 * time.Hour // for which the others are kept
)

const (
	nameTime    = "2006-01-02T15-04-05Z" // no colon: Windows takes none in a name
	dailySuffix = "-daily"
)

// NameOf is the name of the file of a backup that is made at a time, by hand or daily.
func NameOf(kind Kind, at time.Time) string {
	name := "dossier-" + at.UTC().Format(nameTime)
	if kind == Daily {
		name += dailySuffix
	}
	return name + ".db"
}

func upgradeName(at time.Time, from, to int64) string {
	return fmt.Sprintf("dossier-%s-v%d-before-v%d.db", at.UTC().Format(time.DateOnly), from, to)
}

var copyName = regexp.MustCompile(`^dossier-(\d{4}-\d\d-\d\d)(T\d\d-\d\d-\d\dZ(?:-daily)?|-v\d+-before-v\d+)\.db$`)

// readName reads from the name of a file when and why it was made. changed dates an upgrade's within its day, which is
// all that its name tells.
func readName(name string, changed time.Time) (at time.Time, kind Kind, ok bool) {
	parts := copyName.FindStringSubmatch(name)
	if parts == nil {
		return time.Time{}, "", false
	}
	if parts[2][0] != 'T' {
		at, err := time.Parse(time.DateOnly, parts[1])
		if changed = changed.UTC(); changed.Truncate(24 * time.Hour).Equal(at) {
			at = changed
		}
		return at, Upgrade, err == nil
	}
	at, err := time.Parse(nameTime, parts[1]+parts[2][:len("T00-00-00Z")])
	if len(parts[2]) > len("T00-00-00Z") {
		return at, Daily, err == nil
	}
	return at, ByHand, err == nil
}

// BackupsIn lists the backups in a folder, the newest first; none when there is no folder. Files with other names than
// those that the program gives are left out.
func BackupsIn(folder string) (all []Copy, err error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue // removed since, or no file
		}
		if at, kind, ok := readName(entry.Name(), info.ModTime()); ok {
			all = append(all, Copy{filepath.Join(folder, entry.Name()), at, info.Size(), kind})
		}
	}
	slices.SortStableFunc(all, func(a, b Copy) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Path, a.Path))
	})
	return all, Classify(err)
}

// Surplus returns those of the backups that need not be kept. Kept are the newest daily one of each of the 14 newest
// days and of each of the 8 newest weeks that have one, and what was made before an upgrade or by hand for 8 weeks, and
// longer as long as no daily one is newer: who is erased has to be gone from all of them one day. Dates after now are
// of a clock that was wrong, today or then: those are kept too, and do not count.
func Surplus(all []Copy, now time.Time) (surplus []Copy) {
	newest := slices.SortedStableFunc(slices.Values(all), func(a, b Copy) int { return b.At.Compare(a.At) })
	days, weeks := map[string]bool{}, map[string]bool{}
	for _, c := range newest {
		if c.At.After(now) {
			continue
		}
		switch c.Kind {
		case Daily:
			year, week := c.At.UTC().ISOWeek()
			ofDay := isFirst(days, c.At.UTC().Format(time.DateOnly), keptDays)
			ofWeek := isFirst(weeks, fmt.Sprint(year, "-", week), keptWeeks)
			if !ofDay && !ofWeek {
				surplus = append(surplus, c)
			}
		case Upgrade, ByHand:
			if len(days) > 0 && now.Sub(c.At) >= otherAge {
				surplus = append(surplus, c)
			}
		}
	}
	return surplus
}

// isFirst notes that a day or week was seen and reports whether that was for the first time, and among the first most.
func isFirst(seen map[string]bool, key string, most int) bool {
	if seen[key] || len(seen) == most {
		return false
	}
	seen[key] = true
	return true
}

// Due says whether it is time for a daily backup: when the newest is a day old or more. One that is dated more than a
// day after now is of a clock that was wrong and does not count.
func Due(all []Copy, now time.Time) bool {
	const day = 24 * time.Hour
	for _, c := range all {
		if c.Kind == Daily && c.At.After(now.Add(-day)) && !c.At.After(now.Add(day)) {
			return false
		}
	}
	return true
}

// thin removes what is surplus.
func thin(surplus []Copy) (err error) {
	for _, c := range surplus {
		err = errors.Join(err, os.Remove(c.Path))
	}
	return Classify(err)
}

// thinReplaced removes from a data folder what restores have moved aside, as late as a backup that was made by hand:
// who is erased has to be gone from there, too. What somebody else has put there stays.
func thinReplaced(dir string, backups []Copy, now time.Time) error {
	folders, err := filepath.Glob(filepath.Join(dir, replacedPrefix+"*"))
	for _, folder := range folders {
		at, other := time.Parse(nameTime, strings.TrimPrefix(filepath.Base(folder), replacedPrefix))
		newer := slices.ContainsFunc(backups, func(c Copy) bool {
			return c.Kind == Daily && c.At.After(at) && !c.At.After(now)
		})
		if other != nil || !newer || now.Sub(at) < otherAge {
			continue
		}
		files, failed := filepath.Glob(filepath.Join(folder, FileName+"*"))
		for err = errors.Join(err, failed); len(files) > 0; files = files[1:] {
			err = errors.Join(err, os.Remove(files[0]))
		}
		_ = os.Remove(folder) // it is not empty when there is more in it
	}
	return Classify(err)
}

// KeepByHand removes all but the newest n of the backups in a folder that were made by hand, and returns how many it
// removed.
func KeepByHand(folder string, n int) (removed int, err error) {
	all, err := BackupsIn(folder)
	if err != nil {
		return 0, err
	}
	all = slices.DeleteFunc(all, func(c Copy) bool { return c.Kind != ByHand })
	if len(all) <= n {
		return 0, nil
	}
	return len(all) - n, thin(all[n:])
}
