package browsertest

import (
	"fmt"
	"testing"
)

// ownTime gives a tablet a clock that is three hours fast, and lets a test move the time that has passed on a page.
const ownTime = `(() => {
	const real = Date, passed = performance.now.bind(performance);
	Date = class extends real {
		constructor(...of) { if (of.length) super(...of); else super(real.now() + 3 * 3600e3); }
		static now() { return real.now() + 3 * 3600e3; }
	};
	performance.now = () => passed() + Number(document.documentElement.dataset.passed || 0);
})()`

// pass lets seconds pass on the page, beside those that have really passed.
func (v *visitor) pass(seconds int) {
	v.t.Helper()
	read[bool](v, fmt.Sprintf(`(document.documentElement.dataset.passed = %d, true)`, 1000*seconds))
}

// The time that is left is what the server says, whatever the clock of the tablet; it is said at five minutes and at
// one. When it is up, an answer that was begun goes in, and a page on which nothing was begun goes where the server
// says.
func TestCountdown(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	teacher, v := newVisitor(t, screen{Width: widths[1]}), newVisitor(t, screen{Width: widths[0]})
	code := teacher.setsUp(p)
	v.before(ownTime)
	v.joins(p, code, "Cleo", pin)
	teacher.open(p.URL + "/classes/1")
	teacher.handsOutThursdaysQuiz()
	v.open(p.URL + "/work/1")
	v.follow("Begin")

	words := func(says string) string {
		return fmt.Sprintf(`document.querySelector("[data-left-words]").textContent.startsWith(%q)`, says)
	}
	said := func(says string) string {
		return fmt.Sprintf(`document.querySelector("[data-left-said]").textContent === %q`, says)
	}
	left := read[int](v, `Number(document.querySelector("[data-left]").dataset.left)`)
	if left < 600 || left > 1200 {
		t.Fatalf("%d seconds are left of twenty minutes", left)
	}
	v.wantText(".sitting", " minutes left, until ")
	if read[bool](v, said("5 minutes left.")) {
		t.Error("the end is announced before it is near")
	}
	v.pass(left - 299)
	v.until(words("4 minutes left, until "))
	v.until(said("5 minutes left."))
	v.pass(left - 59)
	v.until(words("Less than a minute left"))
	v.until(said("1 minute left."))

	// Nothing was begun: the page waits out the half minute, and goes where the server says.
	read[bool](v, `(document.documentElement.dataset.before = "yes", true)`)
	v.pass(left + 5)
	v.until(words("The time is up"))
	v.pass(left + 60)
	v.until(`!document.documentElement.dataset.before && !!document.querySelector("[data-left]")`)
	v.wantText(".sitting", " minutes left, until ") // on the server there is time

	v.fill(".check form")
	v.pass(left + 5)
	v.until(`location.pathname.endsWith("/questions/2")`)
	v.open(p.URL + "/attempts/1/questions/1")
	v.wantText(".sitting", "Saved at ")
	v.wantNoComplaints()
}
