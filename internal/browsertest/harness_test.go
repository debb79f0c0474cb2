// Package browsertest walks through the real program in a real browser: Chromium without a window, driven by key
// presses, at the widths of a phone and of a desk, in light and dark, with and without JavaScript, each page checked
// with axe-core.
//
// The tests need Chromium and axe-core and fail without them; `make test` finds or installs both.
// DOSSIER_SHOTS=folder keeps a picture of every page that was checked, DOSSIER_COVERED=file the table of what was
// checked.
package browsertest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long one step in the browser may take before the test fails.
const patience = 30 * time.Second

// The keys that a test presses, beside the characters it types.
const (
	keyTab    = kb.Tab
	keyEnter  = kb.Enter
	keySpace  = " "
	keyEscape = kb.Escape
	keyUp     = kb.ArrowUp
	keyDown   = kb.ArrowDown
	keyLeft   = kb.ArrowLeft
	keyRight  = kb.ArrowRight
)

// run is what all tests of one run share; TestMain makes it.
var run *suite

// suite holds the browser, the program once it is built, and what has been covered.
type suite struct {
	browser context.Context
	axe     string // the source of axe-core
	shots   string // folder for pictures, or ""
	folder  string // for the built program
	build   func() (string, error)
	covered *matrix
}

func TestMain(m *testing.M) {
	os.Exit(func() int {
		s, end, err := newSuite()
		if err != nil {
			fmt.Fprintln(os.Stderr, "browser tests:", err)
			return 1
		}
		defer end()
		run = s
		code := m.Run()
		fmt.Print(s.covered)
		// The go command hides what a package prints when it passes, so the gate asks for a file.
		if path := os.Getenv("DOSSIER_COVERED"); path != "" {
			if err := os.WriteFile(path, []byte(s.covered.String()), 0o644); err != nil {
				fmt.Fprintln(os.Stderr, "browser tests:", err)
				return 1
			}
		}
		return code
	}())
}

// newSuite starts the browser. The error says what is missing and what to do about it.
func newSuite() (*suite, func(), error) {
	chromium, err := findChromium()
	if err != nil {
		return nil, nil, err
	}
	axe, err := readAxe()
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp("", "dossier-browsertest-")
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		// No page may reach out.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"),
	)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	browser, stopBrowser := chromedp.NewContext(allocator)
	end := func() {
		stopBrowser()
		stopAllocator()
		os.RemoveAll(folder)
	}
	if err := chromedp.Do(browser); err != nil {
		end()
		return nil, nil, fmt.Errorf("%s did not start: %w", chromium, err)
	}
	return &suite{
		browser: browser,
		axe:     axe,
		shots:   os.Getenv("DOSSIER_SHOTS"),
		folder:  folder,
		build:   sync.OnceValues(func() (string, error) { return buildProgram(folder) }),
		covered: newMatrix(),
	}, end, nil
}

// findChromium finds the browser: DOSSIER_CHROMIUM, or the first of the usual names.
func findChromium() (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}
	if asked := os.Getenv("DOSSIER_CHROMIUM"); asked != "" {
		names = []string{asked}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("Chromium is missing (looked for %s): run .ci/setup test, or name it in DOSSIER_CHROMIUM",
		strings.Join(names, ", "))
}

// buildProgram builds the program as `make build` does and returns its path.
func buildProgram(folder string) (string, error) {
	path := filepath.Join(folder, "dossier")
	if said, err := exec.Command("go", "build", "-o", path, "dossier/cmd/dossier").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, said)
	}
	return path, nil
}

// program is Dossier, running on data of its own.
type program struct {
	URL   string // base URL, on loopback
	Setup string // the link that makes the first teacher; "" when there is one already
	stop  func() // ends it as Ctrl+C does; the end of the test does so as well
}

// startProgram runs Dossier on an empty data folder until the test ends. More arguments can be given, such as --dev.
func startProgram(t testing.TB, args ...string) *program {
	t.Helper()
	return runProgram(t, t.TempDir(), args...)
}

// runProgram runs Dossier on a data folder until it is stopped or the test ends.
func runProgram(t testing.TB, data string, args ...string) *program {
	t.Helper()
	path, err := run.build()
	if err != nil {
		t.Fatal(err)
	}
	return runAt(t, path, data, "127.0.0.1:0", args...)
}

