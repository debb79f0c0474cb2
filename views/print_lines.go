package views

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printedLine is a line of a source on paper. The program breaks the lines itself, so that a line has the same number
// on every copy, on paper of any size and in any browser.
type printedLine struct {
	HTML   []byte // trusted and balanced
	Number int
	Begins bool // a paragraph
}

// lineRoom is how wide a line of a printed source may be, in the width of its type (1 em). The column is a little wider
// (print.css), because letters differ from one typeface to another; what is too long all the same wraps.
const lineRoom = 21

// numberEvery says which lines show their number.
const numberEvery = 5

// Numbered reports whether a line shows its number.
func (l printedLine) numbered() bool { return l.Number%numberEvery == 0 }

// printedLines breaks texts as goldmark writes them into lines, counted on from first.
func printedLines(html []byte, first int) []printedLine {
	b := lineBreaker{next: first}
	for at := 0; at < len(html); {
		r, size := utf8.DecodeRune(html[at:])
		switch {
		case r == '<':
			if end := bytes.IndexByte(html[at:], '>'); end >= 0 {
				size = end + 1
			}
			b.tag(string(html[at : at+size]))
		case r == '&':
			if end := bytes.IndexByte(html[at:], ';'); end >= 0 && end < 10 {
				size = end + 1
			}
			b.letter(html[at:at+size], '&')
		case unicode.IsSpace(r) && r != '\u00a0':
			b.endWord()
		default:
			b.letter(html[at:at+size], r)
		}
		at += size
	}
	b.endParagraph()
	return b.lines
}

// lineBreaker puts words together into lines. An inline tag that is open where a line ends is closed there and opened
// again on the next.
type lineBreaker struct {
	lines  []printedLine
	next   int
	begins bool

	line, word           []byte
	lineWidth, wordWidth float64
	open, openAtWord     []string // inline tags: all of them, and those at the start of the word
}

func (b *lineBreaker) letter(html []byte, r rune) {
	if b.wordWidth == 0 && len(b.word) == 0 {
		b.openAtWord = slices.Clone(b.open)
	}
	b.word = append(b.word, html...)
	b.wordWidth += widthOf(r)
}

// tag notes an inline tag in its word; every other tag ends a paragraph.
func (b *lineBreaker) tag(tag string) {
	name := strings.Trim(tag, "</>")
	if name, _, _ = strings.Cut(name, " "); !slices.Contains([]string{"em", "strong", "code", "sup", "mark"}, name) {
		b.endParagraph()
		return
	}
	if len(b.word) == 0 {
		b.openAtWord = slices.Clone(b.open)
	}
	b.word = append(b.word, tag...)
	if !strings.HasPrefix(tag, "</") {
		b.open = append(b.open, name)
	} else if n := len(b.open); n > 0 {
		b.open = b.open[:n-1]
	}
}

func (b *lineBreaker) endWord() {
	if len(b.word) == 0 {
		return
	}
	const space = 0.25
	if b.lineWidth > 0 && b.lineWidth+space+b.wordWidth > lineRoom {
		b.endLine(b.openAtWord)
		for _, name := range b.openAtWord {
			b.line = append(b.line, "<"+name+">"...)
		}
	}
	if b.lineWidth > 0 && b.wordWidth > 0 {
		b.line, b.lineWidth = append(b.line, ' '), b.lineWidth+space
	}
	b.line, b.lineWidth = append(b.line, b.word...), b.lineWidth+b.wordWidth
	b.word, b.wordWidth = nil, 0
}

// endLine closes the line, and the tags that are open at its end.
func (b *lineBreaker) endLine(open []string) {
	if b.lineWidth == 0 {
		return
	}
	for _, name := range slices.Backward(open) {
		b.line = append(b.line, "</"+name+">"...)
	}
	b.lines = append(b.lines, printedLine{HTML: b.line, Number: b.next, Begins: b.begins})
	b.next++
	b.line, b.lineWidth, b.begins = nil, 0, false
}

func (b *lineBreaker) endParagraph() {
	b.endWord()
	b.endLine(b.open)
	b.begins = true
}

// widthOf reckons the width of a letter in a serif typeface, in em.
func widthOf(r rune) float64 {
	switch {
	case strings.ContainsRune("iljtfrI.,;:'’‘!|()[]-", r):
		return 0.33
	case strings.ContainsRune("mwMW—", r):
		return 0.86
	case unicode.IsUpper(r) || r == '&':
		return 0.7
	}
	return 0.51
}
