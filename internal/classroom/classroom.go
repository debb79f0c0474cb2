// Package classroom answers what a teacher and a student want to know about the work: who is where,
// how well people judge themselves, what to do next. It is pure: facts in, answers out.
package classroom

import (
	"fmt"
	"math"
)

// PassShare is the share of a quiz's marks from which it counts as passed.
const PassShare = 0.7

// PassMark is how many marks of a quiz pass it, in hundredths of a mark, as marks are given.
func PassMark(outOf float64) float64 { return math.Ceil(PassShare*outOf*100-1e-6) / 100 }

// Passed reports whether these marks pass a quiz.
func Passed(marks, outOf float64) bool { return outOf > 0 && marks/outOf >= PassShare-1e-9 }

// Progress is what is known of one student in one lesson.
type Progress struct {
	Sections, SectionsRead int
	Checks                 int // check questions answered
	Answered, Questions    int // of the quiz that is open
	Quiz                   *Quiz
}

// Quiz is the outcome of finished quizzes.
type Quiz struct {
	FirstMarks, FirstOutOf float64
	Best                   float64 // share, 0 to 1
}

// Status is how far somebody is in a lesson. The later ones include the earlier; nothing that was
// reached is taken back.
type Status int

// The statuses.
const (
	NotStarted Status = iota
	Reading           // a section read or a question in the text answered
	Read              // all sections read
	InQuiz            // the first quiz is open
	Tried             // a quiz finished, none passed
	Checked           // a quiz passed
	Complete          // a quiz passed and all sections read
)

// Status is the furthest status that the facts support.
func (p Progress) Status() Status {
	read := p.Sections > 0 && p.SectionsRead >= p.Sections
	switch {
	case p.Quiz != nil && Passed(p.Quiz.Best, 1) && read:
		return Complete
	case p.Quiz != nil && Passed(p.Quiz.Best, 1):
		return Checked
	case p.Quiz != nil:
		return Tried
	case p.Answered > 0:
		return InQuiz
	case read:
		return Read
	case p.SectionsRead > 0 || p.Checks > 0:
		return Reading
	}
	return NotStarted
}

// Symbol goes with the words of a status, so that neither stands alone.
func (s Status) Symbol() string {
	return [...]string{"○", "◐", "◕", "▷", "△", "●", "✓"}[s]
}

// Words is the status in words, with the numbers that belong to it; the score is that of the first quiz.
func (p Progress) Words() string {
	switch p.Status() {
	case Reading:
		return fmt.Sprintf("Reading · %d of %d sections", p.SectionsRead, p.Sections)
	case Read:
		return "Read"
	case InQuiz:
		return fmt.Sprintf("In the quiz · %d of %d", p.Answered, p.Questions)
	case Tried:
		return "Quiz tried · " + p.Quiz.first() + " at first"
	case Checked:
		return "Checked · " + p.Quiz.first() + " at first"
	case Complete:
		return "Complete · " + p.Quiz.first() + " at first"
	}
	return "Not started"
}

// Short is the status in the few words that fit into one cell of a class of lessons.
func (p Progress) Short() string {
	switch p.Status() {
	case Reading:
		return fmt.Sprintf("Reading %d/%d", p.SectionsRead, p.Sections)
	case Read:
		return "Read"
	case InQuiz:
		return fmt.Sprintf("Quiz %d/%d", p.Answered, p.Questions)
	case Tried:
		return "Tried " + p.Quiz.first()
	case Checked:
		return "Checked " + p.Quiz.first()
	case Complete:
		return "Complete " + p.Quiz.first()
	}
	return "Not started"
}

// first is the score of the first quiz. A score below the pass mark next to "Complete" tells of a later, better try.
func (q Quiz) first() string {
	if q.FirstOutOf == 0 {
		return "0%"
	}
	return fmt.Sprintf("%.0f%%", math.Floor(100*q.FirstMarks/q.FirstOutOf+0.5))
}

// Judged is one answer with how sure its author was.
type Judged struct {
	Confidence string // "guess", "fairly", "certain" or ""
	Right      bool
}

// Calibration says, for one level of confidence, how often somebody was right: "When you said
// “certain” you were right 7 of 9 times." It is "" below three answers, which prove nothing.
func Calibration(answers []Judged, confidence string) string {
	n, right := 0, 0
	for _, a := range answers {
		if a.Confidence == confidence {
			n++
			if a.Right {
				right++
			}
		}
	}
	if n < 3 || confidence == "" {
		return ""
	}
	return fmt.Sprintf("When you said “%s” you were right %d of %d times.", SureWord(confidence), right, n)
}
