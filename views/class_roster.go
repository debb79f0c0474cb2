package views

import (
	"strings"

	"dossier/internal/classroom"
)

// RosterHref is the address of the list of a class, or of a page below it.
func RosterHref(class int64, rest string) string { return ClassHref(class, string(StudentsTab)+rest) }

// RosterProps is the list of a class.
type RosterProps struct {
	Class    ClassCard
	Students []RosterRow
	Steps    []RosterStep // that can be undone
	Problem  string       // with what was ticked
	Refused  string       // why something cannot be undone
	Done     string       // what has just been done, in a sentence
}

// RosterRow is a student in the list.
type RosterRow struct {
	ID         int64
	Name, Seen string // Seen is "" for somebody who has not come in yet
	ExtraTime  int    // per cent
	PlainWords bool
	NoPIN      bool
}

// seen says when they were here.
func (r RosterRow) seen() string {
	switch {
	case r.Seen == "":
		return "not here yet"
	case r.Seen == "now":
		return "here now"
	case r.Seen == "today":
		return "last seen today"
	case strings.HasSuffix(r.Seen, "min"), strings.HasSuffix(r.Seen, "day"), strings.HasSuffix(r.Seen, "days"):
		return "last seen " + r.Seen + " ago"
	}
	return "last seen " + r.Seen
}

// moreTime is extra time in a few words.
func moreTime(percent int) string {
	if percent == classroom.NoLimit {
		return "no time limit"
	}
	return itoa(percent) + "% more time"
}

// settled is what was settled for a student, in a few words.
func (r RosterRow) settled() string {
	var all []string
	if r.ExtraTime > 0 {
		all = append(all, moreTime(r.ExtraTime))
	}
	if r.PlainWords {
		all = append(all, "plain words")
	}
	if r.NoPIN {
		all = append(all, "no PIN yet")
	}
	return strings.Join(all, ", ")
}

// RosterStep is something that was done to the list and can be undone.
type RosterStep struct {
	classroom.RosterStep
	Time string // 10:42
}

// others is what follows the first name of a step: " and 2 others".
func (s RosterStep) others() string {
	if len(s.Names) < 2 {
		return ""
	}
	return " and " + plural(len(s.Names)-1, "1 other", "others")
}

// happened is what was done to the students of a step.
func (s RosterStep) happened() string {
	was := " was "
	if len(s.Names) > 1 {
		was = " were "
	}
	switch s.Kind {
	case classroom.StepRename:
		if s.To == "" {
			return was + "renamed"
		}
		return was + "renamed "
	case classroom.StepMove:
		return was + "moved to "
	case classroom.StepMerge:
		return was + "merged with "
	}
	return was + "removed"
}

// RosterChosen is what happens to some students of a class, before it does.
type RosterChosen struct {
	Class     ClassCard
	Students  []RosterRow
	FormToken string
}

// RosterMoveProps is the question where students go, and under which names.
type RosterMoveProps struct {
	Class     ClassCard
	Moves     []RosterMove
	Classes   []ClassCard // where they can go
	To        int64
	Problems  Problems
	FormToken string
}

// RosterMove is a student who goes to another class under a name.
type RosterMove struct {
	RosterRow
	As string
}

// MoveField is the id of the field with the name of a student who moves.
func MoveField(student int64) string { return "name-" + itoa64(student) }

func (m RosterMoveProps) problems() []Problem {
	fields := []string{"to"}
	for _, move := range m.Moves {
		fields = append(fields, MoveField(move.ID))
	}
	return m.Problems.list(fields...)
}

// RosterMergeProps is the question how two students become one.
type RosterMergeProps struct {
	Class     ClassCard
	Two       [2]RosterRow
	Both      []string // sentences about benches where both have written
	FormToken string
}

// keeps is which of the two has the PIN that is chosen unless somebody chooses the other.
func (m RosterMergeProps) keeps() int {
	if m.Two[0].NoPIN {
		return 1
	}
	return 0
}

// RosterStudentProps is one student, to be renamed, moved, merged or removed.
type RosterStudentProps struct {
	Class     ClassCard
	Student   RosterRow
	Others    []RosterRow
	Name      string // as it was typed
	Problem   string
	FormToken string
}

// RosterAddProps is the form that adds students, and what it would do.
type RosterAddProps struct {
	Class      ClassCard
	Text       string
	GivenFirst bool
	Plan       classroom.RosterPlan // nil before anything was read
	Headed     bool                 // the first line named the columns
	Notes      []string
	Skip       bool
	PINs       bool
	Seen       string // a mark of the plan
	FormToken  string
	Problems   Problems
}

// counts says in a line what a plan does.
func (a RosterAddProps) counts() string {
	var all []string
	for _, of := range []struct {
		kind classroom.RosterKind
		word string
	}{
		{classroom.RosterNew, "new"}, {classroom.RosterChanged, "changed"},
		{classroom.RosterUnchanged, "there already and unchanged"}, {classroom.RosterFaulty, "with a problem"},
	} {
		if n := a.Plan.Count(of.kind); n > 0 {
			all = append(all, itoa(n)+" "+of.word)
		}
	}
	return strings.Join(all, " · ")
}

// faults are the lines that have a problem.
func (a RosterAddProps) faults() (all []classroom.RosterChange) {
	for _, c := range a.Plan {
		if c.Kind == classroom.RosterFaulty {
			all = append(all, c)
		}
	}
	return all
}

// button says what confirming does.
func (a RosterAddProps) button() string {
	fresh, changed := a.Plan.Count(classroom.RosterNew), a.Plan.Count(classroom.RosterChanged)
	switch {
	case changed == 0:
		return "Add " + plural(fresh, "1 student", "students")
	case fresh == 0:
		return "Change " + plural(changed, "1 student", "students")
	}
	return "Add " + itoa(fresh) + " and change " + itoa(changed)
}

// choosesPINs reports whether a plan has new students whose PINs the list does not say.
func (a RosterAddProps) choosesPINs() bool {
	for _, c := range a.Plan {
		if c.Kind == classroom.RosterNew && c.PIN == "" {
			return true
		}
	}
	return false
}

func (a RosterAddProps) says(c classroom.RosterChange) string {
	all := c.Says
	if c.Kind == classroom.RosterNew && c.ExtraTime > 0 {
		all = append(all, moreTime(c.ExtraTime))
	}
	if c.Kind == classroom.RosterNew && c.PlainWords {
		all = append(all, "plain words")
	}
	if c.Turned != "" {
		all = append(all, "from “"+c.Turned+"”")
	}
	return strings.Join(all, ", ")
}
