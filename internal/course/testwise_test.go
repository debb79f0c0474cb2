package course_test

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

// A test-wise player knows no history and looks for what gives the answer away. A strategy names the options it would
// choose among.
type strategy struct {
	name string
	pick func(stem string, options []quiz.Option) []int
}

// best picks the options with the highest score above floor.
func best(options []quiz.Option, floor float64, score func(quiz.Option) float64) []int {
	high := floor
	var picked []int
	for i, o := range options {
		switch s := score(o); {
		case s > high:
			high, picked = s, []int{i}
		case s == high && picked != nil:
			picked = append(picked, i)
		}
	}
	return picked
}

var (
	word   = regexp.MustCompile(`\p{L}+`)
	digits = regexp.MustCompile(`\d[\d,.]*`)
)

func shared(stem, option string) float64 {
	asked := map[string]bool{}
	for _, w := range word.FindAllString(strings.ToLower(stem), -1) {
		asked[w] = len(w) > 3
	}
	n := 0.0
	for _, w := range word.FindAllString(strings.ToLower(option), -1) {
		if asked[w] {
			n++
		}
	}
	return n
}

var (
	hedges = regexp.MustCompile(`(?i)\b(may|might|could|can|some|often|most|perhaps|probably|few|little|part|partly|` +
		`many|nearly|almost|about|likely)\b`)
	absolutes = regexp.MustCompile(`(?i)\b(all|always|never|every|nobody|none|only|any|no|must|cannot|nothing|` +
		`everybody|everyone|whole|completely)\b`)
)

// alike counts the words that an option shares with the other options.
func alike(options []quiz.Option) func(quiz.Option) float64 {
	return func(o quiz.Option) float64 {
		n := 0.0
		for _, other := range options {
			if other.Text != o.Text {
				n += shared(other.Text, o.Text)
			}
		}
		return n
	}
}

var strategies = []strategy{
	{"the longest option", func(_ string, options []quiz.Option) []int {
		return best(options, 0, func(o quiz.Option) float64 { return float64(len([]rune(o.Text))) })
	}},
	{"the option that shares most words with the question", func(stem string, options []quiz.Option) []int {
		return best(options, 0, func(o quiz.Option) float64 { return shared(stem, o.Text) })
	}},
	{"the middle number", func(_ string, options []quiz.Option) []int {
		for _, o := range options {
			if !digits.MatchString(o.Text) {
				return nil
			}
		}
		n := len(options) // numbers stand in ascending order (V11)
		return []int{(n - 1) / 2, n / 2}
	}},
	{"the shortest option", func(_ string, options []quiz.Option) []int {
		return best(options, -1000, func(o quiz.Option) float64 { return -float64(len([]rune(o.Text))) })
	}},
	{"the option of middle length", func(_ string, options []quiz.Option) []int {
		mean := 0.0
		for _, o := range options {
			mean += float64(len([]rune(o.Text))) / float64(len(options))
		}
		return best(options, -1000, func(o quiz.Option) float64 { return -math.Abs(float64(len([]rune(o.Text))) - mean) })
	}},
	{"the most cautious option", func(_ string, options []quiz.Option) []int {
		return best(options, 0, func(o quiz.Option) float64 { return float64(len(hedges.FindAllString(o.Text, -1))) })
	}},
	{"the option with the fewest sweeping words", func(_ string, options []quiz.Option) []int {
		return best(options, -1000, func(o quiz.Option) float64 { return -float64(len(absolutes.FindAllString(o.Text, -1))) })
	}},
	{"the option that is most like the others", func(_ string, options []quiz.Option) []int {
		return best(options, 0, alike(options))
	}},
	{"the option that is least like the others", func(_ string, options []quiz.Option) []int {
		score := alike(options)
		return best(options, -1000, func(o quiz.Option) float64 { return -score(o) })
	}},
}

// score is the share of right answers that a strategy expects: where it sees nothing to go by, it guesses.
func (s strategy) score(q *quiz.Question, options []quiz.Option) float64 {
	picked := s.pick(q.Stem, options)
	if len(picked) == 0 {
		return 1 / float64(len(options))
	}
	right := 0.0
	for _, i := range picked {
		if options[i].Correct {
			right++
		}
	}
	return right / float64(len(picked))
}

