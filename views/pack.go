package views

import (
	_ "embed" // the style of the files
	"slices"

	"github.com/a-h/templ"

	"dossier/internal/quiz"
)

// packStyle is the style sheet that stands inside each file of a pack, so that the file opens anywhere.
//
//go:embed pack.css
var packStyle string

// PackProps is the work of one student as a file to keep or to print. It has what the student sees on their own pages.
type PackProps struct {
	Name, Class, Course string
	Made                string // when
	Attempts            []PackAttempt
	Essays              []PackEssay
}

// PackAttempt is an attempt at a quiz, or the questions in the text of a lesson.
type PackAttempt struct {
	Title   string
	When    string
	Score   string // "" while there is none
	Note    string // why there is none
	Answers []PackAnswer
}

// PackAnswer is a question with what was answered. What is right is there only where Shown says so.
type PackAnswer struct {
	Number     int
	Question   *quiz.Question
	Grade      quiz.Grade
	Shown      bool
	Marks      string
	Confidence string // in words
	Written    []WrittenShown
}

// parts are what the question asks, with the answer and what is right.
func (a PackAnswer) parts() []part {
	return Answered{Grade: a.Grade}.parts(groups(a.Grade.Lines), nil)
}

// says is what the question says about the answer as a whole.
func (a PackAnswer) says() (all []string) {
	f := a.Question.Feedback
	said := map[quiz.Mark]string{quiz.Right: f.Correct, quiz.Near: f.Partial, quiz.Wrong: f.Incorrect}
	for _, text := range []string{said[a.Grade.Outcome()], f.General} {
		if text != "" {
			all = append(all, text)
		}
	}
	return all
}

func (a PackAnswer) outcome() string {
	switch a.Grade.Outcome() {
	case quiz.Right:
		return "Right"
	case quiz.Near:
		return "Partly right"
	}
	return "Not right"
}

// PackEssay is a judgement at a bench.
type PackEssay struct {
	Title, Question string
	Rounds          []PackRound
}

// PackRound is a text that was handed in with what came back.
type PackRound struct {
	Number   int
	HandedIn string
	Words    int
	Text     string
	Evidence []PackEvidence // that the text cites
	Own      []PackLevel    // what its author said
	Returned string         // when; "" while it is not
	Strength string
	Target   string
	Comments []Kept
	Levels   []PackLevel // from the teacher, once the next step is written
	NextStep string
}

// PackEvidence is a phrase of a source with the number by which a text cites it.
type PackEvidence struct {
	Number        int
	Quote, Source string
}

// PackLevel is the level of one skill.
type PackLevel struct {
	Skill    string
	Level    int
	Means    string // what the level says; "" when nobody knows
	Sentence string // that its author points at
}

// PackIndexProps is the first page of a class pack.
type PackIndexProps struct {
	Class, Course, Made string
	Files               []PackLink
	Students            []PackLink
}

// PackLink is a file of a pack.
type PackLink struct{ File, Text, About string }

// packSheet is the style sheet as an element.
func packSheet() templ.Component { return trusted([]byte("<style>" + packStyle + "</style>")) }

func packClass(m quiz.Mark) string {
	switch m {
	case quiz.Right:
		return "right"
	case quiz.Wrong:
		return "wrong"
	}
	return ""
}

func roundWords(n int) string {
	if n == 1 {
		return "First text"
	}
	return "Text " + itoa(n)
}

// hasKeys reports whether there is something to say about what would have been right.
func hasKeys(parts []part) bool {
	return slices.ContainsFunc(parts, func(p part) bool { return len(p.Key) > 0 })
}
