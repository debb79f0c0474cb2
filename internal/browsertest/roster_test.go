package browsertest

import (
	"fmt"
	"strings"
	"testing"
)

// The list of a class from end to end: names pasted, one corrected, the file downloaded and read in again without a
// change, two merged, that undone, two removed, and that undone. On a phone and on a desk, and without JavaScript.
func TestRosterRoundTrip(t *testing.T) {
	t.Parallel()
	for _, s := range []screen{{Width: widths[0]}, {Width: widths[1]}, {Width: widths[0], NoScript: true}} {
		t.Run(fmt.Sprint(s.Width, s.NoScript), func(t *testing.T) {
			t.Parallel()
			keepsRoster(t, startProgram(t), s)
		})
	}
}

func keepsRoster(t *testing.T, p *program, s screen) {
	v := newVisitor(t, s)
	looks := func(page, state string) {
		switch {
		case s.NoScript:
			v.check(page, state)
		case s.Width == widths[1]: // it turns to all screens by itself
			v.everywhere(page, state)
		}
	}
	code := v.setsUp(p)
	v.follow("Back to the class")
	roster := strings.TrimSuffix(v.location(), "/") + "/roster"
	v.open(roster)
	looks("list of the class", "empty")
	v.follow("Add students")
	looks("add students", "empty")
	v.fills("Odeh, Miriam\nYussuf\n=Zoë\nYussuf\n")
	v.follow("Look at the list")
	v.wantText("main", "3 new · 1 with a problem", "Line 4 “Yussuf” · Line 2 has the same name.", "from “Odeh, Miriam”")
	looks("add students", "looked at")
	v.follow("Add 3 students")
	v.wantText(".summary", "Correct the lines that have a problem")
	looks("add students", "refused")
	v.click(`input[name=skip]`)
	v.follow("Add 3 students")
	v.wantRoster("=Zoë", "Miriam Odeh", "Yussuf")
	looks("list of the class", "filled")

	// Correcting a name: two clicks from here.
	v.followIn("table", "Yussuf")
	looks("one of the list", "new")
	v.write("#name", "Yusuf")
	v.follow("Save the name")
	v.wantRoster("=Zoë", "Miriam Odeh", "Yusuf")
	v.wantText(".undo", "Yussuf was renamed Yusuf at ")

	file := read[string](v, `(() => { const x = new XMLHttpRequest(); x.open("GET", "`+roster+
		`/file", false); x.send(); return x.responseText })()`)
	if !strings.Contains(file, ",'=Zoë,") {
		t.Errorf("the file is %q", file)
	}
	v.follow("Add students")
	v.fills(file)
	v.follow("Look at the list")
	v.wantText("main", "3 there already and unchanged", "There is nothing to change.")

	v.open(roster)
	v.follow("Merge two")
	v.wantText(".summary", "Tick exactly two rows that belong to the same student")
	looks("list of the class", "refused")
	v.ticks("Miriam Odeh", "Yusuf")
	v.follow("Merge two")
	looks("merge two students", "asked")
	v.follow("Merge")
	v.wantRoster("=Zoë", "Miriam Odeh")
	v.followIn(".undo form", "Undo")
	v.wantRoster("=Zoë", "Miriam Odeh", "Yusuf")

	v.ticks("=Zoë", "Yusuf")
	v.follow("Move to another class")
	v.wantText("main", "You have no other class.")
	looks("move students", "nowhere")
	v.open(roster)
	v.ticks("=Zoë", "Yusuf")
	v.followIn(".rosterbar", "Remove")
	looks("remove students", "asked")
	v.followIn("main", "Remove")
	v.wantRoster("Miriam Odeh")
	v.wantText(".undo", "=Zoë and 1 other were removed at ")
	v.followIn(".undo form", "Undo")
	v.wantRoster("=Zoë", "Miriam Odeh", "Yusuf")

	student := newVisitor(t, s)
	student.joins(p, code, "Yusuf", pin)
	v.open(roster)
	v.wantText("table", "now")
	v.wantNoComplaints()
}

// fills puts a text into the box for the list.
func (v *visitor) fills(text string) {
	v.t.Helper()
	read[bool](v, fmt.Sprintf(`(document.querySelector("#text").value = %s, true)`, quote(text)))
}

// ticks ticks students in the list.
func (v *visitor) ticks(names ...string) {
	v.t.Helper()
	for _, name := range names {
		v.clickOn(fmt.Sprintf(`[...document.querySelectorAll("table.roster tbody tr")].find(row =>
			row.querySelector("th").innerText.trim() === %s).querySelector("input")`, quote(name)))
	}
}

// wantRoster insists on the names in the list.
func (v *visitor) wantRoster(names ...string) {
	v.t.Helper()
	got := strings.Join(v.lines("table.roster tbody th"), "|")
	if want := strings.Join(names, "|"); got != want {
		v.t.Errorf("the class has %s, want %s", got, want)
	}
}
