package measure

import (
	"slices"
	"sync"
	"time"
)

// stopwatch collects how long requests of each kind took, and how many went wrong. Safe for concurrent use.
type stopwatch struct {
	mu     sync.Mutex
	took   map[string][]time.Duration
	failed map[string]int
	reason map[string]string // of the first failure of each kind
	resent int
}

// again counts a request that was sent once more, because nobody had answered it.
func (w *stopwatch) again() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.resent++
}

func newStopwatch() *stopwatch {
	return &stopwatch{took: map[string][]time.Duration{}, failed: map[string]int{}, reason: map[string]string{}}
}

func (w *stopwatch) add(kind string, took time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.took[kind] = append(w.took[kind], took)
}

func (w *stopwatch) fail(kind, reason string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed[kind]++; w.failed[kind] == 1 {
		w.reason[kind] = reason
	}
}

// Timing is how long the requests of one kind took, in milliseconds. Failed are those that got no answer, or 5xx.
type Timing struct {
	Kind     string  `json:"kind"`
	Requests int     `json:"requests"`
	Failed   int     `json:"failed"`
	P50      float64 `json:"p50_ms"`
	P99      float64 `json:"p99_ms"`
	Max      float64 `json:"max_ms"`
	Reason   string  `json:"first_failure,omitempty"`
}

// timings lists the kinds that were used, in the given order.
func (w *stopwatch) timings(kinds []string) (list []Timing) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, kind := range kinds {
		took, ms := w.took[kind], func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
		t := Timing{Kind: kind, Requests: len(took) + w.failed[kind], Failed: w.failed[kind], Reason: w.reason[kind]}
		if slices.Sort(took); len(took) > 0 {
			t.P50, t.P99, t.Max = ms(took[len(took)/2]), ms(took[len(took)*99/100]), ms(took[len(took)-1])
		}
		list = append(list, t)
	}
	return list
}
