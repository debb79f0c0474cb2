package browsertest

import (
	"strings"
	"testing"
)

// paperWidth is what a sheet of A4 leaves between its margins, in CSS pixels.
const paperWidth = 718

// beyondPaper is JavaScript that names what does not fit on the width of the paper.
const beyondPaper = `[...document.querySelectorAll("main :is(th, td, p, li, svg, h1, h2, section)")]
	.filter(e => e.checkVisibility() && !e.closest(".unseen") && e.getBoundingClientRect().right > innerWidth + 1)
	.map(e => e.tagName + " " + (e.textContent || "").slice(0, 40))`

// On paper nothing is cut off at the right: the pages with wide tables, a worksheet.
func TestPaper(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for _, page := range []string{"moderation", "evidence-map", "unmatched",
		"student", "student-full", "student-answers", "student-essays", "student-days", "student-sheet",
		"bench-teacher", "bench-waiting", "script-marked"} {
		v.open(p.URL + "/dev/gallery/" + page)
		v.resize(screen{Width: paperWidth, Height: 1000})
		v.emulate("print", v.screen)
		if cut := read[[]string](v, beyondPaper); len(cut) > 0 {
			t.Errorf("%s, printed: %d things do not fit: %s", page, len(cut), strings.Join(cut[:min(len(cut), 5)], " | "))
		}
		v.emulate("", v.screen)
	}
}

// The worksheet that a teacher prints has lines to write on, and nothing that is for the teacher alone.
func TestWorksheetOfATeacher(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	v.open(p.URL + "/dev/gallery/bench-teacher")
	v.wantText("main", "because you are signed in as a teacher")
	v.emulate("print", v.screen)
	if text := v.text("main"); strings.Contains(text, "signed in") || strings.Contains(text, "Model answer") {
		t.Errorf("the worksheet prints what is for the teacher: %s", text)
	}
	if got := read[int](v, `[...document.querySelectorAll(".ruled")].filter(e => e.checkVisibility()).length`); got < 10 {
		t.Errorf("the worksheet has %d lines to write on", got)
	}
}

// Address, code and QR code are seen together from the back of the room, on a laptop's screen under the bars of the
// browser.
func TestJoinScreenIsSeenWhole(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for _, page := range []string{"join-screen", "join-screen-alone"} {
		v.open(p.URL + "/dev/gallery/" + page)
		for _, s := range []screen{{Width: 1366, Height: 633}, {Width: 1280, Height: 720}, {Width: 1366, Height: 768},
			{Width: 1024, Height: 600}, {Width: 1920, Height: 1080}, {Width: 1920, Height: 900}} {
			v.resize(s)
			hidden := read[[]string](v, `[".addr", ".big", ".qr"].filter(name => {
				const box = document.querySelector(name).getBoundingClientRect();
				return box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth || box.height < 20;
			})`)
			if len(hidden) > 0 {
				t.Errorf("%s, %d x %d: %v is not seen whole", page, s.Width, s.Height, hidden)
			}
			if got := read[float64](v, `document.querySelector(".qr").getBoundingClientRect().width`); got < 200 {
				t.Errorf("%s, %d x %d: the QR code is %.0f pixels wide", page, s.Width, s.Height, got)
			}
		}
	}
}
