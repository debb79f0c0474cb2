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
	v.wantPath(p, bench+"/know")
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
	v.everywhere("bench", "know")
	v.follow("Next: pick your evidence")
	v.everywhere("bench", "pick, nothing")
	v.click(".phrase")
	v.follow("Next: plan your answer")
	v.everywhere("bench", "plan, nothing")
	v.follow("Next: write your answer")
	v.unfold()
	v.everywhere("bench", "write, nothing")
	v.write("#text", "Trotsky is biased. The Observer saw the open court [1] and no more than that.")
	v.follow("Next: judge your draft")
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
	v.unfold()
	v.tapsSentences()
	v.everywhere("judge", "chosen")
	v.follow("Keep my levels")
	v.everywhere("bench", "hand in, short")
	v.follow("Hand it in anyway")
	v.wantText("h1", "You have handed it in")
	v.everywhere("bench", "handed in")
	for _, step := range []string{"look", "pick", "plan", "write"} {
		v.open(p.URL + bench + "/" + step)
		v.everywhere("bench", step+", handed in")
	}
	v.follow("Your texts")
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
	v.open(p.URL + bench + "/pick")
	const saved = `document.querySelector("[data-saved]").textContent.startsWith("✓ Saved")`
	v.tabTo(`input[value="o2"]`)
	v.press(keyEnter)
	v.until(`document.querySelectorAll(".chip").length === 1`)
	v.press(keyTab, keySpace)
	v.until(`document.querySelectorAll(".chip").length === 2`)
	v.until(saved)
	v.wantText(`.phrase:has(input[value="o2"])`, "1")
	v.wantPath(p, bench+"/pick")
	v.open(p.URL + bench + "/write")
	v.write("#text", "The paper saw the court")
	v.until(saved)
	v.click(`button.chip[data-number="2"]`)
	if got, want := v.value("#text"), "The paper saw the court [2]"; got != want {
		t.Errorf("a chip made %q, want %q", got, want)
	}
	v.until(saved)
	v.write("#text", "Left with what was typed last")
	v.open(p.URL + "/sources") // leaving saves
	v.open(p.URL + bench)      // and leads back to where it was typed
	v.wantPath(p, bench+"/write")
	if got, want := v.value("#text"), "Left with what was typed last"; got != want {
		t.Errorf("leaving the page saved %q, want %q", got, want)
	}

	v.open(p.URL + bench + "/know")
	// The clock moves the facts at once.
	before := v.text("#list-knew")
	v.click(`.setters [data-set="1937-01-22"]`)
	v.wantText("[data-clock-line]", "By 22 January 1937, 4 of 8")
	turned := v.text("[data-clock-line]")
	const knew = "Trotsky's statement of 1937 knew"
	if got := read[string](v, `document.querySelector("#list-knew").textContent`); got != knew {
		t.Errorf("the list is headed %q after %q", got, before)
	}
	v.wantPath(p, bench+"/know")

	// The server says the same of that day, at the address that it had when a bench was one page.
	v.open(p.URL + bench + "?on=1937-01-22")
	v.wantPath(p, bench+"/know?on=1937-01-22")
	if got := v.text("[data-clock-line]"); got != turned {
		t.Errorf("the script said %q of a day, the server %q", turned, got)
	}
	v.open(p.URL + bench + "/write")

	// A second window.
	w := v.anotherWindow()
	w.open(p.URL + bench + "/write")
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
	v.goes(".onward .btn.primary")
	v.tabTo(`input[value="o2"]`)
	v.press(keyEnter)
	v.until(`document.querySelectorAll(".chip").length === 1`)
	v.goes(".onward .btn.primary")
	v.goes(".onward .btn.primary")
	v.tabTo("#text")
	v.press("The Observer saw only the open court [1].")
	v.goes(".onward .btn.primary")
	for _, e := range b.Practice() {
		for _, skill := range b.Rubric.Skills {
			v.levelByKeys(skill.ID, e.Levels[skill.ID])
		}
		v.goes("main form .btn.primary")
		v.wantText("main", e.Why["sourcing"])
	}
	v.goes("main .row .btn.primary")
	for _, skill := range b.Rubric.Skills {
		v.levelByKeys(skill.ID, 1)
		v.press(keyTab, keyEnter, keyTab, keySpace) // unfold the text, and choose its one sentence
	}
	v.goes("main form .btn.primary")
	v.wantText("main", "Hand it in anyway?")
	v.goes(`main form[action$="/hand-in"] button`)
	v.wantText("main", "You handed this in", "Waiting to be marked")
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
	v.load(v.pointAt(css(`.line li:nth-child(5) a`)))
	v.wantPath(p, bench+"/know?on=1937-01-23#clock")
	v.wantText(".clock", "By 23 January 1937, 5 of 8 events had happened or begun", "None of these facts.")
	v.follow("Next: pick your evidence")
	v.click(`.phrase:has([value="t1"])`)
	v.follow("Keep these phrases")
	v.wantText("[data-chips]", "1 · “a revolutionist”")
	v.follow("Next: plan your answer")
	v.follow("Next: write your answer")
	v.write("#text", "Kept whatever the button")
	v.load(v.pointAt(css(`.stepbar button[value="go:look"]`)))
	v.open(p.URL + bench + "/write")
	if got, want := v.value("#text"), "Kept whatever the button"; got != want {
		t.Errorf("a step of the bar kept %q, want %q", got, want)
	}
	v.check("bench", "write, a guest")
	v.open(p.URL + bench + "/hand-in")
	v.wantText("main", "you judge your own draft")
}

