package course

import (
	"regexp"
	"strings"
	"unicode"
)

// wordPattern finds where the words are that wordsRead lists.
var wordPattern = regexp.MustCompile(`[\p{L}’']+`)

// inWord reports whether a letter belongs to a word, as far as reading is concerned.
func inWord(r rune) bool { return unicode.IsLetter(r) || r == '’' || r == '\'' }

func wordsRead(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !inWord(r) })
}

func sentencesIn(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!:", r) })
}

// grade is the Flesch-Kincaid grade level of a text: 0.39 words per sentence + 11.8 syllables per word - 15.59
// (Kincaid et al. 1975). Syllables are counted as groups of vowels, without a silent final e. 0 for a text without
// words.
func grade(text string) float64 {
	words := wordsRead(text)
	if len(words) == 0 {
		return 0
	}
	sentences, syllables := 0, 0
	for _, s := range sentencesIn(text) {
		if strings.ContainsFunc(s, inWord) {
			sentences++
		}
	}
	for _, w := range words {
		syllables += syllablesOf(w)
	}
	n := float64(len(words))
	return 0.39*n/float64(max(1, sentences)) + 11.8*float64(syllables)/n - 15.59
}

func syllablesOf(word string) int {
	w := strings.ToLower(word)
	if strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "le") {
		w = strings.TrimSuffix(w, "e")
	}
	if strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "ted") && !strings.HasSuffix(w, "ded") {
		w = strings.TrimSuffix(w, "ed") + "d"
	}
	groups, before := 0, false
	for _, r := range w {
		vowel := strings.ContainsRune("aeiouy", r)
		if vowel && !before {
			groups++
		}
		before = vowel
	}
	return max(1, groups)
}

// longestSentence is the number of words of the longest sentence.
func longestSentence(text string) int {
	longest := 0
	for _, s := range sentencesIn(text) {
		longest = max(longest, len(wordsRead(s)))
	}
	return longest
}
