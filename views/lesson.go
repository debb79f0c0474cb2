package views

import (
	"context"
	"regexp"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// PreparedLesson is a lesson with everything drawn that is the same for everybody. A request draws the slots only.
type PreparedLesson struct {
	Lesson   *course.Lesson
	lede     []byte // without its citations, for the contents
	head     []byte // from the opening to the objectives, for the lesson on one page
	sections []preparedSection
	remember []byte
	tail     []byte // where the facts come from
}

// preparedSection is one section, drawn.
type preparedSection struct {
	section     *course.Section
	full, plain telling
	know        []byte // the box that says how we know it
}

// telling is the text of a section in full or in plain words, with its figures and sources. On paper it is one row;
// on the screen the questions follow behind it.
type telling struct {
	screen []byte
	paper  []piece
}

// piece is drawn HTML, or the slot of a question.
type piece struct {
	html     []byte
	question *quiz.Question
}

// PrepareLesson draws a lesson of a course once for all requests.
func PrepareLesson(ctx context.Context, c *course.Course, l *course.Lesson) (*PreparedLesson, error) {
	d := drawer{ctx: ctx, course: c}
	p := &PreparedLesson{
		Lesson: l, lede: citations.ReplaceAll(l.Lede.HTML, nil),
		head: d.draw(lessonHead(l)), remember: d.draw(lessonRemember(l)), tail: d.draw(lessonRefs(l)),
	}
	for _, s := range l.Sections {
		prepared := preparedSection{section: s, full: d.telling(s.Blocks, false), know: d.draw(howWeKnow(l, s))}
		if len(s.Plain) > 0 {
			prepared.plain = d.telling(inPlainWords(s), true)
		}
		p.sections = append(p.sections, prepared)
	}
	return p, d.err
}

// citations are the numbers in running text that lead to the notes.
var citations = regexp.MustCompile(`\s*<a class="cite"[^>]*>[^<]*</a>`)

// drawer draws components into bytes and remembers the first error.
type drawer struct {
	ctx    context.Context
	course *course.Course
	err    error
}

func (d *drawer) draw(c templ.Component) []byte {
	var b strings.Builder
	if err := c.Render(d.ctx, &b); err != nil && d.err == nil {
		d.err = err
	}
	return []byte(b.String())
}

// telling draws the text of a section; plain says that it is the one in plain words.
func (d *drawer) telling(blocks []course.Block, plain bool) telling {
	var r telling
	for _, b := range blocks {
		if b.Question != nil {
			r.paper = append(r.paper, piece{question: b.Question})
			continue
		}
		if b.Source != nil { // as the school has it
			if s, err := d.course.Source(b.Source.ID); err == nil {
				b.Source = s
			}
		}
		html := d.draw(block(b, plain))
		if b.Comparison == nil { // on the screen it stands in the box that says how we know
			r.screen = append(r.screen, html...)
		}
		if n := len(r.paper); n > 0 && r.paper[n-1].question == nil {
			r.paper[n-1].html = append(r.paper[n-1].html, html...)
			continue
		}
		r.paper = append(r.paper, piece{html: html})
	}
	return r
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
func (p *PreparedLesson) HasPlain() bool {
	for _, s := range p.sections {
		if s.plain.screen == nil {
			return false
		}
	}
	return len(p.sections) > 0
}

// text is a section in the words that the reader wants.
func (p *PreparedLesson) text(s *course.Section, plain bool) telling {
	for _, prepared := range p.sections {
		if prepared.section == s && plain && p.HasPlain() {
			return prepared.plain
		} else if prepared.section == s {
			return prepared.full
		}
	}
	return telling{}
}

// know is the box of a section that says how we know what it tells.
func (p *PreparedLesson) know(s *course.Section) []byte {
	for _, prepared := range p.sections {
		if prepared.section == s {
			return prepared.know
		}
	}
	return nil
}

// LessonProps is what every page of a lesson knows of one viewer.
type LessonProps struct {
	Lesson *PreparedLesson
	Count  int             // of the lessons of the course
	Read   map[string]bool // sections marked as read
	Plain  bool            // the reader wants plain words
	Quiz   QuizEntry
	Guide  string // the address of the guide's page on it, for a teacher; else ""
}

// QuizEntry is the way into a lesson's quiz.
type QuizEntry struct {
	Action    string // where the form goes that begins or resumes it
	FormToken string
	Button    string
	Line      string // what has happened so far
	Result    Link   // of the last finished quiz, if any
}

// GoOn is the one thing to do next: a place, in words that say where it leads, and a line about it.
type GoOn struct {
	Begins bool // nothing has been done there yet
	Link
	Hint string
}

// ContentsProps is the first page of a lesson.
type ContentsProps struct {
	LessonProps
	GoOn GoOn
	Here string // the section, or "quiz" or "blind", to which the button leads
	// Blind is the question of the blind reading, which opens the lesson or is shown again at its end.
	Blind                             string
	BlindOpens, BlindAgain, BlindDone bool
	// Answers are those to the checks of each section: how many are right, of how many that were answered.
	Answers map[string]Score
	State   State // of the quiz
	Pass    string
	Due     []DueLine // it was handed out
}

// Score is how many of the answers are right.
type Score struct{ Right, Of int }

// SectionProps is a section of a lesson.
type SectionProps struct {
	LessonProps
	Section   *course.Section
	Questions []QuestionProps
	Open      string // the question on which the page opens; "" for none
}

// WholeProps is a lesson on one page.
type WholeProps struct {
	LessonProps
	PrintedSheet
	Questions map[string]QuestionProps // checks by question id
}
