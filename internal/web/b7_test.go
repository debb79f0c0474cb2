package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// spite types what would become markup, an attribute, a comment, an end of a section or a formula wherever it is not
// escaped, and looks for that on everything that comes back.
type spite struct {
	t     *testing.T
	s     *site
	n     int
	told  map[string]bool // routes on whose pages it stands as text
	files map[string]int  // kinds of files in which it stands
}

const (
	spiteful     = `=<h7x>"h7y='%d&<!-- three words here`
	moreSpiteful = "\r\n</textarea></script>]]><h7x onclick='h7z()'>\r\n@SUM(1)\r\njavascript:h7z()"
)

// types is what is typed into a field.
func (h *spite) types(b blank) string {
	figure, number := b.figure()
	switch {
	case b.name == "code":
		return h.s.code
	case b.name == "pin":
		return pin
	case b.name == "new-pass":
		return newPassphrase
	case b.route == "/originals":
		return observed + fmt.Sprintf(spiteful, h.n)
	case (number || b.number) && b.try > 0:
		return figure
	}
	h.n++
	text := fmt.Sprintf(spiteful, h.n)
	if b.long && b.route != "/classes/:class/roster/add" {
		text += moreSpiteful
	}
	return text
}

var (
	safeFile     = regexp.MustCompile(`^attachment; filename="[a-z0-9._-]+"$`)
	safeEntry    = regexp.MustCompile(`^[A-Za-z0-9._ -]+(/[A-Za-z0-9._ -]+)*$`)
	twiceEscaped = regexp.MustCompile(`&amp;(lt|gt|#34|#39|amp);\S*h7`)
)

// looks looks at an answer.
func (h *spite) looks(path string, p *page) {
	h.t.Helper()
	for name, values := range p.header {
		for _, v := range values {
			may := slices.Contains([]string{"Location", "Content-Disposition", "Set-Cookie"}, name) // the last by chance
			if strings.Contains(v, "<h7") || !may && strings.Contains(v, "h7x") {
				h.t.Errorf("%s: the header %s is %q", path, name, v)
			}
		}
	}
	for _, cookie := range p.header.Values("Set-Cookie") {
		if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
			h.t.Errorf("%s sets the cookie %q", path, cookie)
		}
	}
	if p.guarded(path); p.header.Get("Cache-Control") != "no-store" {
		h.t.Errorf("%s may be kept: %q", path, p.header.Get("Cache-Control"))
	}
	if to := p.to(); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
		h.t.Errorf("%s leads to %q", path, to)
	}
	if sent := p.header.Get("Content-Disposition"); sent != "" && !safeFile.MatchString(sent) {
		h.t.Errorf("%s is sent as %s", path, sent)
	}
	kind, _, _ := strings.Cut(p.header.Get("Content-Type"), ";")
	h.looksInto(path, kind, []byte(p.body))
}

// looksInto looks at a page or file of a kind.
func (h *spite) looksInto(path, kind string, body []byte) {
	h.t.Helper()
	if !bytes.Contains(body, []byte("h7")) && kind != "application/zip" {
		return
	}
	h.files[kind]++
	switch kind {
	case "text/html":
		if h.looksAtHTML(path, string(body)) {
			route := patternOf(h.s.server.Routes(), path).Path
			h.told[route] = true
		}
	case "application/json":
		var any any
		if err := json.Unmarshal(body, &any); err != nil {
			h.t.Errorf("%s: %v", path, err)
		}
		h.looksAtJSON(path, any)
	case "text/csv":
		h.looksAtTable(path, body)
	case "application/xml":
		h.looksAtXML(path, body)
	case "application/zip":
		h.unpacks(path, body)
	case "text/plain":
		for line := range strings.Lines(string(body)) {
			if strings.HasSuffix(path, ".gift.txt") && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "$CATEGORY") &&
				strings.Contains(strings.ReplaceAll(line, `\=<h7`, ""), "=<h7") {
				h.t.Errorf("%s has it unescaped for GIFT: %s", path, line)
			}
		}
	default:
		h.t.Errorf("%s is %q, which nobody has looked into", path, kind)
	}
}

