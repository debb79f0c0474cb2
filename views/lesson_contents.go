package views

import (
	"fmt"
	"strings"

	"dossier/internal/course"
)

// readCount is how many of the lesson's sections are read.
func (l LessonProps) readCount() int {
	n := 0
	for _, s := range l.Lesson.Lesson.Sections {
		if l.Read[s.ID] {
			n++
		}
	}
	return n
}

// holds are the places of a section that had an address of their own when the lesson was one page.
func (c ContentsProps) holds(s *course.Section) string {
	all := []string{s.ID}
	for _, b := range s.Blocks {
		switch {
		case b.Figure != nil:
			all = append(all, "figure-"+b.Figure.ID)
		case b.Question != nil:
			all = append(all, "q-"+b.Question.ID)
		}
	}
	for _, f := range s.Cited {
		all = append(all, "note-"+itoa(c.Lesson.Lesson.NumberOf(f)))
	}
	return strings.Join(all, " ")
}

// inside says what a section holds besides its text, and how its questions went.
func (c ContentsProps) inside(s *course.Section) string {
	figures, sources, checks := 0, 0, 0
	for _, b := range s.Blocks {
		switch {
		case b.Figure != nil:
			figures++
		case b.Source != nil:
			sources++
		case b.Question != nil:
			checks++
		}
	}
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{{figures, "1 figure", "figures"}, {sources, "1 source", "sources"}, {checks, "1 question", "questions"}} {
		if part.n > 0 {
			parts = append(parts, plural(part.n, part.one, part.many))
		}
	}
	if score, ok := c.Answers[s.ID]; ok {
		if score.Of < checks {
			parts = append(parts, fmt.Sprintf("%d of %d answered", score.Of, checks))
		} else {
			parts = append(parts, fmt.Sprintf("%d of %d right", score.Right, score.Of))
		}
	}
	return strings.Join(parts, ", ")
}
