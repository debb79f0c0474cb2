package account

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// NameMost is how many characters (code points) a display name has at most.
const NameMost = 40

// What is wrong with a name.
const (
	NameEmpty = Problem("Type a name.")
	NameLong  = Problem("A name has at most 40 characters. Use a shorter one.")
	NameBlank = Problem("A name needs at least one letter, digit or emoji.")
)

// CleanName returns the display name in raw, as it is stored and shown: composed (NFC), with single spaces, and without
// characters that are invisible or turn the direction of writing. Any script and emoji may be in it; it is text, and
// whoever shows it escapes it. The error is a Problem.
func CleanName(raw string) (string, error) {
	if len(raw) > 64*NameMost { // no name, and not worth the work
		return "", NameLong
	}
	name := strings.Map(visible, strings.ToValidUTF8(raw, ""))
	name = norm.NFC.String(strings.Join(strings.Fields(name), " "))
	name = strings.TrimLeftFunc(name, func(r rune) bool { return joins(r) || unicode.IsMark(r) || r == ' ' })
	name = strings.TrimRightFunc(name, func(r rune) bool { return joins(r) || r == ' ' })
	switch {
	case name == "":
		return "", NameEmpty
	case utf8.RuneCountInString(name) > NameMost:
		return "", NameLong
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.S) }),
		FoldName(name) == "":
		return "", NameBlank
	}
	return name, nil
}

// visible maps what looks like a space to one, and drops what does not show: control characters, format characters such
// as the bidirectional overrides, private and half characters. Joiners stay, since Persian, Indic scripts and emoji
// need them, and so do the tags that flags are made of.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r), strings.ContainsRune("\u3164\uFFA0\u115F\u1160\u2800", r):
		return ' ' // the last are Hangul fillers and the empty Braille cell
	case joins(r), r >= 0xE0020 && r <= 0xE007F:
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), r == utf8.RuneError:
		return -1
	}
	return r
}

// joins says whether r is the zero-width joiner or non-joiner.
func joins(r rune) bool { return r == '\u200C' || r == '\u200D' }

// FoldName returns the key by which two names are the same in one class, or among the teachers. It takes what CleanName
// returns. Case, accents, the width of letters, apostrophes, quotation marks, hyphens, commas and full stops do not
// matter: O’Brien is OBrien, and Jean-Luc is Jean Luc. Nor does which keyboard an Arabic name was typed on. Spaces do,
// so that "Adrian A" is not "Adriana", but not between initials: "A. J." is "AJ". Vowel signs that make another name
// (as in Hindi or Thai) count. The key has single spaces and none of the signs that are folded away; folding it again
// changes nothing.
func FoldName(name string) string {
	name = strings.Map(parting, name) // before NFKD, which takes ´ apart, and after it, which writes ＇ and … plainly
	name = norm.NFKD.String(cases.Fold().String(norm.NFKD.String(name)))
	name = strokes.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.In(r, accents) {
			return -1
		}
		return parting(unicode.ToLower(r)) // folding turns Cherokee letters into each other and back
	}, name))
	return strings.Join(closedUp(strings.Fields(norm.NFC.String(name))), " ")
}

// parting maps what stands between two words to a space, and drops apostrophes and quotation marks of all kinds.
func parting(r rune) rune {
	switch {
	case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), strings.ContainsRune(betweenWords, r):
		return ' '
	case strings.ContainsRune(apostrophes, r):
		return -1
	}
	return r
}

// betweenWords are hyphens that Unicode counts among other signs, full stops, the dots in the middle of Catalan,
// Chinese and Japanese names, and commas, brackets and low lines.
const betweenWords = "\u2043\u2212\u02D7" + ".\u3002\uFF61\u06D4\u0589\u2024" + "·\u0387•‧∙⋅・･" + ",،，、()_"

