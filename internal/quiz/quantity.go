package quiz

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// noUnits are words after a number that make it another number, or none.
var noUnits = strings.Fields(`
	percent per cent dozen dozens score hundred hundreds thousand thousands lakh lakhs crore crores million millions mn
	billion billions bn trillion trillions half quarter third point and or to not nor minus plus times less more fewer
	but than between odd something upwards if k m b teen never none no wrong halves thirds fourths quarters fifths sixths
	sevenths eighths ninths tenths hundredths тыс тысяча тысячи тысяч млн миллион миллиона миллионов`)

var (
	ordinalFigures = regexp.MustCompile(`^(\d+)(?:st|nd|rd|th)$`)
	ordinalWords   = strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
)

// readQuantity reads a number with or without the words that say of what: "11000 people", "March 3". whole says that
// something is counted, so that "11,00" is a slip and no number.
func readQuantity(text string, whole bool) (float64, bool) {
	if tooLong(text) {
		return 0, false
	}
	style := numberStyle{point: strings.ContainsRune(text, arabicPoint), whole: whole}
	words := quantityWords(text)
	for last := len(words); last > 0 && len(words)-last <= 4; last-- {
		if n, ok := parseNumber(strings.Join(words[:last], " "), style); ok {
			return n, true
		}
		if !unitWord(words[last-1]) {
			break
		}
	}
	return 0, false
}

// quantityWords splits a typed number into words and leaves out "the", a month and the like in front.
func quantityWords(text string) []string {
	words := strings.Fields(strings.TrimRight(numberText(text), ".!? "))
	for len(words) > 1 && (contains([]string{"the", "on", "in", "just", "only"}, words[0]) || month(words[0])) {
		words = words[1:]
	}
	return words
}

// unitWord tells whether a word can say what is counted.
func unitWord(word string) bool {
	word = strings.Trim(word, ".,;()")
	if _, number := spelledNumber(word); number {
		return false
	}
	return word != "" && !contains(noUnits, word) && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '-'
	})
}

// readOrdinal reads "3rd", "the third" and "3rd of March".
func readOrdinal(text string) (float64, bool) {
	words := quantityWords(text)
	for i, word := range words {
		if i > 0 && !unitWord(word) {
			return 0, false
		}
	}
	if len(words) == 0 {
		return 0, false
	}
	if m := ordinalFigures.FindStringSubmatch(words[0]); m != nil {
		return parseFigures(m[1], false)
	}
	if i := slices.Index(ordinalWords, words[0]); i >= 0 {
		return float64(i + 1), true
	}
	return 0, false
}
