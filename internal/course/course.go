// Package course compiles lessons and quizzes, written as files, into one validated, immutable Course.
//
// All rules about content live here and in package quiz: a course with an error does not start. The format of the
// files is described in docs/writing-a-lesson.md.
package course

import (
	"math"
	"slices"

	"dossier/internal/essay"
	"dossier/internal/originals"
	"dossier/internal/quiz"
)

// Course is everything that students read and answer. It is not changed after Compile.
type Course struct {
	Title  string
	Kicker string
	Lede   Paragraph
	Figure *Figure // drawn on the first page; nil when the course names none

	Lessons        []*Lesson // in the order of their numbers
	Facts          []*Fact
	Documents      []*Document
	Sources        []*Source // by date
	People         []*Person // by surname
	Events         []*Event  // by date
	Terms          []*Term   // by name
	Figures        []*Figure
	Misconceptions []*Misconception
	Benches        []*Bench      // by id
	Blind          *BlindReading // nil when the course has none
	Rubrics        []*Rubric
	Coach          []essay.Stock
	Guide          *Guide // for teachers alone

	cast       *quiz.Cast
	lessons    map[string]*Lesson
	facts      map[string]*Fact
	documents  map[string]*Document
	sources    map[string]*Source
	people     map[string]*Person
	events     map[string]*Event
	terms      map[string]*Term
	figures    map[string]*Figure
	ideas      map[string]*Misconception
	benches    map[string]*Bench
	rubrics    map[string]*Rubric
	questions  map[string]*quiz.Question
	lessonOf   map[string]*Lesson // by question id
	stemGrades map[string]float64 // reading grade by question id
	toWrite    []wordingOf
}

// Lesson is one lesson with its questions.
type Lesson struct {
	ID          string
	Number      int
	Title       string
	Question    string // the central question
	Lede        Paragraph
	Objectives  []Objective
	Minutes     int
	ContentNote string
	Short       string // a word or two for the head of a narrow column; "" for none
	Sections    []*Section
	Remember    []Paragraph // five sentences, or none
	Cited       []*Fact     // note n is Cited[n-1]
	Checks      []*quiz.Question
	Pool        []*quiz.Question // what a quiz is drawn from, in file order
	Sources     []*Source        // sources that the text links or shows, in order of appearance
	Benches     []*Bench         // where its sources are weighed
	Words       int

	sentences []string // of the running text
}

// Objective is what a student can do after a lesson.
type Objective struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
}

// Section is one part of a lesson: a page that can be marked as read.
type Section struct {
	ID                string
	Title             string
	Blocks            []Block
	Words             int         // of running text
	Cited             []*Fact     // by the full text, in its order
	Plain             []Paragraph // the same in plain words; empty when nobody has written them
	Grade, PlainGrade float64     // reading grades of the full text and of the plain words
}

// Block is one piece of a section: a paragraph, or one of the slots that are drawn when the page is asked for.
// Exactly one field is set.
type Block struct {
	Paragraph  *Paragraph
	Question   *quiz.Question
	Figure     *Figure
	Comparison *Comparison
	Source     *Source
}

// Paragraph is rendered text with the notes that belong beside it.
type Paragraph struct {
	HTML  []byte // trusted: made by this package from Markdown without raw HTML
	Notes []Note
}

// Note stands in the margin. Exactly one of Fact, Person and Term is set.
type Note struct {
	Number int // of a fact in this lesson; 0 for people and terms
	Fact   *Fact
	Person *Person
	Term   *Term
}

// Comparison shows what different accounts say about one point.
type Comparison struct {
	About string
	Ask   string
	Sides []Side
}

// Side is one account's version.
type Side struct {
	Document *Document
	Says     string
	Facts    []*Fact
}

// Status says how well a fact is supported.
type Status string

// The statuses, from the fact ledger.
const (
	Agreed         Status = "agreed"
	SingleSource   Status = "single-source"
	Disputed       Status = "disputed"
	Interpretation Status = "interpretation"
)

// Words is the status as a reader sees it.
func (s Status) Words() string {
	switch s {
	case Agreed:
		return "Agreed"
	case SingleSource:
		return "One account only"
	case Disputed:
		return "Disputed"
	}
	return "Interpretation"
}

