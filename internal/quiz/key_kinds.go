package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The keys of all kinds. What is written for a person to level has no key.

// Key is the options; several may count.
func (q *SingleChoice) Key() []KeyPart {
	return []KeyPart{optionsPart("a", "", q.Options, len(q.Options)-1)}
}

// WithKey changes which options count. With several, each of them is a right answer.
func (q *SingleChoice) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	if right, ok := k.right("a"); ok {
		out.Options = withRight(q.Options, right)
	}
	return &out, k.err
}

// Key is the options that are to be ticked.
func (q *MultipleResponse) Key() []KeyPart {
	return []KeyPart{optionsPart("a", "", q.Options, len(q.Options))}
}

// WithKey changes which options are to be ticked.
func (q *MultipleResponse) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	if right, ok := k.right("a"); ok {
		out.Options = withRight(q.Options, right)
	}
	return &out, k.err
}

// Key is whether the statement is true, and the corrections of one that the author calls false.
func (q *TrueFalse) Key() []KeyPart {
	verdict := "false"
	if q.Answer {
		verdict = "true"
	}
	parts := []KeyPart{{ID: "verdict", Label: "The statement is", Choices: []Choice{{"true", "True"}, {"false", "False"}},
		Right: []string{verdict}, Least: 1, Most: 1}}
	if len(q.Correction.Accept) > 0 {
		parts = append(parts, KeyPart{ID: fixPart, Label: "What should stand instead of " + quoted(q.WrongSpan),
			Right: acceptTexts(q.Correction.Accept), Least: 1, Most: maxAccepted})
	}
	return parts
}

// WithKey changes whether the statement is true, and what counts as a correction. A statement that turns out to be
// false and was not written to be corrected asks for no correction: then the verdict earns everything.
func (q *TrueFalse) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	if right, ok := k.right("verdict"); ok {
		out.Answer, out.FeedbackTrue, out.FeedbackFalse = right[0] == "true", "", ""
	}
	if right, ok := k.right(fixPart); ok {
		out.Correction.Accept = withTexts(q.Correction.Accept, right)
		for _, text := range right {
			if message := out.matcher().unreadable(text); message != "" {
				return nil, KeyProblem{fixPart, message}
			}
		}
	}
	return &out, k.err
}

// Key is the place of each event, from 1. Events that may stand either way share a place.
func (q *Chronology) Key() []KeyPart {
	var places []Choice
	for i := range q.Items {
		places = append(places, Choice{strconv.Itoa(i + 1), ordinal(i + 1)})
	}
	parts, place := make([]KeyPart, len(q.Items)), 1
	for i, it := range q.Items {
		if i > 0 && !q.tied(i-1, i) {
			place = i + 1
		}
		parts[i] = KeyPart{ID: it.ID, Label: it.Text, Choices: places, Right: []string{strconv.Itoa(place)}, Least: 1,
			Most: 1}
	}
	return parts
}

// WithKey puts the events in another order. Their dates are said no more, since it was the dates that were wrong.
func (q *Chronology) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	out.Items = slices.Clone(q.Items)
	changes := false
	for i, it := range q.Items {
		right, ok := k.right(it.ID)
		if k.err != nil {
			return nil, k.err
		}
		changes = changes || ok
		out.Items[i].place, _ = strconv.Atoi(right[0])
	}
	if !changes {
		same := *q
		return &same, nil
	}
	slices.SortStableFunc(out.Items, func(a, b Item) int { return a.place - b.place })
	if len(out.Items) > 0 && out.Items[0].place == out.Items[len(out.Items)-1].place {
		return nil, KeyProblem{out.Items[0].ID,
			"If all events share one place, every order is right. Withdraw the question instead."}
	}
	return &out, nil
}

// tied tells whether two events may come in either order.
func (q *Chronology) tied(i, j int) bool {
	if q.Items[i].place > 0 {
		return q.Items[i].place == q.Items[j].place
	}
	return q.Items[i].Date == q.Items[j].Date
}

// when is what is said of an event beside its place: its date, or its place where a teacher has changed the order.
func (q *Chronology) when(i int) string {
	if q.Items[i].place == 0 {
		date, _ := dateInWords(q.Items[i].Date)
		return date
	}
	first, last := i, i
	for first > 0 && q.tied(first-1, i) {
		first--
	}
	for last+1 < len(q.Items) && q.tied(i, last+1) {
		last++
	}
	if first == last {
		return ordinal(first + 1)
	}
	return ordinal(first+1) + " to " + ordinal(last+1)
}

// Key is the choice for each prompt; several may count.
func (q *Matching) Key() []KeyPart {
	parts := make([]KeyPart, len(q.Prompts))
	for i, p := range q.Prompts {
		parts[i] = KeyPart{ID: p.ID, Label: p.Text, Choices: q.Choices, Right: p.answers(), Least: 1, Most: len(q.Choices)}
	}
	return parts
}

