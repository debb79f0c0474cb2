package essay

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a stretch of a text, in bytes.
type span struct{ from, to int }

// quotations are the stretches between “…” or "…", without the marks. A mark that is never closed opens nothing, an
// opening mark after another starts over, and no quotation goes on over an empty line: so one forgotten mark spoils
// little.
func quotations(text string) []span {
	var found []span
	open, low := -1, false // low: opened as „, which “ closes
	before, lineEmpty := ' ', false
	for i, size := 0, 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		after, _ := utf8.DecodeRuneInString(text[i+size:])
		switch {
		case r == '\n' && lineEmpty:
			open = -1
		case r == '“' && !(open >= 0 && low), r == '„', r == '"' && opens(before, after, open >= 0):
			open, low = i+size, r == '„'
		case open >= 0 && strings.ContainsRune("”\"“", r):
			if open < i {
				found = append(found, span{open, i})
			}
			open = -1
		}
		lineEmpty = r == '\n' || lineEmpty && unicode.IsSpace(r)
		before = r
	}
	return found
}

// opens says whether a straight mark opens a quotation. While one is open, only a mark that leans on the word after
// it opens another.
func opens(before, after rune, isOpen bool) bool {
	if !isOpen {
		return !inWord(before)
	}
	return (unicode.IsSpace(before) || before == '(' || before == '[') && after != utf8.RuneError &&
		!unicode.IsSpace(after)
}

// outsideQuotations is the text with the same length in which every quoted byte is a straight mark: nothing can be
// found there, and nothing stands side by side that did not before. A quotation that ends a sentence still does.
func outsideQuotations(text string) string {
	masked := []byte(text)
	for _, q := range quotations(text) {
		for i := q.from; i < q.to; i++ {
			masked[i] = '"'
		}
		_, size := utf8.DecodeRuneInString(text[q.to:])
		if strings.ContainsRune(".!?", rune(text[q.to-1])) && startsAnew(text[q.to+size:]) {
			masked[q.to-1] = '.'
		}
	}
	return string(masked)
}

// startsAnew says that what follows begins a sentence: white space and then a capital letter, a quotation mark or the
// end.
func startsAnew(rest string) bool {
	trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
	r, _ := utf8.DecodeRuneInString(trimmed)
	return trimmed == "" || len(trimmed) < len(rest) && (unicode.IsUpper(r) || strings.ContainsRune("“\"„", r))
}
