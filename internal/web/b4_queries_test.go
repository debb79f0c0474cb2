package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// asks are the queries of a site, as its links and forms that only look have them: by route, then by name.
type asks map[string][]string

func (a asks) meets(s *site, address string, names ...string) {
	path, query, _ := strings.Cut(address, "?")
	path, _, _ = strings.Cut(path, "#")
	query, _, _ = strings.Cut(query, "#")
	route := patternOf(s.server.Routes(), path).Path
	if route == "" {
		return
	}
	values, _ := url.ParseQuery(query)
	for name := range values {
		names = append(names, name)
	}
	for _, name := range names {
		if !slices.Contains(a[route], name) {
			a[route] = append(a[route], name)
		}
	}
}

// looksAt notes the queries of a page.
func (a asks) looksAt(s *site, path string, p *page) {
	a.meets(s, path)
	a.meets(s, p.to())
	if p.doc == nil {
		return
	}
	for _, n := range p.doc.tags("a") {
		a.meets(s, n.attr["href"])
	}
	for _, f := range p.doc.forms() {
		if strings.EqualFold(f.node.attr["method"], http.MethodPost) {
			continue
		}
		for _, k := range f.node.tags("input", "select", "button") {
			if k.attr["name"] != "" {
				a.meets(s, f.action, k.attr["name"])
			}
		}
	}
}

// odd is what stands in a query instead of what the page has put there.
var odd = []string{"", "0", "-1", "1", "99999999999999999999", "1e999", "NaN", "%00", "\xff\xfe", "' OR 1=1 --",
	"//evil.example", "/\\evil.example", "javascript:alert(1)", "\r\nX-Evil: 1", "=<h7x>\"h7y='",
	strings.Repeat("long", 1000), "../../etc/passwd"}

// TestB4OddQueries puts strange things into every query that the site has, one by one, twice and all together, as each
// of its people: the page is shown or refused in a sentence, and leads nobody away.
func TestB4OddQueries(t *testing.T) {
	t.Parallel()
	w := school(t)
	all := asks{}
	p := newPresser(w.s)
	p.text = func(blank) string { return "" } // what stands there
	p.shown = func(path string, page *page) { all.looksAt(w.s, path, page) }
	for _, from := range w.everywhere() {
		p.goes(from.b, from.pages...)
		w.s.clock.pass(minute)
	}
	if len(all) < 20 {
		t.Errorf("queries of %d routes were found, want 20: %v", len(all), all)
	}
	h := &spite{t: t, s: w.s, told: map[string]bool{}, files: map[string]int{}}
	shown := map[string]bool{} // routes of which somebody saw a page
	for _, b := range []*browser{w.desk, w.guest, w.teacher} {
		for route, names := range all {
			path := w.path(route)
			for _, value := range odd {
				every := url.Values{}
				for _, name := range names {
					every.Set(name, value)
					h.survives(b, path+"?"+url.Values{name: {value}}.Encode())
					h.survives(b, path+"?"+url.Values{name: {value, "1", value}, name + "[]": {value}}.Encode())
				}
				h.survives(b, path+"?"+every.Encode())
			}
			shown[route] = h.survives(b, path+"?%=&&=&;%zz&"+names[0]) || shown[route]
		}
		w.s.clock.pass(minute)
	}
	for route := range all {
		if !shown[route] {
			t.Errorf("nobody was shown %s", route)
		}
	}
}

// survives asks for a page, which may be refused, but not fail. It reports whether it is shown.
func (h *spite) survives(b *browser, path string) bool {
	p := b.get(path)
	if p.status >= 500 {
		h.t.Errorf("GET %.200q: got status %d", path, p.status)
	}
	if p.status >= 400 {
		p.plainly()
	}
	h.looks(path, p)
	return p.status < 400
}
