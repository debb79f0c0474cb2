package marking_test

import (
	"reflect"
	"testing"
	"time"

	"dossier/internal/marking"
)

func TestHeaps(t *testing.T) {
	t.Parallel()
	at := func(hour int) time.Time { return time.Date(2026, 9, 1, hour, 0, 0, 0, time.UTC) }
	for _, row := range []struct {
		name     string
		heaps    []marking.Heap
		want     []marking.Heap
		together marking.Heap
	}{
		{"nothing", nil, nil, marking.Heap{}},
		{"one place, several claims", []marking.Heap{{"dock", 2, at(9)}, {"dock", 1, at(8)}},
			[]marking.Heap{{"dock", 3, at(8)}}, marking.Heap{Answers: 3, Oldest: at(8)}},
		{"the longest wait first", []marking.Heap{{"dock", 2, at(9)}, {"army", 4, at(10)}, {"verdicts", 1, at(7)}},
			[]marking.Heap{{"verdicts", 1, at(7)}, {"dock", 2, at(9)}, {"army", 4, at(10)}},
			marking.Heap{Answers: 7, Oldest: at(7)}},
		{"the same time", []marking.Heap{{"dock", 2, at(9)}, {"army", 4, at(9)}},
			[]marking.Heap{{"army", 4, at(9)}, {"dock", 2, at(9)}}, marking.Heap{Answers: 6, Oldest: at(9)}},
	} {
		if got := marking.Gathered(row.heaps); !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: got %v, want %v", row.name, got, row.want)
		}
		if got := marking.Together(row.heaps); got != row.together {
			t.Errorf("%s: together %v, want %v", row.name, got, row.together)
		}
	}
}