// Fact is one claim with what it rests on.
type Fact struct {
	ID          string
	Ledger      []string
	Claim       string
	Date        Date
	Status      Status
	Documents   []*Document
	Scholarship string
	KnownFrom   Date
	Note        string
}

// Document is one of the texts that the course compares. Documents of one Lineage are one witness.
type Document struct {
	ID          string   `yaml:"id"`
	Title       string   `yaml:"title"`
	Kind        string   `yaml:"kind"`
	Label       string   `yaml:"label"`
	Lineage     string   `yaml:"lineage"`
	About       string   `yaml:"about"`
	Origin      string   `yaml:"origin,omitempty"` // who made it, and how it reached us
	Knows       string   `yaml:"knows,omitempty"`  // what it has its knowledge from
	Mind        string   `yaml:"mind,omitempty"`   // what to keep in mind when reading it
	KnownErrors []string `yaml:"known_errors"`
}

// DocumentUse is what the course takes from a document.
type DocumentUse struct {
	Family  []*Document // others of its lineage: together they are one witness
	Sources []*Source   // that reach us through it
	Facts   int         // that rest on it
	Alone   int         // of these, how many rest on this lineage and nothing else
}

// Use tells what the course takes from a document.
func (c *Course) Use(d *Document) DocumentUse {
	var use DocumentUse
	for _, other := range c.Documents {
		if other != d && other.Lineage == d.Lineage {
			use.Family = append(use.Family, other)
		}
	}
	for _, s := range c.Sources {
		if s.Document == d {
			use.Sources = append(use.Sources, s)
		}
	}
	for _, f := range c.Facts {
		rests, alone := false, f.Scholarship == ""
		for _, other := range f.Documents {
			rests = rests || other == d
			alone = alone && other.Lineage == d.Lineage
		}
		if rests {
			use.Facts++
		}
		if rests && alone {
			use.Alone++
		}
	}
	return use
}

// Source is a text by somebody who took part, watched or wrote later, to be weighed.
type Source struct {
	ID            string
	Ledger        string
	Title         string
	Creator       string
	Who           string
	Stake         string
	Date          Date
	Kind          string
	Audience      string
	CouldKnow     string
	CouldNotKnow  string
	Value         string
	Limitation    string
	Provenance    string
	Document      *Document
	Corroborates  []*Source
	Contradicts   []*Source
	People        []*Person
	Facts         []*Fact
	Faithful      []byte             // trusted HTML
	Plain         []byte             // trusted HTML
	Original      []byte             // trusted HTML: what the school has added; nil when it has added nothing
	Anchors       []originals.Anchor // by which its extracts are known in a school's own copy
	faithfulWords string             // the faithful reading without markup
}

// Person is somebody who appears in the course.
type Person struct {
	ID       string
	Name     string
	Surname  string
	Variants []string
	Role     string
	Fate     string
	Facts    []*Fact
}

// Event is a dated event of the timeline.
type Event struct {
	ID     string
	Date   Date
	Until  Date
	Title  string
	Text   string
	Thread string
	People []*Person
	Facts  []*Fact
}

// Threads of the timeline and their names, in the order of the filter.
var Threads = []struct{ ID, Name string }{
	{"party", "The party"}, {"kirov", "The Kirov case"}, {"law", "Laws"}, {"trials", "Trials"},
	{"police", "Security police"}, {"army", "The army"}, {"abroad", "Seen from abroad"}, {"people", "Ordinary people"},
}

// Term is a word of the glossary.
type Term struct {
	ID      string
	Term    string
	Meaning string
	Facts   []*Fact
}

// Misconception is a wrong idea that wrong options stand for.
type Misconception struct {
	ID         string
	Ledger     []string
	Belief     string
	Correction string
	Section    Ref
	Facts      []*Fact
}

// Figure is numbers to be drawn.
type Figure struct {
	ID      string
	Kind    string // units, bars, timeline, hall or map
	Title   string
	Unit    string
	Caption string
	Alt     string
	Facts   []*Fact
	Data    []Datum
	Map     *Map // of the kind map, which has no data
}

// Datum is one row of a figure.
type Datum struct {
	Label string  `yaml:"label"`
	Value float64 `yaml:"value,omitempty"`
	Style string  `yaml:"style,omitempty"` // dark, light or accent
	Low   float64 `yaml:"low,omitempty"`   // of a bar that is an estimate
	High  float64 `yaml:"high,omitempty"`
	Day   string  `yaml:"date,omitempty"` // of a row in a timeline
	Time  string  `yaml:"time,omitempty"`
	Note  string  `yaml:"note,omitempty"`
}

