package browsertest

import (
	"fmt"
	"testing"
)

// mapPages are pages with maps, and how many each has.
var mapPages = map[string]int{
	"/lessons/kirov/whole": 2, "/lessons/kirov/guard": 1, "/lessons/seventeen/whole": 1, "/lessons/people/whole": 2,
}

// mapFaults is JavaScript that says what is wrong with the maps of the page as they are drawn now.
const mapFaults = `[...document.querySelectorAll("svg.map")].flatMap(svg => {
	const box = svg.getBoundingClientRect(), faults = [], figure = svg.closest("figure");
	const say = what => faults.push(figure.id + ": " + what);
	if (box.width < 200 || box.height < 80) say("is " + box.width + " x " + box.height);
	if (svg.getAttribute("role") !== "img" || svg.getAttribute("aria-label").length < 40) say("no text alternative");
	const scale = box.width / svg.viewBox.baseVal.width;
	for (const text of svg.querySelectorAll("text")) {
		const size = parseFloat(getComputedStyle(text).fontSize) * scale, at = text.getBoundingClientRect();
		if (size < 11) say(text.textContent + " has " + size + " px");
		if (at.left < box.left - 1 || at.right > box.right + 1) say(text.textContent + " runs over the edge");
	}
	const numbered = svg.querySelectorAll(".map-name").length;
	if (numbered !== figure.querySelectorAll(".places li").length) say("a number without an entry in the list");
	if (numbered !== figure.querySelectorAll("tbody tr").length) say("a number without a row in the table");
	return faults;
})`

// A map can be read on a phone by its numbers and on a desk by its names, in light and dark.
func TestMapOfPlaces(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	for page, maps := range mapPages {
		v.open(p.URL + page)
		if got := v.count("svg.map"); got != maps {
			t.Errorf("%s has %d maps, want %d", page, got, maps)
		}
		for _, width := range []int{320, 360, 480, 640, 768, 1366} {
			v.resize(screen{Width: width, Height: 740})
			if faults := read[[]string](v, mapFaults); len(faults) > 0 {
				t.Errorf("%s at %d px: %q", page, width, faults)
			}
			if sideways, by := v.runsSideways(); sideways {
				t.Errorf("%s at %d px runs sideways, to %d", page, width, by)
			}
			names := read[bool](v, `getComputedStyle(document.querySelector(".map-name")).display !== "none"`)
			if names != (width >= 640) {
				t.Errorf("%s at %d px: names are on the map: %v", page, width, names)
			}
		}
	}
	for _, s := range []screen{{Width: 360, Height: 740}, {Width: 1366, Height: 768, Dark: true}} {
		v.turn(s)
		v.open(p.URL + "/lessons/kirov/guard")
		v.check("section", fmt.Sprintf("maps at %d", s.Width))
	}
}
