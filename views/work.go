package views

import (
	"fmt"
	"strings"

	"dossier/internal/classroom"
)

// WorkPath is the address of an assignment, as its students have it.
func WorkPath(assignment int64) string { return fmt.Sprintf("/work/%d", assignment) }

// WorkCard is an assignment in a list.
type WorkCard struct {
	Title, Href string
	Kind        string // "Test", "Practice", "Lesson", "Essay"
	State       string // a classroom.WorkState
	When        string // "Due today at 9:40"
	Facts       WorkFacts
	Go          Link // where a lesson or a bench is; none for a quiz
	Results     bool // there are results to look at
}

// WorkFacts say how much there is to do in a quiz.
type WorkFacts struct {
	Questions int
	Minutes   int  // with the extra time; 0 for no limit
	Extra     int  // of them
	Free      bool // others have a limit, and this student has none
}

// words are "10 questions · 38 minutes (30 and your extra 8)".
func (f WorkFacts) words() string {
	var all []string
	if f.Questions > 0 {
		all = append(all, plural(f.Questions, "1 question", "questions"))
	}
	if f.Minutes > 0 {
		all = append(all, Minutes(f.Minutes)+f.extra())
	}
	if f.Free {
		all = append(all, "no time limit for you")
	}
	return strings.Join(all, " · ")
}

func (f WorkFacts) extra() string {
	if f.Extra == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d and your extra %d)", f.Minutes-f.Extra, f.Extra)
}

// DueLine says of what was handed out, on the page where it is done, when it is due and closes.
type DueLine struct {
	Title, Href string
	State       string // a classroom.WorkState
	When        string
}

// stands is the state in a student's words.
func (d DueLine) stands() string { return WorkCard{State: d.State}.stands() }

// Open reports whether there is still something to do.
func (c WorkCard) Open() bool {
	switch classroom.WorkState(c.State) {
	case classroom.WorkWaits, classroom.WorkToDo, classroom.WorkBegun, classroom.WorkOverdue:
		return true
	}
	return false
}

// urgent reports whether it should have been handed in already.
func (c WorkCard) urgent() bool { return classroom.WorkState(c.State) == classroom.WorkOverdue }

// stands is the state in a student's words.
func (c WorkCard) stands() string {
	return map[classroom.WorkState]string{
		classroom.WorkWaits: "Not open yet", classroom.WorkToDo: "To do", classroom.WorkBegun: "Begun",
		classroom.WorkOverdue: "Overdue", classroom.WorkMissed: "Not handed in", classroom.WorkIn: "Handed in",
		classroom.WorkLate: "Handed in late",
	}[classroom.WorkState(c.State)]
}

// WorkProps is one assignment for a student.
type WorkProps struct {
	Card      WorkCard
	Test      bool
	Results   string // when results can be seen
	Extra     bool   // the times are with extra time
	Begins    bool   // a new attempt can begin
	Open      string // where the attempt goes on that is open; "" when there is none
	Limited   bool   // there are only so many attempts
	Left      int    // attempts, when they are limited
	Attempts  []WorkAttempt
	FormToken string
}

// WorkAttempt is an attempt at a quiz that was handed out.
type WorkAttempt struct {
	Number, Answered, Questions int
	Score                       string // "" until it can be seen
	Href                        string // "" when there is nothing to see yet
}

// words say how far the attempt is.
func (a WorkAttempt) words() string {
	if a.Score != "" {
		return a.Score
	}
	return fmt.Sprintf("%d of %d answered", a.Answered, a.Questions)
}

// AllWorkProps is everything that was handed out to a student.
type AllWorkProps struct{ Open, Over []WorkCard }

// SittingBar stands above a question of a quiz that was handed out.
type SittingBar struct {
	Held    bool   // no verdicts yet: answers can be changed until it is handed in
	Seconds int    // left by the server's clock; negative while answers are still taken after the end
	Ends    string // when that is, "9:40"; "" when there is no end
	Saved   string // when the answer on the page was saved; "" when none is
	Skip    string // where the next question is; "" on the last one
	HandIn  string
	End     string // where the page leads when the time is up
}

// left says how much time there is.
func (b SittingBar) left() string {
	switch {
	case b.Ends == "":
		return ""
	case b.Seconds <= 0:
		return "The time is up"
	case b.Seconds < 60:
		return "Less than a minute left, until " + b.Ends
	}
	return fmt.Sprintf("%s left, until %s", Minutes(b.Seconds/60), b.Ends)
}

// HandInWorkProps is the page before an attempt is handed in.
type HandInWorkProps struct {
	Title  string
	Steps  []Step
	Bar    *SittingBar
	Open   []int  // the numbers of the questions that are not answered
	When   string // when results can be seen
	Action string
}

// WorkResultProps is what a quiz that was handed out has earned.
type WorkResultProps struct {
	Title      string
	Marks      float64
	OutOf      float64
	Withdrawn  int // questions that count for nothing any more
	Late       bool
	ToBeMarked int // written parts that nobody has marked yet; they are not in the marks
	Steps      []Step
	Again      []ReadAgain
	Answers    []AnswerRow
	Unanswered []UnansweredRow
	Back       string
}

// UnansweredRow is a question without an answer.
type UnansweredRow struct {
	Number int
	Stem   string
	Counts string
}

func numbersInWords(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = itoa(n)
	}
	return namesInWords(words)
}
