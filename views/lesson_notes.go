package views

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf8"

	"dossier/internal/course"
)

// How the margin is measured, from the style sheet: a line of the text holds about 64 characters and one of a note 36,
// and seven lines of notes are as high as five of text. A note has a rule and some room above it.
const (
	textLine, noteLine = 64.0, 36.0
	notesPerText       = 1.4
	noteGap, restLine  = 0.8, 1.5 // lines of a note
)

var tags = regexp.MustCompile(`<[^>]*>`)

// fitting divides the notes of a paragraph into those that end where the paragraph ends and the rest, which folds.
// On a narrow screen all of them fold.
func fitting(p *course.Paragraph) (beside, rest []course.Note) {
	text := citations.ReplaceAllString(string(p.HTML), "")
	words := strings.TrimSpace(tags.ReplaceAllString(text, ""))
	room := notesPerText * math.Ceil(float64(utf8.RuneCountInString(words))/textLine)
	used := 0.0
	for i, n := range p.Notes {
		used += noteGap + math.Ceil(float64(noteLength(n))/noteLine)
		last := i == len(p.Notes)-1
		if used > room || !last && used+restLine > room {
			return p.Notes[:i], p.Notes[i:]
		}
	}
	return p.Notes, nil
}

// noteLength is about how many characters a note has.
func noteLength(n course.Note) int {
	switch {
	case n.Person != nil:
		return utf8.RuneCountInString(n.Person.Name+n.Person.Role) + len(". . Who’s who")
	case n.Term != nil:
		return utf8.RuneCountInString(n.Term.Term+n.Term.Meaning) + len(".  Glossary")
	}
	length := utf8.RuneCountInString(n.Fact.Claim+n.Fact.Scholarship) + len("12 . ")
	for _, d := range n.Fact.Documents {
		length += utf8.RuneCountInString(d.Label) + 2
	}
	if n.Fact.Status != course.Agreed {
		length += noteLine // the label has a line of its own
	}
	return length
}
