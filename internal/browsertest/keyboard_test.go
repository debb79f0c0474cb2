package browsertest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// One whole visit with the keyboard alone: key presses and nothing else.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	s := screen{Width: 1360}
	code := newVisitor(t, s).setsUp(p)
	v := newVisitor(t, s)
	v.open(p.URL + "/")

	// The first stop skips the menu.
	v.press(keyTab)
	if got := v.text(":focus"); got != "Skip to the content" {
		t.Errorf("the first stop reads %q", got)
	}
	v.wantFocusSeen()
	v.press(keyEnter)
	v.press(keyTab)
	if got := v.count("main :focus"); got != 1 {
		t.Errorf("after skipping the focus is on %s, want it in the content", v.focused())
	}

	v.open(p.URL + "/")
	v.goes(`a[href="/join"]`)
	v.tabTo("#code")
	v.wantFocusSeen()
	v.press(code)
	v.pressAndLoad(keyEnter)
	v.tabTo("#name")
	v.wantFocusSeen()
	v.press("Ana")
	v.pressAndLoad(keyEnter)
	// A slip: the focus waits on what is wrong, the next stop leads to the field.
	v.tabTo("#pin")
	v.press("111111")
	v.pressAndLoad(keyEnter)
	if got := v.count(".summary:focus"); got != 1 {
		t.Errorf("after a slip the focus is on %s, want it on the summary", v.focused())
	}
	v.press(keyTab)
	v.wantFocusSeen()
	v.press(keyEnter)
	if got := v.focused(); got != "input#pin[name=pin]" {
		t.Errorf("the summary leads to %s, want the field", got)
	}
	v.press(pin)
	v.pressAndLoad(keyEnter)
	v.wantInMenu("Ana")

	// Read a section and answer every question in the text of both lessons.
	v.goes("main .btn.primary")
	v.goes(`.lessons a[href="/lessons/causes"]`)
	v.goes(`.go`)
	v.goes(`.onward button`)
	if got := v.count(".place .done"); got != 1 {
		t.Errorf("%d sections are read, want one", got)
	}
	var met []string
	for _, section := range append(v.sectionsOf(p, "causes"), v.sectionsOf(p, "kirov")...) {
		v.open(p.URL + section)
		for v.count(openCheck) > 0 {
			id := read[string](v, fmt.Sprintf(`document.querySelector(%q).closest("section").id`, openCheck))
			met = append(met, v.answersByKeys("#"+id+" form"))
			if got := v.count("#" + id + " .verdict"); got != 1 {
				t.Fatalf("%s has no feedback after an answer", id)
			}
		}
	}
	for range 2 { // the second asks what the first has not drawn
		v.open(p.URL + "/lessons/causes")
		v.goes(`.parts a[href="/lessons/causes/quiz"]`)
		v.goes(`main form .go`)
		for n := 1; n <= quizLength; n++ {
			v.wantText(".check .kicker", fmt.Sprintf("QUESTION %d OF %d", n, quizLength))
			met = append(met, v.answersByKeys(".check form"))
			v.goes(".check .btn.primary")
		}
		v.wantText("h1", "marks")
	}
	for _, kind := range kinds {
		if !slices.Contains(met, kind) {
			t.Errorf("no %s was answered by keyboard: %q", kind, met)
		}
	}
	v.goes(".who form button")
	v.wantInMenu("Join a class")
	v.wantNoComplaints()
}

// goes tabs to a link or button, sees that the focus shows, and presses Enter.
func (v *visitor) goes(selector string) {
	v.t.Helper()
	v.tabTo(selector)
	v.wantFocusSeen()
	v.pressAndLoad(keyEnter)
}

// answersByKeys tabs to a question's form, answers it and sends it. It returns the kind of the question.
func (v *visitor) answersByKeys(form string) string {
	v.t.Helper()
	v.controls(form) // marks the fields
	v.tabTo(form + " [data-field]")
	kind := v.fillByKeys(form)
	v.pressAndLoad(keyEnter)
	return kind
}

// Pages that a teacher seldom needs, and that decide about people: the keyboard reaches everything on them, in the
// order of the page, the focus is seen at every stop, and nothing holds it.
func TestEveryStopOfTheKeyboard(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	for _, s := range []screen{{Width: widths[1]}, {Width: widths[0]}} {
		t.Run(fmt.Sprint(s.Width), func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t, s)
			for _, page := range []string{"owner-new", "owner", "owner-take-backup-problem", "student-erase",
				"student-erase-problem", "class-delete", "class-delete-problem", "class-anonymise-problem", "classes-due",
				"class-life", "my-data", "my-data-guest", "privacy", "handed-one", "handed-forty", "handed-nobody"} {
				v.open(p.URL + "/dev/gallery/" + page)
				v.unfold()
				v.walks()
			}
		})
	}
}

// stops are the places at which the keyboard stops on a page, of which a group of radio buttons is one.
const stops = `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
	.filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && e.getClientRects().length > 0 &&
	getComputedStyle(e).visibility !== "hidden" &&
	(e.type !== "radio" || e.checked || ![...e.form.elements].some(o => o.name === e.name && o.checked)))`