// runAt runs the program at an address.
func runAt(t testing.TB, path, data, address string, args ...string) *program {
	t.Helper()
	cmd := exec.Command(path, append([]string{"serve", "--addr", address, "--data", data}, args...)...)
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "DOSSIER_") {
			cmd.Env = append(cmd.Env, setting)
		}
	}
	cmd.Env = append(cmd.Env, "DOSSIER_OPEN=no")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &program{}
	p.stop = sync.OnceFunc(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the program did not end in peace: %v", err)
		}
		if t.Failed() && said.Len() > 0 {
			t.Logf("the program said:\n%s", &said)
		}
	})
	t.Cleanup(p.stop)
	if err := p.read(out); err != nil {
		t.Fatal(err)
	}
	return p
}

// read takes the address and the link to set up from the start message.
func (p *program) read(out io.Reader) error {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "Address: "); ok && p.URL == "" {
			p.URL, _, _ = strings.Cut(address, " ")
		}
		if setup, ok := strings.CutPrefix(lines.Text(), "Set up: "); ok {
			p.Setup = setup
		}
		if strings.HasPrefix(lines.Text(), "Stop with") && p.URL != "" {
			return nil
		}
	}
	return errors.New("the program ended before it served")
}

// screen is how a visitor looks at the pages.
type screen struct {
	Width    int // in CSS pixels: widths has the two that count
	Height   int // in CSS pixels, or 0 for the usual one
	Dark     bool
	NoScript bool
}

func (s screen) height() int {
	if s.Height == 0 {
		return 800
	}
	return s.Height
}

func (s screen) scheme() string {
	if s.Dark {
		return "dark"
	}
	return "light"
}

// screens are all four that every page has to work on, with JavaScript.
func screens() []screen {
	var all []screen
	for _, dark := range []bool{false, true} {
		for _, width := range widths {
			all = append(all, screen{Width: width, Dark: dark})
		}
	}
	return all
}

// widths are those of a small phone and of a desk.
var widths = [...]int{360, 1360}

// visitor is one person in front of one window, with cookies of their own.
type visitor struct {
	t      testing.TB
	ctx    context.Context
	screen screen
	finger bool // this window is touched, and has no mouse

	mu         sync.Mutex
	complaints []complaint
	pages      map[string]bool // addresses of the pages that were asked for
}

// complaint is something the browser was not happy with.
type complaint struct {
	text string
	url  string // what could not be loaded, for a network error
}

// newVisitor opens an empty window. It closes with the test.
func newVisitor(t testing.TB, s screen) *visitor {
	t.Helper()
	return openWindow(t, s, run.browser, chromedp.WithNewBrowserContext())
}

// anotherWindow opens an empty window of the same person: it shares the cookies.
func (v *visitor) anotherWindow() *visitor {
	v.t.Helper()
	return openWindow(v.t, v.screen, v.ctx)
}

func openWindow(t testing.TB, s screen, parent context.Context, options ...chromedp.ContextOption) *visitor {
	t.Helper()
	v := &visitor{t: t, pages: map[string]bool{}}
	ctx, cancel := chromedp.NewContext(parent, append(options, chromedp.WithListener(v.listen))...)
	t.Cleanup(cancel)
	v.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // without a limit: the window lives as long as the context of this call
		t.Fatal(err)
	}
	v.turn(s)
	v.allowScripts(!s.NoScript)
	return v
}

// turn makes the window that of another screen, with the page in it.
func (v *visitor) turn(s screen) {
	v.t.Helper()
	v.resize(s)
	v.emulate("", s)
}

// resize makes the window as large as that of another screen.
func (v *visitor) resize(s screen) {
	v.t.Helper()
	v.screen = s
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: int64(s.Width), Height: int64(s.height()), DeviceScaleFactor: 1,
			Mobile: s.Width < 600, // so that a page without a viewport is as wide as on a real phone
		})
		return err
	})
}

// emulate shows the page on a medium, "" for the screen or "print", in the colours of s.
func (v *visitor) emulate(medium string, s screen) {
	v.t.Helper()
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		features := []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: s.scheme()},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia,
			emulation.SetEmulatedMediaParams{Media: medium, Features: features})
		return err
	})
}

// allowScripts switches JavaScript on or off, for the pages that are loaded from now on.
func (v *visitor) allowScripts(allowed bool) {
	v.t.Helper()
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled,
			emulation.SetScriptExecutionDisabledParams{Value: !allowed})
		return err
	})
}

// do carries out steps in the window and fails the test when one fails or takes too long.
func (v *visitor) do(steps ...func(context.Context, *chromedp.Target) error) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	for _, step := range steps {
		if err := chromedp.Do(ctx, chromedp.Func(step)); err != nil {
			v.t.Fatal(err)
		}
	}
}

