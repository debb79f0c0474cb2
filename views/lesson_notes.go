package views

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf8"

	"dossier/internal/course"
)

// How the margin is measured, from the style sheet: a line of the text holds about 64 characters and one of a note 34,
// and seven lines of notes are as high as five of text. A note has a rule and some room above it.
const (
	textLine, noteLine = 64.0, 34.0
	notesPerText       = 1.4
	noteGap, restLine  = 0.8, 1.5 // lines of a note
	tagLines           = 1.4
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
		used += noteGap + noteLines(n)
		last := i == len(p.Notes)-1
		if used > room || !last && used+restLine > room {
			return p.Notes[:i], p.Notes[i:]
		}
	}
	return p.Notes, nil
}

// noteLines is about how many lines a note takes. What a fact rests on stands on a line of its own, and so does its
// label.
func noteLines(n course.Note) float64 {
	lines := func(parts ...string) float64 {
		return math.Ceil(float64(utf8.RuneCountInString(strings.Join(parts, ""))) / noteLine)
	}
	switch {
	case n.Person != nil:
		return lines(n.Person.Name, n.Person.Role, ". . Who’s who")
	case n.Term != nil:
		return lines(n.Term.Term, n.Term.Meaning, ".  Glossary")
	}
	var labels []string
	for _, d := range n.Fact.Documents {
		labels = append(labels, d.Label)
	}
	all := lines("12 ", n.Fact.Claim)
	if rests := strings.Join(append(labels, n.Fact.Scholarship), ", "); rests != "" {
		all += lines(rests)
	}
	if n.Fact.Status != course.Agreed {
		all += tagLines
	}
	return all
}
