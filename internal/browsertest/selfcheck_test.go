package browsertest

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The harness is tried on pages whose faults are known: a check that cannot fail would be worth nothing.

// strictPolicy forbids inline scripts and styles, and strings that become scripts.
const strictPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; require-trusted-types-for 'script'"

const head = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title><link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script></head>`

var files = map[string]string{
	"/icon.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`,
	"/page.css": `:root { color-scheme: light dark; color: #111; background: #fff } .wide { width: 600px }
		.pale { color: #ddd } .tiny { width: 9px; height: 9px; padding: 0; border: 0; margin: 0; font-size: 6px }
		@media (prefers-color-scheme: dark) { :root { color: #eee; background: #111 } }`,
	"/page.js": `document.querySelector("#script").textContent = "on";
		fetch("/count").then(() => document.body.dataset.fetched = "yes")`,

	"/good": head + `<body><main><h1>Good</h1><p id="script">off</p></main></body></html>`,
	"/faulty": head + `<body><main><h1>Faulty</h1>
		<p id="script">off</p><p class="pale">pale</p><img src="/icon.svg">
		<button class="tiny">a</button><button class="tiny">b</button></main></body></html>`,
	"/wide": head + `<body><main><h1>Wide</h1><p id="script" class="wide">off</p></main></body></html>`,
	"/unfitted": `<!doctype html><html lang="en"><head><title>No viewport</title>
		<link rel="icon" href="/icon.svg"></head><body><main><h1>Unfitted</h1>
		</main></body></html>`,
	"/inline": head + `<body><main><h1>Inline</h1>
		<p id="script">off</p><script>document.title = "changed"</script></main></body></html>`,
	"/sink": head + `<body><main><h1>Sink</h1>
		<p id="script">off</p></main><script src="/sink.js"></script></body></html>`,
	"/sink.js": `document.body.innerHTML = "<b>" + location.hash + "</b>"`,
	"/console": head + `<body><main><h1>Console</h1>
		<p id="script">off</p></main><script src="/console.js"></script></body></html>`,
	"/console.js": `console.error("it went wrong")
		setTimeout(() => { throw new Error("thrown") })`,
	"/missing": head + `<body><main><h1>Missing</h1>
		<p id="script">off</p><img src="/no-such-picture.svg" alt="none"></main></body></html>`,
	"/elsewhere": head + `<body><main><h1>Elsewhere</h1>
		<p id="script">off</p></main><script src="http://example.test/x.js"></script></body></html>`,
	"/form": head + `<body><main><h1>Form</h1><p id="script">off</p><form method="post" action="/form">
		<p><label>Name <input name="name"></label></p>
		<p><label><input type="checkbox" name="sure" value="yes"> Sure</label></p>
		<p><label><input type="radio" name="who" value="a" checked> A</label>
			<label><input type="radio" name="who" value="b"> B</label></p>
		<p><label>Year <select name="year">
			<option>1934</option><option>1936</option><option>1938</option></select></label></p>
		<p><button id="send">Send</button></p></form></main></body></html>`,
}

