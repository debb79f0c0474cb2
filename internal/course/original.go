package course

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dossier/internal/originals"
)

// originalEntry says how an extract of a source is recognised in a school's own copy.
type originalEntry struct {
	From    string   `yaml:"from"`
	To      string   `yaml:"to"`
	Words   int      `yaml:"words"`
	Sig     string   `yaml:"sig"`
	Inner   []string `yaml:"inner"`
	Damaged bool     `yaml:"damaged"`
	Part    bool     `yaml:"part"`
}

// An extract is known by three words at each end and by a few from inside. More would be a quotation of it.
const (
	endWords  = 3
	mostInner = 8
	mostWords = 5000
)

var signature = regexp.MustCompile(`^[0-9a-f]{10}$`)

// readOriginal reads the anchors of a source and checks each of them (O01).
func (c *compiler) readOriginal(it item[sourceEntry]) (all []originals.Anchor) {
	for i, e := range it.value.Original {
		at := it.path("$.original[" + itoa(i) + "]")
		switch {
		case len(strings.Fields(e.From)) != endWords || len(strings.Fields(e.To)) != endWords:
			c.add(at, "O01", "an extract is not known by three words at each end",
				"write from: and to: with the first three and the last three words")
		case e.Words < 2*endWords || e.Words > mostWords:
			c.add(at, "O01", "an extract has "+itoa(e.Words)+" words", "count its words, 6 to 5,000, and write words:")
		case e.Sig != "" && !signature.MatchString(e.Sig):
			c.add(at, "O01", quote(e.Sig)+" is no signature", "write ten hexadecimal digits in quotation marks, or leave it out")
		case len(e.Inner) > mostInner || slices.ContainsFunc(e.Inner, func(w string) bool {
			return len(strings.Fields(w)) != 1
		}):
			c.add(at, "O01", "the words from inside an extract are too many, or run together",
				"write at most eight single words under inner")
		}
		all = append(all, originals.Anchor{Source: it.value.ID, From: e.From, To: e.To, Words: e.Words, Sig: e.Sig,
			Inner: e.Inner, Damaged: e.Damaged, Part: e.Part})
	}
	if len(all) > 0 && all[0].Part {
		c.add(it.path("$.original[0]"), "O01", "a part has no whole extract before it", "describe the whole extract first")
	}
	return all
}

// Anchors are those of all sources, in the order of the sources.
func (c *Course) Anchors() (all []originals.Anchor) {
	for _, s := range c.Sources {
		all = append(all, s.Anchors...)
	}
	return all
}

// WithOriginals is the course with the texts that a school has added to its sources, by source. The course itself stays
// as it is. A text of a source that the course does not have is left out.
func (c *Course) WithOriginals(texts map[string]string) *Course {
	if len(texts) == 0 {
		return c
	}
	with := *c
	with.Sources, with.sources = slices.Clone(c.Sources), maps.Clone(c.sources)
	for i, s := range with.Sources {
		if text := texts[s.ID]; text != "" {
			own := *s
			own.Original = typeset(text)
			with.Sources[i], with.sources[s.ID] = &own, &own
		}
	}
	with.Benches, with.benches = slices.Clone(c.Benches), maps.Clone(c.benches)
	for i, b := range with.Benches {
		own := b.withOriginals(texts)
		with.Benches[i], with.benches[b.ID] = own, own
	}
	return &with
}

func (b *Bench) withOriginals(texts map[string]string) *Bench {
	own := *b
	own.Texts = slices.Clone(b.Texts)
	for i, t := range own.Texts {
		if text := texts[t.Source.ID]; text != "" {
			own.Texts[i] = t.withOriginal(text)
		}
	}
	return &own
}

// withOriginal puts the original in front of our report. The author's words can be picked where they stand in the
// original; those that are not found there can still be picked in the report.
func (t *BenchText) withOriginal(text string) *BenchText {
	own := *t
	own.original = text
	var cuts []cut
	for i, p := range t.Phrases {
		from, to, ok := originals.Locate(text, p.Quote)
		if !p.Spoken || !ok || slices.ContainsFunc(cuts, func(c cut) bool { return from < c.to && c.from < to }) {
			continue
		}
		cuts = append(cuts, cut{from, to, i})
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.from - b.from })
	own.Original = typesetCut(text, cuts)
	own.Passages = slices.Clone(t.Passages)
	for i := range own.Passages {
		if q := own.Passages[i].Quote; slices.ContainsFunc(cuts, func(c cut) bool { return c.quote == q }) {
			own.Passages[i].Quote = -1
		}
	}
	return &own
}

// typeset makes HTML of a text that a school has added.
func typeset(text string) []byte {
	var all []byte
	for _, p := range typesetCut(text, nil) {
		all = append(all, p.HTML...)
	}
	return all
}

// typesetCut makes HTML of a text, cut at the phrases in it: no phrase reaches over the end of a paragraph.
func typesetCut(text string, cuts []cut) (all []Passage) {
	at := 0
	between := func(to int) {
		if at < to {
			all = append(all, Passage{HTML: []byte(breaks.Replace(html.EscapeString(text[at:to]))), Quote: -1})
		}
		at = to
	}
	all = append(all, Passage{HTML: []byte("<p>"), Quote: -1})
	for _, c := range cuts {
		between(c.from)
		words := strings.ReplaceAll(html.EscapeString(text[c.from:c.to]), "\n", "<br>")
		all = append(all, Passage{HTML: []byte(words), Quote: c.quote})
		at = c.to
	}
	between(len(text))
	return append(all, Passage{HTML: []byte("</p>"), Quote: -1})
}

// breaks are the ends of paragraphs and lines.
var breaks = strings.NewReplacer("\n\n", "</p><p>", "\n", "<br>")
