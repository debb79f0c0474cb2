package views

import (
	"fmt"

	"dossier/internal/quiz"
)

// WrittenProps is the short written answers that wait for a teacher's level.
type WrittenProps struct {
	Groups []WrittenGroup
	All    bool // also those that have their levels
	Saved  bool
	Missed []Kept // levels that were not saved because another window or a colleague gave others: the answer, and both
}

// WrittenGroup is the answers to one question.
type WrittenGroup struct {
	Question *quiz.Question
	Rows     []WrittenRow
	Left     int // answers that the page has no room for
}

// WrittenRow is one answer, without the name of who wrote it.
type WrittenRow struct {
	Response int64
	Class    string
	Older    bool // the question has changed since
	Parts    []WrittenShown
}

// given is the teacher's level in digits, "" for none.
func (w WrittenShown) given() string {
	if w.Teacher == nil {
		return ""
	}
	return itoa(*w.Teacher)
}

func levelField(response int64, part string) string {
	return fmt.Sprintf("level.%d.%s", response, part)
}
