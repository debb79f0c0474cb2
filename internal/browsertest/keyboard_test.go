package browsertest

import (
	"fmt"
	"slices"
	"testing"
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
	v.open(p.URL + "/lessons/causes")
	v.goes(`.parts a[href="/lessons/causes/quiz"]`)
	v.goes(`main form .go`)
	throughQuiz := func() {
		for n := 1; n <= quizLength; n++ {
			v.wantText(".check .kicker", fmt.Sprintf("QUESTION %d OF %d", n, quizLength))
			met = append(met, v.answersByKeys(".check form"))
			v.goes(".check .btn.primary")
		}
		v.wantText("h1", "marks")
	}
	throughQuiz()
	if slices.ContainsFunc(kinds, func(kind string) bool { return !slices.Contains(met, kind) }) {
		v.follow("Take the quiz again") // which asks first what was not drawn
		throughQuiz()
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
