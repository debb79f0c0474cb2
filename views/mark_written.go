package views

import (
	"fmt"
	"strings"

	"dossier/internal/quiz"
)

// WrittenProps is the short written answers that wait for a teacher's level.
type WrittenProps struct {
	Groups []WrittenGroup
	All    bool // also those that have their levels
	Names  bool // of the students are shown
	Saved  bool
	Missed []Kept // levels that were not saved because another window or a colleague gave others: the answer, and both
}

// WrittenGroup is the answers to one question.
type WrittenGroup struct {
	Question *quiz.Question
	Parts    []WrittenPart
	Answers  int
	Left     int // answers that the page has no room for
}

// WrittenPart is what was written for one part of a question, as it was asked then.
type WrittenPart struct {
	Part  quiz.WrittenPart
	Older bool // the question has changed since
	Rows  []WrittenRow
}

// WrittenRow is a text, and the answers in which it stands.
type WrittenRow struct {
	Text      string
	Level     *int // a teacher's
	Responses []int64
	Own       []int // the levels that students gave themselves
	Classes   []string
	Names     []string // none while names are hidden
}

// given is the teacher's level in digits, "" for none.
func (w WrittenRow) given() string {
	if w.Level == nil {
		return ""
	}
	return itoa(*w.Level)
}

// field names the row: its first answer, and the part.
func (w WrittenRow) field(part string) string { return fmt.Sprintf("%d.%s", w.Responses[0], part) }

// same lists the other answers that say the same.
func (w WrittenRow) same() string {
	var all []string
	for _, id := range w.Responses[1:] {
		all = append(all, itoa64(id))
	}
	return strings.Join(all, ",")
}

// own says which levels the students gave themselves.
func (w WrittenRow) own() string {
	var all []string
	for _, n := range w.Own {
		all = append(all, itoa(n))
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return "the student's own level: " + all[0]
	}
	return "the students' own levels: " + strings.Join(all, ", ")
}
