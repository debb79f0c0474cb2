package views

import (
	"strings"

	"dossier/internal/course"
	"dossier/internal/essay"
)

// TextsProps is the history of somebody's own text, with the difference between two of them.
type TextsProps struct {
	Bench    *course.Bench
	Main     []TextRow // handed in, brought along from before joining, and the newest
	All      []TextRow
	From, To int
	Diff     []essay.Change
}

// mostTexts is how many whole texts of a history the page shows: a lesson's worth of writing is saved some hundred
// times.
const mostTexts = 60

func (t TextsProps) newest() []TextRow { return t.All[:min(len(t.All), mostTexts)] }

// TextRow is one text of a history.
type TextRow struct {
	Rev         int
	Name        string // "Handed in, version 1"
	When, Words string
	Text        string
}

// EssayCard is a written work in the list of a student's own.
type EssayCard struct {
	Bench *course.Bench
	State State
	Saved string
}

// differs says whether anything was added or removed at all.
func differs(all []essay.Change) bool {
	for _, c := range all {
		if c.Op != essay.Same && strings.TrimSpace(c.Text) != "" {
			return true
		}
	}
	return false
}
