package course

import (
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
