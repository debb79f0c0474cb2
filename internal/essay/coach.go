package essay

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Stock is a rule about a stock remark, a run of words that stands where a reason should ("is biased"): the phrases,
// what excuses them if it stands later in the same sentence (Unless: "because") or earlier (Before), and the one
// question to ask.
type Stock struct {
	ID                      string
	Phrases, Unless, Before []string
	Ask                     string
}

// Nudge is a question to the writer: the rule, the sentence as typed, cut to 120 characters, and what to ask.
type Nudge struct{ Rule, Quote, Ask string }

// Nudges finds stock remarks in a text, in the order of the text and each rule's first one only. Wordings are compared
// as whole words in one sentence, whatever their case and apostrophes. Words between quotation marks are a source's and
// neither caught nor an excuse. The rubric's level 1 is where such remarks stay; a nudge asks for the step to level 2
// and marks nothing.
func Nudges(rules []Stock, text string) []Nudge { return NewCoach(rules).Nudges(text) }

// Coach has rules ready for many texts.
type Coach struct{ rules []foldedRule }

// NewCoach makes rules ready.
func NewCoach(rules []Stock) Coach {
	folded := make([]foldedRule, len(rules))
	for i, rule := range rules {
		folded[i] = foldedRule{rule, wordings(rule.Phrases), wordings(rule.Unless), wordings(rule.Before)}
	}
	return Coach{folded}
}

// Nudges is the function Nudges with the rules of the coach.
func (c Coach) Nudges(text string) []Nudge {
	type found struct {
		at    int
		nudge Nudge
	}
	var all []found
	waiting := slices.Clone(c.rules)
	masked := outsideQuotations(text)
	for _, s := range sentences(masked) {
		sentence := fold(masked[s.from:s.to])
		waiting = slices.DeleteFunc(waiting, func(rule foldedRule) bool {
			from, to := rule.caught(sentence)
			if from < 0 {
				return false
			}
			quote := window(text[s.from:s.to], sentence.at[from], sentence.at[to])
			all = append(all, found{s.from + sentence.at[from], Nudge{rule.ID, quote, rule.Ask}})
			return true
		})
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.at - b.at })
	var nudges []Nudge
	for _, f := range all {
		nudges = append(nudges, f.nudge)
	}
	return nudges
}

type foldedRule struct {
	Stock
	phrases, unless, before []string
}

func wordings(runs []string) []string {
	all := make([]string, len(runs))
	for i, run := range runs {
		all[i] = wording(run)
	}
	return all
}

// caught is the first phrase in a sentence that nothing excuses; -1 if there is none.
func (rule foldedRule) caught(sentence folded) (from, to int) {
	from, to = -1, -1
	excused := false // whether the two below are known
	lastUnless, firstBefore := -1, -1
	for _, phrase := range rule.phrases {
		for at := sentence.find(phrase, 0, true); at >= 0; at = sentence.find(phrase, at+1, true) {
			if !excused {
				lastUnless, firstBefore = sentence.last(rule.unless), sentence.firstEnd(rule.before)
				excused = true
			}
			end := at + len(phrase)
			if lastUnless >= end || firstBefore >= 0 && firstBefore <= at {
				continue
			}
			if from < 0 || at < from {
				from, to = at, end
			}
			break
		}
	}
	return from, to
}

// last is where the last of some wordings begins, and firstEnd where the first ends; -1 if there is none.
func (f folded) last(wordings []string) int {
	last := -1
	for _, w := range wordings {
		for at := f.find(w, 0, true); at >= 0; at = f.find(w, at+1, true) {
			last = max(last, at)
		}
	}
	return last
}

func (f folded) firstEnd(wordings []string) int {
	first := -1
	for _, w := range wordings {
		if at := f.find(w, 0, true); at >= 0 && (first < 0 || at+len(w) < first) {
			first = at + len(w)
		}
	}
	return first
}

// window is a sentence cut to what a message repeats: its beginning, or if the phrase would not be in it what begins
// with the phrase.
func window(sentence string, from, to int) string {
	if utf8.RuneCountInString(sentence[:to]) < longestQuote || utf8.RuneCountInString(sentence) <= longestQuote {
		return shorten(sentence, longestQuote)
	}
	return "…" + shorten(strings.TrimSpace(sentence[from:]), longestQuote-1)
}
