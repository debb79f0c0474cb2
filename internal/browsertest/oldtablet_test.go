package browsertest

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Old tablets lack much of what today's browsers have. Where a script cannot do its work, the plain page stays and
// works; and nobody is told that there is no connection when there is one.

// tablet2018 takes away what browsers learned after 2018, as far as a page could use it.
const tablet2018 = `
	for (const name of ["replaceChildren", "checkVisibility", "toggleAttribute"]) delete Element.prototype[name];
	for (const name of ["at", "flat", "flatMap", "findLast", "findLastIndex", "toSorted", "toReversed", "with"]) {
		delete Array.prototype[name];
	}
	for (const name of ["replaceAll", "matchAll", "at"]) delete String.prototype[name];
	for (const name of ["fromEntries", "hasOwn", "groupBy"]) delete Object[name];
	for (const name of ["allSettled", "any", "withResolvers"]) delete Promise[name];
	delete Promise.prototype.finally;
	delete HTMLFormElement.prototype.requestSubmit;
	delete SubmitEvent.prototype.submitter;
	delete window.structuredClone; delete window.queueMicrotask; delete window.ResizeObserver;
`

const noFetch = `delete window.fetch;`

// before runs JavaScript in every page that this window opens from now on, before the page's own scripts.
func (v *visitor) before(script string) {
	v.t.Helper()
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument,
			page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	})
}

func TestTheDraftOnAnOldTablet(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	v.before(tablet2018)
	v.reveals(p)
	v.click(`.setters [data-set="1937-01-22"]`)
	v.wantText("[data-clock-line]", "By 22 January 1937, 4 of 8")
	v.wantPath(p, bench+"/know")
	v.open(p.URL + bench + "/pick")
	v.click(".phrase")
	v.until(`document.querySelectorAll(".chip").length === 1`)
	v.follow("Next: plan your answer")
	v.follow("Next: write your answer")
	v.write("#text", "The paper saw the court")
	v.until(`document.querySelector("[data-saved]").textContent.startsWith("✓ Saved")`)
	v.click("button.chip")
	v.until(`document.querySelector("[data-saved]").textContent.startsWith("✓ Saved")`)
	v.wantNoComplaints()
	v.open(p.URL + bench)
	if got, want := v.value("#text"), "The paper saw the court [1]"; got != want {
		t.Errorf("saved %q, want %q", got, want)
	}
}

// Without what saving needs, the plain buttons stand and do it.
func TestTheDraftWithoutFetch(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	v.before(tablet2018 + noFetch)
	v.reveals(p)
	v.click(`.setters [data-set="1937-01-22"]`)
	v.wantText("[data-clock-line]", "By 22 January 1937, 4 of 8")
	v.open(p.URL + bench + "/pick")
	v.click(".phrase")
	v.follow("Keep these phrases")
	v.wantText("[data-chips]", "1 · ")
	v.open(p.URL + bench + "/write")
	v.write("#text", "Saved by a button")
	v.followIn("#write", "Save draft")
	v.wantText("[data-saved]", "✓ Saved")
	if got, want := v.value("#text"), "Saved by a button"; got != want {
		t.Errorf("saved %q, want %q", got, want)
	}
	v.wantNoComplaints()
}

// When what came back from saving cannot be shown, the plain page takes over. That is no failure of the connection.
func TestTheDraftAfterASurprise(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	v.reveals(p)
	v.open(p.URL + bench + "/write")
	read[bool](v, `(document.querySelector("[data-no-chips]").remove(), true)`)
	v.write("#text", "Typed into a broken page")
	v.until(`!document.querySelector("[data-nojs]").hidden`)
	if got := v.text("[data-saved]"); strings.Contains(got, "connection") || !strings.Contains(got, "Press Save draft") {
		t.Errorf("the page says %q", got)
	}
	v.write("#text", "Typed after that")
	v.followIn("#write", "Save draft")
	v.wantText("[data-saved]", "✓ Saved")
	if got, want := v.value("#text"), "Typed after that"; got != want {
		t.Errorf("saved %q, want %q", got, want)
	}
}

// fetchAnswers lets the attribute data-answer of the page decide what the server seems to answer: a status, or "none"
// for no connection.
const fetchAnswers = `{
	const real = window.fetch;
	window.fetch = (url, options) => {
		const asked = document.documentElement.dataset.answer;
		document.documentElement.dataset.accept = options.headers["Accept"];
		if (asked === "none") return Promise.reject(new TypeError("no network"));
		if (!asked) return real(url, options);
		return Promise.resolve(new Response(asked === "304" ? null : "busy", {status: Number(asked)}));
	};
}`

// The class page says so when it is not up to date, whatever the reason.
func TestClassPageSaysWhenItIsOld(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	v.setsUp(p)
	v.before(fetchAnswers)
	v.open(p.URL + "/classes")
	v.followIn("main", className)
	for _, step := range []struct{ answer, want string }{
		{"503", "Not up to date"}, {"", ""}, {"429", "Not up to date"}, {"none", "Cannot reach the computer"}, {"", ""},
		{"403", "Not up to date"}, {"200", "Not up to date"}, {"304", ""}, {"401", "You have been signed out"},
	} {
		read[bool](v, `(document.documentElement.dataset.answer = "`+step.answer+`", true)`)
		said := `document.querySelector("[data-live-status]").textContent`
		if step.want == "" {
			v.until(said + ` === ""`)
		} else {
			v.until(said + `.startsWith("` + step.want + `")`)
		}
	}
	if got := read[string](v, `document.documentElement.dataset.accept`); got != "application/json" {
		t.Errorf("the page asks for %q", got)
	}
	v.wantText("[data-live-status] a[href^='/sign-in?to=/classes/']", "Sign in again")
}

// holdFetch lets what the page asks for wait until the test says "release".
const holdFetch = `{
	const real = window.fetch;
	window.fetch = (url, options) => {
		document.documentElement.dataset.asked = "yes";
		return new Promise(go => document.addEventListener("release", go, {once: true})).then(() => real(url, options));
	};
}`

// An answer can be marked with the keys alone on an old tablet, and sent while the page is still saving.
func TestMarkingOnAnOldTablet(t *testing.T) {
	t.Parallel()
	h := newHeap(t)
	p := runProgram(t, h.folder)
	v := newVisitor(t, desk)
	v.before(tablet2018 + holdFetch)
	v.signsIn(p)
	v.open(p.URL + "/marking")
	v.goes(`.queue .btn.primary`)
	for range 2 {
		v.marksLevels("12321")
		v.pressAndLoad(keyEnter)
		v.pressAndLoad(keyEnter)
	}
	v.wantText(".markbar", "1 of 6")
	v.marksLevels("43210")
	v.press("It names both dates.", keyTab, "Say what it means.")
	v.until(`document.documentElement.dataset.asked === "yes"`)
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		return chromedp.Do(ctx, chromedp.KeyEvent(keyEnter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	})
	v.wantText(".markbar", "1 of 6")
	read[bool](v, `document.dispatchEvent(new Event("release"))`)
	v.until(`document.querySelector(".markbar") && document.querySelector(".markbar").innerText.includes("2 of 6")`)
	v.wantNoComplaints()
}
