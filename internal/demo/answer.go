package demo

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dossier/internal/quiz"
)

// right is an answer to q that earns everything. What is written in it comes from write.
func right(q *quiz.Question, write writer) quiz.Answer {
	a := quiz.Answer{}
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		a["a"] = keys(b.Options)
	case *quiz.MultipleResponse:
		a["a"] = keys(b.Options)
	case *quiz.TrueFalse:
		a["verdict"] = []string{strconv.FormatBool(b.Answer)}
		if !b.Answer && len(b.Correction.Accept) > 0 {
			a["fix"] = []string{b.Correction.Accept[0].Text}
		}
	case *quiz.Chronology:
		for _, it := range b.Items {
			a["order"] = append(a["order"], it.ID)
		}
	case *quiz.Matching:
		for _, p := range b.Prompts {
			a[p.ID] = []string{p.Answer}
		}
	case *quiz.Cloze:
		for _, g := range b.Gaps {
			a[g.ID] = []string{g.Accept[0].Text}
		}
	case *quiz.NumericEstimate:
		a = estimate(b, b.Answer)
	case *quiz.EvidenceHighlight:
		a = evidence(b, func(i int) bool { return b.IsKey(i) })
	case *quiz.Provenance:
		for _, p := range b.Auto {
			a[p.ID] = keys(p.Options)
		}
	case *quiz.Comparison:
		for _, p := range b.Points {
			a[p.ID] = []string{p.Answer}
		}
	case *quiz.NextSource:
		for _, card := range b.Options {
			if card.Value >= 1 {
				a["a"], a["why"] = []string{card.ID}, slices.Clone(card.Reasons)
			}
		}
	}
	return written(q, a, write)
}

// tries is how often a wrong answer is drawn before one that is wrong all the same is taken.
const tries = 12

// wrong is an answer to q that does not earn everything. idea is the misconception behind it, if the question has a
// choice for it; the ideas of avoid are left to others as far as there is anything else to choose.
func wrong(q *quiz.Question, r *rand.Rand, idea string, avoid map[string]bool, write writer) quiz.Answer {
	var a quiz.Answer
	for range tries {
		a = mistaken(q, r, idea, avoid, write)
		if !q.Body.Grade(a).Full() {
			return a
		}
	}
	return a
}

func mistaken(q *quiz.Question, r *rand.Rand, idea string, avoid map[string]bool, write writer) quiz.Answer {
	a := right(q, write)
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		a["a"] = []string{wrongOption(b.Options, r, idea, avoid)}
	case *quiz.MultipleResponse:
		a["a"] = wrongOptions(b.Options, r, idea, avoid)
	case *quiz.TrueFalse:
		mistakenTrue(q.ID, b, a, r)
	case *quiz.Chronology:
		at := r.IntN(len(a["order"]) - 1)
		a["order"][at], a["order"][at+1] = a["order"][at+1], a["order"][at]
		if r.IntN(3) == 0 {
			last := len(a["order"]) - 1
			a["order"][0], a["order"][last] = a["order"][last], a["order"][0]
		}
	case *quiz.Matching:
		i, j := pair(len(b.Prompts), r)
		a[b.Prompts[i].ID], a[b.Prompts[j].ID] = a[b.Prompts[j].ID], a[b.Prompts[i].ID]
	case *quiz.Cloze:
		g := b.Gaps[r.IntN(len(b.Gaps))]
		a[g.ID] = []string{mistyped(q.ID+"/"+g.ID, g.Match, g.Accept[0].Text, g.Wrong, r)}
	case *quiz.NumericEstimate:
		a = estimate(b, b.Answer*[]float64{0.1, 0.3, 0.5, 2, 4, 10}[r.IntN(6)])
		if b.Number == "year" {
			a = estimate(b, b.Answer+float64([]int{-10, -3, -2, 2, 4, 20}[r.IntN(6)]))
		}
	case *quiz.EvidenceHighlight:
		chosen := r.IntN(len(b.Segments))
		a = evidence(b, func(i int) bool { return i == chosen })
		if b.Because != nil && r.IntN(2) == 0 {
			a["because"] = []string{wrongOption(b.Because.Options, r, idea, avoid)}
		}
	case *quiz.Provenance:
		p := b.Auto[r.IntN(len(b.Auto))]
		a[p.ID] = []string{wrongOption(p.Options, r, idea, avoid)}
	case *quiz.Comparison:
		for range 1 + r.IntN(2) {
			a[b.Points[r.IntN(len(b.Points))].ID] = []string{[]string{"first", "second", "both", "neither"}[r.IntN(4)]}
		}
	case *quiz.NextSource:
		a["a"] = []string{b.Options[r.IntN(len(b.Options))].ID}
		a["why"] = []string{b.Reasons[r.IntN(len(b.Reasons))].ID}
	}
	return a
}

