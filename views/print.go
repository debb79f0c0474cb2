package views

import (
	"net/url"
	"slices"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// PrintPath is where a teacher chooses what to print.
const PrintPath = "/print"

// WorksheetPath is the address of the questions of a lesson on paper.
func WorksheetPath(lesson string) string { return PrintPath + "/worksheets/" + lesson }

// PrintSourcePath is the address of a source on paper.
func PrintSourcePath(source string) string { return PrintPath + "/sources/" + source }

// PrintBenchPath is the address of a bench on paper.
func PrintBenchPath(bench string) string { return PrintPath + "/benches/" + bench }

// PrintLessonPath is where a teacher chooses what to print of a lesson.
func PrintLessonPath(lesson string) string { return PrintPath + "?lesson=" + url.QueryEscape(lesson) }

// PrintQuestionPath is the same with one question ticked.
func PrintQuestionPath(lesson, question string) string {
	return PrintLessonPath(lesson) + "&q=" + url.QueryEscape(question)
}

// Paper is a size of paper.
type Paper string

// The sizes of paper.
const (
	A4     Paper = "a4"
	Letter Paper = "letter"
)

// Answers says what a worksheet shows of the key.
type Answers string

// Nothing of the key, the answers in their places, or the key alone.
const (
	NoAnswers      Answers = "none"
	AnswersInPlace Answers = "inline"
	KeyAlone       Answers = "key"
)

// Room is how much room there is to write.
type Room string

// The sizes of the room.
const (
	FewLines  Room = "few"
	SomeLines Room = "some"
	ManyLines Room = "many"
)

// printChoice is a value of a field with what it means.
type printChoice struct{ Value, Text, Hint string }

// What can be chosen for a sheet. The first of each is meant where nothing is said.
var (
	papers = []printChoice{{string(A4), "A4", ""}, {string(Letter), "US Letter", ""}}
	rooms  = []printChoice{{string(SomeLines), "Some", ""}, {string(FewLines), "Few", ""}, {string(ManyLines), "Many", ""}}

	answersShown = []printChoice{{string(NoAnswers), "Blank", "to be filled in"},
		{string(AnswersInPlace), "Answers in place", "the same sheet, filled in"},
		{string(KeyAlone), "Key", "a sheet of its own for whoever marks"}}
)

func chosenOf(all []printChoice, value string) string {
	if slices.ContainsFunc(all, func(c printChoice) bool { return c.Value == value }) {
		return value
	}
	return all[0].Value
}

// PaperOf reads a size of paper; what is none is A4.
func PaperOf(value string) Paper { return Paper(chosenOf(papers, value)) }

// AnswersOf reads what is shown of the key; what says nothing is nothing.
func AnswersOf(value string) Answers { return Answers(chosenOf(answersShown, value)) }

// RoomOf reads how much room there is; what says nothing is some.
func RoomOf(value string) Room { return Room(chosenOf(rooms, value)) }

// of is how many lines there are where some would be n.
func (r Room) of(n int) int {
	switch r {
	case FewLines:
		return max(1, (2*n+2)/3)
	case ManyLines:
		return max(n+1, (3*n+1)/2)
	}
	return n
}

// wordsOnLine is how many words somebody writes by hand on a line across the paper.
const wordsOnLine = 8

// linesFor is how many lines a text of so many words takes.
func linesFor(words int) int { return max(2, (words+wordsOnLine-1)/wordsOnLine) }

// PrintedSheet is what every sheet says at its head and foot.
type PrintedSheet struct {
	Title  string
	Kicker string
	Paper  Paper
	Mark   string       // a short hash of what is printed: copies with the same mark have the same questions
	Back   Link         // to where the sheet was asked for
	Papers []PrintedWay // this sheet on paper of each size
	Ways   []PrintedWay // the sheet in other forms; none where it has one
	Named  bool         // a student writes their name on it
	Marks  float64      // that can be earned on it; 0 for none
}

// PrintedWay leads to a sheet in another form.
type PrintedWay struct {
	Link
	Here bool
}

// PaperWays are the ways to an address on paper of each size. query is not changed.
func PaperWays(path string, query url.Values, here Paper) []PrintedWay {
	return waysTo(path, query, "paper", papers, string(here))
}

// AnswerWays are the ways to a worksheet with other answers.
func AnswerWays(path string, query url.Values, here Answers) []PrintedWay {
	return waysTo(path, query, "answers", answersShown, string(here))
}

func waysTo(path string, query url.Values, field string, all []printChoice, here string) (ways []PrintedWay) {
	for _, c := range all {
		other := url.Values{}
		for name, values := range query {
			other[name] = values
		}
		other.Set(field, c.Value)
		ways = append(ways, PrintedWay{Link{c.Text, path + "?" + other.Encode()}, c.Value == here})
	}
	return ways
}

// PrintProps is the page where a teacher chooses what to print of a lesson.
type PrintProps struct {
	Lesson    *course.Lesson
	Lessons   []*course.Lesson
	Questions []PrintedQuestion
	Benches   []*course.Bench
	Sources   []*course.Source
	What      string
	Paper     Paper
	Answers   Answers
	Room      Room
	Rubric    bool
	Card      bool
	Problem   string
}

// PrintedQuestion is a question to be ticked.
type PrintedQuestion struct {
	Question *quiz.Question
	Number   string
	InText   bool
	Ticked   bool
}

// What can be printed of a lesson, beside a source ("source:" and its id) or a bench ("bench:").
const (
	PrintAll    = "all"
	PrintQuiz   = "quiz"
	PrintText   = "text"
	PrintTicked = "ticked"
	PrintLesson = "lesson"

	PrintSource = "source:"
	PrintBench  = "bench:"
	PrintBlind  = "blind:"
)

func (p PrintProps) count(inText bool) (n int) {
	for _, q := range p.Questions {
		if q.InText == inText {
			n++
		}
	}
	return n
}

// whats are the things to print, in groups.
func (p PrintProps) whats() []printGroup {
	questions := printGroup{Title: "Questions"}
	questions.add(PrintAll, "All questions of the lesson", plural(len(p.Questions), "1 question", "questions"))
	if n := p.count(false); n > 0 {
		questions.add(PrintQuiz, "Those of the quiz", plural(n, "1 question", "questions"))
	}
	if n := p.count(true); n > 0 {
		questions.add(PrintText, "Those in the text", plural(n, "1 question", "questions"))
	}
	questions.add(PrintTicked, "Those that are ticked below", "")
	reading, writing := printGroup{Title: "To read"}, printGroup{Title: "To write"}
	for _, s := range p.Sources {
		reading.add(PrintSource+s.ID, "Source: "+s.Creator+", "+s.Title, "with line numbers and room for notes")
	}
	reading.add(PrintLesson, "The whole lesson", "")
	for _, b := range p.Benches {
		if b.Guided() {
			writing.add(PrintBlind+b.ID, b.Title+": before the reveal", "the two texts without their writers")
		}
		writing.add(PrintBench+b.ID, b.Title, "texts, task and lines to write on")
	}
	groups := []printGroup{questions, reading}
	if len(writing.All) > 0 {
		groups = append(groups, writing)
	}
	return groups
}

// printGroup is some things to print under a title.
type printGroup struct {
	Title string
	All   []printChoice
}

func (g *printGroup) add(value, text, hint string) {
	g.All = append(g.All, printChoice{value, text, hint})
}
