package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/web"
)

// presser goes through the site as somebody who opens every page that they find and presses every button on it, with
// something typed into every field. It knows pages and forms by their route alone: a new one needs no word here.
type presser struct {
	t *testing.T
	s *site
	// text is what is typed into a field; "" leaves what stands there.
	text func(blank) string
	// sent is told of every form that was sent, by a name for it, with the answer.
	sent func(b *browser, name string, f form, fields url.Values, answer *page)
	// shown is told of every page.
	shown func(path string, p *page)

	final   func(f form) bool // whether to press what cannot be undone
	read    map[string]int    // pages by route
	pressed map[string]int
	taken   map[string]bool   // buttons that have led somewhere
	refused map[string]string // how others were answered the last time
	fields  map[string]bool   // routes with their fields, into which something was typed
}

// blank is a field that waits for something to be typed.
type blank struct {
	route, action, name string
	long                bool // it has several lines
	number              bool // it asks for a number
	try                 int  // how often the same button was pressed in vain
}

func newPresser(s *site) *presser {
	return &presser{t: s.t, s: s, read: map[string]int{}, pressed: map[string]int{}, taken: map[string]bool{},
		refused: map[string]string{},
		fields:  map[string]bool{}, final: func(form) bool { return false }}
}

// forGood are the routes after which there is less to press.
var forGood = regexp.MustCompile(
	`/(remove|delete|leave|sign-out|anonymise|archive|erase|end|merge|account/passphrase|colleagues/withdraw)$`)

var numerals = regexp.MustCompile(`\d+`)

// pagesOf is how many pages of a route are opened: more where each has another kind of question.
func pagesOf(route string) int {
	if strings.HasPrefix(route, "/attempts/") || strings.HasPrefix(route, "/marking/essays/") ||
		route == "/sets/:set/:question" {
		return 12
	}
	return 2
}

// again is how often a page is opened to which a form leads.
const again = 6

// onlyRead are routes of long pages on which little can be pressed. So many of each are opened in a whole walk.
var onlyRead = regexp.MustCompile(
	`^/(timeline|people|glossary|documents|sources|guide|bank|print|lessons/:lesson/whole|lessons/:lesson/:section)`)

const enoughRead = 12

// goes opens the pages and what they lead to.
func (w *presser) goes(b *browser, start ...string) {
	w.t.Helper()
	routes, seen, opened := w.s.server.Routes(), map[string]int{}, map[string]int{}
	queue := slices.Clone(start)
	open := func(path string, most int) {
		path, _, _ = strings.Cut(path, "#")
		rt := patternOf(routes, path)
		if rt.Path == "" || seen[path] >= most || seen[path] == 0 && opened[rt.Path] >= pagesOf(rt.Path) ||
			onlyRead.MatchString(rt.Path) && w.read[rt.Path] >= enoughRead {
			return
		}
		seen[path]++
		w.read[rt.Path]++
		p := b.get(path)
		w.shows(path, p)
		if p.status == http.StatusSeeOther {
			queue = append(queue, p.to())
		}
		if p.status != http.StatusOK || p.doc == nil {
			return
		}
		opened[rt.Path]++
		for _, n := range p.doc.tags("a") {
			queue = append(queue, n.attr["href"])
		}
		queue = append(queue, w.pressesAll(b, path, p)...)
	}
	for ; len(queue) > 0; queue = queue[1:] {
		if path, onward := strings.CutPrefix(queue[0], "then "); onward {
			open(path, again)
		} else {
			open(path, 1)
		}
	}
}

func (w *presser) shows(path string, p *page) {
	if w.shown != nil {
		w.shown(path, p)
	}
}

// pressesAll presses what there is on a page and has not been pressed, and returns where that leads.
func (w *presser) pressesAll(b *browser, path string, p *page) (onward []string) {
	w.t.Helper()
	for range 100 {
		f, fields, name := w.next(p, 0)
		if f == nil {
			return onward
		}
		onward = append(onward, w.presses(b, *f, fields, name, 0)...)
		if p = b.get(path); p.status != http.StatusOK || p.doc == nil {
			return onward
		}
	}
	w.t.Errorf("there is no end of buttons on %s", path)
	return onward
}

