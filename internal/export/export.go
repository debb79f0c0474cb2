// Package export writes what people take out of the program to files, and reads what they bring. It knows no database
// and no HTTP.
package export

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FileName names a file after a class, what is in it and when it was made: 10b-history_roster_2026-09-01_0800.csv.
func FileName(class, what string, at time.Time, ext string) string {
	return slug(class, "class") + "_" + what + "_" + at.Format("2006-01-02_1504") + "." + ext
}

// slug is a name in signs that every system takes in the name of a file; otherwise when none is left of it.
func slug(name, otherwise string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			return unicode.ToLower(r)
		case unicode.IsMark(r):
			return -1
		}
		return ' '
	}, norm.NFKD.String(name))
	if plain = strings.Join(strings.Fields(plain), "-"); plain == "" {
		return otherwise
	}
	return plain
}

// formula is how a cell begins that a spreadsheet would compute instead of showing it.
const formula = "=+-@\t\r"

// guarded is a text as a cell of a file that a spreadsheet may open: an apostrophe in front keeps a spreadsheet from
// taking it for a formula. A text that looks as if it were guarded already gets one more.
func guarded(text string) string {
	if needsGuard(text) {
		return "'" + text
	}
	return text
}

// unguarded takes back exactly what guarded put in front.
func unguarded(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && needsGuard(rest) {
		return rest
	}
	return cell
}

func needsGuard(text string) bool {
	rest := strings.TrimLeft(text, "'")
	return rest != "" && strings.ContainsRune(formula, rune(rest[0]))
}
