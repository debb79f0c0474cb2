package classroom

import (
	"slices"
	"time"
)

// For how many days nobody has used a class until its teacher is asked what is to become of it. A school can choose
// another number between the least and the most.
const (
	KeepDays   = 400 // a class that ended in June is asked about when the next school year has ended too
	FewestKept = 30
	MostKept   = 3650
)

// AllowedKeep reports whether a number of days can be chosen.
func AllowedKeep(days int) bool { return days >= FewestKept && days <= MostKept }

// ClassUse says when a class was last used: when somebody in it did something, when it was handed work or made.
type ClassUse struct {
	Class
	Used time.Time
	Kept time.Time // when a teacher last said that it is to be kept; zero for never
}

// Due returns the classes that nobody has used for a number of days, nor said of since that they are to be kept: the
// one that was used longest ago first. Invented classes are never due.
func Due(classes []ClassUse, now time.Time, days int) (due []ClassUse) {
	for _, c := range classes {
		since := c.Used
		if c.Kept.After(since) {
			since = c.Kept
		}
		if !c.Demo && Age(now, since) >= time.Duration(days)*24*time.Hour {
			due = append(due, c)
		}
	}
	slices.SortStableFunc(due, func(a, b ClassUse) int { return a.Used.Compare(b.Used) })
	return due
}

// Stored counts what is stored about somebody.
type Stored struct {
	Answers, Attempts int
	Sections          int // of lessons that they have read
	Essays, Texts     int // written answers, and the texts that were saved on the way to them
	Evidence          int // phrases that were picked
	Guesses           int // what they said at a bench: trust, guesses about writers, reasons
	Own               int // levels that they gave themselves or an example
	Marks             int // from teachers
	Sessions          int // browsers in which they are signed in
	HasNote           bool
	Since, Last       time.Time
}
