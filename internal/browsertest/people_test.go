package browsertest

import (
	"fmt"
	"regexp"
	"strings"
)

// The people of the tests: what they type, and the ways they go again and again.

const (
	teacherName = "Ms Hope"
	passphrase  = "copper lantern orchard Tuesday"
	className   = "10B History"
	pin         = "274916"
)

// joinCode is how a class code looks: 6 letters and digits in two halves, without those that are mistaken for others.
var joinCode = regexp.MustCompile(`^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}$`)

// setsUp makes the first teacher and class by the link of the start message, and ends on the join screen. It returns
// the class code.
func (v *visitor) setsUp(p *program) string {
	v.t.Helper()
	v.open(p.Setup)
	v.write("#name", teacherName)
	v.write("#pass", passphrase)
	v.write("#class", className)
	v.follow("Open the class")
	return v.shownCode()
}

// shownCode is the class code on the join screen.
func (v *visitor) shownCode() string {
	v.t.Helper()
	code := strings.TrimSpace(v.text(".poster .big"))
	if !joinCode.MatchString(code) {
		v.t.Fatalf("the join screen shows %q, want a code like K7W-Q3M", code)
	}
	return code
}

// joins goes from the first page into a class: code, name, PIN. It works for the first time and for the next.
func (v *visitor) joins(p *program, code, name, pin string) {
	v.t.Helper()
	v.open(p.URL + "/")
	v.followInMenu("Join a class")
	v.write("#code", code)
	v.follow("Next")
	v.write("#name", name)
	v.follow("Next")
	v.write("#pin", pin)
	v.follow("Go in")
	v.wantInMenu(name)
}

// signsIn is the teacher at the teachers' door.
func (v *visitor) signsIn(p *program) {
	v.t.Helper()
	v.open(p.URL + "/")
	v.followInMenu("Teachers")
	v.write("#name", teacherName)
	v.write("#pass", passphrase)
	v.followIn("main", "Sign in")
}

// answersFirstCheck answers the first open question of the section that is open, and returns its id.
func (v *visitor) answersFirstCheck() string {
	v.t.Helper()
	id := read[string](v, fmt.Sprintf(`document.querySelector(%q).closest("section").id`, openCheck))
	v.unfoldCheck(id)
	v.fill("#" + id + " form")
	if got := v.followIn("#"+id, "Check answer"); got != 200 {
		v.t.Fatalf("%s: got status %d: %s", v.location(), got, v.text("#"+id))
	}
	return id
}
