package course

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Guide is what helps a teacher to teach the course. Students never see it.
type Guide struct {
	Pages  []*GuidePage  // one for each lesson, in the order of the lessons
	Routes []*GuideRoute // ways through the course, the shortest first
	Marks  GuideMarks
	People []*Person // whom the lessons introduce, by surname: the printed who's who
	Words  []*Term   // what the pages want taught, by name: the printed word list
}

// GuidePage is how one lesson can be taught.
type GuidePage struct {
	Lesson         *Lesson
	Parts          []GuidePart // one for each of guideParts
	Words          []*Term
	Misconceptions []*Misconception // the two that a class is likeliest to have
}

// GuidePart is what a page says under one heading.
type GuidePart struct {
	Title string
	HTML  []byte // trusted: made by this package from Markdown without raw HTML
}

// guideParts are the headings of a page, in their order.
var guideParts = []string{"Aim", "Starter", "Talk", "Task", "Plenary", "Homework", "If somebody is upset"}

// The shape of a page of the guide.
const (
	guideEnding                  = ".guide.md"
	minGuideWords, maxGuideWords = 4, 8
	guideMisconceptions          = 2
)

// Page finds the page on a lesson; nil when nobody has written one.
func (g *Guide) Page(lesson string) *GuidePage {
	i := slices.IndexFunc(g.Pages, func(p *GuidePage) bool { return p.Lesson.ID == lesson })
	if i < 0 {
		return nil
	}
	return g.Pages[i]
}

// Route finds a way through the course; nil when there is none of that id.
func (g *Guide) Route(id string) *GuideRoute {
	i := slices.IndexFunc(g.Routes, func(r *GuideRoute) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return g.Routes[i]
}

type guidePageEntry struct {
	Lesson         string   `yaml:"lesson"`
	Words          []string `yaml:"words"`
	Misconceptions []string `yaml:"misconceptions"`
}

// readGuide reads the teacher's guide, when all that it refers to has been read.
func (c *compiler) readGuide() {
	g := c.course.Guide
	for _, file := range glob(c.content.Lessons, "lessons", "*"+guideEnding) {
		node, body, ok := c.readMarkdown(file, "the fields of the page")
		if !ok {
			continue
		}
		it := item[guidePageEntry]{at: place{file, 1}, node: node}
		if c.decode(it.at, node, &it.value) {
			c.readGuidePage(it, body)
		}
	}
	for _, l := range c.course.Lessons {
		if g.Page(l.ID) == nil {
			at := c.at["lesson:"+l.ID]
			c.lax()(at, "G01", "the teacher's guide has no page on the lesson "+quote(l.ID),
				"write "+guideOf(at.file))
		}
	}
	slices.SortStableFunc(g.Pages, func(a, b *GuidePage) int { return a.Lesson.Number - b.Lesson.Number })
	c.readGuideRoutes()
	g.People = introduced(c.course)
	for _, t := range c.course.Terms {
		if slices.ContainsFunc(g.Pages, func(p *GuidePage) bool { return slices.Contains(p.Words, t) }) {
			g.Words = append(g.Words, t)
		}
	}
}

// guideOf is the file with the page of the guide on the lesson of a file.
func guideOf(lesson string) string { return strings.TrimSuffix(lesson, ".md") + guideEnding }

func (c *compiler) readGuidePage(it item[guidePageEntry], body []byte) {
	e := it.value
	p := &GuidePage{Lesson: named(c, c.course.lessons, "lesson", e.Lesson, it.path("$.lesson"))}
	if p.Lesson != nil {
		if want := guideOf(c.at["lesson:"+e.Lesson].file); it.at.file != want {
			c.add(it.path("$.lesson"), "G01", "the page on "+quote(e.Lesson)+" stands in another file",
				"call the file "+strings.TrimPrefix(want, "lessons/"))
		}
	}
	p.Words = namedOnce(c, it, c.course.terms, "term", "words", e.Words)
	if n := len(e.Words); n < minGuideWords || n > maxGuideWords {
		c.add(it.path("$.words"), "G02", "the page wants "+itoa(n)+" words taught",
			"name four to eight terms of the glossary")
	}
	p.Misconceptions = namedOnce(c, it, c.course.ideas, "misconception", "misconceptions", e.Misconceptions)
	if n := len(e.Misconceptions); n != guideMisconceptions {
		c.add(it.path("$.misconceptions"), "G02", "the page names "+itoa(n)+" misconceptions", "name the two likeliest ones")
	}
	p.Parts = c.readGuideParts(it.at.file, body)
	if p.Lesson != nil {
		c.course.Guide.Pages = append(c.course.Guide.Pages, p)
	}
}

// namedOnce resolves the ids in a field, each of which may stand there once.
func namedOnce[T, E any](c *compiler, it item[E], all map[string]*T, kind, field string, ids []string) []*T {
	var out []*T
	for i, id := range ids {
		at := it.path("$." + field + "[" + itoa(i) + "]")
		if slices.Contains(ids[:i], id) {
			c.add(at, "G02", "the "+kind+" "+quote(id)+" stands twice", "take one of them out")
		} else if v := named(c, all, kind, id, at); v != nil {
			out = append(out, v)
		}
	}
	return out
}

// readGuideParts reads the body of a page: every heading once, in order, each with something to say.
func (c *compiler) readGuideParts(file string, body []byte) []GuidePart {
	var parts []GuidePart
	at := place{file, 1}
	where := func(n ast.Node) place { return place{file, lineOf(body, n)} }
	doc := c.parseMarkdown(body, at)
	finish := func() {
		if n := len(parts); n > 0 && len(parts[n-1].HTML) == 0 {
			c.add(at, "G01", "nothing stands under "+quote(parts[n-1].Title), "write a paragraph or a list")
		}
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			finish()
			at = where(n)
			title := plainText(body, h)
			if len(parts) == len(guideParts) || h.Level != 2 || title != guideParts[len(parts)] {
				c.add(at, "G01", "the heading "+quote(title)+" does not stand here",
					"write each heading once, in this order: ## "+strings.Join(guideParts, ", ## "))
				return nil
			}
			parts = append(parts, GuidePart{Title: title})
			continue
		}
		if len(parts) == 0 {
			c.add(where(n), "G01", "there is text before the first heading", "begin with ## "+guideParts[0])
			return nil
		}
		part := &parts[len(parts)-1]
		part.HTML = append(part.HTML, c.guideBlock(n, body, where)...)
	}
	finish()
	if n := len(parts); n < len(guideParts) {
		c.add(at, "G01", "the heading "+quote(guideParts[n])+" is missing",
			"write each heading once, in this order: ## "+strings.Join(guideParts, ", ## "))
		return nil
	}
	return parts
}

