package views

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// QuestionProps is a question before one person: to be answered, or with the feedback on the answer.
type QuestionProps struct {
	Question  *quiz.Question
	Deal      quiz.Deal
	Kicker    string // "Check yourself", "Question 6 of 10"
	Action    string // where the form goes
	Button    string // what sends it; "" for "Check answer"
	FormToken string
	Tries     int       // made at a check question before it was dealt; -1 elsewhere
	Form      quiz.Form // what was typed, when it has to be corrected
	Problems  Problems
	Sources   []*course.Source // shown beside the question
	Figures   [][]byte
	Answered  *Answered
	Alone     bool // on a page of its own, rather than in a lesson
	Aside     bool // on a page whose next step is another
	Number    int  // in a quiz; 0 elsewhere
	Wall      bool // a teacher can show it to a class
	Level     int  // of the heading of the verdict; 0 for that of a page, or of a part of a section
}

// Answered is an answer with everything there is to say about it.
type Answered struct {
	Unstored   bool // this is a preview, and the answer was not stored
	Grade      quiz.Grade
	Confidence string
	Words      quiz.Feedback
	WrongIdeas []*course.Misconception // the wrong ideas behind the answer, with what is so
	ReadAgain  []Link
	Next       Link
	Again      string // where a new try begins; "" when there is none
	Calibrated string // how often this person was right when as sure as now
	Older      bool   // the question has changed since
	Opens      bool   // the page opens on this verdict, which takes the focus
	Written    []WrittenShown
}

// WrittenShown is a written part with what somebody wrote and how far it gets: their own level and a teacher's, each
// nil until it is given. Action is where their own level can be sent; "" when it cannot.
type WrittenShown struct {
	Part              quiz.WrittenPart
	Text              string
	Self, Teacher     *int
	Action, FormToken string
}

// fieldID is the id of a form field on a page that may hold several questions.
func (q QuestionProps) fieldID(field string) string { return q.Question.ID + "-" + field }

func (q QuestionProps) typed(field, value string) bool {
	for _, v := range q.Form[field] {
		if v == value {
			return true
		}
	}
	return false
}

func (q QuestionProps) problems() []Problem {
	var out []Problem
	for _, p := range q.Problems.list(q.fields()...) {
		out = append(out, Problem{ID: q.fieldID(p.ID), Message: p.Message})
	}
	return out
}

// fields lists the fields of the form in the order of the page, as far as they can have a problem.
func (q QuestionProps) fields() []string {
	all := []string{"a", "v", "fix", "n", "lo", "hi"}
	if own := kinds[q.Question.Kind].fields; own != nil {
		all = append(all, own(q)...)
	}
	return append(all, "sure")
}

