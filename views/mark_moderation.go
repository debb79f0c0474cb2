package views

import (
	"fmt"

	"dossier/internal/course"
	"dossier/internal/marking"
)

// ModerationProps is how well the marking at a bench agrees with the examples and with itself.
type ModerationProps struct {
	Bench     *course.Bench
	Skills    []*course.RubricSkill
	Names     bool
	Exemplars []ExemplarRow
	Marked    int // answers with a first marking
	Sample    []SampleRow
	Second    []AgreementRow
	Apart     []SampleRow
}

// ExemplarRow is an example with the agreed levels and the teacher's, in the order of the skills.
type ExemplarRow struct {
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
	return fmt.Sprintf("%.0f%%", share*100)
}

func (a AgreementRow) kappa() string {
	if !a.KappaKnown {
		return "too few"
	}
	return fmt.Sprintf("%.2f", a.Kappa)
}

func sampleWords(m ModerationProps) string {
	if m.Marked == 0 {
		return "Nothing is marked yet. " +
			"Of what is marked, at least five answers are drawn by lot to be marked a second time, blind."
	}
	return plural(m.Marked, "One answer is", "answers are") + " marked. " +
		plural(len(m.Sample), "One is", "are") + " drawn by lot to be marked a second time, " +
		"by a colleague where there is one. Whoever does that sees neither the first levels nor the comments."
}
