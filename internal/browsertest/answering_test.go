package browsertest

import (
	"fmt"
	"slices"
	"strings"
)

// control is a field of a question's form, or a group of them that gives one value.
type control struct {
	Type    string   `json:"type"` // radio, checkbox, select, number, textarea or text
	Name    string   `json:"name"`
	IDs     []string `json:"ids"` // selectors of its fields
	Choices int      `json:"choices"`
	Inline  bool     `json:"inline"` // inside running text
	Words   int      `json:"words"`  // how many are asked for at least
}

// controlsOf lists what can be filled in, in the order of the page. Fields get a marker to be found by.
const controlsOf = `(form => {
	const groups = new Map();
	const asks = e => e.type !== "hidden" && e.tagName !== "BUTTON" && e.tagName !== "FIELDSET";
	[...form.elements].filter(asks).forEach((e, i) => {
		const type = e.tagName === "SELECT" ? "select" :
			["numeric", "decimal"].includes(e.inputMode) ? "number" : e.type;
		const mark = form.action.split("/").pop() + "-" + i;
		e.dataset.field = mark;
		if (!groups.has(e.name)) groups.set(e.name, {
			type: type, name: e.name, ids: [], choices: e.options ? e.options.length - 1 : 0, inline: !!e.closest(".seg"),
			words: e.tagName === "TEXTAREA" && parseInt(document.getElementById(e.id + "-hint").innerText) || 0,
		});
		groups.get(e.name).ids.push("[data-field='" + mark + "']");
	});
	return [...groups.values()];
})`

func (v *visitor) controls(form string) []control {
	v.t.Helper()
	return read[[]control](v, fmt.Sprintf(`%s(document.querySelector(%q))`, controlsOf, form))
}

// kindOf tells the kind of a question from the fields of its form.
func kindOf(controls []control) string {
	has := func(name string) bool {
		return slices.ContainsFunc(controls, func(c control) bool { return strings.HasPrefix(c.Name, name) })
	}
	switch {
	case has("pt."):
		return "comparison"
	case has("p."):
		return "provenance"
	case has("why"):
		return "next_source"
	case has("quote"), slices.ContainsFunc(controls, func(c control) bool { return c.Inline }):
		return "evidence_highlight"
	case has("fix"):
		return "true_false_correction"
	case has("pos."):
		return "chronology"
	case has("m."):
		return "matching"
	case has("g."):
		return "cloze"
	case has("n"), has("lo"):
		return "numeric_estimate"
	case slices.ContainsFunc(controls, func(c control) bool { return c.Type == "checkbox" }):
		return "multiple_response"
	}
	return "single_choice"
}

// kinds of questions that the built-in quizzes ask in the tests.
var kinds = []string{"single_choice", "multiple_response", "true_false_correction", "chronology", "matching", "cloze",
	"numeric_estimate"}

// sourceKinds are the kinds of questions that work with sources.
var sourceKinds = []string{"evidence_highlight", "provenance", "comparison", "next_source"}

// openCheck is the form of a question in a section that is still to be answered; what was written in an answer may
// have a form as well, to say how far it gets.
const openCheck = `.check form:not([action*="/written/"])`

// toTick is how many boxes a question asks for: it says so in capitals.
func toTick(stem string) int {
	for i, word := range []string{"TWO", "THREE", "FOUR"} {
		if strings.Contains(stem, word) {
			return i + 2
		}
	}
	return 1
}

// typed is what goes into the i-th text field of a form: words, as many as are asked for; the beginning of the source
// that is to be quoted; or numbers that grow.
func (v *visitor) typed(form string, c control, i int) string {
	v.t.Helper()
	switch {
	case c.Type == "number":
		return fmt.Sprint((i + 1) * 1000)
	case c.Name == "quote":
		words := `document.querySelector(%q).innerText.split(/\s+/).slice(0, 5).join(" ")`
		return read[string](v, fmt.Sprintf(words, form+" .beside .prose"))
	case strings.HasPrefix(c.Name, "g."):
		return "1936" // a gap may ask for a year, and asks again when it cannot read one
	}
	return strings.Repeat("something else ", c.Words/2) + "something else"
}

