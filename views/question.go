package views

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// QuestionProps is a question before one person: to be answered, or with the feedback on the answer.
type QuestionProps struct {
	Question  *quiz.Question
	Deal      quiz.Deal
	Kicker    string // "Check yourself", "Question 6 of 10"
	Action    string // where the form goes
	FormToken string
	Form      quiz.Form // what was typed, when it has to be mended
	Problems  Problems
	Sources   []*course.Source // shown beside the question
	Figures   [][]byte
	Answered  *Answered
	Alone     bool // on a page of its own, rather than in a lesson
	Aside     bool // on a page whose next step is another
}

// Answered is an answer with everything there is to say about it.
type Answered struct {
	Grade      quiz.Grade
	Confidence string
	Words      quiz.Feedback
	Mended     []*course.Misconception // the wrong ideas behind the answer, with what is so
	ReadAgain  []Link
	Next       Link
	Again      string // where a new try begins; "" when there is none
	Calibrated string // how often this person was right when as sure as now
	Older      bool   // the question has changed since
	Written    []WrittenShown
}

// WrittenShown is a written part with what somebody wrote and how far it gets: by their own judgement and by a teacher's, each a number of
// a level or nil. Action is where the own judgement can be sent; "" when it cannot.
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
	if order, ok := fieldOrder[q.Question.Kind]; ok {
		all = append(all, order(q)...)
	}
	return append(all, "sure")
}

// fieldOrder has the kinds of questions with fields of their own, or one for each part.
var fieldOrder = map[string]func(QuestionProps) []string{
	"evidence_highlight": func(QuestionProps) []string { return []string{"quote", "because"} },
	"next_source":        func(QuestionProps) []string { return []string{"why"} },
	"provenance": func(q QuestionProps) (fields []string) {
		body := q.Question.Body.(*quiz.Provenance)
		for _, p := range body.Auto {
			fields = append(fields, p.Field(q.Deal))
		}
		return append(fields, writtenFields(body)...)
	},
	"comparison": func(q QuestionProps) (fields []string) {
		body := q.Question.Body.(*quiz.Comparison)
		for _, p := range body.Dealt(q.Deal) {
			fields = append(fields, p.Field(q.Deal))
		}
		return append(fields, writtenFields(body)...)
	},
	"chronology": func(q QuestionProps) (fields []string) {
		for _, item := range q.Question.Body.(*quiz.Chronology).Dealt(q.Deal) {
			fields = append(fields, "pos."+q.Deal.Handle(item.ID))
		}
		return fields
	},
	"matching": func(q QuestionProps) (fields []string) {
		for _, prompt := range q.Question.Body.(*quiz.Matching).DealtPrompts(q.Deal) {
			fields = append(fields, "m."+q.Deal.Handle(prompt.ID))
		}
		return fields
	},
	"cloze": func(q QuestionProps) (fields []string) {
		for _, s := range q.Question.Body.(*quiz.Cloze).Segments() {
			if s.Gap != "" {
				fields = append(fields, "g."+s.Gap)
			}
		}
		return fields
	},
}

