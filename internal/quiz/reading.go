package quiz

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// nameReading is one way to read a typed name: its words, given name first if a comma said so.
type nameReading struct {
	words    []nameWord
	feminine bool // the person is called Mrs or Miss
}

func (r nameReading) key() string { return keysOf(r.words) }

// titles are the words in front of a name that are no part of it.
var titles = strings.Fields(`
	mr mister herr monsieur dr doctor sir comrade com citizen tovarishch gospodin grazhdanin tov
	marshal general gen colonel col major maj captain capt commander komandarm admiral lieutenant lt officer
	commissar commissioner narkom minister premier president chairman chief head director boss leader secretary sec
	prosecutor procurator judge justice professor prof academician agent deputy first peoples state public
	of for union red army internal affairs security defence nkvd ogpu cheka gpu soviet party bolshevik old former the`)

// belongings are the titles that join an office to what follows, and epithets those that say nothing of an office.
var (
	belongings = strings.Fields("of for")
	epithets   = strings.Fields("the old former comrade com tov mr mister first")
)

// titlesOfWomen are titles that no man has.
var titlesOfWomen = strings.Fields("mrs ms miss madame mme lady dame")

// nameLeadIns are left out in front of a name, where they come from a sentence: "by Yezhov", "it was Yezhov".
var nameLeadIns = strings.Fields("it was is by of to with for")

// bodiesOfPeople are left out after a surname that they are named after: "Dewey Commission".
var bodiesOfPeople = strings.Fields("commission committee inquiry enquiry tribunal")

var (
	possessive = regexp.MustCompile("(\\pL)['’‘‛ʼ′`´＇][sS][\\s.!?]*$")
	nameToken  = regexp.MustCompile(`([\pL\pM\p{Nd}]+)(\.?)`)
	nameHyphen = regexp.MustCompile(`(\pL)[\p{Pd}−](\pL)`)
)

// scholarlyLetters are c and x as scholars use them to write Russian, in which Bukharin is Buxarin.
var scholarlyLetters = strings.NewReplacer("ch", "ch", "Ch", "Ch", "c", "ts", "C", "Ts", "x", "kh", "X", "Kh")

// readName lists the ways in which a typed name can be read: with a hyphen between two words or inside one, with
// scholarly letters, and with two or three capitals as initials. Where one comma puts the surname first, it comes last
// in the reading. Titles are left out.
func readName(text string) []nameReading {
	text = possessive.ReplaceAllString(norm.NFC.String(strings.ToValidUTF8(text, "\uFFFD")), "$1")
	texts := []string{text}
	for _, other := range []string{nameHyphen.ReplaceAllString(text, "$1$2"), scholarlyLetters.Replace(text)} {
		if other != text {
			texts = append(texts, other)
		}
	}
	var out []nameReading
	for _, t := range texts {
		out = append(out, newReading(t, parseWords))
		if capitals(t) {
			out = append(out, newReading(t, parseCapitals))
		}
	}
	return out
}

// newReading reads one form of a typed name. A single comma comes between a surname and what belongs in front of it.
func newReading(text string, parse func(string) []nameWord) nameReading {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，、،;", r) })
	if len(parts) != 2 {
		return withoutExtras(parse(text))
	}
	front, back := withoutExtras(parse(parts[0])), withoutExtras(parse(parts[1]))
	if len(back.words) == 1 && contains(titles, back.words[0].plain) { // Yagoda, Commissar
		back.words = nil
	}
	return nameReading{append(back.words, front.words...), front.feminine || back.feminine}
}

// withoutExtras leaves out titles and small words in front, and at the end a body that is named after the person.
func withoutExtras(words []nameWord) nameReading {
	var r nameReading
	for len(words) > 1 && contains(nameLeadIns, words[0].plain) {
		words = words[1:]
	}
	for len(words) > 1 && contains(titlesOfWomen, words[0].plain) {
		words, r.feminine = words[1:], true
	}
	words = withoutTitles(words)
	if last := len(words) - 1; last > 0 && contains(bodiesOfPeople, words[last].plain) {
		words = words[:last]
	}
	r.words = words
	return r
}

// withoutTitles leaves out the titles in front of a name; one word always stays. "Deputy of Yagoda" is somebody else
// and stays as it is, while "head of the NKVD Yagoda" says of what he was the head.
func withoutTitles(words []nameWord) []nameWord {
	rest, of := words, false
	for len(rest) > 1 && contains(titles, rest[0].plain) {
		switch {
		case contains(belongings, rest[0].plain):
			of = true
		case !contains(epithets, rest[0].plain):
			of = false
		}
		rest = rest[1:]
	}
	if of && !contains(titles, rest[0].plain) {
		return words
	}
	return rest
}

// parseWords splits a name into words. A single letter is an initial, and so are a few letters with a full stop.
func parseWords(text string) []nameWord {
	var out []nameWord
	tokens := nameToken.FindAllStringSubmatch(withoutApostrophes(text), -1)
	for i, m := range tokens {
		n := utf8.RuneCountInString(m[1])
		stopped := m[2] != "" && i < len(tokens)-1 // the stop at the end closes the answer
		for _, w := range nameWords(m[1]) {
			out = append(out, nameWord{plain: w, key: foldWord(w), short: n == 1 || n <= 4 && stopped})
		}
	}
	return out
}

// parseCapitals is parseWords with each run of two or three capitals taken for initials.
func parseCapitals(text string) []nameWord {
	var apart []string
	for _, w := range strings.Fields(text) {
		if capitals(w) {
			w = strings.Join(strings.Split(w, ""), " ")
		}
		apart = append(apart, w)
	}
	return parseWords(strings.Join(apart, " "))
}

// capitals tells whether a text has a word of two or three capital letters.
func capitals(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(w string) bool {
		n := utf8.RuneCountInString(w)
		return (n == 2 || n == 3) && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsUpper(r) })
	})
}

func withoutApostrophes(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(apostrophes, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
}

// noNames are words that are never taken for a given name, since they change what the answer says.
var noNames = strings.Fields(`
	not no never nor neither either or and but non anti ex pro fake false wrong maybe perhaps probably possibly likely
	except without against after before instead rather than unlike like under over from about around near
	this that these those his her their its was were is are be been did does do all both some any who whom what which
	if then also only even just really an in on at as you he she it we they ne ili of to by for with
	hardly scarcely barely rarely seldom cannot isnt wasnt arent werent aint dont doesnt didnt wont wouldnt cant couldnt
	shouldnt hasnt havent hadnt dunno idk unsure guess think know nicht kein keine nein niet geen nem nao nie pas sin
	net nikto nikogda wife widow husband son daughter brother sister father mother uncle aunt cousin friend enemy rival
	successor predecessor follower supporter opponent murderer killer commission committee inquiry report`)

// namesOutsider tells whether a reading is the accepted name of somebody who is not in the cast, with a given name or
// initials that cannot be checked: "John Dewey" where Dewey is asked for.
func (c *Cast) namesOutsider(r nameReading, accepted string) bool {
	words := foldedWords(accepted)
	n := len(r.words) - len(words)
	if len(words) == 0 || n < 1 || n > 2 || keysOf(r.words[n:]) != strings.Join(words, " ") {
		return false
	}
	for _, w := range r.words[:n] {
		if !w.short && (contains(noNames, w.plain) || c.holdsWord(w.key)) {
			return false
		}
	}
	return true
}
