// Package quiz knows the kinds of question, what may be answered and how an answer is graded.
//
// It is pure: no input or output, no clock, no database. A kind of question is a type that satisfies Body and one entry
// in kinds; the rest of the program never asks which kind it has. The rules for grading, and where they come from, are
// with each kind.
package quiz

import "fmt"

// Question is one authored question: what all kinds share, and the Body of its kind.
type Question struct {
	Common
	Body Body
}

// Common holds the fields that every kind has.
type Common struct {
	ID         string   `yaml:"id"`
	Version    int      `yaml:"version"`
	Kind       string   `yaml:"kind"`
	Title      string   `yaml:"title"`
	Objectives []string `yaml:"objectives"`
	Skills     []string `yaml:"skills"`
	Tests      string   `yaml:"tests,omitempty"` // one of Tested; "" when the author does not say
	Stimulus   []string `yaml:"stimulus,omitempty"`
	Difficulty int      `yaml:"difficulty"`
	Marks      float64  `yaml:"marks"`
	Seconds    int      `yaml:"seconds"`
	Confidence string   `yaml:"confidence,omitempty"`
	Stem       string   `yaml:"stem"`
	Feedback   Feedback `yaml:"feedback,omitempty"`
	Refs       []string `yaml:"refs"`
	Status     string   `yaml:"status,omitempty"`
	Waive      []Waiver `yaml:"waive,omitempty"`
}

// Feedback is what is said about the question as a whole after the answer is in.
type Feedback struct {
	General   string `yaml:"general,omitempty"`
	Correct   string `yaml:"correct,omitempty"`
	Partial   string `yaml:"partial,omitempty"`
	Incorrect string `yaml:"incorrect,omitempty"`
}

// Waiver accepts a warning of one rule, with the reason.
type Waiver struct {
	Rule   string `yaml:"rule"`
	Reason string `yaml:"reason"`
}

// Text is what the question asks, in one line: the text that it is about, or the stem.
func (q *Question) Text() string {
	if text := q.Body.Asks(); text != "" {
		return text
	}
	return q.Stem
}

// AsksConfidence tells whether the student is asked how sure they are.
func (c Common) AsksConfidence() bool { return c.Confidence != "none" }

// Served tells whether students get to see the question.
func (c Common) Served() bool { return c.Status != "draft" }

// Skills that a question may exercise.
var Skills = []string{
	"knowledge", "chronology", "causation", "consequence", "change", "significance", "interpretation", "sourcing",
	"contextualisation", "corroboration", "close_reading",
}

// What a question may test, so that a report can say how a bank is balanced: history (order, cause, consequence,
// change, significance, people); real writers, the texts of contemporaries and the views of historians; who said what
// in the documents that the course compares; or bare recall of one name, number, date or place.
const (
	TestsHistory   = "history"
	TestsWriters   = "writers"
	TestsDocuments = "documents"
	TestsRecall    = "recall"
)

// Tested lists what a question may test.
var Tested = []string{TestsHistory, TestsWriters, TestsDocuments, TestsRecall}

// Body is the part of a question that belongs to its kind.
type Body interface {
	// Check reports what is wrong with the question as written; c holds the fields that all kinds share.
	Check(c Common) []Finding
	// Parse reads what a form sent. The answer is in authoring ids; problems name the form field and what to do.
	// When there are problems the answer must not be graded.
	Parse(f Form, d Deal) (Answer, []Problem)
	// Fill is the form that gives an answer: what Parse reads from it is that answer again.
	Fill(a Answer, d Deal) Form
	// Grade decides on an answer that Parse accepted. Every answer gets a grade: one it does not understand scores 0.
	Grade(a Answer) Grade
	// GuessScore is the expected score, 0 to 1, of somebody who answers blindly but formally right.
	GuessScore() float64
	// Asks is the text that the question is about, beside the stem; "" for most kinds.
	Asks() string
	// Parts are the texts to choose from or to sort.
	Parts() []string
	// Typed are the answers that would be accepted when they are typed.
	Typed() []string
}

// Casted is a Body that recognises the names of people; the compiler hands it the cast before use.
type Casted interface{ SetCast(*Cast) }

// Citing is a Body that works with sources. They are shown beside the question unless its form prints them.
type Citing interface {
	// Cites are the ids of the sources.
	Cites() []string
}

// Sourced is a Body that has to know something about its sources; the compiler hands it that before use, in the order
// of Cites.
type Sourced interface {
	Citing
	SetSources([]SourceText)
}

// SourceText is what a Body may know about a source.
type SourceText struct {
	Name  string // who made it
	Words string // the faithful reading without markup
}

// kinds is the one place that registers a kind of question: its name, and how to make an empty Body of it. Reports show
// the kinds in this order.
var kinds = []struct {
	name string
	new  func() Body
}{
	{"single_choice", func() Body { return new(SingleChoice) }},
	{"multiple_response", func() Body { return new(MultipleResponse) }},
	{"true_false_correction", func() Body { return new(TrueFalse) }},
	{"chronology", func() Body { return new(Chronology) }},
	{"matching", func() Body { return new(Matching) }},
	{"cloze", func() Body { return new(Cloze) }},
	{"numeric_estimate", func() Body { return new(NumericEstimate) }},
	{"evidence_highlight", func() Body { return new(EvidenceHighlight) }},
	{"provenance", func() Body { return new(Provenance) }},
	{"comparison", func() Body { return new(Comparison) }},
	{"next_source", func() Body { return new(NextSource) }},
}

// Kinds lists the names of all kinds in the order in which reports show them.
var Kinds = kindNames()

func kindNames() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// NewBody makes an empty Body of the named kind, to be filled by a decoder. There is an error for an unknown kind.
func NewBody(kind string) (Body, error) {
	for _, k := range kinds {
		if k.name == kind {
			return k.new(), nil
		}
	}
	return nil, fmt.Errorf("unknown kind of question %q", kind)
}

// Finding is something wrong with a question as written.
type Finding struct {
	Rule    string // as in the list of rules: "V03"
	Warning bool   // a warning can be waived, an error cannot
	Path    string // YAML path inside the question, "$.options[1].feedback"; "$" for the whole
	Message string // what is wrong
	Remedy  string // what to do about it
}

// Problem is something a person must put right before their answer counts.
type Problem struct {
	Field   string // the form field
	Message string // a sentence a 14-year-old understands
}

// Form is what a browser sent: all values of each field.
type Form map[string][]string

// Value returns the first value of a field, or "".
func (f Form) Value(field string) string {
	if v := f[field]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Answer is what a person gave, in authoring ids and words: the values of each part of the question.
type Answer map[string][]string

// Value returns the first value of a part, or "".
func (a Answer) Value(part string) string { return Form(a).Value(part) }
