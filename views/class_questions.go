package views

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// QuestionSort is an order of the questions of a lesson.
type QuestionSort string

// The orders.
const (
	ByNeed    QuestionSort = "" // what needs a look first
	InOrder   QuestionSort = "order"
	ByHardest QuestionSort = "hardest"
)

// questionSorts are the orders as they are offered.
var questionSorts = []struct {
	sort QuestionSort
	text string
}{{ByNeed, "What needs a look"}, {InOrder, "Order of the lesson"}, {ByHardest, "Hardest"}}

// Order puts questions, which are in the order of the lesson, in this order.
func (s QuestionSort) Order(all []classroom.Looked) []classroom.Looked {
	out := slices.Clone(all)
	switch s {
	case InOrder:
	case ByHardest:
		slices.SortStableFunc(out, classroom.Looked.ByHardness)
	default:
		slices.SortStableFunc(out, classroom.Looked.ByNeed)
	}
	return out
}

// QuestionsProps is the questions of a lesson as a class answers them.
type QuestionsProps struct {
	Class          ClassCard
	Tabs           []LessonTab
	Lesson         *course.Lesson
	InText, InQuiz int // students who have answered in the text, and who have finished the quiz
	Sort           QuestionSort
	Present        bool // for everybody to see: no names
	Rows           []QuestionRow
	Belief         *Belief          // what they made of the blind reading; nil elsewhere
	Paper          *classroom.Paper // the first quiz as a whole, where all were asked the same; nil for none
	Drawn          *classroom.Drawn // the same where they were not; nil for none
}

// Belief is how far a class believes the text of the blind reading.
type Belief struct {
	Question string
	classroom.Beliefs
}

// again reports whether enough have said it twice.
func (b Belief) again() bool { return b.Both >= classroom.FewestShown }

// moved says how many have changed their minds.
func (b Belief) moved() string {
	return fmt.Sprintf("Of %d who have answered twice, %d believe it less than before, %d more, and %d as much.", b.Both,
		b.Less, b.More, b.Same)
}

// trustWords says how far the results of a first quiz can be trusted. The bounds are those of Moodle's guide.
func trustWords(reliability float64) string {
	switch {
	case reliability >= 75:
		return "the results show well who knows more"
	case reliability >= 64:
		return "the results show only roughly who knows more"
	}
	return "the results of two students differ mostly by chance"
}

// paperWords says how far the totals of a quiz can be trusted that asked everybody the same.
func paperWords(p classroom.Paper) string {
	return fmt.Sprintf("%d students have been asked the same %d questions in their first quiz. Its reliability "+
		"(Cronbach's alpha) is %s%%: %s. By chance alone a total can be about %.1f marks too high or too low.",
		p.Students, p.Questions, inHundred(max(0, p.Consistency/100)), trustWords(p.Consistency), p.Error)
}

// drawnWords says the same of a quiz that was drawn for everybody.
func drawnWords(d classroom.Drawn) string {
	return fmt.Sprintf("%d students have finished their first quiz, each with questions of their own. The reliability of "+
		"their results (an intraclass correlation) is %s%%: %s. By the choice of the questions alone, and by chance, a "+
		"result can be about %s per cent too high or too low.", d.Students, inHundred(max(0, d.Reliability/100)),
		trustWords(d.Reliability), inHundred(d.Error/100))
}

// LessonTab leads to the questions of a lesson.
type LessonTab struct {
	Lesson  *course.Lesson
	Look    int  // questions that need a look
	Answers bool // somebody has answered
}

// words is what stands below the number of a lesson.
func (t LessonTab) words() string {
	switch {
	case t.Look > 0:
		return plural(t.Look, "1 to look at", "to look at")
	case t.Answers:
		return "nothing"
	}
	return "no answers"
}

