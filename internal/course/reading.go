package course

import (
	"regexp"
	"strings"
)

var (
	wordPattern     = regexp.MustCompile(`[\p{L}’']+`)
	sentencePattern = regexp.MustCompile(`[^.?!:]+`)
	vowelGroup      = regexp.MustCompile(`[aeiouy]+`)
)

// grade is the Flesch-Kincaid grade level of a text: 0.39 words per sentence + 11.8 syllables per word - 15.59
// (Kincaid et al. 1975). Syllables are counted as groups of vowels, without a silent final e. 0 for a text without
// words.
func grade(text string) float64 {
	words := wordPattern.FindAllString(text, -1)
	if len(words) == 0 {
		return 0
	}
	sentences, syllables := 0, 0
	for _, s := range sentencePattern.FindAllString(text, -1) {
		if wordPattern.MatchString(s) {
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
	return max(1, len(vowelGroup.FindAllString(w, -1)))
}

// longestSentence is the number of words of the longest sentence.
func longestSentence(text string) int {
	longest := 0
	for _, s := range sentencePattern.FindAllString(text, -1) {
		longest = max(longest, len(wordPattern.FindAllString(s, -1)))
	}
	return longest
}
