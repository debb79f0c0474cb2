package quiz

import (
	"slices"
	"strings"
)

// Keyed is a Body whose key a teacher can put right after students have answered.
type Keyed interface {
	// Key lists what counts as right, part by part, in the order of the question. A body that has nothing to choose and
	// nothing to match has no parts.
	Key() []KeyPart
	// WithKey returns a copy of the body with another key; the body itself stays as it is. Parts that the key does not
	// name keep what they have. What the author said about an answer is left out where the key has turned it round. A key
	// that the body cannot have is a KeyProblem.
	WithKey(key map[string][]string) (Body, error)
}

// KeyPart is a part of a question with what is right in it.
type KeyPart struct {
	ID, Label   string   // the label is "" where the question says it all
	Choices     []Choice // nil where texts are typed
	Right       []string // ids of choices, or typed texts, the best first
	Least, Most int      // how many may be right
}

// Typed tells whether what is right is typed, not chosen.
func (p KeyPart) Typed() bool { return p.Choices == nil }

// KeyProblem is a key that a question cannot have, in a sentence.
type KeyProblem struct{ Part, Message string }

func (p KeyProblem) Error() string { return p.Message }

// KeyOf is what is right in each part of a question; nil where there is no key.
func KeyOf(b Body) map[string][]string {
	keyed, ok := b.(Keyed)
	if !ok {
		return nil
	}
	key := map[string][]string{}
	for _, p := range keyed.Key() {
		key[p.ID] = p.Right
	}
	return key
}

// SameKey tells whether two keys say the same. The order of what is chosen tells nothing; that of typed texts neither.
func SameKey(a, b map[string][]string) bool {
	if len(a) != len(b) {
		return false
	}
	for id, right := range a {
		other, ok := b[id]
		if !ok || !sameSet(right, other) {
			return false
		}
	}
	return true
}

// SameParts tells whether two wordings of a question have the same parts with the same choices, so that the key of one
// can be that of the other.
func SameParts(a, b Body) bool {
	first, ok := a.(Keyed)
	second, ok2 := b.(Keyed)
	if !ok || !ok2 {
		return false
	}
	choiceIDs := func(p KeyPart) (ids []string) {
		for _, c := range p.Choices {
			ids = append(ids, c.ID)
		}
		return ids
	}
	all := first.Key()
	return len(all) > 0 && slices.EqualFunc(sortedParts(all), sortedParts(second.Key()), func(p, o KeyPart) bool {
		return p.ID == o.ID && p.Typed() == o.Typed() && sameSet(choiceIDs(p), choiceIDs(o))
	})
}

func sortedParts(parts []KeyPart) []KeyPart {
	return slices.SortedFunc(slices.Values(parts), func(a, b KeyPart) int { return strings.Compare(a.ID, b.ID) })
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// WithKey returns a copy of the question with another key. The question itself stays as it is, and so does its version.
// A kind without a key is a KeyProblem.
func (q *Question) WithKey(key map[string][]string) (*Question, error) {
	keyed, ok := q.Body.(Keyed)
	if !ok {
		return nil, KeyProblem{"", "This question has no key."}
	}
	body, err := keyed.WithKey(key)
	if err != nil {
		return nil, err
	}
	out := &Question{Common: q.Common, Body: body}
	out.Feedback = Feedback{} // it was written for the other key
	return out, nil
}

// newKey is a key that is being set on a copy of a body, part by part.
type newKey struct {
	key   map[string][]string
	parts []KeyPart
	err   error
}

// right is what the key says of a part; changes is false where it says nothing new. The first problem stays in err.
func (k *newKey) right(id string) (right []string, changes bool) {
	i := slices.IndexFunc(k.parts, func(p KeyPart) bool { return p.ID == id })
	if i < 0 {
		return nil, false
	}
	p := k.parts[i]
	given, ok := k.key[id]
	if !ok {
		return p.Right, false
	}
	for _, text := range given {
		if text = strings.TrimSpace(text); text != "" && !slices.Contains(right, text) {
			right = append(right, text)
		}
	}
	if problem := p.problem(right); problem != "" {
		if k.err == nil {
			k.err = KeyProblem{id, problem}
		}
		return p.Right, false
	}
	return right, !sameSet(right, p.Right)
}

// problem says why a part cannot have this as what is right; "" when it can.
func (p KeyPart) problem(right []string) string {
	for _, r := range right {
		switch {
		case !p.Typed() && !slices.ContainsFunc(p.Choices, func(c Choice) bool { return c.ID == r }):
			return "Choose from what the question offers."
		case p.Typed() && tooLong(r):
			return "This is too long for an answer."
		}
	}
	switch {
	case len(right) < p.Least && p.Typed():
		return "Write what is right."
	case len(right) < p.Least:
		return "Choose what is right."
	case len(right) > p.Most && p.Most == 1:
		return "Only one can be right here."
	case len(right) > p.Most:
		return "Not all of them can be right."
	}
	return ""
}

// optionsPart is options, of which one or several are right.
func optionsPart(id, label string, options []Option, most int) KeyPart {
	p := KeyPart{ID: id, Label: label, Least: 1, Most: most}
	for _, o := range options {
		p.Choices = append(p.Choices, Choice{o.ID, o.Text})
		if o.Correct {
			p.Right = append(p.Right, o.ID)
		}
	}
	return p
}

// withRight are the options with others right. What was said about one that has turned round no longer holds.
func withRight(options []Option, right []string) []Option {
	out := slices.Clone(options)
	for i := range out {
		if is := slices.Contains(right, out[i].ID); is != out[i].Correct {
			out[i].Correct, out[i].Feedback, out[i].Misconception = is, "", ""
		}
	}
	return out
}

// oneLines marks options of which one is chosen. Where several are right, one is enough.
func oneLines(options []Option, chosen string) []Line {
	lines := choiceLines(options, map[string]bool{chosen: true})
	if slices.ContainsFunc(lines, func(l Line) bool { return l.Mark == Right }) {
		for i := range lines {
			if lines[i].Mark == Missed {
				lines[i].Mark = Rest
			}
		}
	}
	return lines
}

// withTexts are accepted texts after a new key: those that stay keep what they are worth.
func withTexts(accept []Accept, right []string) []Accept {
	var out []Accept
	for _, text := range right {
		a := Accept{Text: text}
		if i := slices.IndexFunc(accept, func(a Accept) bool { return a.Text == text }); i >= 0 {
			a = accept[i]
		}
		out = append(out, a)
	}
	return out
}

// unreadable says what is wrong with a text that is to be accepted; "" when it can be.
func (m matcher) unreadable(text string) string {
	switch m.match {
	case matchYear:
		if _, ok := readYear(text); !ok {
			return quoted(text) + " is not a year. Write it in four figures."
		}
	case matchNumber:
		if _, ok := m.readNumber(text); !ok {
			return quoted(text) + " is not a number. Write it in figures."
		}
	}
	return ""
}

// maxAccepted is how many texts a key may accept in one place.
const maxAccepted = 40