// closedUp joins two or three initials that stand side by side, as people write "A. J.", "A.J." and "AJ".
func closedUp(words []string) (out []string) {
	for len(words) > 0 {
		n := 0
		for n < len(words) && initial(words[n]) {
			n++
		}
		if n == 2 || n == 3 {
			words = append([]string{strings.Join(words[:n], "")}, words[n:]...)
			n = 1
		}
		n = max(1, n)
		out, words = append(out, words[:n]...), words[n:]
	}
	return out
}

// apostrophes are the signs that keyboards offer as an apostrophe, or that people take for one: straight and curly,
// letters such as the okina, primes, and the accents that stand by themselves; and quotation marks.
const apostrophes = "'`´’‘‛ʼʻʽʾʿˈʹˊˋ′‵＇｀ꞌ՚׳ߴߵ᾽᾿΄`´῾" + "\"“”„‟‚״"

// initial reports whether a part of a name is one letter, with whatever signs belong to it.
func initial(part string) bool {
	r, size := utf8.DecodeRuneInString(part)
	return unicode.IsLetter(r) && strings.TrimFunc(part[size:], unicode.IsMark) == ""
}

// RefoldNames returns new keys for names that were stored under another folding, in the order given. The names are
// those of one class, or of all teachers. The first of several names that are the same by now gets their key; each
// later one gets the key with ".2", ".3" and so on behind it. FoldName never returns such a key, so nobody is merged
// with anybody: a person with such a key is found by the exact name, as it is stored.
func RefoldNames(names []string) []string {
	taken := make(map[string]int, len(names))
	keys := make([]string, len(names))
	for i, name := range names {
		key := FoldName(name)
		taken[key]++
		if n := taken[key]; n > 1 {
			key += "." + strconv.Itoa(n)
		}
		keys[i] = key
	}
	return keys
}

// NameShared reports whether RefoldNames gave this key to somebody whose name another person has as well.
func NameShared(key string) bool { return strings.Contains(key, ".") }

// accents are the marks that one person writes and the next leaves out: those of Latin, Greek and Cyrillic, Hebrew
// points, Arabic vowel marks and hamzas, and what chooses between two looks of one emoji.
var accents = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036F, Stride: 1}, {Lo: 0x0591, Hi: 0x05BD, Stride: 1}, {Lo: 0x05BF, Hi: 0x05BF, Stride: 1},
	{Lo: 0x05C1, Hi: 0x05C2, Stride: 1}, {Lo: 0x05C4, Hi: 0x05C5, Stride: 1}, {Lo: 0x064B, Hi: 0x0655, Stride: 1},
	{Lo: 0x0670, Hi: 0x0670, Stride: 1}, {Lo: 0x1AB0, Hi: 0x1ACE, Stride: 1}, {Lo: 0x1DC0, Hi: 0x1DFF, Stride: 1},
	{Lo: 0x20D0, Hi: 0x20F0, Stride: 1}, {Lo: 0xFE00, Hi: 0xFE0F, Stride: 1}, {Lo: 0xFE20, Hi: 0xFE2F, Stride: 1},
}}

// strokes are letters that Unicode does not take apart, and letters of Arabic names that look alike: which of them is
// typed depends on the keyboard and on the country. The last is the stroke that only makes a word longer.
var strokes = strings.NewReplacer(
	"ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i", "ħ", "h", "ŧ", "t",
	"\u0671", "\u0627", "\u06CC", "\u064A", "\u0649", "\u064A", "\u06A9", "\u0643", "\u0629", "\u0647",
	"\u06C1", "\u0647", "\u06D5", "\u0647", "\u0640", "",
)

// Namesake is the sentence for somebody whose name is taken in the class. Invisible marks keep a name that is written
// from right to left together.
func Namesake(name string) string {
	return "Somebody in this class is called " + quoted(name) + " already. " +
		"Add the first letter of your family name, for example " + quoted(name+" K.")
}

func quoted(name string) string { return "“\u2068" + name + "\u2069”" }
