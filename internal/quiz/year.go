package quiz

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The years that are read. Three figures are enough for the Middle Ages.
const (
	leastYear = 100
	mostYear  = 9999
)

var (
	yearFigures = regexp.MustCompile(`^\d{3,4}$`)
	yearInDate  = regexp.MustCompile(`^(?:(?:\d{1,2}[./-]){1,2}(\d{4})|(\d{4})(?:[./-]\d{1,2}){2})$`)
	yearEra     = regexp.MustCompile(`^(?:(\d{3,4}) ?(?:a\.?d|c\.?e)\.?|a\.?d\.? ?(\d{3,4}))$`)
	dayFigures  = regexp.MustCompile(`^(?:[12]?\d|3[01]|0[1-9])(?:st|nd|rd|th)?$`)
)

// yearWords may accompany a year without changing it. Names of months are in months.
var yearWords = strings.Fields(`
	in on during the year of ad a.d a.d. ce c.e c.e. c c. ca ca. circa about around approximately roughly probably
	perhaps maybe early late mid spring summer autumn winter г год году в`)

var months = strings.Fields("january february march april may june july august september october november december")

// month tells whether a word is the name of a month or at least its first three letters.
func month(word string) bool {
	word = strings.TrimRight(word, ".,")
	return len(word) >= 3 && slices.ContainsFunc(months, func(m string) bool { return strings.HasPrefix(m, word) })
}

// readYear reads one year: in figures of any script, also with a month and a day or with "in" or "A.D.", or in words
// as in "nineteen eighty-eight". It reports false for a decade, a guess between two years, or anything that sets the
// year apart, such as "before 1988" and "1988 BC".
func readYear(text string) (int, bool) {
	if tooLong(text) {
		return 0, false
	}
	s := yearEra.ReplaceAllString(strings.Trim(numberText(text), ".,!? "), "$1$2")
	if n, ok := parseNumber(s, numberStyle{whole: true}); ok {
		return int(n), n == math.Trunc(n) && n >= leastYear && n <= mostYear
	}
	if m := yearInDate.FindStringSubmatch(s); m != nil {
		year, err := strconv.Atoi(m[1] + m[2])
		return year, err == nil
	}
	if year, ok := spelledYear(s); ok {
		return year, true
	}
	return yearAmongWords(s)
}

// yearAmongWords finds the one year in a text where everything else is a day, a month or one of yearWords.
func yearAmongWords(s string) (int, bool) {
	year, days, hasMonth := 0, 0, false
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,-/():;", r) }) {
		figures := strings.Trim(word, ".")
		switch {
		case yearFigures.MatchString(figures) && year == 0:
			year, _ = strconv.Atoi(figures)
		case dayFigures.MatchString(figures):
			days++
		case month(word):
			hasMonth = true
		case !contains(yearWords, word):
			return 0, false
		}
	}
	return year, year >= leastYear && (days == 0 || days == 1 && hasMonth)
}

// spelledYear reads "nineteen eighty-eight".
func spelledYear(s string) (int, bool) {
	words := strings.Fields(strings.ReplaceAll(s, "-", " "))
	if len(words) < 2 {
		return 0, false
	}
	century, ok := spelledNumber(words[0])
	rest, ok2 := spelledNumber(strings.Join(words[1:], " "))
	if !ok || !ok2 || century < 10 || century > 20 || rest < 10 {
		return 0, false
	}
	return int(100*century + rest), true
}

// speaksOfYears finds what people write only when they mean a time: a decade, a century, figures of a year.
var speaksOfYears = regexp.MustCompile(
	`\b[12]\d{3}s?\b|\b\d0'?s\b|'\d\d\b|\b(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b|` +
		`\bcentury\b|\bdecade\b`)
