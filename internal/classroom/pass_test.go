package classroom_test

import (
	"testing"

	"dossier/internal/classroom"
)

// The pass mark is the fewest marks that pass, to the hundredth.
func TestPassMark(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ outOf, want float64 }{{10, 7}, {15, 10.5}, {16, 11.2}, {17.5, 12.25}, {0.1, 0.07}} {
		got := classroom.PassMark(row.outOf)
		if got != row.want {
			t.Errorf("of %v marks %v pass, want %v", row.outOf, got, row.want)
		}
		if !classroom.Passed(got, row.outOf) || classroom.Passed(got-0.01, row.outOf) {
			t.Errorf("%v is not the fewest of %v marks that pass", got, row.outOf)
		}
	}
}
