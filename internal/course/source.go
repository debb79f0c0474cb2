package course

import (
	"path"
	"regexp"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
)

type sourceEntry struct {
	ID           string   `yaml:"id"`
	Ledger       string   `yaml:"ledger"`
	Title        string   `yaml:"title"`
	Creator      string   `yaml:"creator"`
	Who          string   `yaml:"who"`
	Stake        string   `yaml:"stake"`
	Date         string   `yaml:"date"`
	Kind         string   `yaml:"kind"`
	Audience     string   `yaml:"audience"`
	CouldKnow    string   `yaml:"could_know"`
	CouldNotKnow string   `yaml:"could_not_know"`
	Value        string   `yaml:"value"`
	Limitation   string   `yaml:"limitation"`
	Provenance   string   `yaml:"provenance"`
	Document     string   `yaml:"account"`
	Corroborates []string `yaml:"corroborates"`
	Contradicts  []string `yaml:"contradicts"`
	People       []string `yaml:"people"`
	Facts        []string `yaml:"facts"`

	Original []originalEntry `yaml:"original"`
}

// SourceKinds are the kinds of text that a source can be.
var SourceKinds = []string{"newspaper", "magazine", "article", "book", "memoir", "diary", "speech", "pamphlet", "poem",
	"court-record", "web-page", "notes"}

// longestFragment is how many words of a source may stand together: a source speaks in short fragments.
const longestFragment = 14

var fragment = regexp.MustCompile(`“([^”]*)”`)

func (c *compiler) readSources() {
	for _, file := range glob(c.content.Lessons, "lessons", "sources/*.md") {
		node, body, ok := c.readMarkdown(file, "the fields of the source")
		if !ok {
			continue
		}
		it := item[sourceEntry]{at: place{file, 1}, node: node}
		if c.decode(it.at, node, &it.value) {
			c.readSource(it, body)
		}
	}
	sort.SliceStable(c.course.Sources, func(i, j int) bool { return c.course.Sources[i].Date < c.course.Sources[j].Date })
}

func (c *compiler) readSource(it item[sourceEntry], body []byte) {
	e := it.value
	if !c.define("source", e.ID, it.at) {
		return
	}
	if want := "lessons/sources/" + e.ID + ".md"; it.at.file != want {
		c.add(it.path("$.id"), "R02", "the source "+quote(e.ID)+" stands in "+path.Base(it.at.file),
			"call the file "+e.ID+".md")
	}
	c.need(it.at, map[string]string{
		"ledger": e.Ledger, "title": e.Title, "creator": e.Creator,
		"who": e.Who, "stake": e.Stake, "date": e.Date, "audience": e.Audience,
		"could_know": e.CouldKnow, "could_not_know": e.CouldNotKnow, "value": e.Value, "limitation": e.Limitation,
	})
	c.oneOf(it.path("$.kind"), "kind", e.Kind, SourceKinds...)
	s := &Source{
		ID: e.ID, Ledger: e.Ledger, Title: e.Title, Creator: e.Creator, Who: e.Who, Stake: e.Stake,
		Date: c.date(it.path("$.date"), e.Date),
		Kind: e.Kind, Audience: e.Audience, CouldKnow: e.CouldKnow, CouldNotKnow: e.CouldNotKnow, Value: e.Value,
		Limitation: e.Limitation, Provenance: e.Provenance,
		People:  referAll(c, c.course.people, "person", e.People, it.path("$.people")),
		Facts:   referAll(c, c.course.facts, "fact", e.Facts, it.path("$.facts")),
		Anchors: c.readOriginal(it),
	}
	switch {
	case e.Document != "":
		s.Document = refer(c, c.course.documents, "account", e.Document, it.path("$.account"))
	case strings.TrimSpace(e.Provenance) == "":
		c.add(it.at, "R10", "nothing is said about how the source reaches us",
			"name the account that has it, or say under provenance where our report comes from")
	}
	corroborates, contradicts := it.path("$.corroborates"), it.path("$.contradicts")
	c.pending = append(c.pending, func() {
		// Being named by another source does not count as being used by a lesson.
		was := c.used
		c.used = map[string]bool{}
		s.Corroborates = referAll(c, c.course.sources, "source", e.Corroborates, corroborates)
		s.Contradicts = referAll(c, c.course.sources, "source", e.Contradicts, contradicts)
		c.used = was
	})
	c.readReadings(s, it.at.file, body)
	c.course.sources[s.ID] = s
	c.course.Sources = append(c.course.Sources, s)
}

// readReadings takes the sections Faithful and Plain from the text of a source.
func (c *compiler) readReadings(s *Source, file string, body []byte) {
	doc := c.parseMarkdown(body, place{file, 1})
	reading, known := "", true
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		at := place{file, lineOf(body, n)}
		if h, ok := n.(*ast.Heading); ok {
			reading = plainText(body, h)
			if h.Level != 2 || (reading != "Faithful" && reading != "Plain") {
				known = false
				c.add(at, "R10", "a source has no section "+quote(reading), "use ## Faithful and ## Plain")
			}
			continue
		}
		c.refuseHTML(n, at)
		c.refuseLinks(n, at)
		words := plainText(body, n)
		for _, m := range fragment.FindAllStringSubmatch(words, -1) {
			if len(strings.Fields(m[1])) > longestFragment {
				c.add(at, "R10", "a fragment of more than 14 words is quoted",
					"quote the few words that matter and report the rest")
			}
		}
		switch reading {
		case "Faithful":
			s.Faithful = append(s.Faithful, render(body, n)...)
			s.faithfulWords += words + "\n"
		case "Plain":
			s.Plain = append(s.Plain, render(body, n)...)
		case "":
			c.add(at, "R10", "there is text before the first section", "begin with ## Faithful")
		}
	}
	if known && (len(s.Faithful) == 0 || len(s.Plain) == 0) {
		c.add(place{file, 1}, "R10", "a source needs a faithful and a plain reading", "write ## Faithful and ## Plain")
	}
}

// refuseLinks keeps readings to plain sentences: what they rest on and whom they name stands in the fields of the
// source.
func (c *compiler) refuseLinks(n ast.Node, at place) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.(type) {
		case *ast.Link, *ast.AutoLink, *citation:
			if entering {
				c.add(at, "R10", "a reading has a link or a citation", "take it out; name people and facts in the fields above")
			}
		}
		return ast.WalkContinue, nil
	})
}

func (c *compiler) refuseHTML(n ast.Node, at place) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock:
			if entering {
				c.add(at, "R08", "there is HTML in the text", "write Markdown; HTML is not shown")
			}
		case *ast.Image:
			if entering {
				c.add(at, "R08", "there is an image in the text", "draw it as a figure from numbers")
			}
		}
		return ast.WalkContinue, nil
	})
}
