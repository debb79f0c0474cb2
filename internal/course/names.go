package course

import (
	"slices"
	"strings"
)

// knownNames are names and terms by their first word in lower case, the longest first. A text is gone through once,
// however many there are.
type knownNames map[string][]knownName

type knownName struct {
	words []string // in lower case, unless exact
	exact bool     // of a person: capital letters count, so that the word strong is not Anna Louise Strong
}

func (k knownNames) add(name string, exact bool) {
	words := wordsRead(name)
	if len(words) == 0 {
		return
	}
	if !exact {
		for i, w := range words {
			words[i] = strings.ToLower(w)
		}
	}
	first := strings.ToLower(words[0])
	k[first] = append(k[first], knownName{words, exact})
	slices.SortStableFunc(k[first], func(a, b knownName) int { return len(b.words) - len(a.words) })
}

// cutFrom puts "he" for every name in a text, with or without a possessive or a plural s.
func (k knownNames) cutFrom(text string) string {
	at := wordPattern.FindAllStringIndex(text, -1)
	words := make([]string, len(at))
	for i, span := range at {
		words[i] = text[span[0]:span[1]]
	}
	var b strings.Builder
	done := 0
	for i := 0; i < len(words); i++ {
		n := k.at(words[i:])
		if n == 0 {
			continue
		}
		b.WriteString(text[done:at[i][0]])
		b.WriteString("he")
		done = at[i+n-1][1]
		i += n - 1
	}
	b.WriteString(text[done:])
	return b.String()
}

// at is how many words at the beginning are a name; 0 when there is none.
func (k knownNames) at(words []string) int {
	for _, first := range []string{strings.ToLower(words[0]), strings.ToLower(bare(words[0]))} {
		for _, name := range k[first] {
			if name.begins(words) {
				return len(name.words)
			}
		}
	}
	return 0
}

func (n knownName) begins(words []string) bool {
	if len(n.words) > len(words) {
		return false
	}
	for i, want := range n.words {
		got := words[i]
		if !n.exact {
			got = strings.ToLower(got)
		}
		if got != want && (i < len(n.words)-1 || bare(got) != want) {
			return false
		}
	}
	return true
}

// bare is a word without a possessive or a plural s.
func bare(word string) string {
	for _, ending := range []string{"’s", "'s", "s’", "s'", "s"} {
		if short, ok := strings.CutSuffix(word, ending); ok {
			return short
		}
	}
	return word
}