// guideText compiles a text of the guide that stands in a field.
func (c *compiler) guideText(src string, at place) []byte {
	var html []byte
	doc := c.parseMarkdown([]byte(src), at)
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		html = append(html, c.guideBlock(n, []byte(src), func(ast.Node) place { return at })...)
	}
	return html
}

// guideBlock checks and draws a paragraph or a list. What it cites has to exist, and is not shown.
func (c *compiler) guideBlock(n ast.Node, src []byte, where func(ast.Node) place) []byte {
	at := where(n)
	c.refuseHTML(n, at)
	switch n.(type) {
	case *ast.Paragraph, *ast.List, *ast.HTMLBlock: // HTML has been reported already
	default:
		c.add(at, "G01", "there is something else than a paragraph or a list", "write paragraphs and lists")
		return nil
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Type() == ast.TypeBlock { // an item of a list
			at = where(n)
		}
		switch t := n.(type) {
		case *citation:
			for _, id := range t.ids {
				named(c, c.course.facts, "fact", id, at)
			}
		case *ast.AutoLink:
			c.checkAddress(string(t.URL(src)), at)
		case *ast.Link:
			if ref, ok := ParseRef(string(t.Destination)); ok && courseLink.Match(t.Destination) {
				t.Destination = []byte(ref.Href())
			}
			c.checkAddress(string(t.Destination), at)
		}
		return ast.WalkContinue, nil
	})
	return render(src, n)
}

// named finds what an id of the guide names. The guide alone makes nothing used: students never see it.
func named[T any](c *compiler, all map[string]*T, kind, id string, at place) *T {
	v, ok := all[id]
	if !ok {
		c.lax()(at, "R01", "there is no "+kind+" "+quote(id), "define it or correct the id")
	}
	return v
}

// introduced lists the people to whom a lesson links, by surname.
func introduced(course *Course) []*Person {
	met := map[*Person]bool{}
	meet := func(p *Paragraph) {
		for _, n := range p.Notes {
			met[n.Person] = true
		}
	}
	for _, l := range course.Lessons {
		meet(&l.Lede)
		for i := range l.Remember {
			meet(&l.Remember[i])
		}
		for _, s := range l.Sections {
			for _, b := range s.Blocks {
				if b.Paragraph != nil {
					meet(b.Paragraph)
				}
			}
		}
	}
	var people []*Person
	for _, p := range course.People {
		if met[p] {
			people = append(people, p)
		}
	}
	return people
}
