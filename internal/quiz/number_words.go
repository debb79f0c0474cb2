package quiz

import "strings"

// Number words, as a student may write out a count of people.
var (
	smallNumbers = strings.Fields(
		"zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
			"eighteen nineteen",
	)
	tens = strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")
)

// wordScales are words that multiply a number that is written out.
var wordScales = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6}

// spelledNumber reads "eighteen", "twenty-one", "fifty four" or "eleven thousand" and reports false for anything else.
func spelledNumber(text string) (float64, bool) {
	words := strings.Fields(strings.ReplaceAll(strings.ToLower(text), "-", " "))
	if last := len(words) - 1; last > 0 && wordScales[words[last]] > 0 {
		n, ok := spelledNumber(strings.Join(words[:last], " "))
		return n * wordScales[words[last]], ok
	}
	if len(words) == 1 {
		for n, w := range smallNumbers {
			if w == words[0] {
				return float64(n), true
			}
		}
	}
	if len(words) == 0 || len(words) > 2 {
		return 0, false
	}
	for i, w := range tens {
		if w != words[0] {
			continue
		}
		n := float64(20 + 10*i)
		if len(words) == 1 {
			return n, true
		}
		for unit := 1; unit <= 9; unit++ {
			if smallNumbers[unit] == words[1] {
				return n + float64(unit), true
			}
		}
	}
	return 0, false
}