// WithKey changes which choices belong to a prompt.
func (q *Matching) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	out.Prompts = slices.Clone(q.Prompts)
	for i, p := range q.Prompts {
		if right, ok := k.right(p.ID); ok {
			out.Prompts[i].Answer, out.Prompts[i].also, out.Prompts[i].Feedback = right[0], right[1:], ""
		}
	}
	return &out, k.err
}

// answers are the choices that belong to a prompt.
func (p Prompt) answers() []string { return append([]string{p.Answer}, p.also...) }

// Key is the texts that fill each gap. A gap that is matched by a pattern has none that could be read.
func (q *Cloze) Key() []KeyPart {
	var parts []KeyPart
	for i, g := range q.inReadingOrder() {
		if g.Match != matchRegex {
			parts = append(parts, KeyPart{ID: g.ID, Label: fmt.Sprintf("Gap %d", i+1), Right: acceptTexts(g.Accept), Least: 1,
				Most: maxAccepted})
		}
	}
	return parts
}

// WithKey changes what fills a gap.
func (q *Cloze) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	out.Gaps = slices.Clone(q.Gaps)
	for i, g := range q.Gaps {
		right, ok := k.right(g.ID)
		if !ok {
			continue
		}
		for _, text := range right {
			if message := q.matcher(g).unreadable(text); message != "" {
				return nil, KeyProblem{g.ID, message}
			}
		}
		if !slices.Contains(right, q.matcher(g).best()) {
			out.Gaps[i].Feedback = ""
		}
		out.Gaps[i].Accept = withTexts(g.Accept, right)
	}
	return &out, k.err
}

// way is how a band says how far off an estimate may be: its name, what a teacher reads, and where it is kept.
func (b *Band) way() (name, words string, value **float64) {
	switch {
	case b.WithinPct != nil:
		return "percent", "per cent of the right number", &b.WithinPct
	case b.Factor != nil:
		return "factor", "as a factor: 2 is from half to twice the right number", &b.Factor
	}
	return "within", "in figures", &b.Within
}

// Key is the number, and how far off an estimate may be to earn what each band gives. Where a range is asked for there
// is the number alone.
func (q *NumericEstimate) Key() []KeyPart {
	parts := []KeyPart{{ID: "answer", Label: "The right number", Right: []string{q.InFigures(q.Answer)}, Least: 1,
		Most: 1}}
	for i, b := range q.Bands {
		name, words, value := b.way()
		if *value == nil || q.AskRange {
			continue
		}
		earns := "all marks"
		if b.Score < 1 {
			earns = formatNumber(b.Score*100) + "% of the marks"
		}
		parts = append(parts, KeyPart{ID: name + "-" + strconv.Itoa(i),
			Label: "How far off still earns " + earns + ", " + words,
			Right: []string{formatNumber(**value)}, Least: 1, Most: 1})
	}
	return parts
}

// WithKey changes the number and the bands.
func (q *NumericEstimate) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	if right, ok := k.right("answer"); ok {
		n, readable := q.read(right[0])
		if !readable {
			return nil, KeyProblem{"answer", q.askForNumber(right[0])}
		}
		out.Answer, out.Context = n, ""
	}
	out.Bands = slices.Clone(q.Bands)
	for i := range out.Bands {
		name, _, value := out.Bands[i].way()
		id := name + "-" + strconv.Itoa(i)
		if right, ok := k.right(id); ok {
			n, readable := parseNumber(numberText(right[0]), numberStyle{point: true})
			if !readable {
				return nil, KeyProblem{id, "Write a number in figures."}
			}
			*value = &n
		}
	}
	if k.err != nil {
		return nil, k.err
	}
	return &out, out.bandProblem()
}

// bandProblem says why the bands cannot be as they are; nil when they can.
func (q *NumericEstimate) bandProblem() error {
	if q.AskRange || len(q.checkBands()) == 0 {
		return nil
	}
	for i := range q.Bands {
		up := *q
		if up.Bands = q.Bands[:i+1]; len(up.checkBands()) > 0 {
			name, _, _ := q.Bands[i].way()
			return KeyProblem{name + "-" + strconv.Itoa(i),
				"Give a number from 0, or a factor from 1. What earns less must reach further than what earns more."}
		}
	}
	return nil
}

// Key is the options of each part to choose; several may count.
func (q *Provenance) Key() []KeyPart {
	var parts []KeyPart
	for _, p := range q.Auto {
		parts = append(parts, optionsPart(p.ID, p.Ask, p.Options, len(p.Options)-1))
	}
	return parts
}

// WithKey changes which options count.
func (q *Provenance) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	out.Auto = slices.Clone(q.Auto)
	for i, p := range q.Auto {
		if right, ok := k.right(p.ID); ok {
			out.Auto[i].Options = withRight(p.Options, right)
		}
	}
	return &out, k.err
}

