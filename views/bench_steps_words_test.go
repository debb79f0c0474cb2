package views

import (
	"testing"

	"dossier/internal/course"
)

func TestOutsideTheWordsAsked(t *testing.T) {
	bench := &course.Bench{}
	bench.Words.Min, bench.Words.Max = 120, 450
	for _, c := range []struct {
		words  int
		handed string
		want   bool
	}{
		{119, "", true}, {120, "", false}, {450, "", false}, {451, "", true}, {101, "today at 14:46", false},
	} {
		h := HandInProps{Bar: StepBar{Bench: bench}, Words: c.words, Handed: c.handed}
		if got := h.outside(); got != c.want {
			t.Errorf("%d words, handed in %q: got %v, want %v", c.words, c.handed, got, c.want)
		}
	}
}
