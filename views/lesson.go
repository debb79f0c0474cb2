package views

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// PreparedLesson is a lesson with everything drawn that is the same for everybody. A request draws the slots only.
type PreparedLesson struct {
	Lesson   *course.Lesson
	head     []byte // from the opening to the objectives
	sections [][]piece
	tail     []byte // where the facts come from
}

// piece is drawn HTML, or the slot of a question.
type piece struct {
	html     []byte
	question *quiz.Question
}

// PrepareLesson draws a lesson once for all requests.
func PrepareLesson(ctx context.Context, l *course.Lesson) (*PreparedLesson, error) {
	var err error
	draw := func(c templ.Component) []byte {
		var b strings.Builder
		if e := c.Render(ctx, &b); e != nil && err == nil {
			err = e
		}
		return []byte(b.String())
	}
	p := &PreparedLesson{Lesson: l, head: draw(lessonHead(l)), tail: draw(lessonRefs(l))}
	for _, s := range l.Sections {
		var pieces []piece
		for _, b := range s.Blocks {
			if b.Question != nil {
				pieces = append(pieces, piece{question: b.Question})
				continue
			}
			html := draw(block(b))
			if n := len(pieces); n > 0 && pieces[n-1].question == nil {
				pieces[n-1].html = append(pieces[n-1].html, html...)
				continue
			}
			pieces = append(pieces, piece{html: html})
		}
		p.sections = append(p.sections, pieces)
	}
	return p, err
}
