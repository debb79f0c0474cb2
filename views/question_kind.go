package views

import (
	"github.com/a-h/templ"

	"dossier/internal/quiz"
)

// kind is all that the pages have to know about a kind of question.
type kind struct {
	form func(QuestionProps) templ.Component

	// shown is the question as it is put on the wall for a class, part by part.
	shown func(QuestionProps) []shownPart

	// fields has the names of the form's own fields in the order of the page, as far as they can have a problem; nil
	// where the usual ones do.
	fields func(QuestionProps) []string

	printsSources bool // the form prints the sources that it cites itself

	// asked says in which order options and pairs were asked; nil where the decision lists them as the form does.
	asked func(QuestionProps) []list
	first string                     // what is asked first, where the rest of the question is asked in words of its own
	about func(QuestionProps) string // what the question is about beside its stem; nil for Text
	exact bool                       // a right answer may be another than the exact one

	byHand func(QuestionProps) string // how the marks are given on paper
}

// kinds has every kind of question. A test compares it with the kinds that there are.
var kinds = map[string]kind{
	"single_choice": {form: kindForm(singleChoiceForm), shown: kindShown(singleChoiceShown),
		asked:  singleChoiceAsked,
		byHand: sameByHand("All marks for the right letter.")},
	"multiple_response": {form: kindForm(multipleResponseForm), shown: kindShown(multipleResponseShown),
		asked:  multipleResponseAsked,
		byHand: kindByHand(multipleResponseByHand)},
	"true_false_correction": {form: kindForm(trueFalseForm), shown: kindShown(trueFalseShown), first: "True or false?",
		byHand: kindByHand(trueFalseByHand)},
	"chronology": {form: kindForm(chronologyForm), shown: kindShown(chronologyShown), fields: chronologyFields,
		byHand: kindByHand(chronologyByHand)},
	"matching": {form: kindForm(matchingForm), shown: kindShown(matchingShown), fields: matchingFields,
		asked:  matchingAsked,
		byHand: sameByHand(equalShares)},
	"cloze": {form: kindForm(clozeForm), shown: kindShown(clozeShown), fields: clozeFields, about: clozeText,
		byHand: sameByHand(equalShares)},
	"numeric_estimate": {form: kindForm(numericForm), shown: kindShown(numericShown), exact: true,
		byHand: kindByHand(numericByHand)},
	"evidence_highlight": {form: kindForm(evidenceForm), shown: kindShown(evidenceShown),
		fields: these("quote", "because"), printsSources: true, asked: evidenceAsked, first: "The words that show it",
		byHand: kindByHand(evidenceByHand)},
	"provenance": {form: kindForm(provenanceForm), shown: kindShown(provenanceShown), fields: provenanceFields,
		asked:  provenanceAsked,
		byHand: sameByHand(equalShares + " " + noMarksForWriting)},
	"comparison": {form: kindForm(comparisonForm), shown: kindShown(comparisonShown), fields: comparisonFields,
		asked:  comparisonAsked,
		byHand: sameByHand(equalShares + " " + noMarksForWriting)},
	"next_source": {form: kindForm(nextSourceForm), shown: kindShown(nextSourceShown), fields: these("why"),
		asked: nextSourceAsked, first: "The source to look up",
		byHand: sameByHand(nextSourceByHand)},
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

// idsOf are the ids of all, in their order.
func idsOf[T any](all []T, id func(T) string) []string {
	ids := make([]string, len(all))
	for i, one := range all {
		ids[i] = id(one)
	}
	return ids
}

func optionID(o quiz.Option) string { return o.ID }

func singleChoiceAsked(q QuestionProps) []list {
	return []list{{idsOf(q.Question.Body.(*quiz.SingleChoice).Dealt(q.Deal), optionID), true}}
}

func multipleResponseAsked(q QuestionProps) []list {
	return []list{{idsOf(q.Question.Body.(*quiz.MultipleResponse).Dealt(q.Deal), optionID), true}}
}

func matchingAsked(q QuestionProps) []list {
	prompts := q.Question.Body.(*quiz.Matching).DealtPrompts(q.Deal)
	return []list{{ids: idsOf(prompts, func(p quiz.Prompt) string { return p.ID })}}
}

func comparisonAsked(q QuestionProps) []list {
	points := q.Question.Body.(*quiz.Comparison).Dealt(q.Deal)
	return []list{{ids: idsOf(points, func(p quiz.Point) string { return p.ID })}}
}

func provenanceAsked(q QuestionProps) (all []list) {
	for _, p := range q.Question.Body.(*quiz.Provenance).Auto {
		all = append(all, list{idsOf(p.Dealt(q.Deal), func(o quiz.Option) string { return p.ID + "/" + o.ID }), true})
	}
	return all
}

func nextSourceAsked(q QuestionProps) []list {
	body := q.Question.Body.(*quiz.NextSource)
	return []list{
		{idsOf(body.Dealt(q.Deal), func(c quiz.Card) string { return c.ID }), true},
		{idsOf(body.DealtReasons(q.Deal), func(r quiz.Reason) string { return r.ID }), true},
	}
}

// evidenceAsked has the passages as they stand in their source, where they need no letters.
func evidenceAsked(q QuestionProps) []list {
	body := q.Question.Body.(*quiz.EvidenceHighlight)
	var ids []string
	sources, _ := q.cited()
	for _, s := range sources {
		for _, piece := range passages(s, body) {
			if piece.Quote >= 0 {
				ids = append(ids, body.Segments[piece.Quote].ID)
			}
		}
	}
	return []list{{ids: ids}, {idsOf(body.DealtReasons(q.Deal), optionID), true}}
}

// clozeText is the text with its gaps, which have numbers where there are several.
func clozeText(q QuestionProps) string {
	body := q.Question.Body.(*quiz.Cloze)
	text, n := "", 0
	for _, s := range body.Segments() {
		if s.Gap == "" {
			text += s.Text
			continue
		}
		if n++; len(body.Gaps) > 1 {
			text += "(" + itoa(n) + ") "
		}
		text += "…"
	}
	return text
}
