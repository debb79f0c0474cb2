package views

import (
	"github.com/a-h/templ"

	"dossier/internal/quiz"
)

// kind is all that the pages have to know about a kind of question.
type kind struct {
	form func(QuestionProps) templ.Component

	// fields has the names of the form's own fields in the order of the page, as far as they can have a problem; nil
	// where the usual ones do.
	fields func(QuestionProps) []string

	printsSources bool // the form prints the sources that it cites itself
}

// kinds has every kind of question. A test compares it with the kinds that there are.
var kinds = map[string]kind{
	"single_choice":         {form: kindForm(singleChoiceForm)},
	"multiple_response":     {form: kindForm(multipleResponseForm)},
	"true_false_correction": {form: kindForm(trueFalseForm)},
	"chronology":            {form: kindForm(chronologyForm), fields: chronologyFields},
	"matching":              {form: kindForm(matchingForm), fields: matchingFields},
	"cloze":                 {form: kindForm(clozeForm), fields: clozeFields},
	"numeric_estimate":      {form: kindForm(numericForm)},
	"evidence_highlight":    {form: kindForm(evidenceForm), fields: these("quote", "because"), printsSources: true},
	"provenance":            {form: kindForm(provenanceForm), fields: provenanceFields},
	"comparison":            {form: kindForm(comparisonForm), fields: comparisonFields},
	"next_source":           {form: kindForm(nextSourceForm), fields: these("why")},
}

// kindForm makes a form of a kind's own body into one for any question of that kind.
func kindForm[B quiz.Body](form func(QuestionProps, B) templ.Component) func(QuestionProps) templ.Component {
	return func(q QuestionProps) templ.Component { return form(q, q.Question.Body.(B)) }
}

func these(fields ...string) func(QuestionProps) []string {
	return func(QuestionProps) []string { return fields }
}

func chronologyFields(q QuestionProps) (fields []string) {
	for _, item := range q.Question.Body.(*quiz.Chronology).Dealt(q.Deal) {
		fields = append(fields, "pos."+q.Deal.Handle(item.ID))
	}
	return fields
}

func matchingFields(q QuestionProps) (fields []string) {
	for _, prompt := range q.Question.Body.(*quiz.Matching).DealtPrompts(q.Deal) {
		fields = append(fields, "m."+q.Deal.Handle(prompt.ID))
	}
	return fields
}

func clozeFields(q QuestionProps) (fields []string) {
	for _, s := range q.Question.Body.(*quiz.Cloze).Segments() {
		if s.Gap != "" {
			fields = append(fields, "g."+s.Gap)
		}
	}
	return fields
}

func provenanceFields(q QuestionProps) (fields []string) {
	body := q.Question.Body.(*quiz.Provenance)
	for _, p := range body.Auto {
		fields = append(fields, p.Field(q.Deal))
	}
	return append(fields, writtenFields(body)...)
}

func comparisonFields(q QuestionProps) (fields []string) {
	body := q.Question.Body.(*quiz.Comparison)
	for _, p := range body.Dealt(q.Deal) {
		fields = append(fields, p.Field(q.Deal))
	}
	return append(fields, writtenFields(body)...)
}

func writtenFields(w quiz.Writer) (fields []string) {
	for _, p := range w.Written() {
		fields = append(fields, p.Field())
	}
	return fields
}
