package quiz_test

import (
	"testing"

	"dossier/internal/quiz"
)

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]float64{
		"681692": 681692, "681,692": 681692, "681 692": 681692, "681\u00a0692": 681692, "681\u202f692": 681692, "681.692": 681692,
		"681'692": 681692, "681’692": 681692, "681, 692": 681692, "680k": 680000, "680 K": 680000, "680 thousand": 680000,
		"0.7 million": 700000, "0,7 million": 700000, "0.7m": 700000, ".7 million": 700000, "1.234 million": 1234000, "1,500 million": 1.5e9,
		"2 bn": 2e9, "about 680k": 680000, "About 700,000": 700000, "around roughly 5": 5, "~ 5": 5, "c. 1936": 1936, "ca 1936": 1936,
		"approx. 12": 12, "12.5": 12.5, "12.50": 12.5, "0.692": 0.692, "1234.567": 1234.567, "1,234.5": 1234.5, "1.234,5": 1234.5,
		"1 234,5": 1234.5, "1,234,567": 1234567, "1.234.567": 1234567, "1.234.567 million": 1.234567e12, "12,5": 12.5, "0": 0, "007": 7,
		"-5": -5, "−5": -5, "+5": 5, "1936.": 1936, "６８１": 681, " 42 ": 42, "-0": 0, "0.0000007 million": 0.7,
		"seven": 7, "Eighteen": 18, "twenty-one": 21, "about fifty four": 54, "zero": 0, "ninety": 90,
	} {
		got, ok := quiz.ParseNumber(text)
		if !ok || !near(got, want) {
			t.Errorf("%q is %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", " ", "about", "many", "k", "million", "12 people", "1,23,456", "6,81,692", "1,,2", "1..2", "1,2345", "12,345,6", "1 2", "0 123", "0,5,5",
		"5%", "1e6", "0x10", "NaN", "Inf", "10²", "½", "1-2", "1 to 2", "--5", "1.2.3", "2000000000000000", "99999999999999999999999999",
		"seven eight", "twenty-zero", "ten-two", "one hundred and one", "not 5", "5 5", "1,234 567", ",", ".", "1'234 567",
	} {
		if got, ok := quiz.ParseNumber(text); ok {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