func keys(options []quiz.Option) (ids []string) {
	for _, o := range options {
		if o.Correct {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// pair draws two different numbers below n.
func pair(n int, r *rand.Rand) (i, j int) {
	i = r.IntN(n)
	return i, (i + 1 + r.IntN(n-1)) % n
}

// wrongOption draws a wrong option: that of the idea if there is one, else one that nobody was to avoid.
func wrongOption(options []quiz.Option, r *rand.Rand, idea string, avoid map[string]bool) string {
	var any, free []string
	for _, o := range options {
		switch {
		case o.Correct:
			continue
		case idea != "" && o.Misconception == idea:
			return o.ID
		case !avoid[o.Misconception]:
			free = append(free, o.ID)
		}
		any = append(any, o.ID)
	}
	if len(free) > 0 {
		return free[r.IntN(len(free))]
	}
	return any[r.IntN(len(any))]
}

// wrongOptions puts one wrong option in the place of a right one, in the order of the options.
func wrongOptions(options []quiz.Option, r *rand.Rand, idea string, avoid map[string]bool) (ids []string) {
	chosen := map[string]bool{wrongOption(options, r, idea, avoid): true}
	right := keys(options)
	dropped := right[r.IntN(len(right))]
	for _, id := range right {
		chosen[id] = id != dropped
	}
	for _, o := range options {
		if chosen[o.ID] {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// mistakenTrue takes a true statement for false, or a false one for true; or finds that it is false and corrects it in
// words that are not the right ones.
func mistakenTrue(id string, b *quiz.TrueFalse, a quiz.Answer, r *rand.Rand) {
	if !b.Answer && r.IntN(2) == 0 {
		a["fix"] = []string{mistyped(id+"/fix", b.Correction.Match, b.Correction.Accept[0].Text, nil, r)}
		return
	}
	delete(a, "fix")
	a["verdict"] = []string{strconv.FormatBool(!b.Answer)}
	if b.Answer {
		a["fix"] = []string{[]string{"not sure", "it was later", "somebody else"}[r.IntN(3)]}
	}
}

// evidence marks passages and gives the right reason.
func evidence(b *quiz.EvidenceHighlight, marked func(i int) bool) quiz.Answer {
	a := quiz.Answer{}
	if b.Because != nil {
		a["because"] = keys(b.Because.Options)
	}
	if b.Quoting() {
		for i, quote := range b.Quotes() {
			if marked(i) {
				a["quote"] = []string{quote}
				return a
			}
		}
	}
	least, most := max(1, b.MinPick), max(1, b.MaxPick)
	for i, s := range b.Segments {
		if marked(i) && len(a["a"]) < most {
			a["a"] = append(a["a"], s.ID)
		}
	}
	for _, s := range b.Segments { // as many as the form asks for
		if len(a["a"]) < least && !slices.Contains(a["a"], s.ID) {
			a["a"] = append(a["a"], s.ID)
		}
	}
	return a
}

// estimate is a number as somebody types it, or a range around it.
func estimate(b *quiz.NumericEstimate, n float64) quiz.Answer {
	typed := func(n float64) []string {
		if b.Number == "year" {
			return []string{strconv.Itoa(int(n))}
		}
		return []string{withCommas(int64(n))}
	}
	if b.AskRange {
		return quiz.Answer{"lo": typed(n), "hi": typed(n)}
	}
	return quiz.Answer{"n": typed(n)}
}

func withCommas(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// mistyped is what somebody types in a field who does not know the answer, or not how it is spelled.
func mistyped(field, match, text string, known []quiz.WrongAnswer, r *rand.Rand) string {
	switch match {
	case "year":
		if year, err := strconv.Atoi(text); err == nil {
			return strconv.Itoa(year + []int{-1, 1, 2, -10}[r.IntN(4)])
		}
	case "number":
		if n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64); err == nil {
			return withCommas(int64(n) + int64([]int{-1, 2, 10, 100}[r.IntN(4)]))
		}
	}
	if len(known) > 0 && r.IntN(4) == 0 {
		return known[r.IntN(len(known))].Text
	}
	if all := typed[field]; len(all) > 0 && r.IntN(10) > 0 {
		return all[min(r.IntN(len(all)), r.IntN(len(all)))] // the first more often than the last
	}
	return slip(text, r.IntN(len(slips)+1))
}

// slips are ways in which a word goes wrong.
var slips = []func(string) string{
	func(w string) string { // a letter doubled
		half := len(w) / 2
		return w[:half] + w[half-1:]
	},
	func(w string) string { // two letters that changed places
		half := len(w) / 2
		return w[:half-1] + w[half:half+1] + w[half-1:half] + w[half+1:]
	},
	func(w string) string { // spelled as it sounds
		return asItSounds.Replace(w)
	},
}

var asItSounds = strings.NewReplacer("ph", "f", "ck", "k", "c", "k", "y", "i", "z", "s", "v", "f", "tt", "t", "ss", "s")

// slip spells the longest word of a text in a way that is nearly right, or gives up.
func slip(text string, way int) string {
	words := strings.Fields(text)
	longest := -1
	for i, w := range words {
		if ascii(w) && (longest < 0 || len(w) > len(words[longest])) {
			longest = i
		}
	}
	if longest < 0 || len(words[longest]) < 4 || way >= len(slips) {
		return "dont know"
	}
	words[longest] = slips[way](words[longest])
	return strings.ToLower(strings.Join(words, " "))
}

func ascii(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// written adds the texts of the written parts to an answer.
func written(q *quiz.Question, a quiz.Answer, write writer) quiz.Answer {
	body, ok := q.Body.(quiz.Writer)
	if !ok {
		return a
	}
	for _, part := range body.Written() {
		a[part.Field()] = []string{write(q, part)}
	}
	return a
}

// writer writes a part of an answer.
type writer func(*quiz.Question, quiz.WrittenPart) string

// fitting cuts a text to the words that a part may have, and says so when there are too few of them.
func fitting(text string, words quiz.WordRange) string {
	all := strings.Fields(text)
	for len(all) < words.Min {
		all = append(all, strings.Fields(more)...)
	}
	if len(all) > words.Max {
		all = all[:words.Max]
	}
	return strings.Join(all, " ")
}

const more = "I would like to see another text about it before I decide, because one text alone can be wrong."

func sure(level int) string { return [...]string{"guess", "fairly", "certain"}[level] }
