package quiz

import "strings"

// checkAsked applies the rules for options to a question inside a question: $.auto[1], $.because. It has an ask instead
// of a stem. Its wrong options need no misconceptions, and their order is not the author's to choose: see dealtAsked.
func checkAsked(at, ask string, options []Option) []Finding {
	var shuffle *bool
	if _, ordered := orderKeys(options); ordered {
		shuffle = new(bool)
	}
	var fs []Finding
	keys := 0
	for _, o := range options {
		if o.Correct {
			keys++
		}
	}
	if keys != 1 {
		fs = append(fs, failure(
			"V03", at+".options", counted(keys)+" options are right", "mark one option with correct: true",
		))
	}
	if wordCount(ask) == 0 {
		fs = append(fs, failure("V12", at+".ask", "nothing is asked", "write a short question"))
	}
	for _, f := range append(checkOptions(Common{Stem: ask}, options, shuffle, 2, 5), checkNegative(ask)...) {
		if f.Rule == "V15" {
			continue
		}
		if rest, ok := strings.CutPrefix(f.Path, "$.stem"); ok {
			f.Path = at + ".ask" + rest
		} else {
			f.Path = at + strings.TrimPrefix(f.Path, "$")
		}
		fs = append(fs, f)
	}
	return fs
}

// dealtAsked returns options in the order this person sees: numbers and dates ascend as they are written, all others
// are shuffled. group keeps the lists of one question apart, which may use the same ids.
func dealtAsked(group string, options []Option, d Deal) []Option {
	if _, ordered := orderKeys(options); ordered {
		return options
	}
	byID := make(map[string]Option, len(options))
	for _, o := range options {
		byID[o.ID] = o
	}
	out := make([]Option, 0, len(options))
	for _, id := range d.Order(group, optionIDs(options)) {
		out = append(out, byID[id])
	}
	return out
}
