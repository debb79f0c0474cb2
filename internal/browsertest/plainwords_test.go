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
			v.open(p.URL + "/lessons/kirov/shot")
			full := v.text("#text .prose")
			v.follow("Plain words")
			v.wantPath(p, "/lessons/kirov/shot")
			v.wantText(".pill [aria-pressed=true]", "Plain words")
			plain := v.text("#text .prose")
			if plain == full {
				t.Errorf("the section reads the same in plain words: %q", plain)
			}
			if v.count(".check") == 0 {
				t.Error("the questions are gone in plain words")
			}
			v.check("section", "plain words")
			v.open(p.URL + v.sectionsOf(p, "causes")[0])
			v.wantText(".pill [aria-pressed=true]", "Plain words")
			v.open(p.URL + "/lessons/kirov/shot")
			v.follow("Full text")
			if got := v.text("#text .prose"); got != full {
				t.Errorf("back in the full text: got %q, want %q", got, full)
			}
		})
	}
}
