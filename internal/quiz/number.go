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
	numberAbout = regexp.MustCompile(`^(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|c\.|nearly|almost|` +
		`some|perhaps|maybe|exactly|~|≈)\s*`)
	numberForm = regexp.MustCompile(`^([+-]?)(\d[\d.,' ]*|\.\d+ ?)(k|hundred|thousand|lakhs?|crores?|m|mn|millions?|bn|` +
		`billions?)?$`)

	numberDigits    = regexp.MustCompile(`^\d+$`)
	numberCommas    = regexp.MustCompile(`^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$`)
	numberLakhs     = regexp.MustCompile(`^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?$`)
	numberGaps      = regexp.MustCompile(`^[1-9]\d{0,2}(?:( \d{3})+|('\d{3})+)(?:[.,]\d+)?$`)
	numberDots      = regexp.MustCompile(`^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$`)
	numberManyDots  = regexp.MustCompile(`^[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?$`)
	numberDecimal   = regexp.MustCompile(`^\d*\.\d+$`)
	numberDecimalEU = regexp.MustCompile(`^(?:\d+,\d{1,2}|0,\d+)$`)
	numberSlip      = regexp.MustCompile(`^\d+(?:,\d+|\.00)$`)
)

// numberScales are the words that multiply a number, by how they begin.
var numberScales = map[string]float64{
	"": 1, "k": 1e3, "h": 100, "t": 1e3, "l": 1e5, "c": 1e7, "m": 1e6, "b": 1e9,
}

// numberStyle is how the figures of a number are read.
type numberStyle struct {
	point bool // a single point is a decimal point, as in a percentage, and parts no thousands
	whole bool // something is counted: "11,00" is a slip of the keyboard, not eleven
}

// ParseNumber reads a number as people type it: "681,692", "681 692", "6,81,692", "680k", "0.7 million", "about 700
// 000", the digits of any script, and words such as "twenty-one" and "eleven thousand". A point before exactly three
// digits parts thousands ("681.692" is 681,692) unless a word such as million follows. It reports false for anything
// that is not one number of at most 1e15.
func ParseNumber(text string) (float64, bool) {
	if tooLong(text) {
		return 0, false
	}
	return parseNumber(numberText(text), numberStyle{point: strings.ContainsRune(text, arabicPoint)})
}

// parseNumber reads a number from what numberText returned.
func parseNumber(s string, style numberStyle) (float64, bool) {
	s = strings.TrimRight(s, ". ")
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
	scale := numberScales[m[3][:min(1, len(m[3]))]]
	figures := strings.TrimSpace(m[2])
	if style.whole && scale == 1 && numberSlip.MatchString(figures) && !numberCommas.MatchString(figures) {
		return 0, false
	}
	n, ok := parseFigures(figures, style.point || scale > 1)
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

// arabicPoint is the decimal sign of Arabic figures, which never parts thousands.
const arabicPoint = '٫'

// numberText brings the signs of a typed number to one form, in small letters and with single spaces.
func numberText(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("，٬﹐、،", r):
			return ','
		case strings.ContainsRune("．﹒", r), r == arabicPoint:
			return '.'
		case strings.ContainsRune("٪％﹪", r):
			return '%'
		case unicode.Is(unicode.Pd, r), r == '−':
			return '-'
		case strings.ContainsRune(apostrophes, r):
			return '\''
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(asciiDigit(r))
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	return strings.ReplaceAll(text, ", ", ",")
}

// parseFigures reads digits with their separators; with pointDecimal a single point is always a decimal point.
func parseFigures(s string, pointDecimal bool) (float64, bool) {
	point := "."
	switch {
	case numberDigits.MatchString(s):
	case numberCommas.MatchString(s), numberLakhs.MatchString(s):
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
