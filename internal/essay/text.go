package essay

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Words counts the words of a text: what stands between white space and has a letter or a digit in it. Citations are
// no words.
func Words(text string) int {
	n := 0
	for _, field := range strings.Fields(citation.ReplaceAllString(text, " ")) {
		if strings.ContainsFunc(field, inWord) {
			n++
		}
	}
	return n
}

// FarTooShort says that a text has so few words that its author is asked before it is handed in: fewer than three
// quarters of the least that is asked. Two people count a few words differently, and a text that is a sentence short is
// for its marker to judge; where more is missing, a whole reason is, and it may have been handed in by mistake.
func FarTooShort(words, least int) bool { return 4*words < 3*least }

// Holds says that a sentence stands in a text, whole words only, whatever its white space, capitals, and forms of
// quotation marks, apostrophes and dashes. A sentence without a word stands nowhere.
func Holds(text, sentence string) bool {
	return Words(sentence) > 0 && fold(text).find(wording(sentence), 0, false) >= 0
}

// Pick is a piece of evidence that a student picked: the number by which the text cites it, the phrase's id, its
// words, and the id of its source.
type Pick struct {
	Number                int
	Phrase, Quote, Source string
}

// Piece is a stretch of a text: a citation if Cites is the number of a pick, else 0; Quotes says that these are a
// source's exact words.
type Piece struct {
	Text   string
	Cites  int
	Quotes bool
}

// citation is how a text points to a pick: [1].
var citation = regexp.MustCompile(`\[(\d{1,3})\]`)

// Cut cuts a text into the pieces that are shown in different ways: citations of the picks, and runs of two words or
// more between quotation marks that stand in one of the quotes, which are the full words of the sources. The
// quotation marks stay with the text around. The pieces put together are the text.
func Cut(text string, picks []Pick, quotes []string) []Piece {
	var pieces []Piece
	known := foldAll(quotes)
	put := func(part string, quoted bool) {
		from := 0
		for _, at := range citation.FindAllStringSubmatchIndex(part, -1) {
			number, _ := strconv.Atoi(part[at[2]:at[3]])
			if number == 0 || !slices.ContainsFunc(picks, func(p Pick) bool { return p.Number == number }) {
				continue
			}
			if from < at[0] {
				pieces = append(pieces, Piece{Text: part[from:at[0]], Quotes: quoted})
			}
			pieces = append(pieces, Piece{Text: part[at[0]:at[1]], Cites: number})
			from = at[1]
		}
		if from < len(part) {
			pieces = append(pieces, Piece{Text: part[from:], Quotes: quoted})
		}
	}
	from := 0
	for _, q := range quotations(text) {
		if run := text[q.from:q.to]; Words(run) >= 2 && stands(run, known) {
			put(text[from:q.from], false)
			put(run, true)
			from = q.to
		}
	}
	put(text[from:], false)
	return pieces
}

func foldAll(texts []string) []folded {
	all := make([]folded, len(texts))
	for i, text := range texts {
		all[i] = fold(text)
	}
	return all
}

// leftOut is where a quotation leaves words out or puts its own in.
var leftOut = regexp.MustCompile(`\.\.\.|\[[^\[\]]*\]`)

// stands says that quoted words stand in one of the sources: in one run, or in their order with what was left out
// marked by dots or brackets. The marks at the end of a part do not count, for they may be the writer's own.
func stands(quoted string, sources []folded) bool {
	words := wording(quoted)
	for _, source := range sources {
		if source.find(words, 0, false) >= 0 || inOrder(leftOut.Split(words, -1), source) {
			return true
		}
	}
	return false
}

func inOrder(parts []string, source folded) bool {
	from, found := 0, false
	for _, part := range parts {
		part = strings.TrimFunc(part, func(r rune) bool { return !inWord(r) })
		if part == "" {
			continue
		}
		at := source.find(part, from, false)
		if at < 0 {
			return false
		}
		from, found = at+len(part), true
	}
	return found
}

// Brief is what a text is asked to be: its length in words (0: no limit), the wordings that count as naming each of
// the two sources, the one to show first, the full words of all sources, and the picks it may cite.
type Brief struct {
	Min, Max int
	Names    [2][]string
	Quotes   []string
	Picks    []Pick
}

// leastQuoted is how many quoted words must stand in a source: fewer may be a title, or a word held at arm's length.
const leastQuoted = 4

// Notes are plain sentences about what can be checked by counting and comparing: the length, whether both sources are
// named, whether quoted words stand in a source, whether citations point to a pick. They are messages to the writer and
// never marks. Without names, without quotes, nothing is said about these.
func Notes(text string, b Brief) []string {
	var notes []string
	note := func(format string, args ...any) {
		if said := fmt.Sprintf(format, args...); !slices.Contains(notes, said) {
			notes = append(notes, said)
		}
	}
	switch n := Words(text); {
	case n < b.Min:
		note("Your text has %s. At least %d are asked for.", counted(n), b.Min)
	case b.Max > 0 && n > b.Max:
		note("Your text has %s. At most %d are asked for.", counted(n), b.Max)
	}
	typed := fold(text)
	for _, names := range b.Names {
		named := func(name string) bool { return typed.find(wording(name), 0, false) >= 0 }
		if len(names) > 0 && !slices.ContainsFunc(names, named) {
			note("Your text does not name %s yet.", names[0])
		}
	}
	if len(b.Quotes) > 0 {
		known := foldAll(b.Quotes)
		for _, q := range quotations(text) {
			if run := text[q.from:q.to]; Words(run) >= leastQuoted && !stands(run, known) {
				note("These words stand between quotation marks but in none of the sources: “%s”. Check them, or leave the "+
					"marks out.", shorten(strings.Join(strings.Fields(run), " "), longestQuote))
			}
		}
	}
	for _, at := range citation.FindAllStringSubmatch(text, -1) {
		number, _ := strconv.Atoi(at[1])
		if number == 0 || !slices.ContainsFunc(b.Picks, func(p Pick) bool { return p.Number == number }) {
			note("%s points to nothing: you have picked no words with this number.", at[0])
		}
	}
	return notes
}

func counted(n int) string {
	if n == 1 {
		return "1 word"
	}
	return strconv.Itoa(n) + " words"
}

// longestQuote is how many characters of a writer's own words a message repeats.
const longestQuote = 120

// shorten cuts a text to so many characters, the last of which is then a … ; not within a word, if the word is not
// endless.
func shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most-1])
	if space := strings.LastIndexFunc(cut, unicode.IsSpace); space > len(cut)/2 && !unicode.IsSpace(runes[most-1]) {
		cut = cut[:space]
	}
	return strings.TrimRightFunc(cut, unicode.IsSpace) + "…"
}
