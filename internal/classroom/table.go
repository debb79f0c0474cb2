package classroom

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// CellState is where somebody is in a lesson, as one cell of the table of a class says it.
type CellState int

// The states, in the order of a way through a lesson.
const (
	Untouched CellState = iota
	BeingRead
	BeingAsked // in the quiz
	NotPassed
	HasPassed
)

// Trend compares the latest quiz with the first one.
type Trend int

// The trends.
const (
	Worse  Trend = -1
	Level  Trend = 0
	Better Trend = 1
)

// Cell is one student in one lesson: the latest state, and how the latest quiz compares with the first.
type Cell struct {
	State CellState
	Trend Trend
	Count int // of BeingRead the sections, of BeingAsked the answers; 0 when nothing is counted
}

// Cell is what a record looks like in the table. Whoever has passed a quiz stays passed.
func (r LessonRecord) Cell() (c Cell) {
	if r.Quiz != nil {
		c.State = NotPassed
		if Passed(r.Quiz.BestShare, 1) {
			c.State = HasPassed
		}
		if r.Quiz.FirstOutOf > 0 {
			hundredths := func(share float64) float64 { return math.Round(100 * share) }
			c.Trend = Trend(cmp.Compare(hundredths(r.Quiz.LatestShare), hundredths(r.Quiz.FirstMarks/r.Quiz.FirstOutOf)))
		}
	}
	switch {
	case c.State == HasPassed:
	case r.Answered > 0:
		c.State, c.Count = BeingAsked, r.Answered
	case r.Quiz == nil && (len(r.SectionsRead) > 0 || r.Checks > 0):
		c.State, c.Count = BeingRead, len(r.SectionsRead)
	}
	return c
}

// Words are for those who do not see the mark.
func (c Cell) Words() string {
	words := [...]string{"Nothing yet", "Reading", "In the quiz", "Not passed yet", "Passed"}[c.State]
	switch {
	case c.State == BeingRead && c.Count == 1:
		words += ", 1 section read"
	case c.State == BeingRead && c.Count > 1:
		words += fmt.Sprintf(", %d sections read", c.Count)
	case c.State == BeingAsked && c.Count > 0:
		words += fmt.Sprintf(", %d answered", c.Count)
	}
	switch c.Trend {
	case Better:
		return words + ", better than the first time"
	case Worse:
		return words + ", worse than the first time"
	}
	return words
}

// Order says how the students of a class are listed: one of the orders below, or that of InLesson.
type Order string

// The orders.
const (
	ByHelp Order = "help" // those who may need help first, the most pressing at the top
	ByName Order = "name"
	BySeen Order = "seen" // whoever did something last comes first
)

const inLesson = "lesson-"

// InLesson lists those first who are least far in a lesson.
func InLesson(lesson string) Order { return Order(inLesson + lesson) }

// ParseOrder reads an order. What is none, or names a lesson that is not there, is ByHelp.
func ParseOrder(s string, lessons []string) Order {
	if o := Order(s); o == ByName || o == BySeen {
		return o
	}
	if lesson, ok := strings.CutPrefix(s, inLesson); ok && slices.Contains(lessons, lesson) {
		return Order(s)
	}
	return ByHelp
}

// SortRows puts the rows of a class, which come by name, into an order. Rows that are alike stay as they are. rank is
// the place of a student among those who may need help, from 1, and 0 for everybody else.
func SortRows(rows []ClassRow, by Order, rank func(StudentID) int) {
	var before func(a, b ClassRow) int
	lesson, ok := strings.CutPrefix(string(by), inLesson)
	switch {
	case ok:
		before = func(a, b ClassRow) int {
			return cmp.Compare(a.Lessons[lesson].Cell().State, b.Lessons[lesson].Cell().State)
		}
	case by == BySeen:
		before = func(a, b ClassRow) int { return b.LastActive.Compare(a.LastActive) }
	case by == ByHelp:
		last := func(r ClassRow) int { return cmp.Or(rank(r.Student.ID), len(rows)+1) }
		before = func(a, b ClassRow) int { return cmp.Compare(last(a), last(b)) }
	default:
		return
	}
	slices.SortStableFunc(rows, before)
}

// Presence is who of a class has been here.
type Presence struct {
	Joined           int        // who has come in at least once
	Now, Hour, Today int        // seen within the last minutes, within the last hour, and since midnight
	Missing          []ClassRow // not seen since midnight
	Latest           time.Time  // when the latest of them did something; zero in an empty class
}

// PresenceAt tells who has been here. now is in the zone whose midnight counts; within says how recent is now.
func PresenceAt(now time.Time, rows []ClassRow, within time.Duration) (p Presence) {
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	for _, r := range rows {
		if r.LastActive.IsZero() {
			continue
		}
		p.Joined++
		if Age(now, r.LastActive) < within {
			p.Now++
		}
		if Age(now, r.LastActive) < time.Hour {
			p.Hour++
		}
		if r.LastActive.Before(midnight) {
			p.Missing = append(p.Missing, r)
		} else {
			p.Today++
		}
		if r.LastActive.After(p.Latest) {
			p.Latest = r.LastActive
		}
	}
	return p
}

// Shown is how a share of a class may be shown to all of it.
type Shown int

// The ways to show a share.
const (
	Nobody    Shown = iota
	AFew            // fewer than FewestShown, who are not counted
	Counted         // as a number
	NearlyAll       // all but fewer than FewestShown, who are not counted
	Everybody
)

// ShownTo says how n students of a class of this many may be shown to the class. In a class of fewer than FewestShown
// nothing is counted.
func ShownTo(n, of int) Shown {
	switch left := of - n; {
	case n == 0:
		return Nobody
	case n < FewestShown:
		return AFew
	case left == 0:
		return Everybody
	case left < FewestShown:
		return NearlyAll
	}
	return Counted
}
