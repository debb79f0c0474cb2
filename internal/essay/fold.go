package essay

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded is a text in the form in which wordings are compared: lower case, one space for any white space, one form
// each of quotation marks, apostrophes, dashes and dots. at leads from each byte of it, and from its end, to the
// place in the text as typed.
type folded struct {
	text  string
	typed string
	at    []int
}

func fold(typed string) folded {
	var b strings.Builder
	at := make([]int, 0, len(typed)+1)
	var last rune
	put := func(place int, r rune) {
		if last == r && (r == ' ' || r == '-') {
			return
		}
		last = r
		n := b.Len()
		b.WriteRune(r)
		for ; n < b.Len(); n++ {
			at = append(at, place)
		}
	}
	for place, r := range typed {
		switch {
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff': // not seen
		case unicode.IsSpace(r):
			put(place, ' ')
		case strings.ContainsRune("“”„‟«»", r):
			put(place, '"')
		case apostrophe(r):
			put(place, '\'')
		case hyphen(r) || strings.ContainsRune("‒–—―−", r):
			put(place, '-')
		case r == '…':
			for range 3 {
				put(place, '.')
			}
		default:
			put(place, unicode.ToLower(r))
		}
	}
	return folded{b.String(), typed, append(at, len(typed))}
}

// wording is a run of words to look for, folded and without space at its ends.
func wording(words string) string { return strings.TrimSpace(fold(words).text) }

// inWord says that a character makes a word: a letter, a digit, or a mark that stands on a letter.
func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func apostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼ`", r) }

func hyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }

// find is the first place of a wording as whole words, not before from; -1 if there is none. With tight, "don't" and
// "so-called" are one word each, so that neither "don" nor "so" stands in them.
func (f folded) find(wording string, from int, tight bool) int {
	if wording == "" {
		return -1
	}
	for from <= len(f.text) {
		i := strings.Index(f.text[from:], wording)
		if i < 0 {
			return -1
		}
		i += from
		if f.whole(i, i+len(wording), tight) {
			return i
		}
		from = i + 1
	}
	return -1
}

// whole says that no word is cut where a wording begins and ends. It looks at the text as typed, where a dash is not
// a hyphen.
func (f folded) whole(from, to int, tight bool) bool {
	before, after := f.typed[:f.at[from]], f.typed[f.at[to]:]
	if first, _ := utf8.DecodeRuneInString(f.text[from:]); inWord(first) {
		r, size := utf8.DecodeLastRuneInString(before)
		if tight && (apostrophe(r) || hyphen(r)) {
			r, _ = utf8.DecodeLastRuneInString(before[:len(before)-size])
		}
		if inWord(r) {
			return false
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(f.text[:to]); inWord(last) {
		r, size := utf8.DecodeRuneInString(after)
		if tight && (apostrophe(r) || hyphen(r)) {
			r, _ = utf8.DecodeRuneInString(after[size:])
		}
		if inWord(r) {
			return false
		}
	}
	return true
}
