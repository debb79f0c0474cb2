package quiz

import (
	"fmt"
	"strings"
	"unicode"
)

// WrittenPart asks for some sentences. A person gives their level later; the program checks the length alone, and no
// mark rests on them.
type WrittenPart struct {
	ID     string    `yaml:"id"`
	Ask    string    `yaml:"ask"`
	Words  WordRange `yaml:"words"`
	Levels []string  `yaml:"levels"` // in words, level 0 first
}

// WordRange is how many words a text may have.
type WordRange struct {
	Min int `yaml:"min"`
	Max int `yaml:"max"`
}

// Writer is a Body with written parts. The text of a part is the part of the answer that Field names.
type Writer interface{ Written() []WrittenPart }

// Field is the name of the part's text in a form and in an answer.
func (p WrittenPart) Field() string { return "w." + p.ID }

// Level is what a level says in words; "" when there is no such level.
func (p WrittenPart) Level(n int) string {
	if n < 0 || n >= len(p.Levels) {
		return ""
	}
	return p.Levels[n]
}

// maxWritten is how many characters a written part may have, however few words they make.
const maxWritten = 6000

// cleanWritten keeps a text as it was typed. Only its ends are trimmed, and what no text holds is taken out: broken
// UTF-8, control characters.
func cleanWritten(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n") // a browser sends line ends as two characters
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}

// parseWritten reads the texts of written parts into an answer.
func parseWritten(f Form, parts []WrittenPart, a Answer) []Problem {
	var ps []Problem
	for _, p := range parts {
		text := cleanWritten(f.Value(p.Field()))
		n := wordCount(text)
		switch {
		case len([]rune(text)) > maxWritten:
			ps = append(ps, Problem{
				p.Field(), quoted(p.Ask) + ": this is too long. Use at most " + formatNumber(maxWritten) + " characters.",
			})
		case n < p.Words.Min || n > p.Words.Max:
			ps = append(ps, Problem{p.Field(), fmt.Sprintf("%s: write %d to %d words. You have written %s.",
				quoted(p.Ask), p.Words.Min, p.Words.Max, amount(n, "word", "words"))})
		default:
			a[p.Field()] = []string{text}
		}
	}
	return ps
}

// fillWritten puts the texts of written parts into a form.
func fillWritten(f Form, parts []WrittenPart, a Answer) Form {
	for _, p := range parts {
		f[p.Field()] = a[p.Field()]
	}
	return f
}

// writtenTexts are the texts of an answer, for a list of answers.
func writtenTexts(a Answer, parts []WrittenPart) []string {
	var out []string
	for _, p := range parts {
		if text := a.Value(p.Field()); text != "" {
			out = append(out, quoted(text))
		}
	}
	return out
}

func writtenAsks(parts []WrittenPart) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.Ask
	}
	return out
}

// checkWritten applies V30 to written parts, of which there are least to most.
func checkWritten(parts []WrittenPart, least, most int) []Finding {
	var fs []Finding
	bad := func(path, message, remedy string) { fs = append(fs, failure("V30", path, message, remedy)) }
	if n := len(parts); n < least || n > most {
		remedy := "write " + counted(least) + " to " + counted(most)
		if least == most {
			remedy = "write " + counted(least)
		}
		bad("$.written", "there are "+counted(n)+" written parts", remedy)
	}
	var named []part
	for i, p := range parts {
		at := "$.written" + index(i)
		named = append(named, part{at, p.ID, p.Ask})
		if p.ID != "" && !IDForm.MatchString(p.ID) {
			bad(at+".id", quoted(p.ID)+" is not an id", "use small letters, digits and hyphens")
		}
		if p.Words.Min < 1 || p.Words.Max <= p.Words.Min || p.Words.Max > 400 {
			bad(
				at+".words", fmt.Sprintf("%d to %d words is no range", p.Words.Min, p.Words.Max),
				"write words: {min: 10, max: 60}, with 400 at most",
			)
		}
		if n := len(p.Levels); n < 3 || n > 5 {
			bad(at+".levels", "there are "+counted(n)+" levels", "describe 3 to 5, beginning with level 0")
		}
		seen := map[string]bool{}
		for j, level := range p.Levels {
			key := foldText(level)
			if key == "" || seen[key] {
				bad(at+".levels"+index(j), "the level is empty or is there twice", "say in a few words what reaches it")
			}
			seen[key] = true
		}
	}
	return append(fs, calledText(checkParts("V30", named), "$.written", "ask")...)
}
