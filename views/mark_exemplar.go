package views

import (
	"dossier/internal/course"
	"dossier/internal/essay"
)

func exemplarWords(given, agreed int) string {
	if given == agreed {
		return "✓ " + itoa(agreed) + ", as agreed"
	}
	return "You " + itoa(given) + ", agreed " + itoa(agreed)
}

// ExemplarProps is an example with agreed levels, before or after the teacher has given theirs.
type ExemplarProps struct {
	Bench    *course.Bench
	Exemplar *course.Exemplar
	Pieces   []essay.Piece
	Number   int
	Given    map[string]int // the teacher's; nil before
	Form     *MarkForm
	Class    int64 // whose answers alone come after the examples; 0 for all
}

// Href is the address of the example.
func (s ExemplarProps) Href() string {
	return MarkingHref(s.Bench.ID, "seeds", s.Exemplar.ID) + OfClass(s.Class)
}
