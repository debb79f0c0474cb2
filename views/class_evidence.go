package views

import (
	"github.com/a-h/templ"

	"dossier/internal/course"
)

// EvidenceProps is what a class picked out of the sources of a bench, and how far it trusts them.
type EvidenceProps struct {
	Class    ClassCard
	Bench    *course.Bench
	Students int
	TooFew   bool              // for a map that gives nobody away
	Picked   map[string]int    // by phrase
	Before   map[string][5]int // nil when too few have said it
	After    map[string][5]int
	Others   []*course.Bench
}

// shade is one of five steps, 1 to 5, by the share of the class; 0 for a phrase that nobody has picked.
func (e EvidenceProps) shade(phrase string) int {
	n := e.Picked[phrase]
	if n == 0 || e.Students == 0 {
		return 0
	}
	return min(5, 1+5*n/e.Students)
}

func (e EvidenceProps) said() bool { return len(e.Before) > 0 }

// shaded marks a phrase by how many of a class picked it.
func (e EvidenceProps) shaded(p *course.Phrase, words []byte) templ.Component {
	return shadedPhrase(words, e.shade(p.ID), e.Picked[p.ID])
}

func pickedWords(e EvidenceProps) string {
	if e.Students == 0 {
		return "Nobody in this class has picked evidence here yet. " +
			"When they do, the words that they hold on to are shaded here, the more the darker."
	}
	picked := plural(e.Students, "One student has", "students have") + " picked evidence. "
	if e.TooFew {
		return picked + "The map is drawn from three students on. " +
			"With fewer, everybody in the room would know who picked what."
	}
	return picked + "The number after a phrase says how many hold on to it; drafts and names are not shown."
}

func shadeWords(step int) string {
	return [5]string{"under a fifth of them", "a fifth or more", "two fifths", "three fifths", "four fifths or more"}[step]
}

// EvidenceHref is the address of what a class picked at a bench.
func EvidenceHref(class int64, bench string) string { return ClassHref(class, "/evidence/"+bench) }
