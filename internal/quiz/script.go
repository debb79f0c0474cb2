package quiz

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// asciiDigit maps a decimal digit of any script to 0 to 9 and leaves everything else as it is. The digits of a script
// follow one another in Unicode from its zero, so a range of the table begins with a zero.
func asciiDigit(r rune) rune {
	if r <= unicode.MaxASCII || !unicode.IsDigit(r) {
		return r
	}
	for _, span := range unicode.Nd.R16 {
		if r >= rune(span.Lo) && r <= rune(span.Hi) {
			return '0' + (r-rune(span.Lo))%10
		}
	}
	for _, span := range unicode.Nd.R32 {
		if r >= rune(span.Lo) && r <= rune(span.Hi) {
			return '0' + (r-rune(span.Lo))%10
		}
	}
	return r
}

// likeLatin are letters of other scripts, and odd ones of our own, that look like a Latin letter. The first of each
// pair is what was typed, the second what it looks like.
var likeLatin = lookAlikes(
	"АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ЅS ТT УY ХX ҮY ԚQ ԜW аa сc еe һh іi јj кk мm оo рp ѕs тt уy хx ѵv ԁd ԛq ԝw "+
		"ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa γy ιi κk νv οo ρp τt υu χx ϲc ϳj ",
	"օo ոn սu հh ցg զq ՏS ՕO ԼL ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᏃZ ɑa ɡg ıi ȷj",
)

// likeCyrillic are Latin and Greek letters that look like a Cyrillic one.
var likeCyrillic = lookAlikes(
	"AА BВ CС EЕ HН IІ JЈ KК MМ OО PР SЅ TТ YУ XХ aа cс eе hһ iі jј kк oо pр sѕ yу xх", "οо αа",
)

func lookAlikes(lists ...string) map[rune]rune {
	table := map[rune]rune{}
	for _, pair := range strings.Fields(strings.Join(lists, " ")) {
		r := []rune(pair)
		table[r[0]] = r[1]
	}
	return table
}

// oneScript rewrites each word that mixes scripts by look-alikes in the one script that it can be read in, Latin first:
// a Cyrillic "а" inside "Yаgoda" becomes a Latin one. Other words stay as they are.
func oneScript(s string) string {
	var out, word []rune
	flush := func() { out, word = append(out, wordInOneScript(word)...), word[:0] }
	for _, r := range norm.NFKC.String(s) {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			word = append(word, r)
			continue
		}
		flush()
		out = append(out, r)
	}
	flush()
	return string(out)
}

func wordInOneScript(word []rune) []rune {
	latin, cyrillic := false, false
	for _, r := range word {
		latin = latin || unicode.Is(unicode.Latin, r)
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
	}
	if latin {
		if out, ok := rewritten(word, likeLatin, unicode.Latin); ok {
			return out
		}
	}
	if cyrillic {
		if out, ok := rewritten(word, likeCyrillic, unicode.Cyrillic); ok {
			return out
		}
	}
	return word
}

// rewritten replaces look-alikes and tells whether every letter is of the script then.
func rewritten(word []rune, table map[rune]rune, script *unicode.RangeTable) ([]rune, bool) {
	out := make([]rune, len(word))
	for i, r := range word {
		if to, ok := table[r]; ok {
			r = to
		}
		if !unicode.Is(script, r) && !unicode.IsMark(r) {
			return nil, false
		}
		out[i] = r
	}
	return out, true
}

// cyrillicLetters writes Cyrillic in Latin letters, close to the way of English books. What the usual schemes write
// differently (Ye and E, ii and y, yu and iu) FoldName makes the same.
var cyrillicLetters = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "є", "ye", "ж", "zh", "з", "z", "и", "i",
	"і", "i", "й", "i", "ј", "j", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s",
	"т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "shch", "ъ", "", "ы", "y", "ь", "",
	"э", "e", "ю", "yu", "я", "ya",
)

// hookedLetters are the letters with a hook of the scholarly way to write Russian, in which Yezhov is Ežov.
var hookedLetters = strings.NewReplacer(
	"č", "ch", "š", "sh", "ž", "zh", "ŝ", "shch", "Č", "Ch", "Š", "Sh", "Ž", "Zh", "Ŝ", "Shch",
)
