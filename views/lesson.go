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
	plain    [][]piece // the same in plain words; nil when nobody has written them
	remember []byte
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
	p := &PreparedLesson{
		Lesson: l, head: draw(lessonHead(l)), remember: draw(lessonRemember(l)), tail: draw(lessonRefs(l)),
	}
	pieces := func(blocks []course.Block) []piece {
		var pieces []piece
		for _, b := range blocks {
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
		return pieces
	}
	for _, s := range l.Sections {
		p.sections = append(p.sections, pieces(s.Blocks))
		if len(s.Plain) > 0 {
			p.plain = append(p.plain, pieces(inPlainWords(s)))
		}
	}
	return p, err
}

// inPlainWords is a section with its plain words first, and then everything that is not running text.
func inPlainWords(s *course.Section) []course.Block {
	var blocks []course.Block
	for i := range s.Plain {
		blocks = append(blocks, course.Block{Paragraph: &s.Plain[i]})
	}
	for _, b := range s.Blocks {
		if b.Paragraph == nil {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// HasPlain reports whether the lesson can be read in plain words.
func (p *PreparedLesson) HasPlain() bool { return len(p.plain) == len(p.sections) }

// text is the sections in the words that the reader wants.
func (p *PreparedLesson) text(plain bool) [][]piece {
	if plain && p.HasPlain() {
		return p.plain
	}
	return p.sections
}

// LessonProps is one lesson for one viewer.
type LessonProps struct {
	Lesson    *PreparedLesson
	Course    []LessonLink
	Read      map[string]bool          // sections marked as read
	Questions map[string]QuestionProps // checks by question id
	Quiz      QuizEntry
	Plain     bool // the reader wants plain words
}

// QuizEntry is the way into a lesson's quiz.
type QuizEntry struct {
	Action    string // where the form goes that begins or resumes it
	FormToken string
	Button    string
	Line      string // what has happened so far
	Result    Link   // of the last finished quiz, if any
}
