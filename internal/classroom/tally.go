package classroom

import (
	"cmp"
	"math"
	"slices"

	"dossier/internal/quiz"
)

// CountedAnswer is a student's latest answer to a question, with what was decided about it.
type CountedAnswer struct {
	Answer quiz.Answer
	Grade  quiz.Grade
}

// Tally is what a class answered to a question, in numbers and without names. The zero Tally has no answers.
type Tally struct {
	answers []CountedAnswer
}

// TallyOf counts answers, one for each student.
func TallyOf(answers []CountedAnswer) Tally { return Tally{answers} }

// Answers is how many students have answered.
func (t Tally) Answers() int { return len(t.answers) }

// TooFew tells that the numbers are not to be shown.
func (t Tally) TooFew() bool { return len(t.answers) < FewestShown }

// Chose counts who gave a value among those of a part of the question.
func (t Tally) Chose(part, value string) int {
	return t.count(func(a quiz.Answer) bool { return slices.Contains(a[part], value) })
}

// Placed counts who put a value in a place, counted from 0.
func (t Tally) Placed(part, value string, place int) int {
	return t.count(func(a quiz.Answer) bool { return place < len(a[part]) && a[part][place] == value })
}

// Filled counts who gave anything for a part.
func (t Tally) Filled(part string) int {
	return t.count(func(a quiz.Answer) bool { return a.Value(part) != "" })
}

func (t Tally) count(fits func(quiz.Answer) bool) (n int) {
	for _, a := range t.answers {
		if fits(a.Answer) {
			n++
		}
	}
	return n
}

// Said is a text that several students typed, in the spelling that most of them used.
type Said struct {
	Text string
	N    int
}

// Typed lists what at least FewestTyped students typed for a part, what most of them typed first; others is how many
// typed something else.
func (t Tally) Typed(part string) (said []Said, others int) {
	type spelt struct {
		n         int
		spellings map[string]int
	}
	all := map[string]*spelt{}
	for _, a := range t.answers {
		text := a.Answer.Value(part)
		if text == "" {
			continue
		}
		key := quiz.TypedKey(text)
		if all[key] == nil {
			all[key] = &spelt{spellings: map[string]int{}}
		}
		all[key].n++
		all[key].spellings[text]++
	}
	for _, s := range all {
		if s.n < FewestTyped {
			others += s.n
			continue
		}
		said = append(said, Said{commonest(s.spellings), s.n})
	}
	slices.SortFunc(said, func(a, b Said) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Text, b.Text)) })
	return said, others
}

// commonest is the text that was counted most often; of equals the first in the alphabet.
func commonest(counted map[string]int) (text string) {
	for one, n := range counted {
		if text == "" || n > counted[text] || n == counted[text] && one < text {
			text = one
		}
	}
	return text
}

// Bin is a stretch of numbers and how many estimates lie in it; both ends belong to it.
type Bin struct {
	From, To float64
	N        int
}

// mostBins is how many stretches estimates are divided into.
const mostBins = 6

// Estimates divides the numbers that were estimated into stretches. They are cut by the numbers alone, so that they
// tell nothing about the right one; where the largest is more than twenty times the smallest, by their logarithms.
func (t Tally) Estimates(read func(quiz.Answer) (float64, bool)) []Bin {
	var numbers []float64
	for _, a := range t.answers {
		if n, ok := read(a.Answer); ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	distinct := slices.Compact(slices.Clone(numbers))
	if len(distinct) <= mostBins {
		bins := make([]Bin, len(distinct))
		for i, n := range distinct {
			bins[i] = Bin{From: n, To: n}
		}
		return fill(bins, numbers)
	}
	place := func(n float64) float64 { return n }
	if distinct[0] > 0 && distinct[len(distinct)-1] > 20*distinct[0] {
		place = math.Log
	}
	low, high := place(distinct[0]), place(distinct[len(distinct)-1])
	var bins []Bin
	last := -1
	for _, n := range distinct {
		at := min(mostBins-1, int(mostBins*(place(n)-low)/(high-low)))
		if at != last {
			bins, last = append(bins, Bin{From: n}), at
		}
		bins[len(bins)-1].To = n
	}
	return fill(bins, numbers)
}

func fill(bins []Bin, numbers []float64) []Bin {
	for i := range bins {
		for _, n := range numbers {
			if n >= bins[i].From && n <= bins[i].To {
				bins[i].N++
			}
		}
	}
	return bins
}

// WrongIdeas lists the wrong ideas behind the answers, the commonest first.
func (t Tally) WrongIdeas() []IdeaCount {
	grades := make([]quiz.Grade, len(t.answers))
	for i, a := range t.answers {
		grades[i] = a.Grade
	}
	return IdeasIn(grades)
}