// looksAtHTML reads a page as a browser does, and reports whether the text stands on it as text.
func (h *spite) looksAtHTML(path, body string) (told bool) {
	h.t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if twice := twiceEscaped.FindString(body); twice != "" {
		h.t.Errorf("%s escapes twice: %s", path, twice)
	}
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && strings.Contains(n.Data, "<h7x>"):
			told = true
			if in := n.Parent.Data; in == "script" || in == "style" {
				h.t.Errorf("%s has it in a <%s>", path, in)
			}
		case n.Type == html.CommentNode && strings.Contains(n.Data, "h7"), n.Type == html.ElementNode && n.Data == "h7x":
			h.t.Errorf("%s: it has become markup: %.200q", path, n.Data)
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch address := slices.Contains([]string{"href", "src", "action", "formaction", "srcset"}, a.Key); {
			case strings.Contains(a.Key, "h7"), strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				h.t.Errorf("%s: <%s %s=%.100q>", path, n.Data, a.Key, a.Val)
			case address && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") ||
				strings.HasPrefix(value, "=") || strings.Contains(value, "<h7")):
				h.t.Errorf("%s leads to %.100q", path, a.Val)
			case strings.Contains(a.Val, "<h7x>"):
				told = true
			}
		}
	}
	return told
}

func (h *spite) looksAtJSON(path string, value any) {
	switch value := value.(type) {
	case string:
		h.looksAtHTML(path, value)
	case []any:
		for _, v := range value {
			h.looksAtJSON(path, v)
		}
	case map[string]any:
		for _, v := range value {
			h.looksAtJSON(path, v)
		}
	}
}

// looksAtTable wants no cell that a spreadsheet computes.
func (h *spite) looksAtTable(path string, body []byte) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		h.t.Errorf("%s: %v", path, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			bare := strings.TrimLeft(cell, " \u00a0")
			if strings.Contains(cell, "h7") && strings.ContainsAny(bare[:1], "=+-@\t\r\n") {
				h.t.Errorf("%s has the formula %q", path, cell)
			}
		}
	}
}

// looksAtXML wants no element of ours, nor one in the HTML that stands in it.
func (h *spite) looksAtXML(path string, body []byte) {
	d := xml.NewDecoder(bytes.NewReader(body))
	var formats []string // of the elements that are open
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			h.t.Errorf("%s: %v", path, err)
			return
		}
		switch token := token.(type) {
		case xml.StartElement:
			format := ""
			for _, a := range token.Attr {
				format += a.Value
			}
			if token.Name.Local == "text" && len(formats) > 0 {
				format = formats[len(formats)-1]
			}
			formats = append(formats, format)
			if strings.Contains(token.Name.Local, "h7") {
				h.t.Errorf("%s: it has become <%s>", path, token.Name.Local)
			}
		case xml.CharData:
			if len(formats) > 0 && formats[len(formats)-1] == "html" {
				h.looksAtHTML(path, string(token))
			}
		case xml.EndElement:
			formats = formats[:len(formats)-1]
		case xml.Directive:
			h.t.Errorf("%s has <!%s>", path, token)
		}
	}
}

// unpacks looks into an archive.
func (h *spite) unpacks(path string, body []byte) {
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		h.t.Fatal(err)
	}
	kinds := map[string]string{"csv": "text/csv", "xml": "application/xml", "html": "text/html", "txt": "text/plain",
		"gift": "text/plain"}
	for _, f := range archive.File {
		if !safeEntry.MatchString(f.Name) || strings.Contains(f.Name, "..") {
			h.t.Errorf("%s has a file %q", path, f.Name)
		}
		in, err := f.Open()
		if err != nil {
			h.t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			h.t.Fatal(err)
		}
		h.looksInto(path+" "+f.Name, kinds[f.Name[strings.LastIndex(f.Name, ".")+1:]], text)
	}
}

