package classroom

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Settings are what a teacher settles once for a student, who sees them too.
type Settings struct {
	ExtraTime  int  // what is added to every time limit, in per cent: one of ExtraTimes
	PlainWords bool // texts open in plain words, until their reader chooses otherwise
}

// NoLimit is the extra time of somebody for whom no limit holds. It is large enough to do for limits that cannot be
// left out, such as that of a session.
const NoLimit = 1000

// ExtraTimes are the shares that may be added to time limits, in per cent.
var ExtraTimes = []int{0, 25, 50, 100, NoLimit}

// ExtraTimeWords is extra time as people and files write it: "25%", "no limit".
func ExtraTimeWords(percent int) string {
	if percent == NoLimit {
		return "no limit"
	}
	return fmt.Sprintf("%d%%", percent)
}

// ReadExtraTime reads extra time as people and files write it; ok is false when it is none of ExtraTimes.
func ReadExtraTime(text string) (percent int, ok bool) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if text == ExtraTimeWords(NoLimit) || text == "unlimited" {
		return NoLimit, true
	}
	percent, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(text, "%")))
	return percent, err == nil && percent != NoLimit && slices.Contains(ExtraTimes, percent)
}

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
