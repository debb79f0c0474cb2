package account

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	codeLength = 6
	// Digits and letters that are not mistaken for each other on a board: no 0 and O, no 1, I and L. 31 symbols, so that a
	// code has 29.7 bits.
	codeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
)

// What is wrong with a join code.
const (
	CodeEmpty  = Problem("Type the code that your teacher shows, for example K7W-Q3M.")
	CodeLength = Problem("A class code has 6 characters, for example K7W-Q3M.")
	CodeSymbol = Problem("A class code has letters and digits only, and never 0, O, 1, I or L. Look at the code again.")
)

// NewJoinCode makes a random class code of six characters, without the hyphen: the form in which it is stored.
func NewJoinCode() string { return random(codeAlphabet, codeLength) }

// ParseJoinCode returns the stored form of a code that somebody typed. Case, spaces and hyphens do not
// matter. The error is a Problem.
func ParseJoinCode(raw string) (string, error) {
	code := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(raw))
	switch {
	case code == "":
		return "", CodeEmpty
	case strings.Trim(code, codeAlphabet) != "":
		return "", CodeSymbol
	case len(code) != codeLength:
		return "", CodeLength
	}
	return code, nil
}

// FormatJoinCode writes a stored code as people read it: K7W-Q3M. Anything else is returned as it is.
func FormatJoinCode(code string) string {
	if len(code) != codeLength {
		return code
	}
	return code[:codeLength/2] + "-" + code[codeLength/2:]
}
