package classroom_test

import (
	"testing"

	"dossier/internal/classroom"
)

func TestCountBeliefs(t *testing.T) {
	got := classroom.CountBeliefs([]classroom.Trust{{Before: 5, After: 2}, {Before: 5}, {Before: 1, After: 1},
		{Before: 2, After: 3}, {}, {Before: 9, After: 1}, {Before: 3, After: 9}})
	want := classroom.Beliefs{Before: [5]int{1, 1, 1, 0, 2}, After: [5]int{1, 1, 1, 0, 0}, First: 5, Both: 3, Less: 1,
		Same: 1, More: 1}
	if got != want {
		t.Errorf("counted %+v, want %+v", got, want)
	}
}