// What is typed into any field stands everywhere as the text that it is: on pages, in what scripts get, in files for
// spreadsheets and other programs, in names of files and in headers.
func TestB7WhatIsTypedStaysText(t *testing.T) {
	t.Parallel()
	w := school(t)
	h := &spite{t: t, s: w.s, told: map[string]bool{}, files: map[string]int{}}
	p := newPresser(w.s)
	p.text, p.shown = h.types, h.looks
	p.final = func(f form) bool { return len(textFields(f)) > 0 }            // what is typed there is refused
	for _, from := range slices.Concat(w.everywhere(), w.everywhere()[:6]) { // what teachers have said is read later
		p.goes(from.b, from.pages...)
		w.s.clock.pass(minute) // so that it is not too fast
	}
	for _, field := range w.s.typedInGallery(t) {
		if !p.fields[field] && notTyped[field] == "" {
			t.Errorf("nothing was typed into %s", field)
		}
	}
	for kind, least := range map[string]int{"text/html": 500, "text/csv": 10, "application/xml": 1, "application/json": 1,
		"application/zip": 5, "text/plain": 2} {
		if h.files[kind] < least {
			t.Errorf("it stands on %d pages or files of %s, want %d: the test looks at little", h.files[kind], kind, least)
		}
	}
	if len(h.told) < 70 {
		t.Errorf("it stands on pages of %d routes, want 70: %v", len(h.told), slices.Sorted(maps.Keys(h.told)))
	}
	for line := range strings.Lines(w.s.log.String()) {
		if strings.Contains(line, "h7") || strings.Contains(line, "three words") {
			t.Errorf("it stands in the log: %s", line)
		}
	}
}

// notTyped are the fields of the gallery into which nothing is typed here, and why.
var notTyped = map[string]string{
	"POST /attempts/:attempt/questions/:number fix":          "they are drawn as those of a lesson are",
	"POST /attempts/:attempt/questions/:number g":            "they are drawn as those of a lesson are",
	"POST /attempts/:attempt/questions/:number n":            "they are drawn as those of a lesson are",
	"POST /attempts/:attempt/questions/:number w":            "they are drawn as those of a lesson are",
	"POST /classes/:class/questions/:question/correct right": "a key that is typed: the presser finds one to choose first",
	"POST /classes/:class/work/new pos":                      "a number",
	"POST /join name":                                        "of a form that is kept",
	"POST /lessons/:lesson/blind moved":                      "the same field as at a bench",
	"POST /marking/essays/:essay/agree comment":              "the same fields as those of a mark",
	"POST /marking/essays/:essay/agree strength":             "the same fields as those of a mark",
	"POST /marking/essays/:essay/agree target":               "the same fields as those of a mark",
	"POST /setup class":                                      "the site is set up",
	"POST /setup name":                                       "the site is set up",
	"POST /setup pass":                                       "the site is set up",
}

// typedInGallery lists the fields of the gallery, which shows every page, into which anything can be typed: by route.
func (s *site) typedInGallery(t *testing.T) (all []string) {
	t.Helper()
	looks := newServer(t, true)
	_, index := look(t, looks, "/dev/gallery")
	for _, link := range regexp.MustCompile(`href="(/dev/gallery/[^"]+)"`).FindAllStringSubmatch(index, -1) {
		_, body := look(t, looks, link[1])
		for _, f := range parse(t, body).forms() {
			rt, ok := s.server.PostRoute(f.action)
			if !ok || f.node.attr["method"] != "post" {
				continue
			}
			for _, k := range textFields(f) {
				if _, fixed := k.attr["readonly"]; fixed {
					continue
				}
				name, _, _ := strings.Cut(k.attr["name"], ".")
				all = append(all, rt.Method+" "+rt.Path+" "+name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
