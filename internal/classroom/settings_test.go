package classroom_test

import (
	"testing"

	"dossier/internal/classroom"
)

func TestExtraTimeInWords(t *testing.T) {
	for _, percent := range classroom.ExtraTimes {
		words := classroom.ExtraTimeWords(percent)
		if got, ok := classroom.ReadExtraTime(words); !ok || got != percent {
			t.Errorf("%q is read as %d, %t; want %d", words, got, ok, percent)
		}
	}
	for text, want := range map[string]int{" 25 ": 25, "50%": 50, "No  Limit": classroom.NoLimit,
		"unlimited": classroom.NoLimit, "0": 0, "": -1, "30": -1, "1000": -1, "none": -1, "-25": -1} {
		got, ok := classroom.ReadExtraTime(text)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q is read as %d, %t; want %d", text, got, ok, want)
		}
	}
}
