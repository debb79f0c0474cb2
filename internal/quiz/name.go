package quiz

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The replacements that FoldName makes inside a word, in this order.
var (
	nameClusters = strings.NewReplacer("kh", "h", "ph", "f", "w", "v", "tz", "ts", "x", "ks")
	nameVowels   = strings.NewReplacer("y", "i", "j", "i")
	nameGlides   = strings.NewReplacer("ie", "e", "ia", "a", "iu", "u")
)

// nameInitials and nameEndings are written in several ways; FoldName brings each to one.
var (
	nameInitials = []string{"ye", "je", "yo"}
	nameEndings  = []struct{ written, folded string }{
		{"skii", "ski"}, {"skiy", "ski"}, {"skij", "ski"}, {"sky", "ski"},
		{"ckii", "tski"}, {"ckiy", "tski"}, {"ckij", "tski"}, {"cky", "tski"}, {"cki", "tski"},
		{"yov", "ev"}, {"jov", "ev"}, {"iov", "ev"},
	}
)

// FoldName is the key under which two spellings of a Russian name are the same: Yezhov, Ezhov, Jezhov,
// Ežov and Ежов have one key, Kirov and Rykov have two. Words are folded one by one, so punctuation and hyphens between
// them do not matter.
func FoldName(name string) string {
	words := nameWords(name)
	for i, w := range words {
		words[i] = foldWord(w)
	}
	return strings.Join(words, " ")
}

// PlainWords splits a text into plain words: small Latin letters without marks and apostrophes.
func PlainWords(text string) []string { return nameWords(text) }

// nameWords splits a name into plain words in Latin letters.
func nameWords(name string) []string {
	text := cyrillicLetters.Replace(plain(hookedLetters.Replace(norm.NFC.String(name))))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// foldWord is FoldName for one plain word.
func foldWord(w string) string {
	for _, initial := range nameInitials {
		if strings.HasPrefix(w, initial) {
			w = "e" + w[len(initial):]
			break
		}
	}
	w = nameClusters.Replace(w)
	for _, e := range nameEndings {
		if strings.HasSuffix(w, e.written) {
			w = strings.TrimSuffix(w, e.written) + e.folded
			break
		}
	}
	w = undouble(nameVowels.Replace(w))
	w = undouble(nameGlides.Replace(w))
	if strings.HasSuffix(w, "of") || strings.HasSuffix(w, "ef") {
		w = w[:len(w)-1] + "v"
	}
	return w
}

// undouble writes each run of one letter once.
func undouble(w string) string {
	var b strings.Builder
	last := rune(-1)
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// withinOne tells whether the Levenshtein distance of two keys is at most 1.
func withinOne(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return i == len(x) || string(x[i+1:]) == string(y[i+1:])
	}
	return string(x[i:]) == string(y[i+1:])
}

// nearKeys tells whether a key is a known one with a letter wrong: a known one of five letters or more, whose initials
// are all there. Another initial is another person.
func nearKeys(known, key string) bool {
	return letters(known) >= 5 && withinOne(known, key) && !isFeminineOf(key, known) &&
		slices.Equal(initialsIn(known), initialsIn(key))
}

// isFeminineOf tells whether a key is the surname that the women of a family have, whose men have the other one:
// Sedova, Trotskaya. That is no slip of a letter but another person.
func isFeminineOf(key, man string) bool {
	if stem, ok := strings.CutSuffix(man, "ski"); ok {
		return key == stem+"ska"
	}
	return key == man+"a" && (strings.HasSuffix(man, "v") || strings.HasSuffix(man, "in"))
}

// initialsIn lists the words of one letter in a key.
func initialsIn(key string) []string {
	return slices.DeleteFunc(strings.Fields(key), func(w string) bool { return utf8.RuneCountInString(w) > 1 })
}

// letters counts the letters of a key.
func letters(key string) int {
	n := 0
	for _, r := range key {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

func contains[T comparable](list []T, x T) bool {
	for _, v := range list {
		if v == x {
			return true
		}
	}
	return false
}
