package quiz

import "slices"

// Acceptor is a Body with typed answers to which a teacher can add further right ones.
type Acceptor interface {
	// Accepting returns a copy of the body that gives full marks to a text, and to other spellings of it, in a field; the
	// body itself stays as it is. A field is the ID of a line that Grade returns: of a gap, or "fix" for the correction
	// of a false statement. The copy is nil if there is no such field.
	Accepting(field, text string) Body
	// AcceptedIn lists what the author accepts in a field, the best first; none if there is no such field.
	AcceptedIn(field string) []string
}

// TypedKey is the key under which two typed texts are the same to a reader: without case, spaces, punctuation and
// diacritics. A text that has nothing else is a key of its own.
func TypedKey(text string) string {
	if key := foldText(text); key != "" {
		return key
	}
	return text
}

// Accepted is a typed answer that a teacher accepts for everyone.
type Accepted struct {
	Field string // as in Acceptor
	Text  string // as it was typed
}

// Accepting returns a copy of the question that accepts further answers. Those that its kind or its version has no
// field for are left out. The question itself stays as it is, and so does its version.
func (q *Question) Accepting(more []Accepted) *Question {
	out := &Question{Common: q.Common, Body: q.Body}
	for _, a := range more {
		if b, ok := out.Body.(Acceptor); ok {
			if accepting := b.Accepting(a.Field, a.Text); accepting != nil {
				out.Body = accepting
			}
		}
	}
	return out
}

// Accepting accepts a text in the gap with this id.
func (q *Cloze) Accepting(field, text string) Body {
	i := slices.IndexFunc(q.Gaps, func(g Gap) bool { return g.ID == field })
	if i < 0 {
		return nil
	}
	out := *q
	out.Gaps = slices.Clone(q.Gaps)
	out.Gaps[i].granted = append(slices.Clone(q.Gaps[i].granted), text)
	return &out
}

// Accepting accepts a text as the correction, "fix". A true statement has none.
func (q *TrueFalse) Accepting(field, text string) Body {
	if field != fixPart || q.Answer {
		return nil
	}
	out := *q
	out.Correction.granted = append(slices.Clone(q.Correction.granted), text)
	return &out
}

// AcceptedIn lists the texts of a gap.
func (q *Cloze) AcceptedIn(field string) []string {
	for _, g := range q.Gaps {
		if g.ID == field && g.Match == matchRegex {
			return []string{q.matcher(g).best()}
		} else if g.ID == field {
			return acceptTexts(g.Accept)
		}
	}
	return nil
}

// AcceptedIn lists the texts of the correction, "fix".
func (q *TrueFalse) AcceptedIn(field string) []string {
	if field != fixPart || q.Answer {
		return nil
	}
	return acceptTexts(q.Correction.Accept)
}
