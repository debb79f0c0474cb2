package views

import (
	"slices"

	"dossier/internal/course"
	"dossier/internal/essay"
)

// ReasonConflict is a reason that another window changed meanwhile, or took out.
type ReasonConflict struct {
	Kind   essay.Kind
	Title  string
	Stands *ReasonRow // what stands now; nil when it was taken out
	Drop   bool       // it was to be taken out here; otherwise another was to replace it
}

// lost is the chosen phrase of a reason when it is no longer evidence: it stays chosen. "" otherwise.
func (b BenchProps) lost(t *course.BenchText, chosen string) string {
	if p := b.Bench.Phrase(chosen); p != nil &&
		!slices.ContainsFunc(b.citedOf(t), func(c Cited) bool { return c.Phrase == chosen }) {
		return p.Words()
	}
	return ""
}

// stored are the cited phrases that have a number: one that was ticked on a form that has to be corrected has none yet.
func stored(cited []Cited) []Cited {
	var all []Cited
	for _, c := range cited {
		if c.Number > 0 {
			all = append(all, c)
		}
	}
	return all
}