// choices are the questions in which one thing is chosen among several, as options.
func choices(q *quiz.Question) (kind string, options []quiz.Option) {
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		return "single choices", b.Options
	case *quiz.NextSource:
		for _, card := range b.Options {
			options = append(options, quiz.Option{Text: card.Card, Correct: card.Value == 1})
		}
		return "next sources", options
	case *quiz.EvidenceHighlight:
		keys := 0
		for i, words := range b.Quotes() {
			options = append(options, quiz.Option{Text: words, Correct: b.IsKey(i)})
			if b.IsKey(i) {
				keys++
			}
		}
		if keys == 1 {
			return "passages", options
		}
	}
	return "", nil
}

// The bound is chance + 0.15. With fewer than 30 questions chance alone would break it; there the bound is three
// standard deviations of a player who guesses.
func TestTestWisePlayerDoesNoBetterThanChance(t *testing.T) {
	for _, kind := range []string{"single choices", "next sources", "passages"} {
		n, chance, variance := 0.0, 0.0, 0.0
		scores := make([]float64, len(strategies))
		for _, q := range builtIn(t).Questions() {
			of, options := choices(q)
			if of != kind {
				continue
			}
			p := 1 / float64(len(options))
			n, chance, variance = n+1, chance+p, variance+p*(1-p)
			for i, s := range strategies {
				scores[i] += s.score(q, options)
			}
		}
		if n == 0 {
			t.Fatalf("there are no %s", kind)
		}
		margin := 0.15
		if n < 30 {
			margin = 3 * math.Sqrt(variance) / n
		}
		for i, s := range strategies {
			if got, bound := scores[i]/n, chance/n+margin; got > bound {
				t.Errorf("%s scores %.2f over %.0f %s, at most %.2f is allowed", s.name, got, n, kind, bound)
			} else {
				t.Logf("%s scores %.2f over %.0f %s; chance is %.2f", s.name, got, n, kind, chance/n)
			}
		}
	}
}

// A player that could not find a cue would prove nothing.
func TestTestWisePlayerFindsCues(t *testing.T) {
	for i, cued := range []struct {
		stem    string
		options []quiz.Option
	}{
		{"Why?", []quiz.Option{{Text: "short"}, {Text: "a much longer answer", Correct: true}, {Text: "tiny"}}},
		{"Which congress met?", []quiz.Option{{Text: "the party congress", Correct: true}, {Text: "the police"},
			{Text: "the army"}}},
		{"How many?", []quiz.Option{{Text: "10"}, {Text: "1,200", Correct: true}, {Text: "98,000"}}},
		{"Why?", []quiz.Option{{Text: "a short one"}, {Text: "this", Correct: true}, {Text: "a long one here"}}},
		{"Why?", []quiz.Option{{Text: "a"}, {Text: "a longer", Correct: true}, {Text: "a longer one yet"}}},
		{"Why?", []quiz.Option{{Text: "it was so"}, {Text: "it may be", Correct: true}, {Text: "it must be"}}},
		{"Why?", []quiz.Option{{Text: "all of it"}, {Text: "half of it", Correct: true}, {Text: "never any"}}},
		{"Why?", []quiz.Option{{Text: "they wanted money"}, {Text: "they wanted power and peace", Correct: true},
			{Text: "somebody needed peace"}}},
		{"Why?", []quiz.Option{{Text: "they wanted money"}, {Text: "fear", Correct: true}, {Text: "they wanted peace"}}},
	} {
		if got := strategies[i].score(&quiz.Question{Common: quiz.Common{Stem: cued.stem}}, cued.options); got != 1 {
			t.Errorf("%s scores %v on a question that it should see through", strategies[i].name, got)
		}
	}
	plain := []quiz.Option{{Text: "one", Correct: true}, {Text: "two"}, {Text: "six"}}
	for _, s := range strategies {
		if got := s.score(&quiz.Question{Common: quiz.Common{Stem: "Why?"}}, plain); math.Abs(got-1.0/3) > 1e-9 {
			t.Errorf("%s scores %v on a question without a cue", s.name, got)
		}
	}
}