// next is a form of a page, as it is sent by a button that has not been pressed; nil when there is none. deep says how
// many forms led to the page.
func (w *presser) next(p *page, deep int) (*form, url.Values, string) {
	for _, f := range p.doc.forms() {
		method, rt, known := strings.ToUpper(f.node.attr["method"]), web.Route{}, strings.HasPrefix(f.action, "#")
		switch {
		case known: // it stays on its page
			continue
		case method == http.MethodPost:
			rt, known = w.s.server.PostRoute(f.action)
		default:
			rt, method = patternOf(w.s.server.Routes(), f.action), http.MethodGet
			known = rt.Path != ""
		}
		if !known {
			w.t.Errorf("a form leads to %s %s, which is no route", method, f.action)
			continue
		}
		if method == http.MethodPost && forGood.MatchString(rt.Path) && !w.final(f) {
			continue
		}
		for _, button := range buttonsOf(p, f) {
			name := nameOf(method, rt, f, button)
			if w.taken[name] || w.pressed[name] >= 2 {
				continue
			}
			fields := w.fill(rt, f, w.pressed[name], deep)
			if button.attr["name"] != "" {
				fields.Set(button.attr["name"], button.attr["value"])
			}
			return &f, fields, name
		}
	}
	return nil, nil, ""
}

// nameOf tells a button from others: by the route, what it sends and the fields, without the numbers and handles. Each
// question of an attempt is one of its own, because the next one comes after it.
func nameOf(method string, rt web.Route, f form, button *node) string {
	var fields []string
	for name := range f.fields {
		name, _, _ = strings.Cut(name, ".")
		fields = append(fields, name)
	}
	slices.Sort(fields)
	value, _, _ := strings.Cut(numerals.ReplaceAllString(button.attr["value"], "#"), ":")
	name := fmt.Sprintf("%s %s %s=%s %v", method, rt.Path, button.attr["name"], value, slices.Compact(fields))
	if strings.HasPrefix(rt.Path, "/attempts/") {
		name += " " + f.action
	}
	return name
}

// forgets has it press what leads from page to page once more.
func (w *presser) forgets() {
	for name := range w.pressed {
		if strings.HasPrefix(name, http.MethodGet) {
			delete(w.taken, name)
			delete(w.pressed, name)
		}
	}
	clear(w.read)
}

// buttonsOf lists the buttons of a form, those outside it that name it as well.
func buttonsOf(p *page, f form) []*node {
	buttons := f.node.find(func(n *node) bool { return n.tag == "button" && n.attr["type"] != "button" })
	if id := f.node.attr["id"]; id != "" {
		for _, n := range p.doc.tags("button") {
			if n.attr["form"] == id {
				buttons = append(buttons, n)
			}
		}
	}
	if len(buttons) == 0 {
		return []*node{{attr: map[string]string{}}}
	}
	return buttons
}

// textFields lists the fields of a form into which anything can be typed.
func textFields(f form) (all []*node) {
	for _, k := range f.node.tags("input", "textarea") {
		_, off := k.attr["disabled"]
		_, hidden := k.attr["hidden"]
		kind := k.attr["type"]
		typed := k.tag == "textarea" || slices.Contains([]string{"", "text", "password", "search"}, kind)
		if typed && !off && !hidden && k.attr["name"] != "" {
			all = append(all, k)
		}
	}
	return all
}

// asShown are the routes whose second form has to bring what the first one has shown.
var asShown = map[string]bool{"/classes/:class/roster/add": true, "/sets/new": true}

// fill fills a form in: text into every field, every box ticked, the last of every choice.
func (w *presser) fill(rt web.Route, f form, try, deep int) url.Values {
	fields, places := f.with(), 0
	for _, k := range f.node.tags("input", "select") {
		name, value := k.attr["name"], k.attr["value"]
		if _, off := k.attr["disabled"]; off || name == "" {
			continue
		}
		switch kind := k.attr["type"]; {
		case k.tag == "select" && strings.HasPrefix(name, "pos."):
			places++
			fields.Set(name, fmt.Sprint(places))
		case k.tag == "select":
			for _, o := range k.tags("option") {
				fields.Set(name, o.attr["value"])
			}
		case kind == "radio":
			fields.Set(name, value)
		case kind == "checkbox" && !slices.Contains(fields[name], value):
			fields.Add(name, value)
		}
	}
	for _, k := range textFields(f) {
		name := k.attr["name"]
		_, fixed := k.attr["readonly"]
		if fixed || deep > 0 && try == 0 && fields.Get(name) != "" && asShown[rt.Path] {
			continue
		}
		field := blank{rt.Path, f.action, name, k.tag == "textarea", k.attr["inputmode"] != "", try}
		if text := w.text(field); text != "" {
			fields.Set(name, text)
			name, _, _ = strings.Cut(name, ".")
			w.fields[rt.Method+" "+rt.Path+" "+name] = true
		}
	}
	return fields
}

