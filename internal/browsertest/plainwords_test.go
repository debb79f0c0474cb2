package browsertest

import (
	"fmt"
	"testing"
)

// A reader changes to plain words, finds them in the next lesson and after a reload, and can go back. Without
// JavaScript as well.
func TestPlainWords(t *testing.T) {
	for _, s := range []screen{{Width: widths[0]}, {Width: widths[1], NoScript: true}} {
		t.Run(fmt.Sprint(s.Width), func(t *testing.T) {
			t.Parallel()
			p := startProgram(t)
			v := newVisitor(t, s)
			v.open(p.URL + "/lessons/kirov")
			full := v.text("section[aria-labelledby=shot] .prose")
			v.follow("Show plain words")
			v.wantText(".words", "You are reading in plain words")
			plain := v.text("section[aria-labelledby=shot] .prose")
			if plain == full {
				t.Errorf("the section reads the same in plain words: %q", plain)
			}
			if v.count("section[aria-labelledby=shot] .check") == 0 {
				t.Error("the questions are gone in plain words")
			}
			v.check("lesson", "plain words")
			v.open(p.URL + "/lessons/causes")
			v.wantText(".words", "You are reading in plain words")
			v.open(p.URL + "/lessons/kirov")
			v.follow("Show the full text")
			if got := v.text("section[aria-labelledby=shot] .prose"); got != full {
				t.Errorf("back in the full text: got %q, want %q", got, full)
			}
		})
	}
}
