package classroom

import (
	"fmt"
	"slices"
	"time"
)

// Settings are what a teacher settles once for a student, who sees them too.
type Settings struct {
	ExtraTime  int  // what is added to every time limit, in per cent: one of ExtraTimes
	PlainWords bool // texts open in plain words, until their reader chooses otherwise
}

// ExtraTimes are the shares that may be added to time limits, in per cent.
var ExtraTimes = []int{0, 25, 50, 100}

// Allowed reports whether a teacher may settle this.
func (s Settings) Allowed() bool { return slices.Contains(ExtraTimes, s.ExtraTime) }

// Stamp stands for these settings on a page that showed them.
func (s Settings) Stamp() string { return fmt.Sprintf("%d %t", s.ExtraTime, s.PlainWords) }

// Private is what the teachers of a class keep about a student, and nobody else sees: a note of at most LongestNote
// letters.
type Private struct{ Note string }

// LongestNote is how many letters a private note may have.
const LongestNote = 500

// Stamp stands for the note on a page that showed it; "" for no note.
func (p Private) Stamp() string {
	if p.Note == "" {
		return ""
	}
	return stamp(p.Note)
}

// WithExtra is a time limit for somebody who gets some per cent of it on top.
func WithExtra(limit time.Duration, percent int) time.Duration {
	return limit + limit*time.Duration(percent)/100
}
