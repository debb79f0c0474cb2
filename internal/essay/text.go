package essay

import (
	"strings"
	"unicode"
)

// Words counts the words of a text: what stands between white space and has a letter or a digit in it.
func Words(text string) int {
	n := 0
	for _, field := range strings.Fields(text) {
		if strings.ContainsFunc(field, inWord) {
			n++
		}
	}
	return n
}

// inWord says that a character makes a word: a letter, a digit, or a mark that stands on a letter.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
