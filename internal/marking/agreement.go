package marking

import (
	"maps"
	"slices"
)

// MaxLevel is the highest level of a skill; the lowest is 0.
const MaxLevel = 4

// leastPairs is how many pairs of levels it takes before kappa says something.
const leastPairs = 10

// Pair is two levels that two people gave to the same skill of the same text, without knowing of each other.
type Pair struct{ First, Second int }

// Agreement is how well two people agree: the number of pairs, the shares of equal levels and of levels at most one
// apart, and quadratic weighted kappa, which is 1 for full agreement and 0 for no more than chance; it means something
// only if KappaKnown.
type Agreement struct {
	N                int
	Exact, WithinOne float64
	Kappa            float64
	KappaKnown       bool
}

// Agree computes the agreement of pairs of levels 0 to 4; a pair with another level is left out. Kappa is 1 - Σ w·O / Σ
// w·E with w = (i-j)²/16, O the counts of pairs, E the counts expected by chance from how often each person gave each
// level (J. Cohen, "Weighted kappa", Psychological Bulletin 1968). It is not known below ten pairs, nor where all
// levels are the same.
func Agree(pairs []Pair) Agreement {
	const levels = MaxLevel + 1
	var a Agreement
	var first, second [levels]float64
	var observed float64
	for _, p := range pairs {
		if min(p.First, p.Second) < 0 || max(p.First, p.Second) > MaxLevel {
			continue
		}
		a.N++
		first[p.First]++
		second[p.Second]++
		observed += weight(p.First, p.Second)
		switch p.First - p.Second {
		case 0:
			a.Exact++
			a.WithinOne++
		case 1, -1:
			a.WithinOne++
		}
	}
	if a.N == 0 {
		return a
	}
	n := float64(a.N)
	a.Exact /= n
	a.WithinOne /= n
	var expected float64
	for i := range first {
		for j := range second {
			expected += weight(i, j) * first[i] * second[j] / n
		}
	}
	if a.N >= leastPairs && expected > 0 {
		a.Kappa, a.KappaKnown = 1-observed/expected, true
	}
	return a
}

func weight(i, j int) float64 { return float64((i-j)*(i-j)) / (MaxLevel * MaxLevel) }

// SampleSize is how many of n texts get a second mark: a tenth, at least five, at most all.
func SampleSize(n int) int {
	return max(0, min(n, max(5, (n+9)/10)))
}

// Apart lists the skills whose levels differ by two or more between two marks of one text, by name; people then talk
// about these. A skill that only one of them has is left out.
func Apart(first, second map[string]int) []string {
	var apart []string
	for _, skill := range slices.Sorted(maps.Keys(first)) {
		if other, both := second[skill]; both && max(first[skill]-other, other-first[skill]) >= 2 {
			apart = append(apart, skill)
		}
	}
	return apart
}
