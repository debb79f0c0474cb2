package browsertest

import (
	"fmt"
	"strings"
	"testing"
)

// A single choice is of usual length when its texts have at most so many characters: what is asked, with its number; an
// option, with its letter; and what is said about it.
const usualStem, usualOption, usualWhy = 125, 52, 270

// TestVerdictComesFirst answers a quiz on a phone. After a wrong answer the verdict has the focus and begins the title,
// and all that counts stands on the first screen: verdict, own answer, right answer, and the way on.
func TestVerdictComesFirst(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, screen{Width: 360, Height: 740})
	wrong := 0
	// Options are dealt anew for everybody, so which quiz has a wrong answer to look at is not known before.
	for _, lesson := range []string{"army", "causes", "sixteen", "kirov", "seventeen", "before", "changed", "ended"} {
		if wrong > 0 {
			break
		}
		v.startsQuiz(p, lesson)
		for n := 1; n <= quizLength; n++ {
			options := v.lines(".check .choice:has(.letter)")
			kind := v.fill(".check form")
			v.followIn(".check", "Check answer")
			verdict := strings.TrimSpace(strings.TrimLeft(v.text("h1"), "✓◐✕ "))
			if got := read[string](v, `document.activeElement.tagName`); got != "H1" {
				t.Errorf("question %d: the focus is on %s, want the verdict", n, v.focused())
			}
			if got := read[string](v, `document.title`); !strings.HasPrefix(got, verdict+" · Question ") {
				t.Errorf("the title %q does not begin with %q", got, verdict)
			}
			if kind == "single_choice" {
				v.sameOptions(options)
				if verdict == "Not yet" && v.ofUsualLength() {
					wrong++
					v.onFirstScreen(".steps", ".verdict", ".asked", ".own", ".good", ".why", ".btn.primary")
				}
			}
			if found := v.axe(); found != "" {
				t.Errorf("question %d, %s: %s", n, kind, found)
			}
			if n < quizLength {
				v.followIn(".check", "Next question")
			}
		}
		v.followIn(".check", "See your result")
		v.onFirstScreen("h1", ".pass-mark", ".btn.primary")
	}
	if wrong == 0 {
		t.Error("no single choice of usual length was answered wrong: the test tests little")
	}
	v.wantNoComplaints()
}

// lines has the words of all elements that match, with single spaces.
func (v *visitor) lines(selector string) []string {
	v.t.Helper()
	return read[[]string](v, fmt.Sprintf(`[...document.querySelectorAll(%q)]
		.map(e => e.textContent.replace(/\s+/g, " ").trim())`, selector))
}

// sameOptions insists on the options as they were asked: their letters, their order.
func (v *visitor) sameOptions(asked []string) {
	v.t.Helper()
	shown := v.lines(".as-asked > li")
	for i, option := range asked {
		if i >= len(shown) || !strings.HasPrefix(shown[i], option) {
			v.t.Errorf("%s: option %d was %q, the page shows %q", v.location(), i+1, option, shown)
		}
	}
}

// ofUsualLength reports whether the texts of the answered question are not longer than usual.
func (v *visitor) ofUsualLength() bool {
	v.t.Helper()
	return len(v.text(".asked")) <= usualStem && len(v.text(".own dd")) <= usualOption &&
		len(v.text(".good dd")) <= usualOption && len(v.text(".why")) <= usualWhy
}

// onFirstScreen insists on elements that end on the first screen of a phone.
func (v *visitor) onFirstScreen(selectors ...string) {
	v.t.Helper()
	for _, selector := range selectors {
		end := read[float64](v, fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().bottom + scrollY`,
			selector))
		if end > 740 {
			v.t.Errorf("%s: %s ends %.0f px down, below the first screen", v.location(), selector, end)
		}
	}
}