// serve answers with files, and to a form with status 422 and what was in it.
func serve(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", strictPolicy)
		kinds := map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
		kind, known := kinds[filepath.Ext(r.URL.Path)]
		if !known {
			kind = "text/html"
		}
		w.Header().Set("Content-Type", kind)
		body, found := files[r.URL.Path]
		switch {
		case r.Method == http.MethodPost:
			r.ParseForm()
			w.WriteHeader(http.StatusUnprocessableEntity)
			fmt.Fprint(w, head+`<body><main><h1>Sent</h1><p id="script">off</p>`+
				`<p id="sent">`+r.Form.Encode()+`</p></main></body></html>`)
		case found:
			fmt.Fprint(w, body)
		case r.URL.Path == "/count":
		default:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, head+`<body><main><h1>Not found</h1><p id="script">off</p></main></body></html>`)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestGoodPagePassesOnEveryScreen(t *testing.T) {
	base := serve(t)
	for _, s := range append(screens(), screen{Width: 360, NoScript: true}) {
		v := newVisitor(t, s)
		v.open(base + "/good")
		if got := v.axe(); got != "" {
			t.Errorf("%+v: axe-core finds\n%s", s, got)
		}
		if sideways, width := v.runsSideways(); sideways {
			t.Errorf("%+v: %d pixels wide", s, width)
		}
		if got := v.takeComplaints(); len(got) > 0 {
			t.Errorf("%+v: the browser complains: %q", s, got)
		}
		want := "on"
		if s.NoScript {
			want = "off"
		} else {
			v.until(`document.body.dataset.fetched === "yes"`)
		}
		if got := v.text("#script"); got != want {
			t.Errorf("%+v: the page's script is %s, want %s", s, got, want)
		}
		ink := map[bool]string{false: "rgb(17, 17, 17)", true: "rgb(238, 238, 238)"}[s.Dark]
		if got := read[string](v, `getComputedStyle(document.documentElement).color`); got != ink {
			t.Errorf("%+v: the ink is %s, want %s", s, got, ink)
		}
	}
}

func TestAxeFindsFaults(t *testing.T) {
	base := serve(t)
	for _, noScript := range []bool{false, true} {
		v := newVisitor(t, screen{Width: 1360, NoScript: noScript})
		v.open(base + "/faulty")
		got := v.axe()
		for _, want := range []string{"image-alt", "color-contrast", "target-size", `<img src="/icon.svg">`} {
			if !strings.Contains(got, want) {
				t.Errorf("no script %v: got\n%s\nwant %s in it", noScript, got, want)
			}
		}
	}
}

// The rules about colours alone are enough where only the colours of a page change, and how it is built tells where
// something else does.
func TestColoursAlone(t *testing.T) {
	v := newVisitor(t, desk)
	v.open(serve(t) + "/faulty")
	if got := v.axeFor(inkRules); !strings.Contains(got, "color-contrast") || strings.Contains(got, "image-alt") {
		t.Errorf("the rules about colours find\n%s", got)
	}
	light := read[string](v, built)
	v.turn(screen{Width: desk.Width, Dark: true})
	if read[string](v, built) != light {
		t.Error("in other colours the page is built in another way")
	}
	for _, change := range []string{`style.display = "none"`, `style.fontSize = "30px"`, `title = "more"`} {
		before := read[string](v, built)
		read[bool](v, `(document.querySelector(".tiny").`+change+`, true)`)
		if read[string](v, built) == before {
			t.Errorf("%s changes nothing in how the page is built", change)
		}
	}
}

func TestRunsSideways(t *testing.T) {
	base := serve(t)
	tests := []struct {
		path  string
		width int
		want  bool
	}{
		{"/wide", 360, true}, {"/wide", 1360, false},
		{"/unfitted", 360, true}, {"/unfitted", 1360, false},
	}
	for _, test := range tests {
		v := newVisitor(t, screen{Width: test.width})
		v.open(base + test.path)
		if got, width := v.runsSideways(); got != test.want {
			t.Errorf("%s in a window of %d: got %v (%d wide), want %v", test.path, test.width, got, width, test.want)
		}
	}
}

func TestComplaints(t *testing.T) {
	base := serve(t)
	tests := []struct {
		path string
		want []string // each in one of the complaints; none means no complaint
	}{
		{"/inline", []string{"Content Security Policy"}},
		{"/sink", []string{"TrustedHTML"}},
		{"/console", []string{"it went wrong", "thrown"}},
		{"/missing", []string{"no-such-picture"}},
		{"/elsewhere", []string{"another machine: http://example.test/x.js"}},
		{"/no-such-page", nil},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			v := newVisitor(t, screen{Width: 1360})
			v.open(base + test.path)
			v.until(`document.body.dataset.fetched === "yes" || document.querySelector("#script") === null`)
			var got []string
			heard := func(want string) bool {
				return slices.ContainsFunc(got, func(c string) bool { return strings.Contains(c, want) })
			}
			// The browser reports in its own time, so ask again for as long as something is missing.
			for end := time.Now().Add(patience); time.Now().Before(end); {
				got = append(got, v.takeComplaints()...)
				if !slices.ContainsFunc(test.want, func(want string) bool { return !heard(want) }) {
					break
				}
			}
			if len(test.want) == 0 && len(got) > 0 {
				t.Errorf("got %q, want none", got)
			}
			for _, want := range test.want {
				if !heard(want) {
					t.Errorf("got %q, want one with %q", got, want)
				}
			}
		})
	}
}

func TestFormByKeyboardAlone(t *testing.T) {
	base := serve(t)
	for _, noScript := range []bool{false, true} {
		v := newVisitor(t, screen{Width: 360, NoScript: noScript})
		v.open(base + "/form")
		v.tabTo("input[name=name]")
		v.press("Ана K.", keyTab)
		if got, want := v.focused(), "input[name=sure]"; got != want {
			t.Errorf("after Tab the focus is on %s, want %s", got, want)
		}
		v.press(keyUp, keyEscape, keyTab)
		v.backTab()
		if got, want := v.focused(), "input[name=sure]"; got != want {
			t.Errorf("after Shift+Tab the focus is on %s, want %s", got, want)
		}
		v.press(keySpace, keyTab, keyRight, keyLeft, keyRight, keyTab, keyDown, keyDown)
		v.tabTo("#send")
		v.pressAndLoad(keyEnter)
		if got, want := v.text("#sent"), "name=%D0%90%D0%BD%D0%B0+K.&sure=yes&who=b&year=1938"; got != want {
			t.Errorf("no script %v: the server got %s, want %s", noScript, got, want)
		}
		if got := v.count("h1"); got != 1 {
			t.Errorf("got %d headings, want 1", got)
		}
		if got := v.takeComplaints(); len(got) > 0 {
			t.Errorf("got complaints %q about a form that came back, want none", got)
		}
	}
}

func TestPictureShowsTheWholePage(t *testing.T) {
	v := newVisitor(t, screen{Width: 360})
	v.open(serve(t) + "/good")
	read[bool](v, `(document.querySelector("main").style.height = "3000px", true)`)
	picture, err := png.Decode(bytes.NewReader(v.picture()))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 360 || size.Y < 3000 {
		t.Errorf("got a picture of %v, want 360 pixels wide and all 3000 high", size)
	}
}

func TestWhatIsMissingIsSaidInOneSentence(t *testing.T) {
	t.Setenv("DOSSIER_CHROMIUM", "/no/such/browser")
	if _, err := findChromium(); err == nil || !strings.Contains(err.Error(), ".ci/setup test") {
		t.Errorf("got %v, want the command that installs Chromium", err)
	}
	for _, path := range []string{"", filepath.Join(t.TempDir(), "axe.min.js")} {
		t.Setenv("DOSSIER_AXE", path)
		if _, err := readAxe(); err == nil || !strings.Contains(err.Error(), ".ci/setup test") {
			t.Errorf("got %v, want the command that installs axe-core", err)
		}
	}
	if _, err := os.Stat(run.folder); err != nil {
		t.Error(err)
	}
}