// Total is the sum of a figure's values.
func (f *Figure) Total() float64 {
	t := 0.0
	for _, d := range f.Data {
		t += d.Value
	}
	return t
}

// Section finds a section of the lesson.
func (l *Lesson) Section(id string) (*Section, bool) {
	for _, s := range l.Sections {
		if s.ID == id {
			return s, true
		}
	}
	return nil, false
}

// SectionOf finds the section that holds a check question.
func (l *Lesson) SectionOf(q *quiz.Question) (*Section, bool) {
	for _, s := range l.Sections {
		for _, b := range s.Blocks {
			if b.Question == q {
				return s, true
			}
		}
	}
	return nil, false
}

// After is the section that follows s, nil after the last one.
func (l *Lesson) After(s *Section) *Section {
	if i := slices.Index(l.Sections, s); i+1 < len(l.Sections) {
		return l.Sections[i+1]
	}
	return nil
}

// MinutesOf is the share of the lesson's reading time that a section takes, in whole minutes, one at least: the time
// is divided by words.
func (l *Lesson) MinutesOf(s *Section) int {
	if l.Words == 0 {
		return 1
	}
	return max(1, int(math.Round(float64(l.Minutes*s.Words)/float64(l.Words))))
}

// NumberOf is the number under which the lesson cites a fact, 0 when it does not.
func (l *Lesson) NumberOf(f *Fact) int { return slices.Index(l.Cited, f) + 1 }

// Checks lists the questions of the section, in their order.
func (s *Section) Checks() []*quiz.Question {
	var checks []*quiz.Question
	for _, b := range s.Blocks {
		if b.Question != nil {
			checks = append(checks, b.Question)
		}
	}
	return checks
}

// Lesson finds a lesson by id, or ErrUnknown.
func (c *Course) Lesson(id string) (*Lesson, error) { return find(c.lessons, id) }

// Source finds a source by id, or ErrUnknown.
func (c *Course) Source(id string) (*Source, error) { return find(c.sources, id) }

// Question finds a question and its lesson by id, or ErrUnknown.
func (c *Course) Question(id string) (*quiz.Question, *Lesson, error) {
	q, err := find(c.questions, id)
	return q, c.lessonOf[id], err
}

// Misconception finds a wrong idea by id; nil when there is none.
func (c *Course) Misconception(id string) *Misconception { return c.ideas[id] }

// Questions lists all questions that students get to see, lesson by lesson.
func (c *Course) Questions() []*quiz.Question {
	var all []*quiz.Question
	for _, l := range c.Lessons {
		all = append(append(all, l.Checks...), l.Pool...)
	}
	return all
}

// Next is the lesson after l, or nil.
func (c *Course) Next(l *Lesson) *Lesson {
	for i, other := range c.Lessons {
		if other == l && i+1 < len(c.Lessons) {
			return c.Lessons[i+1]
		}
	}
	return nil
}

// Count is how many of something the course has.
type Count struct {
	Label string
	N     int
}

// Counts lists what the course holds, for the report of the check.
func (c *Course) Counts() []Count {
	counts := []Count{
		{"lessons", len(c.Lessons)}, {"facts", len(c.Facts)}, {"sources", len(c.Sources)}, {"accounts", len(c.Documents)},
		{"people", len(c.People)}, {"events", len(c.Events)}, {"terms", len(c.Terms)}, {"figures", len(c.Figures)},
		{"misconceptions", len(c.Misconceptions)}, {"benches", len(c.Benches)}, {"coach rules", len(c.Coach)}, {"questions",
			len(c.Questions())},
	}
	for _, kind := range quiz.Kinds {
		n := 0
		for _, q := range c.Questions() {
			if q.Kind == kind {
				n++
			}
		}
		counts = append(counts, Count{"questions: " + kind, n})
	}
	return counts
}

func find[T any](all map[string]*T, id string) (*T, error) {
	if v, ok := all[id]; ok {
		return v, nil
	}
	return nil, ErrUnknown
}

// HasThread tells whether the timeline has an event of that thread.
func (c *Course) HasThread(id string) bool {
	for _, e := range c.Events {
		if e.Thread == id {
			return true
		}
	}
	return false
}
