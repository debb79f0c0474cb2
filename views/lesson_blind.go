package views

import (
	"dossier/internal/classroom"
	"dossier/internal/course"
)

// BlindReadingProps is the blind reading as one person finds it in one of its two lessons.
type BlindReadingProps struct {
	Blind    *course.BlindReading
	Lesson   *course.Lesson
	Again    bool            // the lesson shows it for the second time
	Said     classroom.Trust // what they said before, and after
	Chosen   int             // on a form that has to be corrected
	Moved    string
	Problems Problems
	GoOn     GoOn
}

// told tells whether the page says who wrote the text: in the later lesson, once somebody has said what they believe.
func (b BlindReadingProps) told(p Page) bool {
	return b.Again && (b.Said.Before > 0 || p.Viewer.Role == Teacher)
}

// asks tells which of the two questions the page asks: "before", "after", or "" for neither.
func (b BlindReadingProps) asks(p Page) string {
	switch {
	case p.Viewer.Role == Teacher:
		return ""
	case b.Said.Before == 0:
		return "before"
	case b.Again && b.Said.After == 0:
		return "after"
	}
	return ""
}
