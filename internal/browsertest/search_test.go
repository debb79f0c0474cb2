package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dossier/views/static"
)

// Somebody searches by keyboard, with and without JavaScript, goes to a place, and looks up what a document is.
func TestSearchListenAndWords(t *testing.T) {
	for _, s := range []screen{{Width: widths[0]}, {Width: widths[1], NoScript: true}} {
		t.Run(fmt.Sprint(s.Width), func(t *testing.T) {
			t.Parallel()
			p := startProgram(t)
			v := newVisitor(t, s)
			look := func(page, state string) {
				if !s.NoScript { // the page is the same, and looked at on all screens once
					v.on(page, state, screens()...)
				}
			}
			v.open(p.URL + "/search")
			v.tabTo("main input[type=search]")
			v.wantFocusSeen()
			v.press("Ezhov")
			v.pressAndLoad(keyEnter)
			if got := v.value("main input[type=search]"); got != "Ezhov" {
				t.Errorf("the field has %q", got)
			}
			v.wantText("main", "Nikolai Yezhov")
			look("search", "found")
			v.goes(`.found a[href="/people#yezhov"]`)
			v.wantPath(p, "/people#yezhov")
			v.open(p.URL + "/search?q=zzyzx")
			v.wantText("main", "Nothing in the course")
			look("search", "nothing")
			v.open(p.URL + "/lessons/kirov/guard")
			v.tabTo(`.know summary`)
			v.press(keyEnter)
			v.goes(`.side header a`)
			if got := v.location(); !strings.HasPrefix(got, p.URL+"/documents#") {
				t.Errorf("the label of a document leads to %s", got)
			}
			look("documents", "all")
			v.open(p.URL + "/glossary")
			look("glossary", "letters")
			v.wantNoComplaints()
		})
	}
	t.Run("listen", func(t *testing.T) {
		t.Parallel()
		listens(t)
	})
}

// voices stands for the device: it says at once what it is told to, once the test lets it.
const voices = `
const heard = [];
let list = [], pending = null;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
const device = {
	getVoices: () => list, onvoiceschanged: null,
	speak: (u) => {
		pending = u;
		heard.push(u.text + "|" + u.voice.name);
		document.body.dataset.heard = heard.join("\n");
	},
	cancel: () => { pending = null; },
};
Object.defineProperty(window, "speechSynthesis", { value: device });
document.addEventListener("voices", () => {
	list = [{ name: "far", lang: "en-US", localService: false, default: true },
		{ name: "deutsch", lang: "de-DE", localService: true }];
	if (document.body.dataset.near) list.push({ name: "near", lang: "en_GB", localService: true });
	device.onvoiceschanged();
});
document.addEventListener("said", () => { const u = pending; pending = null; if (u) u.onend(); });
`

const spokenPage = `<!DOCTYPE html><html lang="en"><head><title>Listen</title><meta charset="utf-8">
<script src="/voices.js"></script><script src="/page.js" type="module"></script></head><body>
<button type="button" data-listen hidden>Listen</button>
<article data-spoken><h1>The guard</h1>
<p id="one">M. V. Borisov fell behind.<a class="cite" href="#n">7</a> He was old.</p>
<details><summary>1 note</summary><p>A note.</p></details><div class="note"><p>Aside.</p></div>
<figure><h3>Figure</h3><figcaption><strong>One square.</strong></figcaption></figure>
<section class="check"><p>Who was it?</p></section><p>After.</p></article></body></html>`

func listens(t *testing.T) {
	script, err := static.Script()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, kind := spokenPage, "text/html; charset=utf-8"
		switch r.URL.Path {
		case "/voices.js":
			body, kind = voices, "text/javascript; charset=utf-8"
		case "/page.js":
			body, kind = string(script), "text/javascript; charset=utf-8"
		case "/favicon.ico":
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	v := newVisitor(t, screen{Width: widths[0]})
	v.open(server.URL + "/")
	shows := `!document.querySelector("[data-listen]").hidden`
	happens := func(event string) {
		read[bool](v, fmt.Sprintf(`document.dispatchEvent(new Event(%q))`, event))
	}
	state := func() string {
		return read[string](v, `(b => b.innerText + " " + b.getAttribute("aria-pressed"))(document.querySelector("button"))`)
	}
	heard := func() string { return read[string](v, `document.body.dataset.heard || ""`) }
	happens("voices")
	if read[bool](v, shows) {
		t.Error("the button shows with a far voice and a German one")
	}
	read[bool](v, `(document.body.dataset.near = "yes", true)`)
	happens("voices")
	if !read[bool](v, shows) {
		t.Fatal("the button does not show with a voice for English")
	}
	v.click("[data-listen]")
	if got := state(); got != "Pause true" {
		t.Errorf("while it reads the button is %q", got)
	}
	happens("said")
	if got := v.count("#one.spoken"); got != 1 || v.count(".spoken") != 1 {
		t.Errorf("%d paragraphs are marked", v.count(".spoken"))
	}
	v.click("[data-listen]")
	if got := state(); got != "Go on listening false" || v.count(".spoken") != 0 {
		t.Errorf("after a pause the button is %q", got)
	}
	v.click("[data-listen]")
	for range 6 {
		happens("said")
	}
	want := "The guard|near\nM. V. Borisov fell behind.|near\nM. V. Borisov fell behind.|near\nHe was old.|near\n" +
		"Figure|near\nOne square.|near"
	if got := heard(); got != want {
		t.Errorf("heard\n%s\nwant\n%s", got, want)
	}
	if got := state(); got != "Listen false" {
		t.Errorf("at the end the button is %q", got)
	}
	v.wantNoComplaints()
}
