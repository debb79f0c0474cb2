package views

import "fmt"

// UnmatchedQuestion is a question with what was typed for it and not recognised.
type UnmatchedQuestion struct {
	Stem, Lesson string
	Parts        []UnmatchedPart
	Older        bool // the question has been reworded since
}

// UnmatchedPart is a gap or the correction of a statement.
type UnmatchedPart struct {
	Name     string   // "" where the question says it
	Accepted []string // what counts as right already
	Rows     []UnmatchedRow
}

// UnmatchedRow is a typed text that the program did not recognise, in all its spellings.
type UnmatchedRow struct {
	Key      string // names it in the form
	Text     string
	Others   []string // the other spellings
	Students int
	Href     string // says who wrote it, and what accepting it would change
}

// rows counts the texts of a question.
func (q UnmatchedQuestion) rows() (n int) {
	for _, p := range q.Parts {
		n += len(p.Rows)
	}
	return n
}

// AcceptedRow is a typed text that a teacher of the class has accepted, or has refused.
type AcceptedRow struct {
	Stem, Text, Part string
	By               string // the teacher who did, if it was a colleague: only they can take it back
	ID               int64
}

// DecidedNow is what has just been accepted or refused.
type DecidedNow struct {
	Texts    []string
	IDs      []int64
	Regraded int
	Refused  bool
}

// UnmatchedProps is what was typed in a class and not recognised, and what was decided about it.
type UnmatchedProps struct {
	Class     ClassCard
	Questions []UnmatchedQuestion
	Accepted  []AcceptedRow
	Refused   []AcceptedRow
	Now       *DecidedNow // nil when nothing has just been decided
	Problem   string
}

func (u UnmatchedProps) here(rest string) string { return ClassHref(u.Class.ID, "/unmatched"+rest) }

// UnmatchedKey names a text in the form: an answer that has it, and the part of the question.
func UnmatchedKey(response int64, field string) string { return fmt.Sprintf("%d/%s", response, field) }

// AcceptProps asks whether typed texts are to be accepted for everyone.
type AcceptProps struct {
	Class      ClassCard
	Stem, Part string // "" for several questions
	Texts      []string
	Action     string
	Rows       []string // what the form names when it goes to the list
	Summary    string   // how many answers of how many students are graded again
	Changed    []RegradeRow
	More       int // changed answers that the page has no room for
}

// RegradeRow is what accepting a text does to one answer.
type RegradeRow struct {
	Student, Class, Before, After string
}
