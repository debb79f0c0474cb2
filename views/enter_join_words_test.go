package views

import "testing"

func TestAlongWords(t *testing.T) {
	for answers, want := range map[int]string{
		0: "Take along what was read on this device before joining.",
		1: "Take along what was read on this device before joining, with 1 answer.",
		7: "Take along what was read on this device before joining, with 7 answers.",
	} {
		if got := alongWords(answers); got != want {
			t.Errorf("%d answers: got %q, want %q", answers, got, want)
		}
	}
}
