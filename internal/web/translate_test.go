package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestF22NoNameIsTranslated opens the pages that everybody finds and looks at every name and code on them: a browser
// that translates the page leaves alone what stands below translate="no". The titles of windows cannot be marked.
func TestF22NoNameIsTranslated(t *testing.T) {
	t.Parallel()
	w := school(t)
	code := w.s.code
	names := regexp.MustCompile(`(^|[^\p{L}])(Leaver|Nick|Mia|Wendy|Miriam Odeh|10B History|Other class|` +
		regexp.QuoteMeta(code) + `)($|[^\p{L}])`)
	routes, opened, seen, told := w.s.server.Routes(), map[string]int{}, map[string]int{}, map[string]bool{}
	look := func(path, route string, p *page) {
		p.doc.texts(func(text string, above []*node) {
			found := names.FindStringSubmatch(text)
			if found == nil {
				return
			}
			seen[found[2]]++
			for _, n := range above {
				if n.attr["translate"] == "no" || n.tag == "title" {
					return
				}
			}
			if !told[route+found[2]] {
				last := above[len(above)-1]
				t.Errorf("%s lets %q be translated: %q in <%s class=%q>", path, found[2], squeeze(text), last.tag,
					last.attr["class"])
			}
			told[route+found[2]] = true
		})
	}
	for _, from := range w.everywhere() {
		queue, been := from.pages, map[string]bool{}
		for ; len(queue) > 0; queue = queue[1:] {
			path, _, _ := strings.Cut(queue[0], "#")
			rt := patternOf(routes, path)
			if rt.Path == "" || been[path] || onlyRead.MatchString(rt.Path) || opened[rt.Path] >= 3*pagesOf(rt.Path) {
				continue
			}
			been[path] = true
			p := from.b.get(path)
			if p.status != http.StatusOK || p.doc == nil {
				continue
			}
			opened[rt.Path]++
			look(path, rt.Path, p)
			for _, n := range p.doc.tags("a") {
				queue = append(queue, n.attr["href"])
			}
		}
		w.s.clock.pass(minute)
	}
	for _, name := range []string{"Leaver", "Nick", "Mia", "Wendy", ownerName, className, "Other class", code} {
		if seen[name] == 0 {
			t.Errorf("%q stands on no page: the test looks at little", name)
		}
	}
	if len(opened) < 90 {
		t.Errorf("pages of %d routes were opened, want 90", len(opened))
	}
}

// texts visits every piece of text below n, with the elements that it stands in.
func (n *node) texts(visit func(text string, above []*node)) {
	var walk func(n *node, above []*node)
	walk = func(n *node, above []*node) {
		above = append(above[:len(above):len(above)], n)
		for _, k := range n.kids {
			if k.tag == "" {
				visit(k.text, above)
			} else {
				walk(k, above)
			}
		}
	}
	walk(n, nil)
}
