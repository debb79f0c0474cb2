package marking

import (
	"cmp"
	"slices"
	"time"
)

// Heap is how many answers wait in one place.
type Heap struct {
	At      string // the bench or the question
	Answers int
	Oldest  time.Time // when the first of them came
}

// Gathered makes one heap of those in the same place. The one with the longest wait comes first.
func Gathered(heaps []Heap) (all []Heap) {
	for _, h := range heaps {
		i := slices.IndexFunc(all, func(a Heap) bool { return a.At == h.At })
		if i < 0 {
			all = append(all, h)
			continue
		}
		all[i].Answers += h.Answers
		if h.Oldest.Before(all[i].Oldest) {
			all[i].Oldest = h.Oldest
		}
	}
	slices.SortStableFunc(all, func(a, b Heap) int {
		return cmp.Or(a.Oldest.Compare(b.Oldest), cmp.Compare(a.At, b.At))
	})
	return all
}

// Together is all heaps as one; without a place.
func Together(heaps []Heap) (all Heap) {
	for _, h := range heaps {
		all.Answers += h.Answers
		if all.Oldest.IsZero() || h.Oldest.Before(all.Oldest) {
			all.Oldest = h.Oldest
		}
	}
	return all
}
