package browsertest

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// What a person does with the mouse. It works on what can be seen and reached: a click on something that is hidden or
// covered fails.

// clickable is JavaScript that brings the element into view and gives the point to click on, or says why there is none.
const clickable = `(e => {
	if (!e) return {why: "is not there"};
	e.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
	const box = [...e.getClientRects()].find(r => r.width > 0 && r.height > 0);
	if (!box) return {why: "is not shown"};
	const x = box.left + box.width / 2, y = box.top + box.height / 2;
	const hit = document.elementFromPoint(x, y);
	if (!hit || !(e.contains(hit) || hit.contains(e) || (e.labels && [...e.labels].some(l => l.contains(hit))))) {
		return {why: "is covered by " + (hit ? hit.outerHTML.slice(0, 120) : "nothing")};
	}
	return {x: x, y: y, why: ""};
})`

type point struct {
	X   float64 `json:"x"`
	Y   float64 `json:"y"`
	Why string  `json:"why"`
}

// pointAt finds where to click on the element that a JavaScript expression gives.
func (v *visitor) pointAt(element string) point {
	v.t.Helper()
	at := read[point](v, fmt.Sprintf(`%s(%s)`, clickable, element))
	if at.Why != "" {
		v.t.Fatalf("%s: %s %s", v.location(), element, at.Why)
	}
	return at
}

func css(selector string) string { return fmt.Sprintf(`document.querySelector(%q)`, selector) }

// reading is the first link, button or summary whose words begin like this, within the element that a CSS selector
// names.
func reading(within, words string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)]
		.flatMap(w => [...w.querySelectorAll("a, button, summary")])
		.find(e => e.innerText.trim().startsWith(%q))`, within, words)
}

// click clicks on the first element that matches the CSS selector.
func (v *visitor) click(selector string) {
	v.t.Helper()
	v.clickOn(css(selector))
}

// clickOn clicks on the element that a JavaScript expression gives.
func (v *visitor) clickOn(element string) {
	v.t.Helper()
	at := v.pointAt(element)
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		return chromedp.Do(ctx, v.hit(at))
	})
}

// hit clicks on a point, or taps on it with a finger.
func (v *visitor) hit(at point) chromedp.Action[chromedp.Void] {
	if !v.finger {
		return chromedp.MouseClickXY(at.X, at.Y)
	}
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		for _, event := range []input.DispatchTouchEventParams{
			{Type: "touchStart", TouchPoints: []*input.TouchPoint{{X: at.X, Y: at.Y}}},
			{Type: "touchEnd", TouchPoints: []*input.TouchPoint{}},
		} {
			if _, err := cdp.Call(ctx, target, input.DispatchTouchEvent, event); err != nil {
				return err
			}
		}
		return nil
	})
}

// byTouch makes the window one that is touched: from now on there is a finger and no mouse.
func (v *visitor) byTouch() *visitor {
	v.t.Helper()
	v.finger = true
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetTouchEmulationEnabled,
			emulation.SetTouchEmulationEnabledParams{Enabled: true})
		return err
	})
	return v
}

// follow clicks on the link or button with these words and waits for the page that it leads to. It returns the page's
// HTTP status.
func (v *visitor) follow(words string) int {
	v.t.Helper()
	return v.followIn("body", words)
}

// followIn is follow within the elements that match a CSS selector.
func (v *visitor) followIn(within, words string) int {
	v.t.Helper()
	return v.load(v.pointAt(reading(within, words)))
}

// load clicks and waits for the next page.
func (v *visitor) load(at point) int {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, v.hit(at))
	if err != nil {
		v.t.Fatalf("%s: click and wait for the next page: %v", v.location(), err)
	}
	return int(response.Status)
}

// write clicks into a field and types over what is in it.
func (v *visitor) write(selector, text string) {
	v.t.Helper()
	v.click(selector)
	read[bool](v, fmt.Sprintf(`(document.querySelector(%q).select(), true)`, selector))
	v.press(text)
}

// value is what stands in a field.
func (v *visitor) value(selector string) string {
	v.t.Helper()
	return read[string](v, fmt.Sprintf(`document.querySelector(%q).value`, selector))
}

// wantText fails the test unless the text of the element has all the parts.
func (v *visitor) wantText(selector string, parts ...string) {
	v.t.Helper()
	got := v.text(selector)
	for _, part := range parts {
		if !strings.Contains(got, part) {
			v.t.Errorf("%s, %s: got %.600q, want %q in it", v.location(), selector, got, part)
		}
	}
}

// wantNoComplaints fails the test when the browser has complained since the last look.
func (v *visitor) wantNoComplaints() {
	v.t.Helper()
	if got := v.takeComplaints(); len(got) > 0 {
		v.t.Errorf("%s: the browser complains: %q", v.location(), got)
	}
}

// wantPath fails the test unless the page is at this path, with its query and fragment.
func (v *visitor) wantPath(p *program, want string) {
	v.t.Helper()
	if got := strings.TrimPrefix(v.location(), p.URL); got != want {
		v.t.Fatalf("got the page %s, want %s: %.300s", got, want, v.text("main"))
	}
}
