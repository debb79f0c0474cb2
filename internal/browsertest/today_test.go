package browsertest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// laptop is the screen of a teacher.
var laptop = screen{Width: 1366, Height: 768}

// The first ten minutes: set-up, the join screen, the class comes in, and the first answer is on the page that was open
// all the while.
func TestFirstTenMinutes(t *testing.T) {
	p := startProgram(t)
	teacher := newVisitor(t, laptop)
	code := teacher.setsUp(p)
	teacher.follow("Back to the class")
	teacher.wantText("main", "Nobody has joined yet")
	if got := teacher.count("main .btn.primary"); got != 1 {
		t.Errorf("an empty class has %d dark buttons, want 1", got)
	}
	read[bool](teacher, `(document.documentElement.dataset.same = "yes", true)`)

	var students []*visitor
	for _, name := range []string{"Mia", "Ana", "Zoë"} {
		student := newVisitor(t, screen{Width: 360})
		student.joins(p, code, name, pin)
		students = append(students, student)
		joined := time.Now()
		teacher.until(`document.querySelector("table.grid tbody").innerText.includes("` + name + `")`)
		if took := time.Since(joined); took > 3*time.Second {
			t.Errorf("%s was on the page after %v, want 3s at most", name, took)
		}
	}
	names := read[[]string](teacher, `[...document.querySelectorAll("table.grid tbody bdi")].map(e => e.innerText)`)
	if got, want := strings.Join(names, " "), "Ana Mia Zoë"; got != want {
		t.Errorf("the rows are %s, want %s", got, want)
	}
	teacher.wantText("[data-live-sub]", "3 joined")

	// The focus is in the row that changes, and stays there.
	read[bool](teacher, `(document.querySelector("table.grid tbody tr a").focus(), true)`)
	students[1].opensCheck(p, "causes")
	students[1].answersFirstCheck()
	answered := time.Now()
	teacher.until(`document.querySelector("table.grid tbody td:nth-of-type(2)").innerText.includes("Reading")`)
	if took := time.Since(answered); took > 3*time.Second {
		t.Errorf("the first answer was on the page after %v, want 3s at most", took)
	}
	teacher.wantText("[data-live-sub]", "last answer")
	if got := read[string](teacher, `document.activeElement.innerText`); got != "Ana" {
		t.Errorf("the focus is on %q, want Ana", got)
	}
	if !read[bool](teacher, `document.documentElement.dataset.same === "yes"`) {
		t.Error("the page was loaded again")
	}
	teacher.check("class", "first answer")

	// On the wall nobody is named, not even in what the page is made of.
	teacher.follow("Presenter mode")
	teacher.wantText("main", "3 have joined", code)
	if html := teacher.html(); strings.Contains(html, "Ana") || strings.Contains(html, "Zoë") {
		t.Error("the page for the wall names students")
	}
	teacher.everywhere("class", "presented")
	teacher.follow("End presenter mode")
	teacher.followIn("table.grid thead", "A to Z")
	teacher.wantText("table.grid thead [aria-sort=ascending]", "A to Z")

	// Signed out in another window: everything about the class goes.
	other := teacher.anotherWindow()
	other.open(p.URL + "/classes")
	other.followInMenu("Sign out")
	teacher.until(`document.querySelector("[data-live-status]").innerText.startsWith("You have been signed out.")`)
	if html := teacher.html(); strings.Contains(html, "Ana") || strings.Contains(html, className) {
		t.Error("the page of somebody who has signed out still tells of the class")
	}
	teacher.follow("Sign in again")
	teacher.write("#name", teacherName)
	teacher.write("#pass", passphrase)
	teacher.follow("Sign in")
	teacher.wantText("h1", className)
}

// A class is seen whole on the screen of a laptop: the heads of the columns and 28 students, twelve lessons without
// scrolling sideways. On paper it is one sheet.
func TestTheClassIsSeenWhole(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, laptop)
	for _, page := range []string{"class-30", "class-40", "class-odd-names"} {
		v.open(p.URL + "/dev/gallery/" + page)
		v.turn(laptop)
		if sideways, width := v.runsSideways(); sideways {
			t.Errorf("%s is %d pixels wide", page, width)
		}
		seen := read[int](v, `[...document.querySelectorAll("table.grid tbody tr")]
			.filter(row => row.getBoundingClientRect().top < innerHeight - 12).length`)
		if rows := v.count("table.grid tbody tr"); seen < min(rows, 28) {
			t.Errorf("%s: %d of %d students are seen", page, seen, rows)
		}
		read[bool](v, `(scrollTo(0, 90), true)`)
		top := read[float64](v, `document.querySelector("table.grid thead th + th").getBoundingClientRect().top`)
		if top != 0 {
			t.Errorf("%s: after scrolling the heads are at %v", page, top)
		}
		const sheetWide, sheetHigh = 1047, 733 // A4 on its side, between the margins
		v.resize(screen{Width: sheetWide, Height: 1000})
		v.emulate("print", v.screen)
		if cut := read[[]string](v, beyondPaper); len(cut) > 0 {
			t.Errorf("%s, printed: %d things do not fit: %s", page, len(cut), strings.Join(cut[:min(len(cut), 5)], " | "))
		}
		if end := read[float64](v, `document.querySelector("table.grid").getBoundingClientRect().bottom`); end > sheetHigh {
			t.Errorf("%s, printed: the table ends at %v, want %d at most", page, end, sheetHigh)
		}
		v.shoot(page, "printed")
		v.emulate("", v.screen)
	}
}

// States of the page that are hard to come by, on every screen.
func TestStatesOfToday(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, laptop)
	for _, page := range []string{"one", "40", "odd-names", "guessing", "archived", "wall"} {
		v.open(p.URL + "/dev/gallery/class-" + page)
		v.on("class", fmt.Sprintf("sample %s", page), screens()...)
	}
}
