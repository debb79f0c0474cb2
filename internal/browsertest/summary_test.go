package browsertest

import "testing"

// A student's state is one screen of a small laptop for their teacher, however much there is, and less than three of a
// phone for the student, with nine lessons begun.
func TestAStudentFitsOneScreen(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for _, page := range []string{"student-no-answers", "student", "student-full", "student-odd-name"} {
		v.open(p.URL + "/dev/gallery/" + page)
		v.resize(screen{Width: 1366, Height: 768})
		if got := read[int](v, `document.documentElement.scrollHeight`); got > 768 {
			t.Errorf("%s is %d pixels high on a screen of 768", page, got)
		}
	}
	v.open(p.URL + "/dev/gallery/me")
	v.resize(screen{Width: 360, Height: 740})
	if got := read[int](v, `document.documentElement.scrollHeight`); got > 740*27/10 {
		t.Errorf("my progress is %d pixels high on a phone", got)
	}
}

// The sheet for parents is one side of paper, with room for notes, and nothing on it is cut off.
func TestTheSheetForParentsIsOneSide(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for _, page := range []string{"student-sheet", "student-sheet-none"} {
		v.open(p.URL + "/dev/gallery/" + page)
		if n := v.sides(); n != 1 {
			t.Errorf("%s is printed on %d sides, want 1", page, n)
		}
		v.resize(screen{Width: 680, Height: 1000}) // what A4 leaves between the margins of the sheet
		v.emulate("print", v.screen)
		if over := read[float64](v, `(() => { const sheet = document.querySelector(".a4");
			return sheet.scrollHeight - sheet.clientHeight })()`); over > 0 {
			t.Errorf("%s: %.0f pixels are cut off", page, over)
		}
		if room := read[float64](v, `document.querySelector(".notes").getBoundingClientRect().height`); room < 90 {
			t.Errorf("%s leaves %.0f pixels for notes", page, room)
		}
		if cut := read[[]string](v, beyondPaper); len(cut) > 0 {
			t.Errorf("%s: does not fit: %q", page, cut)
		}
		v.emulate("", v.screen)
		v.resize(desk)
	}
}
