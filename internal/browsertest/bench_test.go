package browsertest

import (
	"fmt"
	"strings"
	"testing"
)

const bench = "/bench/two-verdicts"

// reveals goes through the two texts without their writers, and through the reveal, with the keyboard alone.
func (v *visitor) reveals(p *program) {
	v.t.Helper()
	v.open(p.URL + bench)
	v.tabTo(`[name="before.1"]`)
	v.press(keySpace, keyRight, keyRight, keyRight)
	v.tabTo(`[name="before.2"]`)
	v.press(keySpace, keyRight)
	v.tabTo(`main form .btn.primary`)
	v.pressAndLoad(keyEnter)
	v.tabTo(`[name="after.1"]`)
	v.press(keySpace)
	v.tabTo(`[name="moved.1"]`)
	v.press("It saw the court alone")
	v.tabTo(`[name="after.2"]`)
	v.press(keySpace, keyRight, keyRight)
	v.tabTo(`[name="moved.2"]`)
	v.press("He knew the accused")
	v.tabTo(`main form .btn.primary`)
	v.pressAndLoad(keyEnter)
	v.wantText("#clock", "What could they know?")
}

// The way from the list of benches to the desk, every state looked at on every screen.
func TestBenchPages(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	teacher := newVisitor(t, desk)
	code := teacher.setsUp(p)
	v := newVisitor(t, desk)
	v.joins(p, code, "Ana", pin)
	v.open(p.URL + "/bench")
	v.everywhere("benches", "nothing begun")
	v.followIn("main", "Two verdicts")
	v.everywhere("bench", "blind")
	v.unguarded()
	v.follow("Show who wrote them")
	v.everywhere("bench", "blind, to mend")
	v.reveals(p)
	v.unfold()
	v.everywhere("bench", "empty desk")
	v.click(".phrase")
	v.write("#text", "Trotsky is biased. The Observer saw the open court [1] and no more than that.")
	v.follow("Judge my draft")
	v.everywhere("examples", "first")
	for range 2 {
		v.choosesEverywhere(2)
		v.follow("Compare")
		v.choosesEverywhere(1)
		if v.count("main form") > 0 && strings.Contains(v.text("main"), "second and last try") {
			v.everywhere("examples", "second try")
			v.follow("Compare")
		}
	}
	v.unfold()
	v.everywhere("examples", "done")
	v.follow("Judge my own draft")
	v.everywhere("judge", "empty")
	v.follow("Keep my levels")
	v.everywhere("judge", "to mend")
	v.choosesEverywhere(1)
	read[bool](v, `(document.querySelectorAll("fieldset textarea").forEach(t => t.value = "saw the open court"), true)`)
	v.follow("Keep my levels")
	v.everywhere("bench", "judged")
	v.follow("Submit for marking")
	v.wantText("#write", "Waiting to be marked")
	v.everywhere("bench", "waiting")
	v.followIn("#write", "Your texts")
	v.everywhere("texts", "one")
	teacher.open(p.URL + bench)
	teacher.unfold()
	teacher.everywhere("bench", "as a teacher")
}

