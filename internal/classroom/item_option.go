package classroom

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/quiz"
)

// ItemPart is one thing that a question asks, with everything that was answered to it: options to choose from, a pair,
// a gap, the place of an event.
type ItemPart struct {
	Ask      string // "" where the question says it all
	Sort     PartSort
	Answered int // how many answers there are
	Choices  []Choice
}

// PartSort says how a part is answered.
type PartSort int

// The sorts of part.
const (
	Chosen PartSort = iota // from options, in the order of the question
	Given                  // one value for each part: the right ones first, then the commonest
	Placed                 // an event in its place, in the order of the places
)

// Choice is one of the things that were or could be answered to a part.
type Choice struct {
	ID            string // of the line of an option; "" for what was given
	Text          string
	Key           bool // it is right
	Near          bool // it is partly right
	Unmatched     bool // it was typed and is like nothing known
	Misconception string
	By            []int // the answers, by their index
}

// PartsOf tallies answers part by part, from the lines of their decisions. blank is the decision about no answer
// at all, which knows every option. An answer counts under the choices that it made; where several can be made,
// under each.
func PartsOf(blank quiz.Grade, grades []quiz.Grade) []ItemPart {
	t := tally{at: map[string]int{}}
	t.add(-1, blank)
	for i, g := range grades {
		t.add(i, g)
	}
	for i := range t.parts {
		t.parts[i].settle()
	}
	return slices.DeleteFunc(t.parts, func(p ItemPart) bool { return len(p.Choices) == 0 })
}

type tally struct {
	parts []ItemPart
	at    map[string]int // the part by what it asks
}

// part finds a part, or makes it.
func (t *tally) part(key, ask string, sort PartSort) *ItemPart {
	i, known := t.at[key]
	if !known {
		i = len(t.parts)
		t.at[key], t.parts = i, append(t.parts, ItemPart{Ask: ask, Sort: sort})
	}
	return &t.parts[i]
}

// add counts one decision. Of the blank one, which is no answer, only the options are taken over.
func (t *tally) add(answer int, g quiz.Grade) {
	for lines := g.Lines; len(lines) > 0; {
		n := 1
		for n < len(lines) && lines[n].Group == lines[0].Group {
			n++
		}
		if optional(answer < 0, lines[:n]) {
			t.chosen(answer, lines[:n])
		} else {
			for i, l := range lines[:n] {
				t.given(answer, l, i, lines[:n])
			}
		}
		lines = lines[n:]
	}
}

// optional reports whether lines are options to choose from, rather than things that each have an answer.
func optional(blank bool, lines []quiz.Line) bool {
	if blank { // then options that are wrong are rightly not chosen
		return slices.ContainsFunc(lines, func(l quiz.Line) bool { return l.Mark == quiz.Rest })
	}
	return !slices.ContainsFunc(lines, func(l quiz.Line) bool { return l.Given != "" })
}

// chosen counts options. Words that were copied from a source hold the passages that are marked as right, near or
// wrong.
func (t *tally) chosen(answer int, lines []quiz.Line) {
	if copied, ok := strings.CutPrefix(lines[0].Label, quiz.CopiedWords); ok {
		p := t.part("copied", "What they copied", Given)
		p.count(answer, p.choice(copied), lines[0])
		p.Answered++
		lines = lines[1:]
	}
	p := t.part("options "+lines[0].Group, lines[0].Group, Chosen)
	if answer >= 0 {
		p.Answered++
	}
	for _, l := range lines {
		c := p.option(l)
		c.Key = c.Key || l.Mark == quiz.Missed || l.Mark == quiz.Right
		c.Misconception = l.Misconception
		if answer >= 0 && l.Mark != quiz.Missed && l.Mark != quiz.Rest {
			p.count(answer, c, l)
		}
	}
}

// given counts what was given for line i of a group. Where it is the place of an event, right is the place that it has
// among the events, which are in true order; events of one date share theirs.
func (t *tally) given(answer int, l quiz.Line, i int, group []quiz.Line) {
	key := "line " + l.Group + " " + l.ID
	place, placed := l.Place()
	if !placed {
		p := t.part(key, l.Label, Given)
		if l.Expected != "" {
			p.choice(l.Expected).Key = true
		}
		if answer >= 0 && l.Given != "" {
			p.count(answer, p.choice(l.Given), l)
			p.Answered++
		}
		return
	}
	p := t.part(key, l.Label, Placed)
	if p.Sort != Placed { // made of the blank decision, which does not know that events are given places
		p.Sort, p.Choices = Placed, make([]Choice, len(group))
		for n := range group {
			p.Choices[n] = Choice{Text: strconv.Itoa(n + 1), Key: group[n].Expected == l.Expected || n == i}
		}
	}
	if place >= 1 && place <= len(p.Choices) {
		p.Choices[place-1].By = append(p.Choices[place-1].By, answer)
		p.Answered++
	}
}

// option finds the choice of an option, or makes it.
func (p *ItemPart) option(l quiz.Line) *Choice {
	i := slices.IndexFunc(p.Choices, func(c Choice) bool { return c.ID == l.ID })
	if i < 0 {
		i, p.Choices = len(p.Choices), append(p.Choices, Choice{ID: l.ID, Text: l.Label})
	}
	return &p.Choices[i]
}

