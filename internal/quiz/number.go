package quiz

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// maxNumber is the largest number that is read; above it float64 no longer holds every whole number.
const maxNumber = 1e15

var (
	numberAbout = regexp.MustCompile(`^(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|c\.|nearly|almost|some|perhaps|maybe|~|≈)\s*`)
	numberForm  = regexp.MustCompile(`^([+-]?)(\d[\d.,' ]*|\.\d+ ?)(k|thousand|m|mn|millions?|bn|billions?)?$`)

	numberDigits    = regexp.MustCompile(`^\d+$`)
	numberCommas    = regexp.MustCompile(`^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$`)
	numberGaps      = regexp.MustCompile(`^[1-9]\d{0,2}(?:( \d{3})+|('\d{3})+)(?:[.,]\d+)?$`)
	numberDots      = regexp.MustCompile(`^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$`)
	numberManyDots  = regexp.MustCompile(`^[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?$`)
	numberDecimal   = regexp.MustCompile(`^\d*\.\d+$`)
	numberDecimalEU = regexp.MustCompile(`^(?:\d+,\d{1,2}|0,\d+)$`)
)

// ParseNumber reads a number as people type it (assessment A.7): "681,692", "681 692", "680k", "0.7 million", "about 700 000",
// and words up to ninety-nine.
// A point before exactly three digits parts thousands ("681.692" is 681,692) unless a word such as million follows. It reports
// false for anything that is not one number of at most 1e15.
func ParseNumber(text string) (float64, bool) { return parseNumber(text, false) }

// parseNumber reads a number; with pointDecimal a single point is always a decimal point, as in a percentage.
func parseNumber(text string, pointDecimal bool) (float64, bool) {
	if tooLong(text) {
		return 0, false
	}
	s := strings.TrimRight(numberText(text), ". ")
	for {
		cut := numberAbout.FindString(s)
		if cut == "" {
			break
		}
		s = s[len(cut):]
	}
	if n, ok := spelledNumber(s); ok {
		return n, true
	}
	m := numberForm.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	scale := map[string]float64{"": 1, "k": 1e3, "t": 1e3, "m": 1e6, "b": 1e9}[m[3][:min(1, len(m[3]))]]
	n, ok := parseFigures(strings.TrimSpace(m[2]), pointDecimal || m[3] != "")
	if !ok {
		return 0, false
	}
	n *= scale
	// Multiplying decimals leaves dust (0.0000007 million); whole numbers are what is meant.
	if r := math.Round(n); scale > 1 && math.Abs(n-r) < 1e-6*math.Max(1, math.Abs(n)) {
		n = r
	}
	if m[1] == "-" && n != 0 {
		n = -n
	}
	return n, math.Abs(n) <= maxNumber
}

// numberText brings the signs of a typed number to one form.
func numberText(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９': // full-width digits of East Asian keyboards
			return '0' + r - '０'
		case r == '，':
			return ','
		case r == '．':
			return '.'
		case r == '−':
			return '-'
		case r == '’', r == '‘', r == 'ʼ':
			return '\''
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	return strings.ReplaceAll(text, ", ", ",")
}

// parseFigures reads digits with their separators.
func parseFigures(s string, pointDecimal bool) (float64, bool) {
	point := "."
	switch {
	case numberDigits.MatchString(s):
	case numberCommas.MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	case numberGaps.MatchString(s):
		s = strings.NewReplacer(" ", "", "'", "", ",", ".").Replace(s)
	case numberManyDots.MatchString(s), !pointDecimal && numberDots.MatchString(s):
		s, point = strings.ReplaceAll(s, ".", ""), ","
	case numberDecimal.MatchString(s):
	case numberDecimalEU.MatchString(s):
		point = ","
	default:
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, point, "."), 64)
	return n, err == nil
}

// formatNumber writes a number with commas between thousands.
func formatNumber(n float64) string {
	s := strconv.FormatFloat(math.Abs(n), 'f', -1, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if n < 0 {
		return "−" + whole
	}
	return whole
}
