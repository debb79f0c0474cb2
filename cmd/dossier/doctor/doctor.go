// Package doctor decides what `dossier doctor` says about what it has found on a computer: is it well, should somebody
// look at it, or does it have to be put right, and how. The rules are pure; the program looks.
package doctor

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"dossier/internal/store"
)

// Level is how well something is.
type Level string

// The levels, best first. Only what needs fixing keeps a class from working.
const (
	OK   Level = "ok"
	Look Level = "look"
	Fix  Level = "fix"
)

// Finding is one line of the doctor's.
type Finding struct {
	Level Level  `json:"level"`
	Name  string `json:"name"`
	What  string `json:"what"`
	Do    string `json:"do,omitempty"` // "" when there is nothing to do
}

// Well says whether nothing needs fixing.
func Well(findings []Finding) bool {
	for _, f := range findings {
		if f.Level == Fix {
			return false
		}
	}
	return true
}

// Limits of the free space, in bytes. A class writes some megabytes a week; a backup is as large as the database, and a
// database with the work of a school stays below 100 MB.
const (
	littleSpace = 256 << 20
	noSpace     = 64 << 20
)

// Space judges the free space on the disk of the data folder, in bytes.
func Space(free uint64) Finding {
	what := fmt.Sprintf("%s free where the data is.", size(free))
	switch {
	case free < noSpace:
		return Finding{Fix, "space", what, "Make room on this disk now: answers cannot be kept when it is full."}
	case free < littleSpace:
		return Finding{Look, "space", what, "Make room soon, so that backups fit as well."}
	}
	return Finding{OK, "space", what, ""}
}

// How many commits a second a disk should manage. Answers that come together are kept in one commit, so that few are
// enough; below slow, a class notices that it waits.
const (
	slow    = 20
	tooSlow = 2
)

// Disk judges how many times a second the disk says that something is really stored.
func Disk(perSecond float64) Finding {
	what := fmt.Sprintf("The disk stores %.0f times a second.", perSecond)
	if perSecond < 10 {
		what = fmt.Sprintf("The disk stores %.1f times a second.", perSecond)
	}
	switch {
	case perSecond < tooSlow:
		return Finding{Fix, "disk", what, "Put the data folder on another disk: a class would wait for every answer."}
	case perSecond < slow:
		return Finding{Look, "disk", what, "An SSD in place of a memory card or USB stick would be felt."}
	}
	return Finding{OK, "disk", what, ""}
}

// clockSlack is how far a clock may be behind what the database has seen: two computers never agree to the second.
const clockSlack = 2 * time.Minute

// Clock compares the computer's clock with the latest time that the database has seen, which is zero in a new one.
// built is a day on which the program was there already.
func Clock(now, latest, built time.Time, zone string, chosen bool) []Finding {
	shown := now.Format("Monday 2 January 2006, 15:04 MST")
	clock := Finding{OK, "clock", "It is " + shown + ".", ""}
	const right = "Set the clock of this computer, or let it set itself; then start Dossier again."
	switch {
	case now.Add(clockSlack).Before(latest):
		clock.Level, clock.Do = Fix, right
		clock.What = fmt.Sprintf("The clock says %s, but answers were kept at %s.", shown,
			latest.In(now.Location()).Format("2 January 2006, 15:04"))
	case now.Before(built):
		clock.Level, clock.What, clock.Do = Fix, "The clock says "+shown+", which is long over.", right
	}
	findings := []Finding{clock}
	if zone == "UTC" && !chosen {
		findings = append(findings, Finding{Look, "time zone", "This computer names no time zone, so times are shown in UTC.",
			"Start with --tz, for example --tz Europe/London, if your school is elsewhere."})
	}
	return findings
}

// largeLog is how much of a log may wait to be folded into the database. While Dossier works it stays below 50 MB.
const largeLog = 200 << 20

// Database judges a look at the data folder, and the error that ended it.
func Database(found store.Overview, err error) []Finding {
	const name = "database"
	running := "not running"
	if found.Running {
		running = "running"
	}
	say := func(level Level, what, do string) []Finding { return []Finding{{level, name, what, do}} }
	switch {
	case errors.Is(err, store.ErrNotClosed):
		return say(Look, "Dossier was not closed properly last time, so the database was not looked at.",
			"Start Dossier once: it takes in what waits beside the database. Then ask the doctor again.")
	case errors.Is(err, store.ErrLink):
		return say(Fix, "The data folder leads nowhere, or the dossier.db in it is only a link.",
			"Give --data the folder in which the dossier.db itself lies.")
	case errors.Is(err, store.ErrDamaged):
		return say(Fix, "The database is damaged.",
			"Stop Dossier, keep a copy of the data folder, and put a backup back.")
	case errors.Is(err, store.ErrReadOnly):
		return say(Fix, "The database cannot be read by this user.",
			"Ask as the user who starts Dossier, or give the data folder to this user.")
	case err != nil:
		return say(Fix, "The database cannot be read: the disk reports errors.",
			"Copy the data folder to another disk and start from there.")
	case !found.Found:
		return say(OK, "There is no database yet. The first start makes one.", "")
	case found.Version > found.Newest:
		return say(Fix, fmt.Sprintf("The database has version %d, and this program knows %d.", found.Version, found.Newest),
			"Start the newer Dossier that made it.")
	}
	what := fmt.Sprintf("Sound, %s, version %d, %s.", size(uint64(found.Size)), found.Version, running)
	all := say(OK, what, "")
	if found.Version < found.Newest {
		all[0].Level = Look
		all[0].Do = fmt.Sprintf("The next start makes a backup and brings it to version %d.", found.Newest)
	}
	if found.Log > largeLog {
		all = append(all, Finding{Look, "log", size(uint64(found.Log)) + " wait to be folded into the database.",
			"Stop Dossier after the lesson and start it again."})
	}
	return all
}

// Content judges how many errors and warnings the course has.
func Content(errs, warnings int) Finding {
	if errs > 0 {
		return Finding{Fix, "course", fmt.Sprintf("The course has errors (%d), and Dossier will not start with it.", errs),
			"Type dossier check: it names each with its file and line."}
	}
	if warnings > 0 {
		return Finding{Look, "course", fmt.Sprintf("The course has warnings (%d).", warnings),
			"Type dossier check to read them."}
	}
	return Finding{OK, "course", "Lessons and questions are in order.", ""}
}

// How many days before its end a certificate is worth a word. Schools need a while to get a new one.
const certificateDays = 21

// Certificate judges how long a certificate is still good. One of Dossier's own is made anew by itself.
func Certificate(now, until time.Time, own bool) Finding {
	days := int(until.Sub(now).Hours() / 24)
	what := fmt.Sprintf("The certificate ends on %s, in %d days.", until.In(now.Location()).Format("2 January 2006"), days)
	renew := "Have it renewed, then start Dossier again."
	if own {
		renew = "Start Dossier again: it makes a new one, which browsers will ask about once."
	}
	switch {
	case !now.Before(until):
		return Finding{Fix, "certificate", "The certificate ended on " +
			until.In(now.Location()).Format("2 January 2006") + ".", renew}
	case days < certificateDays:
		return Finding{Look, "certificate", what, renew}
	}
	return Finding{OK, "certificate", what, ""}
}

// size writes bytes in the unit that fits.
func size(bytes uint64) string {
	switch {
	case bytes >= 10<<30:
		return fmt.Sprintf("%d GB", bytes>>30)
	case bytes >= 1<<20:
		return fmt.Sprintf("%d MB", bytes>>20)
	}
	return fmt.Sprintf("%d KB", bytes>>10)
}

// list writes "a, b and c".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
