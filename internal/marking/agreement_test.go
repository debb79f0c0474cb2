package marking_test

import (
	"math"
	"slices"
	"testing"

	"dossier/internal/marking"
)

// pairs reads two rows of levels, one digit each.
func pairs(first, second string) []marking.Pair {
	var list []marking.Pair
	for i := range first {
		list = append(list, marking.Pair{First: int(first[i] - '0'), Second: int(second[i] - '0')})
	}
	return list
}

func TestAgree(t *testing.T) {
	worked := marking.Agreement{N: 10, Exact: 0.6, WithinOne: 1, Kappa: 0.8540, KappaKnown: true}
	full := marking.Agreement{N: 10, Exact: 1, WithinOne: 1, Kappa: 1, KappaKnown: true}
	for _, test := range []struct {
		name          string
		first, second string
		want          marking.Agreement
	}{
		{"worked example", "0122334123", "0123324224", worked},
		{"the other way round", "0123324224", "0122334123", worked},
		{"full agreement", "0123401234", "0123401234", full},
		{"full disagreement", "0000044444", "4444400000", marking.Agreement{N: 10, Kappa: -1, KappaKnown: true}},
		{"no more than chance", "0000444404", "2222222222", marking.Agreement{N: 10, Kappa: 0, KappaKnown: true}},
		{"nine pairs", "012233412", "012332422", marking.Agreement{N: 9, Exact: 6. / 9, WithinOne: 1}},
		{"one level only", "2222222222", "2222222222", marking.Agreement{N: 10, Exact: 1, WithinOne: 1}},
		{"no pairs", "", "", marking.Agreement{}},
		{"levels that there are not", "0122334123" + "5/", "0123324224" + "05", worked},
	} {
		got := marking.Agree(pairs(test.first, test.second))
		near := func(got, want float64) bool { return math.Abs(got-want) < 0.00005 }
		if got.N != test.want.N || got.KappaKnown != test.want.KappaKnown || !near(got.Exact, test.want.Exact) ||
			!near(got.WithinOne, test.want.WithinOne) || !near(got.Kappa, test.want.Kappa) {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestSampleSize(t *testing.T) {
	for n, want := range map[int]int{-1: 0, 0: 0, 1: 1, 4: 4, 5: 5, 6: 5, 27: 5, 50: 5, 51: 6, 60: 6, 61: 7, 200: 20} {
		if got := marking.SampleSize(n); got != want {
			t.Errorf("of %d: got %d, want %d", n, got, want)
		}
	}
}

func TestApart(t *testing.T) {
	first := map[string]int{"sourcing": 0, "judgement": 4, "corroboration": 2, "close_reading": 3, "only here": 4}
	second := map[string]int{"sourcing": 2, "judgement": 1, "corroboration": 3, "close_reading": 3, "only there": 4}
	if got, want := marking.Apart(first, second), []string{"judgement", "sourcing"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := marking.Apart(nil, second); got != nil {
		t.Errorf("got %v, want nothing", got)
	}
}
