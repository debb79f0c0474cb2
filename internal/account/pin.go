package account

import (
	"crypto/rand"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// PINLength is the number of digits of a PIN.
const PINLength = 6

// What is wrong with a PIN.
const (
	PINShape  = Problem("A PIN has 6 digits.")
	PINRepeat = Problem("This PIN repeats its digits, so it is easy to guess. Choose another one.")
	PINRun    = Problem("The digits of this PIN are in a row, so it is easy to guess. Choose another one.")
)

// CleanPIN returns the digits of what somebody typed: spaces and hyphens, as a printed slip has them, left out, and the
// digits of other scripts as 0 to 9. Whatever else was typed stays, for CheckPIN to refuse.
func CleanPIN(raw string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return asciiDigit(r)
	}, norm.NFKC.String(raw))
}

// asciiDigit maps the decimal digits of every script to 0 to 9. Unicode keeps each script's ten together, from zero on.
func asciiDigit(r rune) rune {
	for _, block := range unicode.Nd.R16 {
		if rune(block.Lo) <= r && r <= rune(block.Hi) {
			return '0' + (r-rune(block.Lo))%10
		}
	}
	for _, block := range unicode.Nd.R32 {
		if rune(block.Lo) <= r && r <= rune(block.Hi) {
			return '0' + (r-rune(block.Lo))%10
		}
	}
	return r
}

// CheckPIN returns nil for a PIN that a student may have, and otherwise a Problem. It takes what CleanPIN returns.
func CheckPIN(pin string) error {
	if len(pin) != PINLength || strings.Trim(pin, "0123456789") != "" {
		return PINShape
	}
	for _, size := range []int{1, 2, 3} { // 777777, 121212, 123123
		if pin == strings.Repeat(pin[:size], PINLength/size) {
			return PINRepeat
		}
	}
	if strings.Contains("01234567890", pin) || strings.Contains("09876543210", pin) {
		return PINRun
	}
	return nil
}

// random returns n characters of an ASCII alphabet, each as likely as the others: bytes that would favour the first
// characters are thrown away.
func random(alphabet string, n int) string {
	fair := 256 - 256%len(alphabet)
	out, raw := make([]byte, 0, n), make([]byte, 1)
	for len(out) < n {
		rand.Read(raw) // never fails
		if int(raw[0]) < fair {
			out = append(out, alphabet[int(raw[0])%len(alphabet)])
		}
	}
	return string(out)
}
