// Package originals finds the extracts that belong to the sources of a course in a school's own copy of them: a saved
// page, a worksheet, a scanned book. It knows each extract by its first and last words, its length, a few words from
// inside and a signature, and never holds the text itself.
package originals

import (
	"slices"
	"strings"
)

// Anchor is how one extract of a source is recognised.
type Anchor struct {
	Source  string   // id
	From    string   // the first three words
	To      string   // the last three words
	Words   int      // from the first to the last, as they stand between spaces
	Sig     string   // see signature
	Inner   []string // words from inside that few other texts have
	Damaged bool     // the copy that the anchor was taken from is damaged somewhere between
	Part    bool     // a part of the whole extract that is described before it
}

// State is how sure the program is of an extract.
type State string

// The states.
const (
	Found    State = "found"
	Doubtful State = "doubtful" // somebody has to compare it
	Missing  State = "missing"
)

// Span is an extract that was looked for, and what was found.
type Span struct {
	Anchor
	State State
	Text  string // with an empty line between paragraphs; "" when it is missing
	Count int    // its words
	Exact bool   // it is letter by letter what the anchor was taken from
	fit   fit
}

// Source is a source of the course with its extracts, in their order.
type Source struct {
	ID    string
	State State // of the best that there is
	Spans []Span
}

// gapMark stands in a text where a part between two parts is left out.
const gapMark = "[…]"

// Find looks for every extract in a text, as Read returns it. The sources come in the order of the anchors.
func Find(text string, anchors []Anchor) []Source {
	readings := readingsOf(text)
	var spans []Span
	for _, a := range anchors {
		best := Span{Anchor: a, State: Missing}
		for _, r := range readings {
			if found := r.look(a); found.better(best) {
				best = found
			}
		}
		spans = append(spans, best)
	}
	return bySource(spans)
}

// Merge takes the better of what was found in two texts, extract by extract. Both were looked through with the same
// anchors.
func Merge(a, b []Source) []Source {
	var spans []Span
	for i := range a {
		for j, s := range a[i].Spans {
			if i < len(b) && j < len(b[i].Spans) && b[i].Spans[j].better(s) {
				s = b[i].Spans[j]
			}
			spans = append(spans, s)
		}
	}
	return bySource(spans)
}

func bySource(spans []Span) []Source {
	var all []Source
	for _, s := range spans {
		at := slices.IndexFunc(all, func(of Source) bool { return of.ID == s.Source })
		if at < 0 {
			all, at = append(all, Source{ID: s.Source, State: Missing}), len(all)
		}
		all[at].Spans = append(all[at].Spans, s)
		if s.State == Found || s.State == Doubtful && all[at].State == Missing {
			all[at].State = s.State
		}
	}
	return all
}

// Offered are the extracts to show: those that were found or may be, without the parts of one that was found.
func (s Source) Offered() (all []Span) {
	for _, e := range s.extracts() {
		for i, span := range e {
			if span.State != Missing && (i == 0 || e[0].State != Found) {
				all = append(all, span)
			}
		}
	}
	return all
}

// extracts are the whole extracts, each with its parts behind it.
func (s Source) extracts() (all [][]Span) {
	for i, span := range s.Spans {
		if i == 0 || !span.Part {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], span)
	}
	return all
}

// Sure is the text that can be kept without a look at it: of each extract the whole, or else the parts that were found.
// "" when nothing was found for certain.
func (s Source) Sure() string { return s.join(func(span Span) bool { return span.State == Found }) }

// Likely is the text with what is doubtful as well.
func (s Source) Likely() string { return s.join(func(span Span) bool { return span.State != Missing }) }

func (s Source) join(keep func(Span) bool) string {
	var texts []string
	for _, e := range s.extracts() {
		if keep(e[0]) {
			texts = append(texts, e[0].Text)
			continue
		}
		for _, part := range e[1:] {
			if keep(part) {
				texts = Add(texts, part.Text)
			}
		}
	}
	return Join(texts)
}

// Join puts texts together that do not follow one another in the original.
func Join(texts []string) string {
	texts = slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return strings.TrimSpace(t) == "" })
	return strings.Join(texts, "\n\n"+gapMark+"\n\n")
}

// Add puts a text behind others, unless it stands in one of them already.
func Add(texts []string, text string) []string {
	if slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, text) }) {
		return texts
	}
	return append(texts, text)
}
