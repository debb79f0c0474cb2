package originals

import (
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is a word of a text: from one space to the next.
type word struct {
	from, to int    // in the text, in bytes
	key      string // its letters and digits, folded
	line     int
	noise    bool // of a banner, a header or a page number: it belongs to no extract
}

// reading is one way to read a text: as it stands, without what a website or a printer put between, or column by
// column.
type reading struct {
	text  string
	words []word
	vocab vocabulary
	shape shape
}

// readingsOf lists the ways to read a text.
func readingsOf(text string) []*reading {
	whole := newReading(text, false)
	all := []*reading{whole}
	if slices.ContainsFunc(whole.words, func(w word) bool { return w.noise }) {
		all = append(all, newReading(text, true))
	}
	if unwoven, ok := columns(text); ok {
		all = append(all, newReading(unwoven, true))
	}
	return all
}

// newReading cuts a text into words; quiet leaves the noise out.
func newReading(text string, quiet bool) *reading {
	if strings.Contains(text, "-\n") || strings.Contains(text, "‐\n") || strings.Contains(text, "¬\n") {
		text = hyphen.ReplaceAllString(text, "$1$2")
	}
	r := &reading{text: text, words: split(text), shape: shapeOf(text)}
	markNoise(text, r.words)
	if quiet {
		r.words = slices.DeleteFunc(r.words, func(w word) bool { return w.noise })
	}
	r.vocab = newVocabulary(r.words)
	return r
}

// hyphen is a word that a line end cut in two.
var hyphen = regexp.MustCompile(`(\pL{2,})[-‐¬]\n[ \t]*(\p{Ll})`)

// split cuts a text at its spaces. What has neither letter nor digit is no word.
func split(text string) (all []word) {
	line, from := 0, -1
	end := func(to int) {
		if from >= 0 {
			if key := fold(text[from:to]); key != "" {
				all = append(all, word{from: from, to: to, key: key, line: line})
			}
		}
		from = -1
	}
	for i, r := range text {
		if unicode.IsSpace(r) {
			end(i)
			if r == '\n' || r == '\f' {
				line++
			}
		} else if from < 0 {
			from = i
		}
	}
	end(len(text))
	return all
}

// fold keeps the letters and digits of a word, small and without accents.
func fold(text string) string {
	plain := true
	for i := range len(text) {
		b := text[i]
		if b >= 0x80 || b >= 'A' && b <= 'Z' || !(b >= 'a' && b <= 'z' || b >= '0' && b <= '9') {
			plain = false
			break
		}
	}
	if plain {
		return text
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// repeated is how many words in a row make a banner when they stand at the beginning of a line often.
const (
	repeated = 5
	often    = 3
)

var (
	pageNumber = regexp.MustCompile(`^(?i:page|p\.|seite)? ?[-–—\[(]* ?\d{1,4} ?[-–—\])]*( ?(?i:of|/) ?\d{1,4})?$`)
	address    = regexp.MustCompile(`^(?i:https?://|www\.)\S+$`)
	notice     = regexp.MustCompile(`(?i)\bcookies?\b|privacy policy|all rights reserved|terms of use`)
)

// markNoise marks the words that come with a website or a printed page. A banner can begin a line that goes on with
// the text; it is known by its return.
func markNoise(text string, words []word) {
	var noisy []bool
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\f", "\n"), "\n") {
		noisy = append(noisy, isNoise(strings.TrimSpace(line)))
	}
	grams, starts := gramsOf(words), map[uint64]int{}
	for i, gram := range grams {
		if i == 0 || words[i-1].line != words[i].line {
			starts[gram]++
		}
	}
	for i := range words {
		if noisy[words[i].line] {
			words[i].noise = true
		}
		if i < len(grams) && starts[grams[i]] >= often {
			for j := range repeated {
				words[i+j].noise = true
			}
		}
	}
}

// gramsOf has a number for each run of words in a row; equal runs have equal numbers.
func gramsOf(words []word) (all []uint64) {
	sums := make([]uint64, len(words))
	for i, w := range words {
		h := fnv.New64a()
		h.Write([]byte(w.key))
		sums[i] = h.Sum64()
	}
	for i := 0; i+repeated <= len(words); i++ {
		gram := uint64(0)
		for _, sum := range sums[i : i+repeated] {
			gram = gram*1099511628211 + sum
		}
		all = append(all, gram)
	}
	return all
}

// longestNotice is how many letters a line has at most that is nothing but a notice of the website.
const longestNotice = 180

// isNoise reports whether a whole line is a header, a page number, an address or a notice of the website.
func isNoise(line string) bool {
	if line == "" || len(line) > longestNotice {
		return false
	}
	capitals := len(strings.Fields(line)) >= 3 && strings.ToUpper(line) == line && strings.ToLower(line) != line &&
		!strings.ContainsAny(line[len(line)-1:], ",;")
	return capitals || pageNumber.MatchString(line) || address.MatchString(line) || notice.MatchString(line)
}

// shape is how a text shows its paragraphs.
type shape int

const (
	wrapped shape = iota // lines of a printed page: a line feed is a space
	verse                // short lines that count
	long                 // each line is a paragraph
)

// shapeOf looks at the lines that another line follows directly.
func shapeOf(text string) shape {
	var lengths []int
	lines := strings.Split(text, "\n")
	for i, line := range lines[:len(lines)-1] {
		if n := len(strings.TrimSpace(line)); n > 0 && strings.TrimSpace(lines[i+1]) != "" {
			lengths = append(lengths, n)
		}
	}
	if len(lengths) == 0 {
		return wrapped
	}
	slices.Sort(lengths)
	switch middle := lengths[len(lengths)/2]; {
	case middle < 45:
		return verse
	case middle > 130:
		return long
	}
	return wrapped
}

// show is the text of some words, without noise: an empty line between paragraphs, one space between words.
func (r *reading) show(from, to int) string {
	var b strings.Builder
	end := -1
	for _, w := range r.words[from : to+1] {
		if w.noise {
			continue
		}
		if end >= 0 {
			b.WriteString(r.joint(end, w.from))
		}
		b.WriteString(r.text[w.from:w.to])
		end = w.to
	}
	return b.String()
}

// joint is what stands between two words of a text: a space, a line break or the end of a paragraph. A dash that
// stands alone is kept. Where noise was left out, the sentence goes on unless it had ended.
func (r *reading) joint(from, to int) string {
	between := r.text[from:to]
	if fold(between) != "" {
		if strings.ContainsRune(".!?\"”’)", lastRune(r.text[:from])) {
			return "\n\n"
		}
		return " "
	}
	lone := ""
	if marks := strings.Fields(between); len(marks) > 0 {
		lone = " " + strings.Join(marks[:min(len(marks), 3)], " ")
	}
	switch feeds := strings.Count(between, "\n"); {
	case feeds == 0 || feeds == 1 && r.shape == wrapped:
		return lone + " "
	case feeds == 1 && r.shape == verse:
		return lone + "\n"
	}
	return lone + "\n\n"
}

func lastRune(text string) rune {
	last, _ := utf8.DecodeLastRuneInString(text)
	return last
}

// unquote takes off the quotation marks around an extract, and one whose partner stands outside of it.
func unquote(text string) string {
	for _, marks := range [][2]string{{"\"", "\""}, {"“", "”"}} {
		bare, opened := strings.CutPrefix(text, marks[0])
		bare, closed := strings.CutSuffix(bare, marks[1])
		between := strings.Count(bare, marks[0]) + strings.Count(bare, marks[1])
		switch {
		case opened && closed && between == 0, opened != closed && between%2 == 0:
			return bare
		}
	}
	return text
}
