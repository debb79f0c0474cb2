package views

import (
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// keyLine is what is right of one part of a question, for whoever marks it by hand.
type keyLine struct {
	Ask    string   // "" where the question has one part
	Answer string   // what is right
	Also   []string // other answers that are accepted
	List   []string // one below the other: pairs, the events in their order, the levels of something written
	Why    string
}

// key lists what is right of each part. There is nothing before the key is known.
func (q PaperQuestion) key() (all []keyLine) {
	if q.Key == nil {
		return nil
	}
	for _, part := range q.parts() {
		l := q.keyOf(part)
		if l.Answer+l.Why != "" || len(l.List) > 0 {
			all = append(all, l)
		}
	}
	return all
}

func (q PaperQuestion) keyOf(part shownPart) keyLine {
	switch {
	case part.Sentence:
		return q.levels(part)
	case len(part.Rows) > 0 && part.Order:
		return q.orderKey(part)
	case len(part.Rows) > 0:
		return q.rowsKey(part)
	case part.Typed && len(part.Options) == 0:
		return q.typedKey(part)
	}
	return q.optionsKey(part)
}

// optionsKey has the options that are right, under their letters.
func (q PaperQuestion) optionsKey(part shownPart) keyLine {
	k := keyLine{Ask: part.Ask}
	var right, why []string
	for i, o := range part.Options {
		if !q.isRight(part, i) {
			continue
		}
		text := o.Text
		if part.Letters {
			text = letter(i) + ", " + o.Text
		}
		right = append(right, text)
		if l, ok := q.right(o.line); ok && l.Feedback != "" {
			why = append(why, l.Feedback)
		}
	}
	if len(right) > 1 {
		k.List = right
	} else {
		k.Answer = strings.Join(right, "")
	}
	if len(part.Options) > 0 && len(right) == 0 && part.Letters {
		k.Answer = "none"
	}
	k.Why = strings.Join(why[:min(len(why), 2)], " ")
	return k
}

// typedKey has what is right of something written in a line, and what is accepted for it.
func (q PaperQuestion) typedKey(part shownPart) keyLine {
	l, ok := q.right(part.Line)
	if !ok {
		return keyLine{}
	}
	k := keyLine{Ask: part.Ask, Answer: l.Expected, Why: l.Feedback}
	if body, ok := q.Question.Question.Body.(quiz.Acceptor); ok {
		for _, text := range body.AcceptedIn(part.Line) {
			if text != k.Answer {
				k.Also = append(k.Also, text)
			}
		}
	}
	return k
}

// orderKey has the numbers as they stand in the boxes, from above, and the events in their order.
func (q PaperQuestion) orderKey(part shownPart) keyLine {
	k := keyLine{}
	var boxes []string
	for _, row := range part.Rows {
		boxes = append(boxes, q.place(row))
	}
	k.Answer = "The boxes from above: " + strings.Join(boxes, ", ")
	for _, l := range q.Key.Grade.Lines {
		k.List = append(k.List, l.Label+" ("+l.Expected+")")
	}
	return k
}

// place is the number of an event; two where it shares its date with others.
func (q PaperQuestion) place(row shownOption) string {
	at := q.orderOf(row)
	if at[0] == at[1] {
		return itoa(at[0] + 1)
	}
	return itoa(at[0]+1) + " to " + itoa(at[1]+1)
}

// rowsKey has what belongs to each row: the letter, or the head of the column.
func (q PaperQuestion) rowsKey(part shownPart) keyLine {
	k := keyLine{}
	for _, row := range part.Rows {
		for i, o := range part.Options {
			if q.belongs(part, row, i) {
				right := o.Text
				if part.Letters {
					right = letter(i) + ", " + o.Text
				}
				k.List = append(k.List, row.Text+": "+right)
			}
		}
	}
	return k
}

// levels has what each level of something written is.
func (q PaperQuestion) levels(part shownPart) keyLine {
	k := keyLine{Ask: part.Ask}
	for _, w := range written(q.Question.Question) {
		if w.Field() == part.Field {
			for i, level := range w.Levels {
				k.List = append(k.List, "Level "+itoa(i)+": "+level)
			}
		}
	}
	return k
}

// more is what the author says of the question as a whole, in short.
func (q PaperQuestion) more() string {
	if body, ok := q.Question.Question.Body.(*quiz.TrueFalse); ok {
		return map[bool]string{true: body.FeedbackTrue, false: body.FeedbackFalse}[body.Answer]
	}
	return q.Question.Question.Feedback.General
}

// byHand says how the marks are given.
func (q PaperQuestion) byHand() string { return kinds[q.Question.Question.Kind].byHand(q.Question) }

// whence is how other pages call the question.
func (q PaperQuestion) whence() string {
	if q.Name == "" {
		return ""
	}
	return "Question " + q.Name + " of the course."
}

// ruledWords says what was done to a question since it was written.
func ruledWords(kind classroom.CorrectionKind) string {
	return map[classroom.CorrectionKind]string{
		classroom.KeyCorrected: "The key was put right.", classroom.FullMarks: "Everybody who answers gets full marks.",
		classroom.Withdrawn: "Withdrawn: it counts for nobody.",
	}[kind]
}

// leftOut says which questions are not on the sheet.
func (w WorksheetProps) leftOut() string {
	if len(w.Questions) == 0 {
		return "Every question here is withdrawn, so there is nothing to print."
	}
	if len(w.LeftOut) == 1 {
		return "Withdrawn, and left out of the sheet:"
	}
	return itoa(len(w.LeftOut)) + " questions are withdrawn, and left out of the sheet:"
}

// What the keys of several kinds say about the marks.
const (
	equalShares       = "Each part earns an equal share of the marks."
	noMarksForWriting = "What is written earns no marks, but a level."
	nextSourceByHand  = "The right source earns six tenths of the marks. The reasons earn the other four: each that " +
		"holds earns its share, and each wrong tick takes one share away."
)

func sameByHand(text string) func(QuestionProps) string {
	return func(QuestionProps) string { return text }
}

// kindByHand makes what is said of a kind's own body into what is said of any question of that kind.
func kindByHand[B quiz.Body](say func(B) string) func(QuestionProps) string {
	return func(q QuestionProps) string { return say(q.Question.Body.(B)) }
}

func multipleResponseByHand(body *quiz.MultipleResponse) string {
	if body.AllOrNothing() {
		return "All marks for exactly these, else none."
	}
	right := 0
	for _, o := range body.Options {
		if o.Correct {
			right++
		}
	}
	return "Each right tick earns 1/" + itoa(right) + " of the marks, each wrong tick takes 1/" +
		itoa(len(body.Options)-right) + " of them away, and nobody gets less than 0."
}

func trueFalseByHand(body *quiz.TrueFalse) string {
	if body.Answer {
		return "All marks for “True”."
	}
	return "Half of the marks for “False”, half for the right words beside it."
}

func chronologyByHand(body *quiz.Chronology) string {
	if body.Exact() {
		return "All marks for the whole order, else none."
	}
	n := len(body.Items)
	pairs := n * (n - 1) / 2
	return "Of the " + itoa(pairs) + " pairs of events, count those that are in the right order. All of them earn all " +
		"marks, half of them or fewer earn none, and what lies between earns its share."
}

func numericByHand(body *quiz.NumericEstimate) string {
	if body.AskRange {
		return "All marks for a range that holds the number and whose end is at most 3 times its beginning, half where it " +
			"is at most 10 times."
	}
	var all []string
	for _, r := range body.Reaches() {
		share := Number(100*r.Score) + "% of the marks"
		if r.Score >= 1 {
			share = "All marks"
		}
		span := body.InFigures(r.Lo) + " to " + body.InFigures(r.Hi)
		if r.Lo == r.Hi {
			span = body.InFigures(r.Lo)
		}
		all = append(all, share+": "+span+".")
	}
	return strings.Join(all, " ")
}

func evidenceByHand(body *quiz.EvidenceHighlight) string {
	said := "Each right passage earns its share; one that comes close earns half a share, and every other takes half a " +
		"share away."
	if body.Quoting() {
		said = "All marks for the words that show it with little else, half where more than two and a half times as many " +
			"words are copied or the passage only comes close."
	}
	if body.Because != nil {
		said += " The words count seven tenths of the marks, the reason three tenths."
	}
	return said
}