// trouble ties a field to its problem, for those who hear the page.
func (q QuestionProps) trouble(field string) templ.Attributes {
	if q.Problems[field] == "" {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": q.fieldID(field) + "-problem"}
}

// describes ties a field to its hint, and to its problem if it has one.
func (q QuestionProps) describes(field string) templ.Attributes {
	attrs := templ.Attributes{"aria-describedby": q.fieldID(field) + "-hint"}
	if q.Problems[field] != "" {
		described := q.fieldID(field) + "-problem " + q.fieldID(field) + "-hint"
		attrs = templ.Attributes{"aria-invalid": "true", "aria-describedby": described}
	}
	return attrs
}

// beside are the sources that stand beside the form: all but those that it prints itself.
func (q QuestionProps) beside() []*course.Source {
	if !kinds[q.Question.Kind].printsSources {
		return q.Sources
	}
	_, rest := q.cited()
	return rest
}

// cited divides the sources into those that the question cites and the rest.
func (q QuestionProps) cited() (cited, rest []*course.Source) {
	body, cites := q.Question.Body.(quiz.Citing)
	for _, s := range q.Sources {
		if cites && slices.Contains(body.Cites(), s.ID) {
			cited = append(cited, s)
		} else {
			rest = append(rest, s)
		}
	}
	return cited, rest
}

// passages cuts a source where something can be ticked; nil when it no longer has the words that an older question asks
// about.
func passages(s *course.Source, body *quiz.EvidenceHighlight) []course.Passage {
	pieces, err := s.Passages(body.Quotes())
	if err != nil {
		return nil
	}
	return pieces
}

// howMany says how many passages can be ticked.
func howMany(body *quiz.EvidenceHighlight) string {
	switch {
	case body.MaxPick == 1:
		return "Tick one of the marked passages."
	case body.MinPick == body.MaxPick:
		return "Tick " + itoa(body.MaxPick) + " of the marked passages."
	case body.MinPick == body.MaxPick-1:
		return "Tick " + itoa(body.MinPick) + " or " + itoa(body.MaxPick) + " of the marked passages."
	}
	return "Tick " + itoa(body.MinPick) + " to " + itoa(body.MaxPick) + " of the marked passages."
}

// written are the parts of a question that are written; none for most kinds.
func written(q *quiz.Question) []quiz.WrittenPart {
	if w, ok := q.Body.(quiz.Writer); ok {
		return w.Written()
	}
	return nil
}

// choice is an option as the browser knows it.
type choice struct{ Handle, Text string }

// options are the options of a question that has one list of them.
func (q QuestionProps) options(all []quiz.Option) []choice {
	out := make([]choice, len(all))
	for i, o := range all {
		out[i] = choice{q.Deal.Handle(o.ID), o.Text}
	}
	return out
}

// aspect is the options of one part of a provenance.
func (q QuestionProps) aspect(p quiz.Aspect) []choice {
	dealt := p.Dealt(q.Deal)
	out := make([]choice, len(dealt))
	for i, o := range dealt {
		out[i] = choice{p.Handle(o, q.Deal), o.Text}
	}
	return out
}

// rows is how high the box for a text is, at about ten words a line.
func rows(p quiz.WrittenPart) int { return min(12, 1+p.Words.Max/15) }

// heads reports whether line i is the first of its group.
func heads(lines []quiz.Line, i int) bool {
	return lines[i].Group != "" && (i == 0 || lines[i-1].Group != lines[i].Group)
}

// Sureness is how sure somebody can say they are.
var Sureness = []struct{ Value, Label string }{
	{"guess", "A guess"}, {"fairly", "Fairly sure"}, {"certain", "Certain"},
}

func sureWord(confidence string) string { return classroom.SureWord(confidence) }

// showsModel reports whether the model answer is shown: there is one, and its author has first judged what they wrote,
// where they can.
func (a Answered) showsModel() bool {
	for _, w := range a.Written {
		if w.Self == nil && w.Action != "" {
			return false
		}
	}
	return a.Grade.Model != ""
}

// remark is the author's sentence for an answer as right as this one.
func (a Answered) remark() string {
	switch a.Grade.Outcome() {
	case quiz.Right:
		return a.Words.Correct
	case quiz.Near:
		return a.Words.Partial
	}
	return a.Words.Incorrect
}

func markSymbol(m quiz.Mark) string {
	switch m {
	case quiz.Right:
		return "✓"
	case quiz.Wrong:
		return "✕"
	case quiz.Near:
		return "◐"
	case quiz.Missed:
		return "✓"
	}
	return ""
}

func markWord(m quiz.Mark) string {
	switch m {
	case quiz.Right:
		return "Right"
	case quiz.Wrong:
		return "Wrong"
	case quiz.Near:
		return "Partly right"
	case quiz.Missed:
		return "Right, but not chosen"
	}
	return ""
}

// givenWords says to a teacher what was given for a part. Some kinds say it in a sentence of their own: "you put this
// 3rd".
func givenWords(l quiz.Line) string {
	if place, ok := strings.CutPrefix(l.Given, placed); ok {
		return "Answer: " + place
	}
	return "Answer: " + l.Given
}

// folded stands over a question that a narrow screen folds: how it was answered, or which it is.
func (q QuestionProps) folded(number, of int) string {
	switch {
	case q.Answered != nil:
		return markSymbol(q.Answered.Grade.Outcome()) + " " + q.Answered.Verdict()
	case of == 1:
		return "Check yourself"
	}
	return "Check yourself · " + itoa(number) + " of " + itoa(of)
}

// heading names the card for those who hear the page: cards have no heading of their own that is seen. The title of a
// question may give its answer away, so only the number is said before.
func (q QuestionProps) heading(number, of int) string {
	switch {
	case q.Answered != nil:
		return "Your answer to: " + q.Question.Title
	case of == 1:
		return "Check yourself"
	}
	return "Check yourself: question " + itoa(number) + " of " + itoa(of)
}
