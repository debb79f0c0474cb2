package browsertest

import "testing"

// The first page of the real program, as somebody sees it who has never been here.
func TestFirstPage(t *testing.T) {
	p := startProgram(t)
	if p.Setup == "" {
		t.Error("the program has no owner yet, and prints no link to set up")
	}
	for _, s := range append(screens(), screen{Width: 360, NoScript: true}) {
		v := newVisitor(t, s)
		v.open(p.URL + "/")
		v.check("home", "first visit")
	}
}
