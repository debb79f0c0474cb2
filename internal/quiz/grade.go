package quiz

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Grade is the outcome of an answer: a score and, part by part, what was right and why. As JSON it is kept with the
// answer, so the names there stay.
type Grade struct {
	Score     float64  `json:"score"`               // 0 to 1
	Lines     []Line   `json:"lines,omitempty"`     // in the order in which feedback shows them
	Given     string   `json:"given,omitempty"`     // the answer in words, for a list of answers
	Unmatched []string `json:"unmatched,omitempty"` // free text that matched nothing known, for the teacher to look at
	Model     string   `json:"model,omitempty"`     // an answer that could have been written; "" for most kinds
}

// Mark says how well one part of an answer was done.
type Mark string

// The marks a line can have.
const (
	Right  Mark = "right"  // chosen or given, and right
	Wrong  Mark = "wrong"  // chosen or given, and wrong
	Near   Mark = "near"   // partly right: a spelling, an estimate in the outer band
	Missed Mark = "missed" // right, but not chosen
	Rest   Mark = "rest"   // not chosen, and rightly so
)

// Line is the feedback on one part: an option, an event, a pair, a gap.
type Line struct {
	ID       string `json:"id"`                 // authoring id of the part
	Group    string `json:"group,omitempty"`    // what this line and its neighbours answer, where several things are asked
	Label    string `json:"label,omitempty"`    // the part in words
	Chosen   bool   `json:"chosen,omitempty"`   // the person picked this option
	Given    string `json:"given,omitempty"`    // what the person gave for this part, where it is not the label itself
	Expected string `json:"expected,omitempty"` // what would have been right, where it is not the label itself
	Mark     Mark   `json:"mark"`
	Feedback string `json:"feedback,omitempty"`
	// Unmatched tells that what was given is like nothing known, so that a teacher should look at it: see Acceptor.
	Unmatched bool `json:"unmatched,omitempty"`
	// Misconception names the wrong idea behind a wrong choice, if the author named one.
	Misconception string `json:"misconception,omitempty"`
}

// What some kinds say of an answer in a line, before the answer itself.
const (
	placedWords = "you put this " // what was given for an event: "you put this 3rd"
	CopiedWords = "What you copied: "
)

// Place is the place, from 1, that an event was given; ok is false for all other lines.
func (l Line) Place() (place int, ok bool) {
	rest, ok := strings.CutPrefix(l.Given, placedWords)
	if !ok {
		return 0, false
	}
	place, err := strconv.Atoi(strings.TrimRight(rest, "dhnrst"))
	return place, err == nil && place > 0
}

// dust is the rounding error that binary fractions leave where decimals were meant. Scores and bounds are compared up
// to it.
const dust = 1e-9

// Full tells whether the answer got everything.
func (g Grade) Full() bool { return g.Score >= 1-dust }

// Outcome is the answer as a whole: Right, Near (partly right) or Wrong.
func (g Grade) Outcome() Mark {
	switch {
	case g.Full():
		return Right
	case g.Score > 0:
		return Near
	}
	return Wrong
}

// WrongIdeas lists the misconceptions behind the wrong parts, each once, in the order of the lines.
func (g Grade) WrongIdeas() (ids []string) {
	for _, l := range g.Lines {
		if l.Mark == Wrong && l.Misconception != "" && !slices.Contains(ids, l.Misconception) {
			ids = append(ids, l.Misconception)
		}
	}
	return ids
}

// Awarded returns the marks for a score: rounded half up to two places. A hair is
// added first, since binary fractions put some halves (0.145 of 1 mark) just below themselves.
func (c Common) Awarded(score float64) float64 { return math.Floor(score*c.Marks*100+0.5+dust) / 100 }

func clamp(s float64) float64 { return math.Max(0, math.Min(1, s)) }
