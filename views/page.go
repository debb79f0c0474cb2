// Package views draws the pages: typed values in, HTML out. It reads nothing, asks nothing and knows no clock.
package views

import (
	"github.com/a-h/templ"

	"dossier/internal/course"
)

// Page is what every page needs to know.
type Page struct {
	Title  string
	Here   string // the entry of the navigation that is current: "/", "/sources" …
	Viewer Viewer
	CSRF   string
	Away   bool // a student's session ran out before this page was asked for
	Came   bool // a student has just signed in again
	Assets Assets
	Up     Link        // the page above this one, for narrow screens; none when empty
	UpName bool        // Up.Text is a name, which nobody translates
	Place  []PlaceStep // how far through a lesson this page is; none outside lessons
	Plain  bool        // whoever looks at it reads in plain words

	// Refresh is the address that a browser without JavaScript loads once nobody has used the page for RefreshAfter
	// seconds; none when empty.
	Refresh      string
	RefreshAfter int
	Again        bool // the page loads itself again in a second, to see how far something is

	Demo *DemoProps // on the pages of an invented class

	Notice  string // what a teacher has to know wherever they are; "" when there is nothing
	Version string // of the program, for teachers; "" where it is nobody's business

	Refusal *Refusal // why the form on this page was not taken; nil when it was, or none was sent
}

// PlaceStep is one piece of the bar that shows the place in a lesson.
type PlaceStep struct{ Class, Words string }

// Refusal says why a form was not taken, above the same form.
type Refusal struct{ Headline, Sentence string }

// Viewer is who looks at the page.
type Viewer struct {
	Role  Role
	Name  string // of a student or teacher
	Class string // of a student

	ToMark int // answers that wait, for a teacher
}

// Role is what somebody may do.
type Role string

// The roles. A guest has answered something; a visitor has not.
const (
	Visitor Role = "visitor"
	Guest   Role = "guest"
	Student Role = "student"
	Teacher Role = "teacher"
)

// Assets are the addresses of the static files, with their content hash.
type Assets struct{ CSS, PageJS, LiveJS, BenchJS, MarkingJS, Icon string }

// Link is a place to go.
type Link struct{ Text, Href string }

// Problem is something to correct on a form.
type Problem struct {
	ID      string // of the field to jump to
	Message string
}

// Problems are the sentences beside the fields of a form, by field.
type Problems map[string]string

// LessonLink is a lesson in a list with how far the viewer is.
type LessonLink struct {
	Lesson *course.Lesson
	State  State
}

// State is how far somebody is in a lesson: a symbol, words, and whether it is good or asks for another go.
type State struct {
	Symbol, Word string
	Class        string // "", "ok" or "again"
	Done         bool
}

// upNamed are the attributes of the words of Up.
func (p Page) upNamed() templ.Attributes {
	if p.UpName {
		return templ.Attributes{"translate": "no"}
	}
	return nil
}
