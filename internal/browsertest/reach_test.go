package browsertest

import (
	"fmt"
	"strings"
	"testing"
)

// Whatever a page offers has to be within reach: nothing that sticks to the screen or floats may lie on a control.

// taps are the screens on which every control has to be reached: a phone, a tablet held upright, a small laptop.
var taps = []screen{{Width: 360, Height: 740}, {Width: 768, Height: 1024}, {Width: 1366, Height: 768}}

// outOfReach is JavaScript that scrolls to every control of the page and taps its middle, and says which taps land on
// something else: as the page is, and then with everything unfolded. What only a screen reader meets is passed over:
// the skip link, and what is clipped away.
const outOfReach = `(() => {
	const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, label";
	const heardOnly = e => e.closest(".skip, .unseen") || getComputedStyle(e).clipPath === "inset(50%)";
	const acts = e => e.tagName !== "LABEL" || e.control;
	const isHit = (e, hit) => e.contains(hit) || e.control && e.control.contains(hit) ||
		e.labels && [...e.labels].some(label => label.contains(hit));
	const say = e => e ? e.outerHTML.replace(/\s+/g, " ").slice(0, 90) : "nothing";
	const missed = [];
	const look = () => {
		for (const e of document.querySelectorAll(controls)) tap(e);
		scrollTo(0, 0);
	};
	const tap = e => {
		if (!e.checkVisibility({visibilityProperty: true}) || heardOnly(e) || !acts(e)) return;
		const seen = () => [...e.getClientRects()].find(r => r.width > 0 && r.height > 0);
		let box = seen();
		const middle = box && (box.top + box.height / 2) / innerHeight;
		const aside = box && (box.left < 0 || box.right > innerWidth);
		if (aside || !(middle > 0.3 && middle < 0.7)) { // each scroll costs a layout
			e.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
			box = seen();
		}
		if (!box) { missed.push(say(e) + " has no size"); return; }
		const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
		if (!hit || !isHit(e, hit)) missed.push(say(e) + " is covered by " + say(hit));
	};
	look();
	const folded = [...document.querySelectorAll("details:not([open])")];
	if (missed.length === 0 && folded.length > 0) {
		folded.forEach(d => d.open = true);
		look();
		folded.forEach(d => d.open = false);
	}
	return missed;
})()`

// wantWithinReach fails the test when a tap in the middle of a control lands on something else.
func (v *visitor) wantWithinReach(page string) {
	v.t.Helper()
	missed := read[[]string](v, outOfReach)
	if len(missed) > 0 {
		some := missed[:min(len(missed), 5)]
		v.t.Errorf("%s, %d x %d: %d controls cannot be reached:\n    %s", page, v.screen.Width, v.screen.Height, len(missed),
			strings.Join(some, "\n    "))
	}
}

// Every state of every page that the gallery has, and the pages to read.
func TestControlsWithinReach(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	v.open(p.URL + "/dev/gallery")
	pages := read[[]string](v, `[...document.querySelectorAll("main a")].map(a => a.pathname)`)
	if len(pages) < 50 {
		t.Fatalf("the gallery lists %d pages", len(pages))
	}
	pages = append(pages, "/dev/gallery", "/", "/lessons/kirov", "/lessons/kirov/guard", "/lessons/kirov/quiz",
		"/lessons/people/limit", "/lessons/causes/whole", "/sources",
		"/sources/orlov-secret-history", "/timeline", "/people", "/glossary", "/bench")
	const windows = 3
	for i := range windows {
		t.Run(fmt.Sprintf("part %d", i+1), func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t, desk)
			for n := i; n < len(pages); n += windows {
				v.open(p.URL + pages[n])
				for _, s := range taps {
					v.resize(s)
					v.wantWithinReach(pages[n])
				}
			}
		})
	}
}
