package views

import (
	"fmt"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/marking"
)

// ModerationProps is how well the marking at a bench agrees with the examples and with itself.
type ModerationProps struct {
	Bench  *course.Bench
	Skills []*course.RubricSkill
	Names  bool
	Seeds  []SeedRow
	Marked int // answers with a first marking
	Sample []SampleRow
	Second []AgreementRow
	Apart  []SampleRow
}

// SeedRow is an example with the agreed levels and the teacher's, in the order of the skills.
type SeedRow struct {
	Exemplar      string
	Number        int
	Agreed, Given []int // Given is nil before
}

// SampleRow is an answer that is marked twice.
type SampleRow struct {
	Essay  int64
	Label  string
	State  string
	Open   bool     // this teacher can mark it a second time
	Skills []string // in which the two marks are far apart
	Agreed bool
}

// AgreementRow is how far two markings agree in a skill.
type AgreementRow struct {
	Title string
	marking.Agreement
}

func percent(share float64, n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", share*100)
}

func (a AgreementRow) kappa() string {
	if !a.KappaKnown {
		return "too few"
	}
	return fmt.Sprintf("%.2f", a.Kappa)
}

// EvidenceProps is what a class picked out of the sources of a bench, and how far it trusts them.
type EvidenceProps struct {
	Class    ClassCard
	Bench    *course.Bench
	Students int
	TooFew   bool              // for a map that tells nothing about one of them
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
