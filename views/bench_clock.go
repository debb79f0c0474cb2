package views

import (
	"encoding/json"
	"slices"
	"strings"

	"dossier/internal/course"
)

// factLists are the three lists of a clock in their order.
var factLists = []course.Known{course.Knew, course.CouldKnow, course.CouldNotKnow}

// publicFrom is the first day on which a fact could be known to outsiders.
func publicFrom(f *course.Fact) course.Date { return max(f.KnownFrom.Last(), f.Date.Last()) }

// factPlace is the position of a fact among those of the bench, by which a script keeps the lists in order.
func factPlace(b *course.Bench, f *course.Fact) string { return itoa(slices.Index(b.Clock.Facts, f)) }

// knewOn lists the days on which a writer of the bench wrote who knew the fact.
func knewOn(b *course.Bench, f *course.Fact) string {
	var days []string
	for _, t := range b.Texts {
		on := t.Source.Date.Last()
		if slices.Contains(b.ReadClock(on).Facts[course.Knew], f) {
			days = append(days, string(on))
		}
	}
	return strings.Join(days, " ")
}

// clockLine says in words what the clock shows.
func clockLine(r course.ClockReading) string {
	total := len(r.Happened) + len(r.Ahead)
	line := "By " + r.On.Words() + ", " + itoa(len(r.Happened)) + " of " + itoa(total) + " events had happened or begun"
	if n := len(r.Happened); n > 0 {
		line += ", the last of them: " + r.Happened[n-1].Title
	}
	open, closed := len(r.Facts[course.Knew])+len(r.Facts[course.CouldKnow]), len(r.Facts[course.CouldNotKnow])
	return line + ". Of " + itoa(open+closed) + " facts " + itoa(open) + " were public and " + itoa(closed) + " were not."
}

// listTitle is the heading of a list of facts.
func listTitle(r course.ClockReading, known course.Known) string {
	who := "A writer of that day"
	if r.Writer != nil {
		who = initial(r.Writer.Name)
	}
	return who + " " + known.Words()
}

// writersJSON names the writers of a bench by the day on which they wrote, for a script; of two on one day it names the
// first, as the clock itself does.
func writersJSON(b *course.Bench) string {
	writers := map[course.Date]string{}
	for _, t := range b.Texts {
		if on := t.Source.Date.Last(); writers[on] == "" {
			writers[on] = initial(t.Name)
		}
	}
	body, err := json.Marshal(writers)
	if err != nil { // a map of strings can always be encoded
		return "{}"
	}
	return string(body)
}

// fullDay is the last full day of a date, which is what a clock can be set to.
func fullDay(d course.Date) string { return string(d.Last()) }
