package course

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"dossier/internal/quiz"
)

// Target is a measure of the course beside what we want of it.
type Target struct {
	Name        string
	Got         float64
	Least, Most float64 // NaN where there is no bound
	Percent     bool
	Unknown     bool     // nothing to measure by
	Items       []string // what it counts, where that helps to correct it
}

// Met tells whether the measure is within its bounds.
func (t Target) Met() bool { return !t.Unknown && !(t.Got < t.Least) && !(t.Got > t.Most) }

// Wanted is the bounds in words.
func (t Target) Wanted() string {
	unit := ""
	if t.Percent {
		unit = " %"
	}
	switch {
	case math.IsNaN(t.Least):
		return fmt.Sprintf("at most %g%s", t.Most, unit)
	case math.IsNaN(t.Most):
		return fmt.Sprintf("at least %g%s", t.Least, unit)
	}
	return fmt.Sprintf("%g to %g%s", t.Least, t.Most, unit)
}

func (t Target) write(w io.Writer) {
	verdict, got := "ok", fmt.Sprintf("%g", t.Got)
	if t.Percent {
		got = fmt.Sprintf("%.1f %%", t.Got)
	}
	switch {
	case t.Unknown:
		verdict, got = "not coded", "-"
	case !t.Met():
		verdict = "NOT MET"
	}
	fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", t.Name, got, t.Wanted(), verdict)
	if verdict == "NOT MET" {
		for _, item := range t.Items {
			fmt.Fprintf(w, "    %s\n", item)
		}
	}
}

// none is a bound that there is not.
var none = math.NaN()

// BankTargets measures the whole bank of questions.
func (c *Course) BankTargets() []Target {
	all := c.Questions()
	count := func(of func(*quiz.Question) bool) float64 {
		n := 0
		for _, q := range all {
			if of(q) {
				n++
			}
		}
		return float64(n)
	}
	share := func(of func(*quiz.Question) bool) float64 { return percentOf(count(of), float64(len(all))) }
	tests := func(what string) func(*quiz.Question) bool {
		return func(q *quiz.Question) bool { return q.Tests == what }
	}
	skill := func(any ...string) func(*quiz.Question) bool {
		return func(q *quiz.Question) bool {
			return slices.ContainsFunc(q.Skills, func(s string) bool { return slices.Contains(any, s) })
		}
	}
	level := func(n int) func(*quiz.Question) bool {
		return func(q *quiz.Question) bool { return q.Difficulty == n }
	}
	fewest, easy := len(all), 0
	for _, l := range c.Lessons {
		fewest = min(fewest, len(l.Checks)+len(l.Pool))
		if l.beginsEasily() {
			easy++
		}
	}
	uncoded := func(q *quiz.Question) bool { return q.Tests == "" }
	return []Target{
		{Name: "questions", Got: float64(len(all)), Least: 216, Most: none},
		{Name: "questions of the lesson with the fewest", Got: float64(fewest), Least: 16, Most: none},
		{Name: "tests history", Got: share(tests(quiz.TestsHistory)), Least: 50, Most: none, Percent: true},
		{Name: "tests writers", Got: share(tests(quiz.TestsWriters)), Least: 30, Most: 40, Percent: true},
		{Name: "tests documents", Got: share(tests(quiz.TestsDocuments)), Least: none, Most: 4, Percent: true},
		{Name: "tests recall", Got: share(tests(quiz.TestsRecall)), Least: none, Most: 10, Percent: true},
		{Name: "do not say what they test", Got: count(uncoded), Least: none, Most: 0},
		{Name: "causation", Got: count(skill("causation")), Least: 25, Most: none},
		{Name: "consequence or change", Got: count(skill("consequence", "change")), Least: 20, Most: none},
		{Name: "significance or interpretation", Got: count(skill("significance", "interpretation")), Least: 20,
			Most: none},
		{Name: "difficulty 1", Got: share(level(1)), Least: 25, Most: 35, Percent: true},
		{Name: "difficulty 2", Got: share(level(2)), Least: 40, Most: 50, Percent: true},
		{Name: "difficulty 3", Got: share(level(3)), Least: 20, Most: 30, Percent: true},
		{Name: "lessons that begin with difficulty 1", Got: float64(easy), Least: float64(len(c.Lessons)), Most: none},
	}
}

// beginsEasily tells whether the first question in the text and the first of the quiz have difficulty 1.
func (l *Lesson) beginsEasily() bool {
	for _, list := range [][]*quiz.Question{l.Checks, l.Pool} {
		if len(list) > 0 && list[0].Difficulty != 1 {
			return false
		}
	}
	return true
}

// Targets measures the text of a lesson, with the sentences that were coded by hand.
func (c *Course) Targets(l *Lesson, coded []CodedSentence) []Target {
	n, codes := 0.0, map[rune]float64{}
	var documents, other []string
	for _, s := range coded {
		if s.Lesson != l.ID || !slices.Contains(l.Sentences(), s.Sentence) {
			continue
		}
		n++
		codes[s.Code]++
		switch s.Code {
		case TellsHistory:
		case TellsDocuments:
			documents = append(documents, s.Sentence)
		default:
			other = append(other, string(s.Code)+" "+s.Sentence)
		}
	}
	var negative, names []string
	for _, s := range l.Sentences() {
		if Negates(s) {
			negative = append(negative, s)
		}
	}
	for _, p := range c.newPeople(l) {
		names = append(names, p.Name)
	}
	of := fmt.Sprintf(" of %.0f coded sentences", n)
	return []Target{
		{Name: "history, share" + of, Got: percentOf(codes[TellsHistory], n), Least: 60, Most: none, Percent: true,
			Unknown: n == 0, Items: other},
		{Name: "the documents, share" + of, Got: percentOf(codes[TellsDocuments], n), Least: none, Most: 3, Percent: true,
			Unknown: n == 0, Items: documents},
		{Name: fmt.Sprintf("negation, share of all %d sentences", len(l.Sentences())),
			Got: percentOf(float64(len(negative)), float64(len(l.Sentences()))), Least: none, Most: 14, Percent: true,
			Items: negative},
		{Name: "new names", Got: float64(len(names)), Least: none, Most: 8, Items: []string{strings.Join(names, ", ")}},
		{Name: "accounts tables", Got: float64(l.comparisons()), Least: none, Most: 1},
	}
}

func percentOf(n, all float64) float64 {
	if all == 0 {
		return 0
	}
	return 100 * n / all
}