// walks presses Tab until the focus is where it was first, and insists that it has been everywhere in order.
func (v *visitor) walks() {
	v.t.Helper()
	const tooMany = 400
	last, turned, first := -1, 0, -1
	for range tooMany {
		v.press(keyTab)
		at := read[int](v, `(all => (e => { if (e !== document.body) e.dataset.walked = ""; return all.indexOf(e) })(
			document.activeElement))([...document.querySelectorAll("body, body *")])`)
		if at <= 0 { // out of the page, which begins again with the next press
			turned, last = turned+1, -1
			continue
		}
		if at == first && turned > 0 {
			break
		}
		if at < last {
			if turned++; turned > 1 {
				v.t.Errorf("%s: the focus goes back to %s", v.location(), v.focused())
				return
			}
		}
		if last = at; first < 0 {
			first = at
		}
		v.wantFocusSeen()
	}
	left := read[[]string](v, stops+`.filter(e => !("walked" in e.dataset) && e.type !== "radio")
		.map(e => e.outerHTML.slice(0, 80))`)
	if len(left) > 0 {
		v.t.Errorf("%s: Tab does not reach %q", v.location(), left)
	}
}

// A teacher looks after Dossier and gives up a student and a class with key presses and nothing else; a slip takes the
// focus, and leads to its field.
func TestTeacherByKeyboard(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, screen{Width: widths[1]})
	v.staysInFront()
	code := v.setsUp(p)
	ana := newVisitor(t, screen{Width: widths[1]})
	ana.staysInFront()
	ana.joins(p, code, "Ana", pin)
	ana.readsAboutTheirData(p)

	v.open(p.URL + "/owner")
	v.goes(`form[action="/owner/backups"] button`)
	v.until(`document.querySelector("main").innerText.includes("The backup is made")`)
	v.opensFold("details.folded summary")
	v.goes(`details.folded a.btn`)
	v.slips("#pass", passphrase, "not my passphrase")
	v.goes(`.kicker a`)
	for _, days := range []string{"soon", "365"} {
		v.tabTo("#days")
		v.wantFocusSeen()
		v.press(days)
		v.pressAndLoad(keyEnter)
		if days == "soon" {
			v.slipLeadsTo("days")
		}
	}
	v.wantText("main", "(365 days)")

	v.open(p.URL + "/classes/1")
	v.handsOutThursdaysQuiz()
	v.tabTo("#student")
	v.wantFocusSeen()
	v.press(keySpace)
	v.tabTo(`input[name=more]`)
	v.wantFocusSeen()
	v.press(keySpace)
	v.goes(`button[value=granted]`)
	v.wantText("main", "Granted.")
	v.goes(`button[value=granted]`) // for nobody
	v.slipTakesFocus()

	v.open(p.URL + "/classes/1/roster/1/erase")
	v.namesAgain("#name", "Ana", "Anna")
	v.until(`document.body.innerText.includes("The student is erased for good: the answers are gone.")`)

	v.open(p.URL + "/classes/1/delete")
	v.namesAgain("#class", className, "10C")
	v.until(`location.pathname === "/classes"`)
	v.wantNoComplaints()
}

// staysInFront has the window keep the focus while others are open as well, as on two screens.
func (v *visitor) staysInFront() {
	v.t.Helper()
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled,
			emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	})
}

// readsAboutTheirData goes from the foot of a page to what Dossier knows about a student, and to what parents are told.
func (v *visitor) readsAboutTheirData(p *program) {
	v.t.Helper()
	v.goes(`footer a[href="/me/data"]`)
	v.wantText("h1", "What Dossier knows about you")
	v.goes(`main a[href="/privacy"]`)
	v.goes(`main a[href="/me/data"]`)
	v.wantPath(p, "/me/data")
	v.wantNoComplaints()
}

// opensFold opens what is folded with the keyboard, closes it and opens it again.
func (v *visitor) opensFold(summary string) {
	v.t.Helper()
	v.tabTo(summary)
	v.wantFocusSeen()
	for _, key := range []string{keyEnter, keySpace, keyEnter} {
		v.press(key)
	}
	if !read[bool](v, `document.activeElement.parentElement.open`) {
		v.t.Errorf("%s: %s does not open", v.location(), summary)
	}
}

// namesAgain types the name of what goes for good, wrongly first, and the passphrase, wrongly first as well.
func (v *visitor) namesAgain(field, name, wrong string) {
	v.t.Helper()
	v.tabTo(field)
	v.wantFocusSeen()
	v.press(wrong)
	v.tabTo("#pass")
	v.press(passphrase)
	v.pressAndLoad(keyEnter)
	v.slipLeadsTo(field[1:])
	v.press(name)
	v.slips("#pass", passphrase, "not my passphrase")
	v.pressAndLoad(keyEnter)
}

// slips types something wrong into a field and sends it; what is wrong takes the focus and leads to the field, into
// which the right words are typed.
func (v *visitor) slips(field, right, wrong string) {
	v.t.Helper()
	v.tabTo(field)
	v.wantFocusSeen()
	v.press(wrong)
	v.pressAndLoad(keyEnter)
	v.slipLeadsTo(field[1:])
	read[bool](v, `(document.activeElement.select(), true)`)
	v.press(right)
}

// slipTakesFocus insists that the focus waits on what is wrong.
func (v *visitor) slipTakesFocus() {
	v.t.Helper()
	v.painted()
	v.until(`document.querySelector(".summary:focus") !== null`)
}

// slipLeadsTo insists that the focus waits on what is wrong, and that the next stop leads to the field, which is not
// sent again by the same press.
func (v *visitor) slipLeadsTo(field string) {
	v.t.Helper()
	v.slipTakesFocus()
	v.press(keyTab)
	v.wantFocusSeen()
	if to := read[string](v, `document.activeElement.getAttribute("href")`); to != "#"+field {
		v.t.Errorf("%s: the summary leads to %q, want the field %q", v.location(), to, field)
	}
	v.press(keyEnter)
	v.until(fmt.Sprintf(`document.activeElement.id === %q`, field))
	v.wantFocusSeen()
	v.backTab()
	v.tabTo("#" + field) // which marks what is in it
}
