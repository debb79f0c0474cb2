package essay_test

import (
	"slices"
	"testing"
	"time"

	"dossier/internal/essay"
)

func TestThinned(t *testing.T) {
	morning := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	at := func(rev, seconds int) essay.Saved {
		return essay.Saved{Rev: rev, Round: 1, At: morning.Add(time.Duration(seconds) * time.Second), First: rev == 1}
	}
	named, second, first := at(3, 6), at(4, 8), at(4, 8)
	named.Named = true
	second.Round, first.Round, first.First = 2, 2, true
	for name, c := range map[string]struct {
		saved []essay.Saved
		want  []int
	}{
		"nothing":                            {nil, nil},
		"one text":                           {[]essay.Saved{at(1, 0)}, nil},
		"the first and the one that counts":  {[]essay.Saved{at(1, 0), at(2, 3)}, nil},
		"what was saved between them":        {[]essay.Saved{at(1, 0), at(2, 3), at(3, 6), at(4, 9)}, []int{2, 3}},
		"one stays of each minute":           {[]essay.Saved{at(1, 0), at(2, 30), at(3, 59), at(4, 60)}, []int{2}},
		"a minute of the clock, not a span":  {[]essay.Saved{at(1, 0), at(2, 59), at(3, 61)}, nil},
		"what something points at":           {[]essay.Saved{at(1, 0), at(2, 3), named, at(5, 9)}, []int{2}},
		"the last of a round":                {[]essay.Saved{at(1, 0), at(3, 6), second}, nil},
		"the first of a round":               {[]essay.Saved{at(1, 0), first, {Rev: 5, Round: 2, At: first.At}}, nil},
		"a clock that was set back an hour":  {[]essay.Saved{at(1, 0), at(2, 3), at(3, -3600), at(4, -3590)}, []int{3}},
		"another minute of the clock at all": {[]essay.Saved{at(1, 0), at(2, 3), at(3, -3600)}, nil},
	} {
		counts := 0
		if len(c.saved) > 0 {
			counts = c.saved[len(c.saved)-1].Rev
		}
		if got := essay.Thinned(c.saved, counts); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	// Two windows in turn: the last of each stays. A script that calls every save another window gains little.
	var windows []essay.Saved
	for i, page := range []string{"left", "left", "right", "right", "left", "right"} {
		x := at(i+1, 3*i)
		x.Page = page
		windows = append(windows, x)
	}
	if got, want := essay.Thinned(windows, 6), []int{2, 3, 4}; !slices.Equal(got, want) {
		t.Errorf("two windows: got %v, want %v", got, want)
	}
	for i := range windows {
		windows[i].Page = string(rune('a' + i))
	}
	windows = append(windows, at(7, 30))
	if got, want := essay.Thinned(windows, 7), []int{2}; !slices.Equal(got, want) {
		t.Errorf("seven windows: got %v, want %v", got, want)
	}
	// The text that counts is not always the newest: what a guest brings along stands after it.
	guest := at(3, 6)
	guest.Named = true
	if got := essay.Thinned([]essay.Saved{at(1, 0), at(2, 3), guest}, 2); got != nil {
		t.Errorf("with the text of a guest after the one that counts: %v goes", got)
	}
}
