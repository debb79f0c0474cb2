package classroom

import "cmp"

// Flag is why a teacher should look at a question, or need not.
type Flag int

// The flags, the most urgent first.
const (
	OthersPicked Flag = iota // more of the strongest third picked a certain wrong option than the right one
	Reversed                 // those who did well otherwise got it right less often: DI below 0
	Hard                     // under a fifth of its marks, once guessing is taken off: hard, or a wrong key
	Weak                     // who is right here says little about the rest: DI below 15
	Known                    // over 95% of its marks: known by all
)

// Urgent reports whether a flag asks for a look at the question. A weak one does not: in a class of 25 a correlation of
// 15 and one of 40 are often the same by chance.
func (f Flag) Urgent() bool { return f < Weak }

// Flags are the flags of an item; guess is the expected score of a blind guess, and parts are its parts. Those that
// rest on a facility want FewestForOptions answers, since of five one more or less is a fifth; those that rest on who
// did well otherwise want FewestForSeparation.
func (it *Item) Flags(guess float64, parts []ItemPart) (flags []Flag) {
	for _, p := range parts {
		if it.Stronger(p) != nil {
			flags = append(flags, OthersPicked)
			break
		}
	}
	facility, _ := it.Facility()
	corrected, ok := it.Corrected(guess)
	enough := it.N() >= FewestForOptions
	known := enough && facility > 0.95
	di, compared := it.Discrimination()
	compared = compared && it.Compared() >= FewestForSeparation && !known // who is the one that got it wrong is chance
	if compared && di < -dust {
		flags = append(flags, Reversed)
	}
	if enough && ok && corrected < 0.20-dust {
		flags = append(flags, Hard)
	}
	if compared && di >= -dust && di < 15 {
		flags = append(flags, Weak)
	}
	if known {
		flags = append(flags, Known)
	}
	return flags
}

// Sure is how often somebody was right who said how sure they were.
type Sure struct {
	Confidence string // "certain", "fairly" or "guess"
	Right      Share
}

// SureOf compares how sure the authors of answers were with how right, the surest first. Whoever was not asked is left
// out.
func (it *Item) SureOf() []Sure {
	out := []Sure{{Confidence: "certain"}, {Confidence: "fairly"}, {Confidence: "guess"}}
	for i := range it.N() {
		a := it.Answers[i]
		for k := range out {
			if out[k].Confidence != a.Confidence {
				continue
			}
			if out[k].Right.Of++; a.Full() {
				out[k].Right.Count++
			}
		}
	}
	return out
}

// Looked is an item in a list of questions.
type Looked struct {
	*Item
	At    int // its place in the lesson
	Flags []Flag
}

// Urgency is the most urgent of its flags; ok is false when nothing asks for a look.
func (l Looked) Urgency() (f Flag, ok bool) {
	for _, f := range l.Flags {
		if f.Urgent() {
			return f, true
		}
	}
	return 0, false
}

// ByNeed puts first what needs a look, by its first flag, then where more were certain and wrong, then the
// harder ones, and last those of which too little is known.
func (l Looked) ByNeed(other Looked) int {
	rank := func(x Looked) int {
		switch {
		case len(x.Flags) > 0:
			return int(x.Flags[0])
		case x.N() < FewestShown:
			return int(Known) + 1
		}
		return int(Known)
	}
	if c := cmp.Compare(rank(l), rank(other)); c != 0 {
		return c
	}
	if l.N() >= FewestShown {
		if c := cmp.Compare(other.SureAndWrong(), l.SureAndWrong()); c != 0 {
			return c
		}
	}
	return l.ByHardness(other)
}

// ByHardness puts first what gives the smallest share of its marks, and last those of which too little is known.
func (l Looked) ByHardness(other Looked) int {
	few := func(x Looked) int {
		if x.N() < FewestShown {
			return 1
		}
		return 0
	}
	if c := cmp.Compare(few(l), few(other)); c != 0 || few(l) == 1 {
		return cmp.Or(c, cmp.Compare(l.At, other.At))
	}
	f, _ := l.Facility()
	g, _ := other.Facility()
	return cmp.Or(cmp.Compare(f, g), cmp.Compare(l.At, other.At))
}