// choice finds a choice by its words, or makes it. Two that are one to a reader are one, as on the wall; of estimates
// the point between the figures counts.
func (p *ItemPart) choice(text string) *Choice {
	key := quiz.TypedKey
	if p.Ask == quiz.EstimateLabel {
		key = strings.ToLower
	}
	i := slices.IndexFunc(p.Choices, func(c Choice) bool { return key(c.Text) == key(text) })
	if i < 0 {
		i, p.Choices = len(p.Choices), append(p.Choices, Choice{Text: text})
	}
	return &p.Choices[i]
}

func (p *ItemPart) count(answer int, c *Choice, l quiz.Line) {
	c.By = append(c.By, answer)
	c.Key = c.Key || l.Mark == quiz.Right
	c.Near = l.Mark == quiz.Near
	c.Unmatched = l.Unmatched
}

// settle puts given values in order.
func (p *ItemPart) settle() {
	if p.Sort != Given {
		return
	}
	slices.SortStableFunc(p.Choices, func(a, b Choice) int {
		return cmp.Or(-compareBool(a.Key, b.Key), cmp.Compare(len(b.By), len(a.By)), -compareBool(a.Near, b.Near))
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// IdeaCount is a wrong idea with how many answers it stands behind.
type IdeaCount struct {
	ID    string
	Count int
}

// IdeasIn counts the wrong ideas behind the wrong parts of answers, the commonest first and then by id.
func IdeasIn(grades []quiz.Grade) (ideas []IdeaCount) {
	for _, g := range grades {
		for _, id := range g.WrongIdeas() {
			i := slices.IndexFunc(ideas, func(c IdeaCount) bool { return c.ID == id })
			if i < 0 {
				i, ideas = len(ideas), append(ideas, IdeaCount{ID: id})
			}
			ideas[i].Count++
		}
	}
	slices.SortFunc(ideas, func(a, b IdeaCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return ideas
}

// OptionNumbers are the statistics of one option of an item.
type OptionNumbers struct {
	Chosen      Share // of all answers
	Bottom, Top Share // of the third that did worst in the rest of the quiz, and of that which did best
	// Correlation is r_pb = corr(1[chose it], rest), -1 to 1: above 0 those who did well otherwise chose it more often.
	Correlation float64
	Correlated  bool // the correlation has a value
}

// Option looks at an option: by are the indices of the answers that chose it.
//
// A third is a third of the answers that have a rest, rounded down; of two with the same rest the earlier is lower.
func (it *Item) Option(by []int) OptionNumbers {
	chose := make(map[int]bool, len(by))
	for _, i := range by {
		chose[i] = true
	}
	out := OptionNumbers{Chosen: Share{len(by), it.N()}}
	var ones, rests []float64
	for i := range it.N() {
		if it.Answers[i].Rested {
			one := 0.0
			if chose[i] {
				one = 1
			}
			ones, rests = append(ones, one), append(rests, it.Answers[i].Rest)
		}
	}
	of := func(some []int) (s Share) {
		for _, i := range some {
			s.add(chose[i])
		}
		return s
	}
	bottom, top := it.thirds()
	out.Bottom, out.Top = of(bottom), of(top)
	out.Correlation, out.Correlated = correlation(ones, rests)
	return out
}

// thirds are the indices of the answers of those who did worst in the rest of the quiz, and of those who did best.
func (it *Item) thirds() (bottom, top []int) {
	var order []int
	for i := range it.N() {
		if it.Answers[i].Rested {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(it.Answers[a].Rest, it.Answers[b].Rest) })
	third := len(order) / 3
	return order[:third], order[len(order)-third:]
}

// Doubtful reports whether Stronger may find something: where most of the top third got everything, it cannot. Only
// then has anybody to look at what was chosen.
func (it *Item) Doubtful() bool {
	if it.Compared() < FewestForSeparation {
		return false
	}
	full := 0
	_, top := it.thirds()
	for _, i := range top {
		if it.Answers[i].Full() {
			full++
		}
	}
	return 2*full < len(top)
}

// Idle reports whether a wrong option does not do its work: under 5% choose it, or those who did well otherwise choose
// it more often (Tarrant, Ware and Mohammed 2009). It says nothing below FewestForOptions.
func (o OptionNumbers) Idle() bool {
	return o.Chosen.Of >= FewestForOptions && (o.Chosen.Value() < 0.05 || o.Correlated && o.Correlation > 0)
}

// Stronger finds the wrong option that more of the top third chose than the right one: perhaps the key is wrong.
// It says nothing of parts where several options are right or may be chosen, or that not everybody was asked, and
// nothing below FewestForSeparation. nil when there is none.
func (it *Item) Stronger(p ItemPart) *Choice {
	if it.Compared() < FewestForSeparation || p.Sort != Chosen || p.Answered != it.N() {
		return nil
	}
	keys, right, most, made := 0, 0, 0, 0
	var stronger *Choice
	for i, c := range p.Choices {
		made += len(c.By)
		top := it.Option(c.By).Top.Count
		switch {
		case c.Key:
			keys, right = keys+1, top
		case top > most && !c.Near:
			stronger, most = &p.Choices[i], top
		}
	}
	if keys != 1 || made != p.Answered || most <= right {
		return nil
	}
	return stronger
}
