package course

import (
	"strings"
	"testing"
)

func TestWordsRead(t *testing.T) {
	for _, text := range []string{
		"", "One word", "Don't say “it’s” — ’tis 1934, naïve (Ёжов).", "a.b?c!d:e", "  ...  ", "x\u0301y é ʼ ` 2nd",
	} {
		got, want := wordsRead(text), wordPattern.FindAllString(text, -1)
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	for word, want := range map[string]int{
		"a": 1, "the": 1, "table": 2, "wanted": 2, "jumped": 1, "idea": 2, "Europe": 2, "queue": 1, "rhythm": 1, "Ежов": 1,
		"beautiful": 3, "Yezhov": 2,
	} {
		if got := syllablesOf(word); got != want {
			t.Errorf("%q has %d syllables, want %d", word, got, want)
		}
	}
}