// Key is what each point is true of; several may count.
func (q *Comparison) Key() []KeyPart {
	var choices []Choice
	for _, s := range q.Sides() {
		choices = append(choices, Choice(s))
	}
	parts := make([]KeyPart, len(q.Points))
	for i, p := range q.Points {
		parts[i] = KeyPart{ID: p.ID, Label: p.Text, Choices: choices, Right: p.answers(), Least: 1, Most: len(sides) - 1}
	}
	return parts
}

// WithKey changes what a point is true of. The model answer stays: it is about the sources and not about the points.
func (q *Comparison) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	out.Points = slices.Clone(q.Points)
	for i, p := range q.Points {
		if right, ok := k.right(p.ID); ok {
			out.Points[i].Answer, out.Points[i].also, out.Points[i].Feedback = right[0], right[1:], ""
		}
	}
	return &out, k.err
}

// answers are the sides that a point fits.
func (p Point) answers() []string { return append([]string{p.Answer}, p.also...) }

// worths are what a card can be, from the best to nothing.
var worths = []struct {
	id    string
	value float64
}{{"best", 1}, {"good", 0.5}, {"weak", 0.25}, {"nothing", 0}}

// worthID is which of them a card is.
func (o Card) worthID() string {
	for _, w := range worths {
		if Card.worth(Card{Value: w.value}) == o.worth() {
			return w.id
		}
	}
	return ""
}

// whyKey is the part of the key with the reasons that hold for a card.
func (o Card) whyKey() string { return o.ID + "/why" }

// Key is how good a next step each card is, and which reasons hold for it.
func (q *NextSource) Key() []KeyPart {
	var choices, reasons []Choice
	for _, w := range worths {
		choices = append(choices, Choice{w.id, sentence(Card{Value: w.value}.worth())})
	}
	for _, r := range q.Reasons {
		reasons = append(reasons, Choice(r))
	}
	var parts []KeyPart
	for _, o := range q.Options {
		parts = append(parts,
			KeyPart{ID: o.ID, Label: o.Card, Choices: choices, Right: []string{o.worthID()}, Least: 1, Most: 1},
			KeyPart{ID: o.whyKey(), Label: "Reasons that hold for " + quoted(o.Card), Choices: reasons, Right: o.Reasons,
				Most: len(reasons)})
	}
	return parts
}

// WithKey changes how good the cards are and which reasons hold.
func (q *NextSource) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	out.Options = slices.Clone(q.Options)
	best := false
	for i, o := range q.Options {
		card := &out.Options[i]
		if right, ok := k.right(o.ID); ok {
			for _, w := range worths {
				if w.id == right[0] {
					card.Value, card.Feedback = w.value, ""
				}
			}
		}
		if right, ok := k.right(o.whyKey()); ok {
			card.Reasons = right
		}
		best = best || card.Value >= 1
	}
	if k.err == nil && !best {
		return nil, KeyProblem{q.Options[0].ID, "One source at least must be the best next step."}
	}
	return &out, k.err
}

// Key is what each passage is, and the reason where one is asked for.
func (q *EvidenceHighlight) Key() []KeyPart {
	roles := []Choice{{roleKey, sentence(roleWords[roleKey])}, {roleNear, sentence(roleWords[roleNear])},
		{roleNeutral, sentence(roleWords[roleNeutral])}}
	var parts []KeyPart
	for _, s := range q.Segments {
		role := s.Role
		if role == roleTrap { // to a key it is the same: it does not show it
			role = roleNeutral
		}
		parts = append(parts, KeyPart{ID: s.ID, Label: quoted(s.Quote), Choices: roles, Right: []string{role}, Least: 1,
			Most: 1})
	}
	if q.Because != nil {
		parts = append(parts, optionsPart("because", q.Because.Ask, q.Because.Options, len(q.Because.Options)-1))
	}
	return parts
}

// WithKey changes what the passages show, and which reasons count.
func (q *EvidenceHighlight) WithKey(key map[string][]string) (Body, error) {
	k, out := newKey{key: key, parts: q.Key()}, *q
	out.Segments = slices.Clone(q.Segments)
	keys := 0
	for i, s := range q.Segments {
		if right, ok := k.right(s.ID); ok {
			out.Segments[i].Role, out.Segments[i].Feedback = right[0], ""
		}
		if out.Segments[i].Role == roleKey {
			keys++
		}
	}
	if right, ok := k.right("because"); ok {
		because := *q.Because
		because.Options = withRight(because.Options, right)
		out.Because = &because
	}
	if k.err == nil && keys == 0 {
		return nil, KeyProblem{strings.Join(q.segmentIDs()[:1], ""), "One passage at least must show it."}
	}
	return &out, k.err
}
