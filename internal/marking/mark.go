// Package marking is what teachers do with what was handed in: the queue, marks, second marks and agreement. It knows
// nothing about how any of it is stored or shown.
package marking

import (
	"maps"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// MarkID is the number of a finished marking.
type MarkID int64

// Purpose says which of several markings of one text a mark is.
type Purpose string

// The purposes: the marking that is returned, a blind second one for moderation, and what two markers
// agreed on after they had differed.
const (
	First  Purpose = "first"
	Second Purpose = "second"
	Agreed Purpose = "agreed"
)

// Mark is a finished marking of one text.
type Mark struct {
	ID       MarkID
	Essay    classroom.EssayID
	Rev      int
	Round    int
	Teacher  classroom.TeacherID
	Purpose  Purpose
	Levels   map[string]int    // by skill, 0 to 4
	Comments map[string]string // by skill
	Strength string
	Target   string
	At       time.Time
}

// NewMark is a finished marking to be stored.
type NewMark struct {
	Essay     classroom.EssayID
	Rev       int // the text that was marked
	Purpose   Purpose
	FormToken string
	Levels    map[string]int
	Comments  map[string]string
	Strength  string
	Target    string
	Shown     Shown // what its page showed; nil for a marking that comes from no page and is not compared
}

// note is the marking as a note, to be compared with what stands.
func (n NewMark) note() Note {
	draft := DraftOf(Mark{Levels: n.Levels, Comments: n.Comments, Strength: n.Strength, Target: n.Target})
	return Note{Essay: n.Essay, Rev: n.Rev, Purpose: n.Purpose, Tab: n.FormToken, Draft: draft, Shown: n.Shown}
}

// Check compares a finished marking with what stands of it: see Note.CheckWhole.
func (n NewMark) Check(stands Stands) error {
	if n.Shown == nil {
		return nil
	}
	return n.note().CheckWhole(stands)
}

// Stands reports whether a marking is stored already, from another window, so that there is nothing to do: never while
// the essay is open, because then its marking is being changed and not yet finished again.
func (n NewMark) Stands(e Entry, marks Marks, teacher classroom.TeacherID) bool {
	m, ok := marks.Newest(n.Purpose)
	return ok && e.Place.State != essay.Claimed && (m.Teacher == teacher || n.Purpose == Agreed) &&
		maps.Equal(n.note().Draft, DraftOf(m))
}

// Marks are the markings of one text, the oldest first.
type Marks []Mark

// Newest is the newest marking of a purpose; false when there is none.
func (m Marks) Newest(p Purpose) (Mark, bool) { return m.before(p, 0) }

// FirstBefore is the first marking as it was when a second one was given. What was changed after that was changed by
// somebody who may have seen the second.
func (m Marks) FirstBefore(second Mark) (Mark, bool) { return m.before(First, second.ID) }

// Standing is the marking of a purpose that stands, to be changed or compared. What two markers agreed on stands for
// the first marking too, where it counts.
func (m Marks) Standing(e Entry, p Purpose) MarkDraft {
	if p == First && e.Marked == Agreed {
		p = Agreed
	}
	mark, ok := m.Newest(p)
	if !ok {
		return MarkDraft{}
	}
	return DraftOf(mark)
}

// before is the newest marking of a purpose that is older than a mark; end 0 is no limit.
func (m Marks) before(p Purpose, end MarkID) (newest Mark, found bool) {
	for _, mark := range m {
		if mark.Purpose == p && (end == 0 || mark.ID < end) {
			newest, found = mark, true
		}
	}
	return newest, found
}

// Feedback is what a student got back in one round.
type Feedback struct {
	Mark     Mark
	Text     string // what was marked
	NextStep string // "" until the student has written it; the levels are shown after
	At       time.Time
}
