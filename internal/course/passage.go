package course

import (
	"errors"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Passage is a piece of a source's faithful reading.
type Passage struct {
	HTML  []byte // trusted, and not always balanced: only all pieces together are
	Quote int    // the index of the quote that this piece is; -1 for what stands between
}

// PassageError is a quote that cannot be cut out of a reading, and why.
type PassageError struct {
	Quote int // index
	Text  string
	Why   string
}

// Error says which quote and why.
func (e *PassageError) Error() string { return quote(e.Text) + " " + e.Why }

// Passages cuts the faithful reading at each quote. All pieces together are s.Faithful again, byte for byte.
//
// A quote is plain words; a line break counts as a space. It stands exactly once, as whole words, inside one run of
// text: it does not reach over a tag, and no two quotes overlap. Otherwise the error joins a PassageError for every
// quote that cannot be cut out.
func (s *Source) Passages(quotes []string) ([]Passage, error) {
	cuts, bad := findPassages(s.Faithful, quotes)
	if len(bad) > 0 {
		errs := make([]error, len(bad))
		for i := range bad {
			errs[i] = &bad[i]
		}
		return nil, errors.Join(errs...)
	}
	var pieces []Passage
	end := 0
	for _, c := range cuts {
		if c.from > end {
			pieces = append(pieces, Passage{HTML: s.Faithful[end:c.from], Quote: -1})
		}
		pieces = append(pieces, Passage{HTML: s.Faithful[c.from:c.to], Quote: c.quote})
		end = c.to
	}
	if end < len(s.Faithful) {
		pieces = append(pieces, Passage{HTML: s.Faithful[end:], Quote: -1})
	}
	return pieces, nil
}

// cut is where a quote stands in a reading, in bytes.
type cut struct{ from, to, quote int }

// findPassages looks for every quote and returns the cuts in reading order, and what is wrong with the quotes in
// theirs.
func findPassages(reading []byte, quotes []string) ([]cut, []PassageError) {
	text := readSigns(reading)
	bare := slices.DeleteFunc(slices.Clone(text), func(s sign) bool { return s.r == tagSign })
	var cuts []cut
	var bad []PassageError
	for i, q := range quotes {
		want := []rune(strings.Join(strings.Fields(q), " "))
		found := standing(text, want)
		why := ""
		switch {
		case len(want) == 0:
			why = "has no words"
		case len(found) > 1:
			why = "stands more than once in the faithful reading"
		case len(found) == 0 && len(standing(bare, want)) > 0:
			why = "reaches over a change of type or of paragraph"
		case len(found) == 0:
			why = "does not stand in the faithful reading"
		default:
			at := found[0]
			cuts = append(cuts, cut{text[at].from, text[at+len(want)-1].to, i})
			continue
		}
		bad = append(bad, PassageError{i, q, why})
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.from - b.from })
	for i := 1; i < len(cuts); i++ {
		if cuts[i].from < cuts[i-1].to {
			late, early := max(cuts[i].quote, cuts[i-1].quote), min(cuts[i].quote, cuts[i-1].quote)
			bad = append(bad, PassageError{late, quotes[late], "overlaps with " + quote(quotes[early])})
		}
	}
	slices.SortStableFunc(bad, func(a, b PassageError) int { return a.Quote - b.Quote })
	return cuts, bad
}

// tagSign stands for a tag among the signs of a reading. No text holds it: goldmark writes U+FFFD for it.
const tagSign = rune(0)

// sign is one character as a reader sees it, and the bytes of HTML that make it.
type sign struct {
	r        rune
	from, to int
}

// readSigns reads HTML as goldmark writes it: a tag and a character reference are one sign each, and so is any run of
// white space.
func readSigns(reading []byte) []sign {
	var signs []sign
	for at := 0; at < len(reading); {
		r, size := utf8.DecodeRune(reading[at:])
		switch {
		case r == '<':
			if end := slices.Index(reading[at:], '>'); end >= 0 {
				size = end + 1
			}
			r = tagSign
		case r == '&':
			if end := slices.Index(reading[at:], ';'); end >= 0 {
				if c := []rune(html.UnescapeString(string(reading[at : at+end+1]))); len(c) == 1 {
					r, size = c[0], end+1
				}
			}
		case unicode.IsSpace(r):
			r = ' '
			for {
				next, n := utf8.DecodeRune(reading[at+size:])
				if n == 0 || !unicode.IsSpace(next) {
					break
				}
				size += n
			}
		}
		signs = append(signs, sign{r, at, at + size})
		at += size
	}
	return signs
}

// Words is the faithful reading as a reader sees it, without markup.
func (s *Source) Words() string {
	var b strings.Builder
	for _, sign := range readSigns(s.Faithful) {
		if sign.r != tagSign {
			b.WriteRune(sign.r)
		}
	}
	return strings.TrimSpace(b.String())
}

// standing lists where words stand whole among signs.
func standing(text []sign, want []rune) []int {
	var found []int
	inWord := func(i int) bool {
		return i >= 0 && i < len(text) && (unicode.IsLetter(text[i].r) || unicode.IsDigit(text[i].r))
	}
	for at := 0; len(want) > 0 && at+len(want) <= len(text); at++ {
		same := true
		for i, r := range want {
			if text[at+i].r != r {
				same = false
				break
			}
		}
		last := at + len(want) - 1
		if same && !(inWord(at-1) && inWord(at)) && !(inWord(last) && inWord(last+1)) {
			found = append(found, at)
		}
	}
	return found
}
