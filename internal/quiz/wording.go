package quiz

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxTyped is how many characters a typed answer may have.
const maxTyped = 200

// cleanTyped makes a typed answer fit to keep: valid UTF-8, no control characters, single spaces.
// Text in which nothing can be seen becomes "".
func cleanTyped(s string) string {
	seen := false
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cc, r):
			return -1
		case unicode.IsGraphic(r):
			seen = true
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if !seen {
		return ""
	}
	return strings.Join(strings.Fields(s), " ")
}

// tooLong tells whether a typed answer has more characters than an answer can need.
func tooLong(s string) bool { return len([]rune(s)) > maxTyped }

// apostrophes are the signs that people type for an apostrophe, or for a soft sign inside a name.
const apostrophes = "'’‘‛ʼʻʹ′‵`´＇"

// plain takes away case, diacritics, apostrophes and invisible characters. Digits become 0 to 9, and words that mix
// look-alike letters of several scripts are brought to one.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(apostrophes, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
		s = strings.Map(func(r rune) rune {
			if unicode.IsMark(r) {
				return -1
			}
			return asciiDigit(r)
		}, norm.NFKD.String(oneScript(s)))
	}
	return strings.ToLower(s)
}

// smallWords do not change an answer that they begin: articles, and prepositions and verbs that belong to the sentence.
// None of them denies or compares.
var smallWords = strings.Fields("it was is a an the in at on to by of for with into as")

// withoutSmallWords takes small words off the front of a text; one word always stays.
func withoutSmallWords(text string) string {
	words := strings.Fields(plain(text))
	for len(words) > 1 && contains(smallWords, words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// foldText is the key under which two typed texts are the same: letters and digits alone, without case or diacritics.
func foldText(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, plain(s))
}

// tokens splits a text into lower-case words; a hyphen inside a word keeps it whole, so that "All-Union" is not "all".
func tokens(s string) []string {
	return strings.FieldsFunc(plain(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '‐' && r != '‑'
	})
}

// wordCount counts the words of a text as a reader does.
func wordCount(s string) int {
	n := 0
	for _, w := range strings.Fields(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// quoted puts a text between typographic marks.
func quoted(s string) string { return "“" + s + "”" }

// listed joins texts as a sentence does: "a", "a and b", "a, b and c". joiner is "and" or "or".
func listed(texts []string, joiner string) string {
	switch len(texts) {
	case 0:
		return ""
	case 1:
		return texts[0]
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " " + joiner + " " + texts[last]
}

// ordinal writes a place: "1st", "2nd", "3rd", "4th".
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// counted writes a small number as a word.
func counted(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}

// amount writes a number with what it counts: "one passage", "two passages".
func amount(n int, one, many string) string {
	if n == 1 {
		return counted(n) + " " + one
	}
	return counted(n) + " " + many
}

// sentence begins a text with a capital letter.
func sentence(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return string(unicode.ToUpper(r[0])) + string(r[1:])
}

// together joins the sentences that are not empty.
func together(sentences ...string) string {
	var out []string
	for _, s := range sentences {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}