// open goes to a URL and waits until the page is loaded, whatever its status.
func (v *visitor) open(url string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		v.t.Fatalf("open %s: %v", url, err)
	}
}

// press sends keys to whatever has the focus. A character is a key too, so press("hello", keyTab) types a word and
// leaves the field.
func (v *visitor) press(keys ...string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	for _, key := range keys {
		if err := chromedp.Do(ctx, chromedp.KeyEvent(key)); err != nil {
			v.t.Fatalf("press %q: %v", key, err)
		}
	}
}

// pressAndLoad presses a key that leads to another page, and waits until that is loaded. The key is pressed once the
// page is drawn and something has the focus: before, a browser throws keys away.
func (v *visitor) pressAndLoad(key string) {
	v.t.Helper()
	v.painted()
	v.until(`document.activeElement !== document.body`)
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(key)); err != nil {
		v.t.Fatalf("press %q and wait for the next page: %v", key, err)
	}
}

// backTab presses Shift+Tab.
func (v *visitor) backTab() {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keyTab, chromedp.KeyModifiers(chromedp.ModifierShift))); err != nil {
		v.t.Fatalf("press Shift+Tab: %v", err)
	}
}

// tabTo presses Tab until the focus is on an element that matches the CSS selector, as somebody without a mouse
// would. It fails when the keyboard does not get there.
func (v *visitor) tabTo(selector string) {
	v.t.Helper()
	const tooMany = 300
	for range tooMany {
		v.press(keyTab)
		if read[bool](v, fmt.Sprintf(`document.activeElement !== null && document.activeElement.matches(%q)`, selector)) {
			return
		}
	}
	v.t.Fatalf("%s: %d presses of Tab do not reach %s", v.location(), tooMany, selector)
}

// focused describes the element with the focus: its tag, id and name.
func (v *visitor) focused() string {
	v.t.Helper()
	return read[string](v, `(e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") +
		(e.name ? "[name=" + e.name + "]" : ""))(document.activeElement)`)
}

// text is the text of the first element that matches the CSS selector, as it is seen. It fails when there is none.
func (v *visitor) text(selector string) string {
	v.t.Helper()
	got := read[*string](v, fmt.Sprintf(`(e => e && e.innerText)(document.querySelector(%q))`, selector))
	if got == nil {
		v.t.Fatalf("%s has no %s", v.location(), selector)
	}
	return *got
}

// html is the whole page as the browser holds it.
func (v *visitor) html() string {
	v.t.Helper()
	return read[string](v, `document.documentElement.outerHTML`)
}

// count is how many elements match the CSS selector.
func (v *visitor) count(selector string) int {
	v.t.Helper()
	return read[int](v, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector))
}

// location is the URL of the page.
func (v *visitor) location() string {
	v.t.Helper()
	return read[string](v, `location.href`)
}

// until waits for a JavaScript expression to become true, for what scripts do on their own. It may be asked between
// two pages, when there is nothing to ask.
func (v *visitor) until(expression string) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		done, err := evaluate[bool](ctx, expression)
		if done {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			v.t.Fatalf("waited %v for %s (%v)", patience, expression, err)
		}
	}
}

// read evaluates a JavaScript expression beside the page: it sees the document, but neither the page's variables nor
// its content security policy, and it works with the page's own scripts switched off.
func read[T any](v *visitor, expression string) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	got, err := evaluate[T](ctx, expression)
	if err != nil {
		v.t.Fatalf("evaluate %.200s: %v", expression, err)
	}
	return got
}

// evaluate is read with an error. A promise is waited for.
func evaluate[T any](ctx context.Context, expression string) (T, error) {
	return chromedp.Run(ctx, func(ctx context.Context, target *chromedp.Target) (T, error) {
		var zero T
		tree, err := cdp.Call(ctx, target, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			return zero, err
		}
		world, err := cdp.Call(ctx, target, page.CreateIsolatedWorld,
			page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID, WorldName: "browsertest"})
		if err != nil {
			return zero, err
		}
		here := func(p *runtime.EvaluateParams) { p.ContextID = world.ExecutionContextID }
		return chromedp.Evaluate[T](expression, here, chromedp.EvalAwaitPromise)(ctx, target)
	})
}

// runsSideways tells whether the page is wider than the window, and how wide it is.
func (v *visitor) runsSideways() (bool, int) {
	v.t.Helper()
	width := read[int](v, `document.documentElement.scrollWidth`)
	seen := read[int](v, `innerWidth`)
	return width > min(seen, v.screen.Width), width
}