// presses sends a form, and whatever the answer to it asks.
func (w *presser) presses(b *browser, f form, fields url.Values, name string, deep int) (onward []string) {
	w.t.Helper()
	w.pressed[name]++
	var p *page
	if strings.HasPrefix(name, http.MethodPost) {
		p = b.post(f.action, fields)
	} else {
		p = b.get(f.action + "?" + fields.Encode())
	}
	if p.status >= 500 {
		w.t.Errorf("%s: got status %d", name, p.status)
	}
	if p.status < 400 {
		w.taken[name] = true
	} else {
		w.refused[name] = fmt.Sprint(p.status)
		if p.doc != nil {
			for _, n := range p.doc.class("problem") {
				w.refused[name] += " " + n.words()
			}
		}
	}
	w.shows(f.action, p)
	if w.sent != nil {
		w.sent(b, name, f, fields, p)
	}
	if to := p.to(); to != "" {
		return []string{"then " + to}
	}
	for p.doc != nil && deep < 3 {
		next, fields, name := w.next(p, deep+1)
		if next == nil {
			break
		}
		onward = append(onward, w.presses(b, *next, fields, name, deep+1)...)
	}
	return onward
}

// figures is what is typed where a number is wanted, by the name of a field without what follows its dot.
var figures = map[string]string{"places": "40", "days": "400", "minutes": "20", "attempts": "2", "drawn": "",
	"marks": "2", "near": "%d", "worth": "%d0", "answer": "17", "year": "1936", "n": "5", "lo": "1",
	"hi": "9", "pos": "%d", "g": "2"}

// figure is the number for a field; false when it takes words.
func (b blank) figure() (string, bool) {
	name, at, _ := strings.Cut(b.name, ".")
	text, ok := figures[name]
	if n := 0; strings.Contains(text, "%d") {
		if _, err := fmt.Sscanf(at, "%d", &n); err != nil {
			return "", ok // what stands there
		}
		if name == "worth" {
			n = 9 - n
		}
		text = fmt.Sprintf(text, n)
	}
	return text, ok
}

// school is a site in which every kind of page has something on it: an invented class, somebody at the door, PINs that
// are guessed, and students at a bench before, while and after their answer is marked.
func school(t *testing.T) *world {
	t.Helper()
	c := builtIn(t)
	made, err := harbour(t).Source("observer-1936")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range c.Sources {
		if source.ID == made.ID { // an original that everybody may have
			source.Anchors = made.Anchors
		}
	}
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	w := populate(t, s)
	s.clock.pass(minute) // what was handed out opens
	w.demo = w.teacher.plantsDemo()
	nick, mia := s.student("Nick"), s.student("Mia")
	nick.atDesk()
	w.desk = nick.practise().still()
	w.marked = mia.handIn(answerText).still()
	s.mark("Mia")
	w.teacher.post("/marking/two-verdicts/return", url.Values{"csrf": {s.csrf(w.teacher)}, "do": {"all"}}).
		want(http.StatusSeeOther)
	for i := range 5 {
		thief := s.visitorFrom("127.0.0.66")
		thief.tries("Leaver", fmt.Sprint(501203+i))
	}
	s.owner = w.teacher
	s.door("asks")
	w.waiting = s.waits(s.visitor(), "Wendy").still()
	return w
}

// begin is somebody, and the pages from which they go on.
type begin struct {
	b     *browser
	pages []string
}

// everywhere is where people begin: at the pages of the table, which are those of the world.
func (w *world) everywhere() []begin {
	var anyones, teachers []string
	for _, r := range w.s.server.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		if r.Teachers {
			teachers = append(teachers, w.path(r.Path))
		} else {
			anyones = append(anyones, w.path(r.Path))
		}
	}
	return []begin{{w.student, anyones}, {w.desk, anyones}, {w.marked, anyones}, {w.guest, anyones}, {w.other, anyones},
		{w.teacher, append([]string{w.demo}, teachers...)}, {w.otherTeacher, teachers}, {w.waiting, anyones},
		{w.s.visitor(), anyones}}
}

// routes lists the routes of the buttons that were pressed, and whether one of each has led somewhere.
func (w *presser) routes() map[string]bool {
	all := map[string]bool{}
	for name := range w.pressed {
		route := routeOf(name)
		all[route] = all[route] || w.taken[name]
	}
	return all
}

// routeOf is the method and route in the name of a button.
func routeOf(name string) string {
	parts := strings.SplitN(name, " ", 3)
	return parts[0] + " " + parts[1]
}

// answersOf lists how the buttons of a route were refused.
func (w *presser) answersOf(route string) (all []string) {
	for name, said := range w.refused {
		if routeOf(name) == route {
			all = append(all, said)
		}
	}
	return all
}