// fill answers the question of a form with the mouse and the keyboard: the first option, an order, some words; how
// sure is "fairly". Right or wrong does not matter. It returns the kind of the question.
func (v *visitor) fill(form string) string {
	v.t.Helper()
	controls := v.controls(form)
	numbers, selects := 0, 0
	for _, c := range controls {
		switch c.Type {
		case "radio":
			pick := 0
			if c.Name == "sure" {
				pick = 1
			}
			v.click(c.IDs[pick])
		case "checkbox":
			for _, id := range c.IDs[:toTick(v.text(form))] {
				v.click(id)
			}
		case "select":
			// A list is opened and read on a real screen; here its keys choose.
			read[bool](v, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, c.IDs[0]))
			for range selects%c.Choices + 1 {
				v.press(keyDown)
			}
			selects++
		default:
			v.write(c.IDs[0], v.typed(form, c, numbers))
			numbers++
		}
	}
	return kindOf(controls)
}

// fillByKeys is fill with the keyboard alone, with the focus on the first field. It ends with the focus on the
// button. Every stop has to show that it has the focus.
func (v *visitor) fillByKeys(form string) string {
	v.t.Helper()
	controls := v.controls(form)
	numbers, selects, boxes := 0, 0, toTick(v.text(form))
	for _, c := range controls {
		if !slices.Contains(c.IDs, v.marked()) {
			v.t.Fatalf("%s: the focus is on %s, want it on %s", v.location(), v.focused(), c.Name)
		}
		v.wantFocusSeen()
		switch c.Type {
		case "radio":
			v.press(keySpace, keyDown)
		case "checkbox":
			for i := range c.IDs {
				if i < boxes {
					v.press(keySpace)
				}
				if i+1 < len(c.IDs) {
					v.press(keyTab)
				}
			}
		case "select":
			for range selects%c.Choices + 1 {
				v.press(keyDown)
			}
			selects++
		default:
			v.press(v.typed(form, c, numbers))
			numbers++
		}
		v.press(keyTab)
	}
	if got := v.focused(); got != "button" {
		v.t.Fatalf("%s: after the last field the focus is on %s, want the button", v.location(), got)
	}
	v.wantFocusSeen()
	return kindOf(controls)
}

// marked is the selector of the field with the focus.
func (v *visitor) marked() string {
	v.t.Helper()
	return read[string](v, `"[data-field='" + document.activeElement.dataset.field + "']"`)
}

// wantFocusSeen fails the test unless somebody can see where the focus is: an outline of two pixels or more, in the
// window.
func (v *visitor) wantFocusSeen() {
	v.t.Helper()
	got := read[string](v, `(e => {
		const look = getComputedStyle(e), box = e.getBoundingClientRect();
		if (look.outlineStyle === "none" || parseFloat(look.outlineWidth) < 2) return "no outline";
		if (box.bottom <= 0 || box.top >= innerHeight) return "outside the window";
		if (box.right <= 0 || box.left >= innerWidth) return "outside the window";
		return "";
	})(document.activeElement)`)
	if got != "" {
		v.t.Errorf("%s: the focus on %s is not seen: %s", v.location(), v.focused(), got)
	}
}

// takeQuiz answers all questions of the quiz that is open and ends on the result, which lists ideas to correct when a
// feedback named one. It returns the kinds it met. With every feedback, seen is called, if there is one.
func (v *visitor) takeQuiz(seen func(kind string, options []string)) []string {
	v.t.Helper()
	var met []string
	mends := false
	for n := 1; n <= quizLength; n++ {
		v.wantText(".check .kicker", strings.ToUpper(fmt.Sprintf("Question %d of %d", n, quizLength)))
		options := read[[]string](v, `[...document.querySelectorAll(".check .choice")].map(c => c.innerText.trim())`)
		met = append(met, v.fill(".check form"))
		if got := v.followIn(".check", "Check answer"); got != 200 {
			v.t.Fatalf("%s: question %d: got status %d: %s", v.location(), n, got, v.text("main"))
		}
		mends = mends || strings.Contains(v.text(".check"), "A common wrong idea:")
		if seen != nil {
			seen(met[n-1], options)
		}
		if n < quizLength {
			v.followIn(".check", "Next question")
		}
	}
	v.followIn(".check", "See your result")
	if got := strings.Contains(v.text("main"), "Ideas to correct"); got != mends {
		v.t.Errorf("%s lists ideas to correct: %v, want %v", v.location(), got, mends)
	}
	return met
}

// quizLength is how many questions a quiz has.
const quizLength = 10
