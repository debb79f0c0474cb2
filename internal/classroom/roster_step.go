package classroom

import (
	"time"

	"dossier/internal/essay"
)

// UndoFor is how long a teacher can undo what they did to the list of a class.
const UndoFor = time.Hour

// StepKind is what was done to the list of a class.
type StepKind string

// The kinds.
const (
	StepAdd    StepKind = "add"
	StepRename StepKind = "rename"
	StepMove   StepKind = "move"
	StepMerge  StepKind = "merge"
	StepRemove StepKind = "remove"
)

// RosterStep is something that was done to the list of a class and can be undone.
type RosterStep struct {
	ID    int64
	Kind  StepKind
	Names []string // of the students, as they were before
	To    string   // the new name of one who was renamed, the class that they were moved to, whom one was merged with
	At    time.Time
	By    string // the teacher
}

// UndoRefused says in a sentence why a step cannot be undone.
type UndoRefused string

func (why UndoRefused) Error() string { return string(why) }

// Undoing is one student of a step, as they are when somebody wants to undo it.
type Undoing struct {
	Name  string // that they would have again
	Gone  bool   // they are no longer as the step left them
	Taken bool   // somebody else has that name now
}

// MayUndo is nil when a step of so long ago can be undone, and otherwise an UndoRefused.
func MayUndo(age time.Duration, students []Undoing) error {
	if age >= UndoFor {
		return UndoRefused("This was more than an hour ago. It can no longer be undone.")
	}
	for _, st := range students {
		switch {
		case st.Gone:
			return UndoRefused("Something else was done with “" + st.Name + "” since. Undo that first.")
		case st.Taken:
			return UndoRefused("Somebody else in the class is called “" + st.Name + "” now. Give one of the two another " +
				"name, and then undo this.")
		}
	}
	return nil
}

// BenchWork is how far somebody is at a bench, for the choice between two of them.
type BenchWork struct {
	Bench string
	State essay.State // "" when nothing is written
	Round int
}

// HandedIn reports whether a teacher may have seen it.
func (w BenchWork) HandedIn() bool { return w.State != "" && (w.Round > 1 || essay.Locked(w.State)) }

// Stays reports whether the work of the other stays at a bench when two students become one; otherwise it is that of
// the first. What was handed in stays before what was not, then what is further on; the first's stays where both are
// as far.
func Stays(first, other BenchWork) bool { return other.reach() > first.reach() }

// reach orders work by how far it is. States are listed in the order of an essay's life.
func (w BenchWork) reach() int {
	at := 0
	for i, state := range essay.States {
		if state == w.State {
			at = i + 1
		}
	}
	if w.HandedIn() {
		return w.Round*100 + at
	}
	return at
}
