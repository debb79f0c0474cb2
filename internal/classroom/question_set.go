package classroom

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"dossier/internal/account"
	"dossier/internal/quiz"
)

// QuestionSetID numbers the sets of all teachers.
type QuestionSetID int64

// QuestionSet is a number of questions that a teacher has brought or written. Only that teacher sees it.
type QuestionSet struct {
	ID        QuestionSetID
	Teacher   TeacherID
	Name      string
	Questions int
	Changed   time.Time
}

// OwnQuestion is a question of a set in its newest wording. ID is own-N, as no question of a course is called.
type OwnQuestion struct {
	ID      string
	Set     QuestionSetID
	SetName string
	Version int
	Title   string
	Body    string // encoded, for course.DecodeOwn; its id and version are the ones here
}

// mostSetName is how many characters the name of a set may have.
const mostSetName = 60

// CleanSetName makes what was typed the name of a set: one line, without signs that cannot be seen. The problem is a
// sentence for the teacher, "" when there is none.
func CleanSetName(typed string) (name, problem string) {
	name = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(typed, ""))), " ")
	switch {
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return "", "Give the set a name, such as “Show trials, year 9”."
	case len([]rune(name)) > mostSetName:
		return "", fmt.Sprintf("Use at most %d characters for the name.", mostSetName)
	}
	return name, ""
}

// FoldSetName is the key under which two names of a set are the same.
func FoldSetName(name string) string { return account.FoldName(name) }

// FreeSetName is a name that a teacher has given to no set yet: the name itself, or with a number behind it.
func FreeSetName(name string, taken []QuestionSet) string {
	free := name
	for n := 2; slices.ContainsFunc(taken, func(s QuestionSet) bool {
		return FoldSetName(s.Name) == FoldSetName(free)
	}); n++ {
		short := []rune(name)
		free = strings.TrimSpace(string(short[:min(len(short), mostSetName-4)])) + fmt.Sprintf(" %d", n)
	}
	return free
}

// OwnKinds are the kinds of question that a teacher can write in a form.
var OwnKinds = []string{OwnChoice, OwnSeveral, OwnTrueFalse, OwnWord, OwnNumber, OwnPairs}

// The kinds of question that a teacher can write in a form.
const (
	OwnChoice    = "choice"
	OwnSeveral   = "several"
	OwnTrueFalse = "true-false"
	OwnWord      = "word"
	OwnNumber    = "number"
	OwnPairs     = "pairs"
)

// OwnKind is which form a question is changed in; "" when it is in none.
func OwnKind(q *quiz.Question) string {
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		if b.IsTrueOrFalse() {
			return OwnTrueFalse
		}
		return OwnChoice
	case *quiz.MultipleResponse:
		return OwnSeveral
	case *quiz.Matching:
		return OwnPairs
	case *quiz.Cloze:
		if len(b.Gaps) == 1 {
			return OwnWord
		}
	case *quiz.NumericEstimate:
		if !b.AskRange {
			return OwnNumber
		}
	}
	return ""
}