// choosesEverywhere chooses the same level in every set of levels on the page.
func (v *visitor) choosesEverywhere(level int) {
	v.t.Helper()
	read[bool](v, fmt.Sprintf(`(document.querySelectorAll("fieldset").forEach(f => {
		f.querySelectorAll("input")[%d].checked = true;
	}), true)`, level))
}

// tapsSentences chooses the first sentence of the own text for every skill. The proofs are unfolded.
func (v *visitor) tapsSentences() {
	v.t.Helper()
	for i := range v.count(".proof") {
		v.clickOn(fmt.Sprintf(`document.querySelectorAll(".proof")[%d].querySelector(".phrase")`, i))
	}
}

// The bench on a phone, by touch: seven steps, each with a bar that says where one is, the way back and the sources.
// On every page a tap in the middle of a control hits it.
func TestBenchInSteps(t *testing.T) {
	t.Parallel()
	b, err := builtInCourse(t).Bench("two-verdicts")
	must(t, err)
	p := startProgram(t)
	code := newVisitor(t, desk).setsUp(p)
	v := newVisitor(t, phone).byTouch()
	v.joins(p, code, "Ana", pin)
	v.open(p.URL + bench)
	v.lookAtControls()
	v.click(`[name="before.1"][value="4"]`)
	v.click(`[name="before.2"][value="2"]`)
	v.follow("Show who wrote them")
	v.lookAtControls()
	v.click(`[name="after.1"][value="2"]`)
	v.write(`[name="moved.1"]`, "It only saw the court")
	v.click(`[name="after.2"][value="3"]`)
	v.write(`[name="moved.2"]`, "He knew the accused men")
	v.follow("Next: what they could know")
	v.atStep(p, "know")
	v.follow("Next: pick your evidence")
	v.atStep(p, "pick")
	v.click(".phrase")
	v.until(`document.querySelectorAll(".chip").length === 1`)
	v.follow("Next: plan your answer")
	v.atStep(p, "plan")
	v.follow("Next: write your answer")
	v.atStep(p, "write")
	const short = "The paper saw only the open court [1]. Trotsky knew the men."
	v.write("#text", short)
	v.load(v.pointAt(css(`.stepbar button[value="go:look"]`))) // any step saves, and leads back
	v.atStep(p, "look")
	v.follow("Next: what they could know")
	v.open(p.URL + bench)
	v.wantPath(p, bench+"/write")
	if got := v.value("#text"); got != short {
		t.Errorf("another step lost the text: %q", got)
	}
	v.follow("Next: judge your draft")
	v.lookAtControls()
	for i, e := range b.Practice() {
		v.wantText("main", fmt.Sprintf("Example %d", i+1))
		v.choosesLevels(b, e.Levels)
		v.follow("Compare")
	}
	v.follow("Judge my own draft")
	v.atStep(p, "judge")
	v.choosesLevels(b, levels(b, 2))
	v.unfold()
	v.tapsSentences()
	v.follow("Keep my levels")
	v.atStep(p, "hand-in")
	v.shortTextIsQuestioned(p)
	if got := v.text(".notice"); !strings.Contains(got, "You handed this in at ") ||
		!strings.Contains(got, "on your home page") {
		t.Errorf("the page says %q", got)
	}
	v.open(p.URL + "/")
	v.open(p.URL + bench)
	v.wantPath(p, bench+"/hand-in")
	v.wantNoComplaints()
}

// shortTextIsQuestioned hands in a text of a few words: the page asks first, and the way back to writing is the dark
// button.
func (v *visitor) shortTextIsQuestioned(p *program) {
	v.t.Helper()
	v.wantText(".notice", "Your text has 11 words; 120 to 450 are asked. Hand it in anyway?")
	v.follow("Go on writing")
	v.atStep(p, "write")
	v.load(v.pointAt(css(`.stepbar button[value="go:hand-in"]`)))
	v.follow("Hand it in anyway")
	v.wantText("h1", "You have handed it in")
	v.lookAtControls()
}

// atStep insists that this is the page of a step: its place in the bar, the sources and the way back within reach.
func (v *visitor) atStep(p *program, step string) {
	v.t.Helper()
	v.wantPath(p, bench+"/"+step)
	if got := v.count(".stepbar [aria-current=step]"); got != 1 {
		v.t.Errorf("%s: %d steps are marked as the current one", v.location(), got)
	}
	if got := v.count(".src"); got < 2 {
		v.t.Errorf("%s: %d sources are within reach", v.location(), got)
	}
	if v.count(`main a[href^="/bench"], main button[value^="go:"]`) == 0 {
		v.t.Errorf("%s: there is no way back", v.location())
	}
	v.lookAtControls()
}
