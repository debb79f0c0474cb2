package account

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A passphrase has from 12 to 128 characters and no rules about kinds of characters (OWASP ASVS 5.0, 6.2).
const (
	PassphraseLeast = 12
	PassphraseMost  = 128
)

// What is wrong with a passphrase.
const (
	PassphraseShort = Problem("Use at least 12 characters. Four words that do not belong together make a good " +
		"passphrase.")
	PassphraseLong   = Problem("Use at most 128 characters.")
	PassphraseBroken = Problem("The passphrase has a character that cannot be read. Type it again.")
	PassphraseRepeat = Problem("The passphrase repeats itself. Use four words that do not belong together.")
	PassphraseRun    = Problem("Too much of the passphrase is keys in a row, like 12345 or qwerty. Use four words that " +
		"do not belong together.")
	PassphraseNamed = Problem("The passphrase is little more than a name or a word that somebody would try first. Use " +
		"four words that do not belong together.")
	PassphraseCommon = Problem("Many people use this passphrase, so it would be guessed early. Use four words that do " +
		"not belong together.")
)

// Lines of phrases that are tried first. Written for this program.
//
//go:embed common.txt
var commonText string

// CheckPassphrase returns nil when pass is good enough for the person called name, and otherwise a Problem.
func CheckPassphrase(pass, name string) error {
	if !utf8.ValidString(pass) || strings.ContainsFunc(pass, unicode.IsControl) {
		return PassphraseBroken
	}
	pass = norm.NFKC.String(pass)
	switch n := utf8.RuneCountInString(pass); {
	case n < PassphraseLeast:
		return PassphraseShort
	case n > PassphraseMost:
		return PassphraseLong
	}
	letters := []rune(bare(pass))
	if repeats([]rune(strings.ToLower(pass))) || len(letters) > 0 && repeats(letters) {
		return PassphraseRepeat
	}
	if isCommon(string(letters)) {
		return PassphraseCommon
	}
	return checkRest(string(letters), name)
}

// enough is how many characters a passphrase needs besides guessable words and keys in a row.
const enough = 5

// checkRest takes away the words that are tried first, the name, and keys in a row, and looks at what is left.
func checkRest(letters, name string) error {
	rest := letters
	for _, word := range guessable(name) {
		rest = strings.ReplaceAll(rest, word, " ")
	}
	named := rest != letters
	rest = withoutRuns(rest)
	if utf8.RuneCountInString(strings.ReplaceAll(rest, " ", "")) >= enough {
		return nil
	}
	if named {
		return PassphraseNamed
	}
	return PassphraseRun
}

// bare is pass in lower case, letters and digits alone.
func bare(pass string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, pass)
}

// repeats says whether text has fewer than five different characters or is one piece of up to six, again and again.
func repeats(text []rune) bool {
	distinct := map[rune]bool{}
	for _, r := range text {
		distinct[r] = true
	}
	if len(distinct) < 5 {
		return true
	}
	for size := 1; size <= min(6, len(text)/2); size++ {
		whole := true
		for i := size; i < len(text) && whole; i++ {
			whole = text[i] == text[i-size]
		}
		if whole {
			return true
		}
	}
	return false
}

// isCommon looks letters up in the list: as they are, with the digits before and behind left out on
// both sides, and with the usual digits for letters read as letters.
func isCommon(letters string) bool {
	plain := strings.TrimFunc(letters, unicode.IsDigit)
	spellings := []string{letters, plain, unleet.Replace(letters), unleet.Replace(plain)}
	for line := range strings.Lines(commonText) {
		phrase := bare(line)
		if phrase == "" {
			continue
		}
		stem := strings.TrimFunc(phrase, unicode.IsDigit)
		if slices.Contains(spellings, phrase) || stem != "" && stem == plain {
			return true
		}
	}
	return false
}

var unleet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t")

// guessable returns the words that make nothing safer, longest first: what the program is and does, what passwords are
// made of, and the parts of the person's name.
func guessable(name string) []string {
	words := strings.Fields("dossier passphrase password passwort kennwort contrasena motdepasse parola secret letmein " +
		"welcome hello login account admin administrator owner teacher student pupil class classroom school lesson history " +
		"stalin purge terror moscow soviet changeme default master iloveyou monkey dragon sunshine princess football")
	for _, part := range append(strings.Fields(name), name) {
		if part = bare(norm.NFKC.String(part)); utf8.RuneCountInString(part) >= 3 {
			words = append(words, part)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// Keys in a row, forwards; backwards counts too.
const keyRows = "abcdefghijklmnopqrstuvwxyz 01234567890123456789 qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm " +
	"azertyuiop qsdfghjklm wxcvbn " +
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p qazwsxedcrfvtgbyhnujmikolp 147258369 йцукенгшщзхъ фывапролджэ ячсмитьбю"

// withoutRuns takes out every piece of four or more characters that are neighbours in keyRows.
func withoutRuns(text string) string {
	backwards := []rune(keyRows)
	slices.Reverse(backwards)
	rows := keyRows + " " + string(backwards)
	runes := []rune(text)
	var rest []rune
	for i := 0; i < len(runes); {
		end := i + 1
		for end < len(runes) && runes[i] != ' ' && runes[end] != ' ' && strings.Contains(rows, string(runes[i:end+1])) {
			end++
		}
		if end-i < 4 {
			end = i + 1
			rest = append(rest, runes[i])
		} else {
			rest = append(rest, ' ')
		}
		i = end
	}
	return string(rest)
}
