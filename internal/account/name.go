package account

import (
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

// CleanName returns the display name in raw, as it is stored and shown: composed (NFC), white space evened out, and
// without characters that are invisible or turn the writing of what follows around. Any script and emoji may be in it;
// it is text, and whoever shows it escapes it. The error is a Problem.
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
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.S) }):
		return "", NameBlank
	}
	return name, nil
}

// visible maps what looks like a space to one, and drops what does not show: control characters, format characters such as
// the bidirectional overrides, private and half characters. Joiners stay, since Persian, Indic scripts and emoji need them,
// and so do the tags that flags are made of.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r), r == '\u3164', r == '\uFFA0', r == '\u115F', r == '\u1160', r == '\u2800': // Hangul fillers, the empty Braille cell
		return ' '
	case joins(r), r >= 0xE0020 && r <= 0xE007F:
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), r == utf8.RuneError:
		return -1
	}
	return r
}

// joins says whether r is the zero-width joiner or non-joiner.
func joins(r rune) bool { return r == '\u200C' || r == '\u200D' }

// FoldName returns the key by which names are the same in one class: without regard to case, accents, spaces and the width
// of letters. It takes what CleanName returns. Vowel signs that make another name (as in Hindi or Thai) count.
func FoldName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.In(r, accents) {
			return -1
		}
		return r
	}, norm.NFKD.String(cases.Fold().String(norm.NFKD.String(name))))
	return norm.NFC.String(strokes.Replace(name))
}

// accents are the marks that one person writes and the next leaves out: those of Latin, Greek and Cyrillic, Hebrew points,
// Arabic vowel marks, and what chooses between two looks of one emoji.
var accents = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036F, Stride: 1}, {Lo: 0x0591, Hi: 0x05BD, Stride: 1}, {Lo: 0x05BF, Hi: 0x05BF, Stride: 1},
	{Lo: 0x05C1, Hi: 0x05C2, Stride: 1}, {Lo: 0x05C4, Hi: 0x05C5, Stride: 1}, {Lo: 0x064B, Hi: 0x0652, Stride: 1},
	{Lo: 0x0670, Hi: 0x0670, Stride: 1}, {Lo: 0x1AB0, Hi: 0x1ACE, Stride: 1}, {Lo: 0x1DC0, Hi: 0x1DFF, Stride: 1},
	{Lo: 0x20D0, Hi: 0x20F0, Stride: 1}, {Lo: 0xFE00, Hi: 0xFE0F, Stride: 1}, {Lo: 0xFE20, Hi: 0xFE2F, Stride: 1},
}}

// strokes are letters that Unicode does not take apart.
var strokes = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "æ", "ae", "œ", "oe", "ı", "i", "ħ", "h", "ŧ", "t")

// Namesake is the sentence for somebody whose name is taken in the class. Marks keep a name that is written from right to
// left together in it.
func Namesake(name string) string {
	return "Somebody in this class is called " + quoted(name) + " already. " +
		"Add the first letter of your family name, for example " + quoted(name+" K.")
}

func quoted(name string) string { return "“\u2068" + name + "\u2069”" }
