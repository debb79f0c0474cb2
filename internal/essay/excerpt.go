package essay

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestSentence is the most characters of a sentence that is chosen as a whole. A text without full stops would
// otherwise be one thing to choose, and would show everything and so nothing.
const longestSentence = 300

// Sentences cuts a text into its sentences, each with the white space after it, so that put together they are the text.
// A sentence that goes on for long is cut where it pauses: after a mark between its parts, or else between two words.
func Sentences(text string) []string {
	var all []string
	from := 0 // where the piece begins that is not put down yet
	found := sentences(text)
	for i := range found {
		to := len(text)
		if i+1 < len(found) {
			to = found[i+1].from
		}
		all = append(all, pauses(text[from:to])...)
		from = to
	}
	if from < len(text) { // white space alone
		all = append(all, text[from:])
	}
	return all
}

// pauses cuts a long sentence into parts.
func pauses(sentence string) (parts []string) {
	for {
		at := pause(sentence)
		if at == 0 {
			return append(parts, sentence)
		}
		parts = append(parts, sentence[:at])
		sentence = sentence[at:]
	}
}

// pause is where the first part of a long sentence ends, behind the white space; 0 when the sentence is short enough or
// has no place to be cut.
func pause(sentence string) int {
	if utf8.RuneCountInString(strings.TrimSpace(sentence)) <= longestSentence {
		return 0
	}
	marked, plain, seen := 0, 0, 0
	before := ' '
	for i, r := range sentence {
		seen++
		if unicode.IsSpace(before) && !unicode.IsSpace(r) && strings.TrimSpace(sentence[:i]) != "" {
			last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(sentence[:i], unicode.IsSpace))
			if seen > longestSentence && plain > 0 {
				break
			}
			plain = i
			if strings.ContainsRune(",;:–—", last) {
				marked = i
			}
		}
		before = r
	}
	if marked > 0 {
		return marked
	}
	return plain
}

// between stands in an excerpt where words of the text are left out.
const between = " … "

// Excerpt puts the sentences of a text that were chosen to show something into one quotation, in the order of the text:
// a … stands where others lie between them. What was chosen and is no sentence of the text comes back as lost, unless
// its words stand there all the same; then they are the end of the quotation.
func Excerpt(text string, chosen []string) (excerpt string, lost []string) {
	left := make([]string, len(chosen)) // what has not been found yet
	for i, c := range chosen {
		left[i] = squeeze(c)
	}
	var b strings.Builder
	put := func(words string, next bool) {
		switch {
		case b.Len() > 0 && next:
			b.WriteByte(' ')
		case b.Len() > 0:
			b.WriteString(between)
		}
		b.WriteString(words)
	}
	last := -1
	for i, sentence := range Sentences(text) {
		words := squeeze(sentence)
		at := slices.Index(left, words)
		if at < 0 || words == "" {
			continue
		}
		put(words, last == i-1)
		last = i
		left = slices.Delete(left, at, at+1)
	}
	for _, words := range left {
		switch {
		case words == "":
		case Holds(text, words):
			put(words, false)
		default:
			lost = append(lost, words)
		}
	}
	return b.String(), lost
}

// Excerpted says which sentences of a text an excerpt is made of, in the order of Sentences. Words of the text that are
// no sentences of it, as people used to copy them out, come back as own.
func Excerpted(text, excerpt string) (chosen []bool, own string) {
	all := Sentences(text)
	chosen = make([]bool, len(all))
	rest := squeeze(excerpt)
	for i, sentence := range all {
		words := squeeze(sentence)
		if words == "" || !strings.HasPrefix(rest, words) {
			continue
		}
		after := rest[len(words):]
		cut := strings.TrimPrefix(strings.TrimPrefix(after, between), " ")
		if after != "" && cut == after { // only the beginning of another sentence
			continue
		}
		chosen[i], rest = true, cut
	}
	if Holds(text, rest) {
		own = rest
	}
	return chosen, own
}

// squeeze writes a text on one line.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }
