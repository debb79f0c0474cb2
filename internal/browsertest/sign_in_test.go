package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// atBothWidths runs a test on a phone and on a desk at the same time, each with a program of its own.
func atBothWidths(t *testing.T, test func(*testing.T, *program, screen)) {
	t.Helper()
	t.Parallel()
	for _, width := range widths {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			test(t, startProgram(t), screen{Width: width})
		})
	}
}

func TestSelfHoster(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := runProgram(t, data)
	if !strings.HasPrefix(first.URL, "http://127.0.0.1:") {
		t.Errorf("got the address %q, want one on this computer", first.URL)
	}
	if want := first.URL + "/setup?token="; !strings.HasPrefix(first.Setup, want) {
		t.Fatalf("got the link to set up %q, want %s…", first.Setup, want)
	}
	desk := screen{Width: 1360}
	code := newVisitor(t, desk).setsUp(first)
	student := newVisitor(t, desk)
	student.joins(first, code, "Ana", pin)
	student.opensCheck(first, "causes")
	student.answersFirstCheck()
	section := strings.TrimPrefix(strings.Split(student.location(), "?")[0], first.URL)
	first.stop()

	second := runProgram(t, data)
	if second.Setup != "" {
		t.Errorf("the second start prints %q, though there is a teacher", second.Setup)
	}
	teacher := newVisitor(t, desk)
	teacher.signsIn(second)
	teacher.followIn(".cards", className)
	teacher.wantText(".joincode", code)
	teacher.followIn("table.grid", "Ana")
	teacher.follow("The one answer")
	if got := teacher.count(".answers > li"); got != 1 {
		t.Errorf("got %d answers after the second start, want 1", got)
	}
	student = newVisitor(t, desk)
	student.joins(second, code, "Ana", pin)
	student.open(second.URL + section)
	if got := student.count(".check .verdict"); got != 1 {
		t.Errorf("got %d answered questions after the second start, want 1", got)
	}
}

func TestTeacherSetsUp(t *testing.T) {
	atBothWidths(t, func(t *testing.T, p *program, s screen) {
		v := newVisitor(t, s)
		v.open(p.Setup)
		v.write("#name", teacherName)
		v.write("#pass", "short")
		v.write("#class", className)
		if got := v.follow("Open the class"); got != 422 {
			t.Fatalf("a weak passphrase: got status %d, want 422", got)
		}
		const sentence = "Use at least 12 characters. Four words that do not belong together make a good passphrase."
		v.wantText("#pass-problem", sentence)
		v.wantText(".summary", "One thing to correct", sentence)
		got := read[string](v, `document.querySelector("#pass").getAttribute("aria-describedby")`)
		if !strings.Contains(got, "pass-problem") {
			t.Errorf("the field is described by %q, want its problem among it", got)
		}
		if got, want := v.value("#name")+", "+v.value("#class"), teacherName+", "+className; got != want {
			t.Errorf("what was typed: got %q, want %q", got, want)
		}
		v.write("#pass", passphrase)
		v.follow("Open the class")

		code := v.shownCode()
		address := strings.TrimPrefix(p.URL, "http://")
		v.wantText(".addr", address+"/join")
		if got := v.count(`svg.qr path[d^="M"]`); got != 1 {
			t.Errorf("got %d QR codes in the page, want 1", got)
		}
		v.wantText(".poster", "Open in a browser", "and type the code")
		size := read[float64](v, `parseFloat(getComputedStyle(document.querySelector(".poster .big")).fontSize)`)
		if s.Width == 1360 && size < 100 {
			t.Errorf("the code is %v px high, want 100 or more", size)
		}
		height := read[float64](v, `document.querySelector(".poster .big").getBoundingClientRect().height`)
		if height > 1.5*size {
			t.Errorf("the code %s takes more than one line: %v px high with letters of %v px", code, height, size)
		}

		v.open(p.Setup)
		v.wantText("h1", "There is no such page")
		v.followInMenu("Sign out")
		v.wantPath(p, "/")
		v.open(p.Setup)
		v.wantText("h1", "There is no such page")

		v.open(p.URL + "/sign-in")
		v.write("#name", teacherName)
		v.write("#pass", "copper lantern orchard Monday")
		if got := v.followIn("main", "Sign in"); got != 422 {
			t.Errorf("a wrong passphrase: got status %d, want 422", got)
		}
		v.wantText("#pass-problem", "Name or passphrase is not right.")
		if got := v.value("#name"); got != teacherName {
			t.Errorf("the name: got %q, want %q", got, teacherName)
		}
		v.write("#pass", passphrase)
		v.followIn("main", "Sign in")
		v.wantPath(p, "/classes")
		v.wantText(".cards", className, code)
		v.wantNoComplaints()
	})
}

// The field for a PIN suits password managers and the digits of every script.
func TestPINField(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for page, says := range map[string]string{"pin-new": "new-password", "pin-known": "current-password",
		"pin-problem": "current-password"} {
		v.open(p.URL + "/dev/gallery/" + page)
		got := read[[]string](v, `(pin => ["type", "inputmode", "autocomplete", "pattern"]
			.map(name => pin.getAttribute(name) || ""))(document.querySelector("#pin"))`)
		if want := []string{"password", "numeric", says, ""}; !slices.Equal(got, want) {
			t.Errorf("%s: type, inputmode, autocomplete, pattern are %q, want %q", page, got, want)
		}
	}
	for _, typed := range []string{"4 0 2 7 1 3", "402 - 713", "٤٠٢٧١٣"} {
		read[bool](v, `(document.querySelector("#pin").value = "", true)`)
		v.click("#pin")
		v.press(typed)
		if got := v.value("#pin"); got != typed {
			t.Errorf("the field takes %q as %q", typed, got)
		}
	}
	v.open(p.URL + "/dev/gallery/name")
	if got := read[string](v, `document.querySelector("#name").autocomplete`); got != "off" {
		t.Errorf("the field for a student's name has autocomplete=%q", got)
	}
}