// The desk saves by itself, numbers what is picked with Enter and Space, and lets two windows overwrite nothing.
func TestTheDraftSavesItself(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	code := newVisitor(t, desk).setsUp(p)
	v := newVisitor(t, desk)
	v.joins(p, code, "Ana", pin)
	v.reveals(p)
	v.tabTo(`input[value="o2"]`)
	v.press(keyEnter)
	v.until(`document.querySelectorAll("button.chip").length === 1`)
	v.press(keyTab, keySpace)
	v.until(`document.querySelectorAll("button.chip").length === 2`)
	v.wantText(`.phrase:has(input[value="o2"])`, "1")
	v.wantPath(p, bench)
	v.write("#text", "The paper saw the court")
	v.until(`document.querySelector("[data-saved]").textContent.startsWith("✓ Saved")`)
	v.click(`button.chip[data-number="2"]`)
	if got, want := v.value("#text"), "The paper saw the court [2]"; got != want {
		t.Errorf("a chip made %q, want %q", got, want)
	}
	v.until(`document.querySelector("[data-saved]").textContent.startsWith("✓ Saved")`)
	v.write("#text", "Left with what was typed last")
	v.open(p.URL + "/sources") // leaving saves
	v.open(p.URL + bench)
	if got, want := v.value("#text"), "Left with what was typed last"; got != want {
		t.Errorf("leaving the page saved %q, want %q", got, want)
	}

	// The clock moves the facts at once.
	before := v.text("#list-knew")
	v.click(`.setters [data-set="1937-01-22"]`)
	v.wantText("[data-clock-line]", "By 22 January 1937, 4 of 11")
	turned := v.text("[data-clock-line]")
	if got := read[string](v, `document.querySelector("#list-knew").textContent`); got != "Trotsky knew" {
		t.Errorf("the list is headed %q after %q", got, before)
	}
	v.wantPath(p, bench)

	// The server says the same of that day.
	v.open(p.URL + bench + "?on=1937-01-22")
	if got := v.text("[data-clock-line]"); got != turned {
		t.Errorf("the script said %q of a day, the server %q", turned, got)
	}
	v.open(p.URL + bench)

	// A second window.
	w := v.anotherWindow()
	w.open(p.URL + bench)
	w.write("#text", "The other window <b>wrote</b> this")
	w.until(`document.querySelector("[data-saved]").textContent.startsWith("✓ Saved")`)
	v.write("#text", "And this one that")
	v.until(`!document.querySelector("[data-stale]").hidden`)
	if got := v.value("[data-stale-text]"); got != "The other window <b>wrote</b> this" {
		t.Errorf("the other text is shown as %q", got)
	}
	v.takeComplaints() // the browser notes the 409
	v.everywhere("bench", "two windows")
	v.click("[data-take-other]")
	v.until(`document.querySelector("#text").value.startsWith("The other") &&
		document.querySelector("[data-saved]").textContent.startsWith("✓ Saved")`)
	v.open(p.URL + bench + "/texts")
	v.unfold()
	v.wantText("main", "And this one that", "The other window <b>wrote</b> this")
}

// A student gets from the blind texts to handing in with the keyboard alone, on a phone's width.
func TestBenchByKeyboard(t *testing.T) {
	t.Parallel()
	b, err := builtInCourse(t).Bench("two-verdicts")
	must(t, err)
	p := startProgram(t)
	s := screen{Width: widths[0]}
	code := newVisitor(t, s).setsUp(p)
	v := newVisitor(t, s)
	v.joins(p, code, "Ana", pin)
	v.reveals(p)
	v.tabTo(`input[value="o2"]`)
	v.press(keyEnter)
	v.until(`document.querySelectorAll("button.chip").length === 1`)
	v.tabTo("#text")
	v.press("The Observer saw only the open court [1].")
	v.goes(`[name="do"][value="judge"]`)
	for _, e := range b.Exemplars {
		for _, skill := range b.Rubric.Skills {
			v.levelByKeys(skill.ID, e.Levels[skill.ID])
		}
		v.goes("main form .btn.primary")
		v.wantText("main", e.Why["sourcing"])
	}
	v.goes("main .row .btn.primary")
	for _, skill := range b.Rubric.Skills {
		v.levelByKeys(skill.ID, 1)
		v.press(keyTab, "saw only the open court")
	}
	v.goes("main form .btn.primary")
	v.goes(`[name="do"][value="submit"]`)
	v.wantText("#write", "Waiting to be marked")
	v.wantNoComplaints()
}

// levelByKeys tabs to a skill and chooses a level with the arrows.
func (v *visitor) levelByKeys(skill string, level int) {
	v.t.Helper()
	v.tabTo(fmt.Sprintf(`[name="level.%s"]`, skill))
	v.wantFocusSeen()
	v.press(keySpace)
	for range level {
		v.press(keyDown)
	}
}

// Everything at the bench works with the buttons of the form alone.
func TestBenchWithoutScript(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, screen{Width: 360, NoScript: true})
	v.reveals(p)
	v.click(`.phrase:has([value="t1"])`)
	v.follow("Keep these phrases")
	v.wantText("[data-chips]", "1 · “Who can believe such accusations?”")
	v.write("#text", "Kept whatever the button")
	v.load(v.pointAt(css(`.line li:nth-child(5) button`)))
	v.wantPath(p, bench+"?on=1937-01-23#clock")
	v.wantText(".clock", "By 23 January 1937, 5 of 11 events had happened or begun", "None of these facts.")
	if got, want := v.value("#text"), "Kept whatever the button"; got != want {
		t.Errorf("the clock kept %q, want %q", got, want)
	}
	v.check("bench", "desk of a guest")
	v.follow("Join your class")
	v.wantText("main", "Join your class")
}

// choosesEverywhere chooses the same level in every set of levels on the page.
func (v *visitor) choosesEverywhere(level int) {
	v.t.Helper()
	read[bool](v, fmt.Sprintf(`(document.querySelectorAll("fieldset").forEach(f => {
		f.querySelectorAll("input")[%d].checked = true;
	}), true)`, level))
}