// QuestionRow is a question in the list.
type QuestionRow struct {
	ID, Number, Stem string
	classroom.Looked
	InQuiz  bool
	Older   int    // answers to other wordings
	Idea    string // the commonest wrong idea; "" for none that two share
	Holders int
	Picked  string // the wrong option that stronger students pick
	Gone    bool   // it was withdrawn
}

// QuestionsHref is the address of the questions of a lesson; lesson "" is the one where the class is.
func QuestionsHref(class int64, lesson string, sort QuestionSort, present bool) string {
	return withQuery(ClassHref(class, string(QuestionsTab)), "lesson", lesson, "sort", string(sort), "present",
		yes(present))
}

// QuestionHref is the address of what a class answers to a question.
func QuestionHref(class int64, question string, present bool) string {
	return withQuery(ClassHref(class, string(QuestionsTab)+"/"+question), "present", yes(present))
}

func yes(b bool) string {
	if b {
		return "1"
	}
	return ""
}

// withQuery adds pairs of name and value to an address, those without a value left out.
func withQuery(path string, pairs ...string) string {
	mark := "?"
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			path += mark + pairs[i] + "=" + url.QueryEscape(pairs[i+1])
			mark = "&"
		}
	}
	return path
}

// shareWords is a share with what it can prove: "14 of 25 (56%, 37–73%)".
func shareWords(s classroom.Share) string {
	low, high := s.Interval()
	return fmt.Sprintf("%d of %d (%s%%, %s–%s%%)", s.Count, s.Of, inHundred(s.Value()), inHundred(low), inHundred(high))
}

// inHundred is a share in whole per cent.
func inHundred(v float64) string { return itoa(int(math.Floor(100*v + 0.5))) }

// ofWords is a share in numbers alone.
func ofWords(s classroom.Share) string { return fmt.Sprintf("%d of %d", s.Count, s.Of) }

// tooFew says that too little is known to say more.
func tooFew(n int) string {
	if n == 0 {
		return "no answers yet"
	}
	return "too few answers (" + itoa(n) + ")"
}

// flagWord is a flag in words, and whether it asks for a look.
type flagWord struct {
	Words  string
	Urgent bool
}

// flagWords are flags in words; picked is the option that stronger students pick.
func flagWords(flags []classroom.Flag, picked string) (out []flagWord) {
	for _, f := range flags {
		w := flagWord{Urgent: f.Urgent()}
		switch f {
		case classroom.OthersPicked:
			w.Words = "check the answer key: stronger students pick " + picked
		case classroom.Reversed:
			if slices.Contains(flags, classroom.OthersPicked) {
				continue // it has been said more exactly
			}
			w.Words = "check the answer key: stronger students get it wrong"
		case classroom.Hard:
			w.Words = "hard: little better than guessing"
		case classroom.Weak:
			w.Words = "says little about how students do otherwise"
		case classroom.Known:
			w.Words = "known by everybody"
		}
		out = append(out, w)
	}
	return out
}

// squarePath draws n squares in a row, from square at on, each 7 wide with a gap of 2.
func squarePath(at, n int, inset string) string {
	var b strings.Builder
	side := "7"
	if inset != "" {
		side = "6"
	}
	for i := at; i < at+n; i++ {
		fmt.Fprintf(&b, "M%d%s %sh%sv%sh-%sz", 9*i, inset, "0"+inset, side, side, side)
	}
	return b.String()
}

// squaresBox is the box that so many squares fill.
func squaresBox(n int) string { return fmt.Sprintf("0 0 %d 7", max(7, 9*n-2)) }

// OptionLetters are the letters under which a question is asked with this deal, by the id of the option; none for kinds
// that have no letters.
func OptionLetters(q *quiz.Question, d quiz.Deal) map[string]string {
	letters := map[string]string{}
	lists := QuestionProps{Question: q, Deal: d}.lists()
	for i := range lists {
		for id, letter := range lettersOf(lists, i) {
			letters[id] = letter
		}
	}
	return letters
}