// trouble ties a field to its problem, for those who hear the page.
func (q QuestionProps) trouble(field string) templ.Attributes {
	if q.Problems[field] == "" {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": q.fieldID(field) + "-problem"}
}

func writtenFields(w quiz.Writer) (fields []string) {
	for _, p := range w.Written() {
		fields = append(fields, p.Field())
	}
	return fields
}

// describes ties a field to its hint, and to its problem if it has one.
func (q QuestionProps) describes(field string) templ.Attributes {
	attrs := templ.Attributes{"aria-describedby": q.fieldID(field) + "-hint"}
	if q.Problems[field] != "" {
		attrs = templ.Attributes{"aria-invalid": "true", "aria-describedby": q.fieldID(field) + "-problem " + q.fieldID(field) + "-hint"}
	}
	return attrs
}

// printsSources has the kinds whose form prints its sources itself.
var printsSources = map[string]bool{"evidence_highlight": true}

// sources divides the sources into those that stand beside the form and those that it prints itself.
func (q QuestionProps) sources() (beside, inside []*course.Source) {
	body, cites := q.Question.Body.(quiz.Citing)
	for _, s := range q.Sources {
		if cites && printsSources[q.Question.Kind] && slices.Contains(body.Cites(), s.ID) {
			inside = append(inside, s)
		} else {
			beside = append(beside, s)
		}
	}
	return beside, inside
}

// passages cuts a source where something can be ticked; nil when it does not hold the words any more, in an older question.
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

// heads tells whether line i is the first of its group.
func heads(lines []quiz.Line, i int) bool {
	return lines[i].Group != "" && (i == 0 || lines[i-1].Group != lines[i].Group)
}

// kindForms has the form of each kind of question.
var kindForms = map[string]func(QuestionProps) templ.Component{
	"single_choice": func(q QuestionProps) templ.Component {
		return singleChoiceForm(q, q.Question.Body.(*quiz.SingleChoice))
	},
	"multiple_response": func(q QuestionProps) templ.Component {
		return multipleResponseForm(q, q.Question.Body.(*quiz.MultipleResponse))
	},
	"true_false_correction": func(q QuestionProps) templ.Component { return trueFalseForm(q, q.Question.Body.(*quiz.TrueFalse)) },
	"chronology":            func(q QuestionProps) templ.Component { return chronologyForm(q, q.Question.Body.(*quiz.Chronology)) },
	"matching":              func(q QuestionProps) templ.Component { return matchingForm(q, q.Question.Body.(*quiz.Matching)) },
	"cloze":                 func(q QuestionProps) templ.Component { return clozeForm(q, q.Question.Body.(*quiz.Cloze)) },
	"numeric_estimate":      func(q QuestionProps) templ.Component { return numericForm(q, q.Question.Body.(*quiz.NumericEstimate)) },
	"evidence_highlight": func(q QuestionProps) templ.Component {
		return evidenceForm(q, q.Question.Body.(*quiz.EvidenceHighlight))
	},
	"provenance":  func(q QuestionProps) templ.Component { return provenanceForm(q, q.Question.Body.(*quiz.Provenance)) },
	"comparison":  func(q QuestionProps) templ.Component { return comparisonForm(q, q.Question.Body.(*quiz.Comparison)) },
	"next_source": func(q QuestionProps) templ.Component { return nextSourceForm(q, q.Question.Body.(*quiz.NextSource)) },
}

func kindForm(q QuestionProps) templ.Component { return kindForms[q.Question.Kind](q) }

// Sureness is how sure somebody can say they are.
var Sureness = []struct{ Value, Label string }{
	{"guess", "A guess"}, {"fairly", "Fairly sure"}, {"certain", "Certain"},
}

func sureWord(confidence string) string {
	switch confidence {
	case "guess":
		return "a guess"
	case "fairly":
		return "fairly sure"
	case "certain":
		return "certain"
	}
	return ""
}

// showsModel tells whether the model answer is shown: there is one, and the author has judged the own words first wherever they can.
func (a Answered) showsModel() bool {
	for _, w := range a.Written {
		if w.Self == nil && w.Action != "" {
			return false
		}
	}
	return a.Grade.Model != ""
}

// verdict is the headline of the feedback: it depends on how right and how sure the answer was (assessment rules, A.12).
func (a Answered) verdict() string {
	switch a.Grade.Outcome() {
	case quiz.Right:
		if a.Confidence == "guess" {
			return "Right, though you guessed"
		}
		return "Right"
	case quiz.Near:
		return "Partly right"
	}
	if a.Confidence == "certain" {
		return "You were certain, but this is wrong"
	}
	return "Not right"
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

// chose tells whether the answer was an option, which says beside it how sure its author was.
func (a Answered) chose() bool {
	for _, l := range a.Grade.Lines {
		if l.Chosen {
			return true
		}
	}
	return false
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

func markWord(l quiz.Line) string {
	switch l.Mark {
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

// givenWords says what was given for a part. Some kinds say it in a sentence of their own: "you put this 3rd".
func givenWords(l quiz.Line) string {
	if strings.HasPrefix(l.Given, "you ") {
		return initial(l.Given)
	}
	return "Your answer: " + l.Given
}
