package browsertest

import (
	"strings"
	"testing"
)

// handmade stands in for a school's own copy of a source. It is made up, apart from the words that can be picked.
const handmade = "The harbour paper came back with wet shoes. It is futile to think that herring can read, it wrote."

// The bench without an original and with one that a teacher has put in: the words of the author are picked where they
// stand, and after the original is removed again in our report.
func TestTheBenchWithAndWithoutOriginals(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	teacher := newVisitor(t, desk)
	code := teacher.setsUp(p)
	v := newVisitor(t, phone)
	v.joins(p, code, "Ana", pin)
	v.reveals(p)
	v.open(p.URL + bench + "/pick")
	const label = "Original, added by your school"
	if strings.Contains(v.text("main"), label) {
		t.Error("there is an original before anybody has added one")
	}

	teacher.open(p.URL + "/originals")
	teacher.everywhere("/originals", "none")
	teacher.write(`textarea[name="text"]`, "Nothing of this is in any source.")
	teacher.follow("Look for the extracts")
	teacher.wantText(".summary", "None of the extracts was recognised")
	teacher.everywhere("/originals", "nothing recognised")
	teacher.open(p.URL + "/originals/observer-1936/text")
	teacher.write("#text", handmade)
	teacher.follow("Keep it")
	teacher.wantText("main", label, "Correct the original")

	v.open(p.URL + bench + "/pick")
	v.wantText("main", label, "herring can read", "In our words")
	v.everywhere(bench+"/pick", "original")
	v.clickOn(css(`.phrase input[value="o1"]`))
	v.until(`document.querySelectorAll(".chip").length === 1`)
	v.wantText(".chips", "It is futile to think")
	v.open(p.URL + "/sources/observer-1936")
	v.wantText("main", label, "herring can read", "In our words", "In plain words")
	v.everywhere("/sources/observer-1936", "original")

	teacher.open(p.URL + "/originals/observer-1936/remove")
	teacher.followIn("main", "Remove it")
	v.open(p.URL + bench + "/pick")
	if strings.Contains(v.text("main"), label) {
		t.Error("the original is still there after it was removed")
	}
	v.wantText(".chips", "It is futile to think")
	v.wantNoComplaints()
	teacher.wantNoComplaints()
}