// listen collects what the browser complains about: errors in scripts, refusals by the content security policy, files
// that are not there, and requests to any other machine.
func (v *visitor) listen(event any) {
	switch event := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, arg := range event.Args {
				words = append(words, string(arg.Value)+arg.Description)
			}
			v.complain(complaint{text: "console: " + strings.Join(words, " ")})
		}
	case *runtime.EventExceptionThrown:
		v.complain(complaint{text: "script: " + thrown(event.ExceptionDetails)})
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError {
			c := complaint{text: fmt.Sprintf("%s: %s %s", event.Entry.Source, event.Entry.Text, event.Entry.URL)}
			if event.Entry.Source == log.EntrySourceNetwork {
				c.url = event.Entry.URL
			}
			v.complain(c)
		}
	case *network.EventRequestWillBeSent:
		if event.Type == network.ResourceTypeDocument {
			v.asksFor(event.Request.URL)
		}
		if to, err := url.Parse(event.Request.URL); err == nil && to.Host != "" && to.Hostname() != "127.0.0.1" {
			v.complain(complaint{text: "request to another machine: " + event.Request.URL})
		}
	}
}

// thrown is what a script threw, with its stack where it has one.
func thrown(details *runtime.ExceptionDetails) string {
	if details.Exception != nil {
		return details.Text + " " + details.Exception.Description
	}
	return details.Text
}

func (v *visitor) asksFor(page string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.pages[page] = true
}

func (v *visitor) complain(c complaint) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.complaints = append(v.complaints, c)
}

// takeComplaints returns what the browser complained about since the last call. That a page itself answered with an
// error, as a page for a wrong form does, is not among it.
func (v *visitor) takeComplaints() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	var all []string
	for _, c := range v.complaints {
		if !v.pages[c.url] {
			all = append(all, c.text)
		}
	}
	v.complaints = nil
	return all
}

// check looks at the page as it is now: axe-core finds nothing, nothing runs sideways, the browser has no complaint.
// It keeps a picture when the run is asked for pictures, and notes the page and its state as covered: "lesson",
// "wrong answer".
func (v *visitor) check(page, state string) {
	v.t.Helper()
	v.checkBy(axeRules, page, state)
}

// checkBy is check with the rules of axe-core that an expression asks for.
func (v *visitor) checkBy(rules, page, state string) {
	v.t.Helper()
	if got := v.takeComplaints(); len(got) > 0 {
		v.t.Errorf("%s, %s: the browser complains:\n%s", page, state, strings.Join(got, "\n"))
	}
	if sideways, width := v.runsSideways(); sideways {
		v.t.Errorf("%s, %s: the page is %d pixels wide in a window of %d", page, state, width, v.screen.Width)
	}
	if got := v.axeFor(rules); got != "" {
		v.t.Errorf("%s, %s, %s, %d wide: axe-core finds\n%s", page, state, v.screen.scheme(), v.screen.Width, got)
	}
	v.shoot(page, state)
	run.covered.add(page, state, v.screen)
}

// shoot writes a picture of the whole page to the folder for pictures, if there is one.
func (v *visitor) shoot(page, state string) {
	v.t.Helper()
	if run.shots == "" {
		return
	}
	script := ""
	if v.screen.NoScript {
		script = "-noscript"
	}
	name := fmt.Sprintf("%s-%s-%s-%d%s.png", fileName(page), fileName(state), v.screen.scheme(), v.screen.Width, script)
	if err := os.MkdirAll(run.shots, 0o755); err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(run.shots, name), v.picture(), 0o644); err != nil {
		v.t.Fatal(err)
	}
}

// picture is the whole page as a PNG.
func (v *visitor) picture() []byte {
	v.t.Helper()
	var png []byte
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		layout, err := cdp.Call(ctx, target, page.GetLayoutMetrics, cdp.Empty{})
		if err != nil {
			return err
		}
		size := layout.CSSContentSize
		if size == nil {
			size = &dom.Rect{Width: float64(v.screen.Width), Height: 800}
		}
		beyond := true
		shot, err := cdp.Call(ctx, target, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Clip:                  &page.Viewport{Width: size.Width, Height: size.Height, Scale: 1},
			CaptureBeyondViewport: &beyond,
		})
		png = shot.Data
		return err
	})
	return png
}

var notInFileNames = regexp.MustCompile(`[^a-z0-9]+`)

func fileName(s string) string {
	return strings.Trim(notInFileNames.ReplaceAllString(strings.ToLower(s), "-"), "-")
}
