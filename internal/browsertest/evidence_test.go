package browsertest

import "testing"

// Two windows tick and untick words by turns, each without having seen the other: both end with the same evidence.
func TestEvidenceOfTwoWindows(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	code := newVisitor(t, desk).setsUp(p)
	v := newVisitor(t, desk)
	v.joins(p, code, "Ana", pin)
	v.reveals(p)
	v.open(p.URL + bench + "/pick")
	w := v.anotherWindow()
	w.open(p.URL + bench + "/write")
	w.unfold() // the sources

	const ticked = `Array.from(document.querySelectorAll("input[name=pick]:checked")).map((box) => box.value).join(" ")`
	v.click(`.phrase:has(input[value="o1"])`)
	v.click(`.phrase:has(input[value="o2"])`)
	v.until(`document.querySelectorAll(".chip").length === 2`)
	w.click(`.phrase:has(input[value="t1"])`)
	w.until(`document.querySelectorAll(".chip").length === 3`)
	w.until(ticked + ` === "o1 o2 t1"`)
	v.click(`.phrase:has(input[value="o2"])`)
	v.until(`document.querySelectorAll(".chip").length === 2`)
	v.until(ticked + ` === "o1 t1"`)
	w.write("#text", "The older window writes [1]")
	w.until(ticked + ` === "o1 t1"`)
	w.open(p.URL + bench + "/pick")
	w.until(ticked + ` === "o1 t1"`)
}
