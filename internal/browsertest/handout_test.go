package browsertest

import (
	"fmt"
	"strings"
	"testing"
)

// mostClicks is how many clicks may lie between the page of a class and a quiz that is handed out.
const mostClicks = 6

// A teacher hands out Thursday's quiz, on a phone and a desk and without scripts; then with questions of their choice,
// and every button of the form keeps what was typed.
func TestHandingOut(t *testing.T) {
	t.Parallel()
	for _, s := range []screen{{Width: widths[0]}, {Width: widths[1]}, {Width: widths[0], NoScript: true}} {
		t.Run(fmt.Sprint(s.Width, s.NoScript), func(t *testing.T) {
			t.Parallel()
			handsOut(t, startProgram(t), s)
		})
	}
}

func handsOut(t *testing.T, p *program, s screen) {
	v := newVisitor(t, s)
	looks := func(page, state string) {
		if s.Width == widths[1] { // it turns to all screens by itself
			v.everywhere(page, state)
		} else {
			v.check(page, state)
		}
	}
	v.setsUp(p)
	v.follow("Back to the class")
	clicks := 0
	click := func(within, words string) {
		t.Helper()
		clicks++
		if got := v.followIn(within, words); got != 200 {
			t.Fatalf("%s: got status %d: %s", v.location(), got, v.text("main"))
		}
	}
	click(".classnav", "Work")
	looks("work of a class", "empty")
	click("main", "Hand out")
	looks("what to hand out", "")
	click("main", "Quiz 1. ")
	looks("hand out", "the quiz of a lesson")
	click("main", "Hand out")
	v.wantText("main", "Handed out.", "0 of 0 handed in", "Nobody has this")
	if clicks > mostClicks {
		t.Errorf("handing out takes %d clicks, at most %d", clicks, mostClicks)
	}
	looks("handed out", "nobody in the class")

	v.followIn("main", "WORK") // in capitals, as the style shows it
	v.followIn("main", "Hand out")
	v.followIn("main", "Choose the questions yourself")
	v.write("#title", "Thursday's quiz")
	v.followIn("main", "Hand out")
	v.wantText(".summary", "Choose at least one question.")
	looks("hand out", "refused")
	read[bool](v, `(() => { const s = document.querySelector("#shelf"); s.selectedIndex = 2; return true })()`)
	v.followIn("main", "Show its questions")
	looks("hand out", "a shelf of questions")
	v.click(`.on-shelf li:nth-child(1) input[name=add]`)
	v.click(`.on-shelf li:nth-child(2) input[name=add]`)
	v.followIn("main", "Add the ticked questions")
	first, second := v.text(chosen(1)), v.text(chosen(2))
	v.followIn(".chosen > li:nth-child(2)", "↑")
	if got := v.text(chosen(1)); got != second {
		t.Errorf("the first question is %q, want %q and then %q", got, second, first)
	}
	if got := v.value("#title"); got != "Thursday's quiz" {
		t.Errorf("the title is %q after the buttons", got)
	}
	v.click(`input[name=mode][value=test]`)
	v.click(`input[name=results][value=released]`)
	v.write("#minutes", "20")
	v.followIn("main", "Hand out")
	v.wantText("main", "Thursday's quiz", "A test: only answers given in it count.", "when you release them")
	v.followIn("main", "WORK") // in capitals, as the style shows it
	v.wantText("main", "Open now", "Thursday's quiz", "Quiz: ")
	if strings.Contains(v.text("main"), "Over") {
		t.Error("something is over")
	}
	looks("work of a class", "two quizzes")
	v.wantNoComplaints()
}

// chosen is where the form has the words of its question with that number.
func chosen(number int) string { return fmt.Sprintf(".chosen > li:nth-child(%d) > div > p", number) }
