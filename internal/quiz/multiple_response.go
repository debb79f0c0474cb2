package quiz

import (
	"math"
	"regexp"
	"strings"
)

// MultipleResponse asks for all the right options.
type MultipleResponse struct {
	Options []Option `yaml:"options"`
	Shuffle *bool    `yaml:"shuffle,omitempty"`
	Choose  Choose   `yaml:"choose"`
	Scoring string   `yaml:"scoring"` // right_minus_wrong or all_or_nothing
}

// Choose says how many options a student picks.
type Choose struct {
	Mode string `yaml:"mode"` // exactly or any
	N    int    `yaml:"n,omitempty"`
}

const (
	chooseExactly   = "exactly"
	chooseAny       = "any"
	rightMinusWrong = "right_minus_wrong"
	allOrNothing    = "all_or_nothing"
)

// Dealt returns the options in the order this person sees.
func (q *MultipleResponse) Dealt(d Deal) []Option { return inOrder(q.Options, q.Shuffle, d) }

// Parse reads field "a", the handles of the chosen options.
func (q *MultipleResponse) Parse(f Form, d Deal) (Answer, []Problem) {
	chosen := map[string]bool{}
	for _, handle := range f["a"] {
		id, ok := d.Part(handle, optionIDs(q.Options))
		if !ok {
			return nil, []Problem{{Field: "a", Message: "Choose from the answers shown here."}}
		}
		chosen[id] = true
	}
	n := len(chosen)
	switch {
	case q.Choose.Mode == chooseExactly && n != q.Choose.N:
		message := "Choose exactly " + amount(q.Choose.N, "answer", "answers") + "."
		if n > 0 {
			message += " You chose " + counted(n) + "."
		}
		return nil, []Problem{{Field: "a", Message: message}}
	case n == 0:
		return nil, []Problem{{Field: "a", Message: "Choose at least one answer."}}
	}
	var ids []string
	for _, o := range q.Options {
		if chosen[o.ID] {
			ids = append(ids, o.ID)
		}
	}
	return Answer{"a": ids}, nil
}

// Fill is the form that gives an answer.
func (q *MultipleResponse) Fill(a Answer, d Deal) Form {
	return Form{"a": handles(d, a["a"])}
}

// Grade gives the share of right options chosen less the share of wrong ones chosen, never below 0, so that ticking all
// and ticking none earn nothing; or, with all_or_nothing, 1 for exactly the right options.
func (q *MultipleResponse) Grade(a Answer) Grade {
	chosen := map[string]bool{}
	for _, id := range a["a"] {
		chosen[id] = true
	}
	g := Grade{Lines: choiceLines(q.Options, chosen)}
	right, wrong := 0, 0
	var given []string
	for _, l := range g.Lines {
		if !l.Chosen {
			continue
		}
		given = append(given, l.Label)
		if l.Mark == Right {
			right++
		} else {
			wrong++
		}
	}
	g.Given = strings.Join(given, "; ")
	g.Score = q.score(right, wrong)
	return g
}

func (q *MultipleResponse) keys() int {
	n := 0
	for _, o := range q.Options {
		if o.Correct {
			n++
		}
	}
	return n
}

func (q *MultipleResponse) score(right, wrong int) float64 {
	keys := q.keys()
	others := len(q.Options) - keys
	switch {
	case keys == 0:
		return 0
	case q.Scoring == allOrNothing:
		if right == keys && wrong == 0 {
			return 1
		}
		return 0
	case others == 0:
		return clamp(float64(right) / float64(keys))
	}
	return clamp(float64(right)/float64(keys) - float64(wrong)/float64(others))
}

// GuessScore is the mean score over all choices that the form allows: those of n options, or those of any number but
// none.
func (q *MultipleResponse) GuessScore() float64 {
	keys := q.keys()
	others := len(q.Options) - keys
	sum, ways := 0.0, 0.0
	for right := 0; right <= keys; right++ {
		for wrong := 0; wrong <= others; wrong++ {
			if right+wrong == 0 || q.Choose.Mode == chooseExactly && right+wrong != q.Choose.N {
				continue
			}
			w := binomial(keys, right) * binomial(others, wrong)
			sum += w * q.score(right, wrong)
			ways += w
		}
	}
	if ways == 0 {
		return 0
	}
	return sum / ways
}

// binomial is the number of ways to choose k of n.
func binomial(n, k int) float64 {
	out := 1.0
	for i := 1; i <= k; i++ {
		out *= float64(n-k+i) / float64(i)
	}
	return math.Round(out)
}

// Asks is "": the stem says it all.
func (q *MultipleResponse) Asks() string { return "" }

// Parts are the options.
func (q *MultipleResponse) Parts() []string { return optionTexts(q.Options) }

// Typed is nothing: answers are chosen.
func (q *MultipleResponse) Typed() []string { return nil }

// Check applies V02, V03 and the rules for options.
func (q *MultipleResponse) Check(c Common) []Finding {
	fs := checkOptions(c, q.Options, q.Shuffle, 4, 7)
	keys := q.keys()
	if keys < 2 || len(q.Options)-keys < 2 {
		fs = append(fs, failure(
			"V03", "$.options", "a multiple response has at least two right and two wrong options",
			"add options, or make it a single choice",
		))
	}
	switch q.Choose.Mode {
	case chooseExactly:
		if q.Choose.N != keys {
			fs = append(fs, failure(
				"V03", "$.choose.n", "students choose "+counted(q.Choose.N)+" options and "+counted(keys)+" are right",
				"make n the number of right options",
			))
		}
		if !saysNumber(c.Stem, q.Choose.N) {
			fs = append(fs, failure(
				"V12", "$.stem", "the question does not say how many options to choose",
				"write the number: Which "+strings.ToUpper(counted(q.Choose.N))+" …",
			))
		}
	case chooseAny:
		if q.Choose.N != 0 {
			fs = append(fs, failure("V03", "$.choose.n", "n has no meaning with mode any", "leave n out"))
		}
	default:
		fs = append(fs, failure(
			"V03", "$.choose.mode", "no such mode of choosing: "+quoted(q.Choose.Mode), "use exactly or any",
		))
	}
	if q.Scoring != rightMinusWrong && q.Scoring != allOrNothing {
		fs = append(fs, failure(
			"V03", "$.scoring", "no such scoring: "+quoted(q.Scoring), "use right_minus_wrong or all_or_nothing",
		))
	}
	return fs
}

// saysNumber tells whether a text holds a number as a word or in figures.
func saysNumber(text string, n int) bool {
	return regexp.MustCompile(`(?i)\b(?:` + counted(n) + `|` + formatNumber(float64(n)) + `)\b`).MatchString(text)
}
