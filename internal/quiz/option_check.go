package quiz

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkOptions applies the rules for options: V02 with the given limits, V04 to V11, V13 to V15, and the form of the
// question.
func checkOptions(c Common, options []Option, shuffle *bool, least, most int) []Finding {
	fs := checkAsks(c)
	if n := len(options); n < least || n > most {
		fs = append(fs, failure(
			"V02", "$.options", fmt.Sprintf("there are %d options", n), fmt.Sprintf("use %d to %d", least, most),
		))
	}
	parts := make([]part, len(options))
	feedback := make([]said, len(options))
	for i, o := range options {
		at := "$.options" + index(i)
		parts[i] = part{at, o.ID, o.Text}
		feedback[i] = said{at + ".feedback", o.Feedback}
		fs = append(fs, checkOption(c, at, o)...)
	}
	fs = append(fs, checkParts("V10", parts)...)
	fs = append(fs, checkLengths(options)...)
	fs = append(fs, checkAbsolutes(options)...)
	fs = append(fs, checkClang(c.Stem, options)...)
	fs = append(fs, checkGrammar(c.Stem, options)...)
	fs = append(fs, checkOverlap(options)...)
	fs = append(fs, checkOrder(options, shuffle)...)
	fs = append(fs, checkFeedback(feedback)...)
	return append(fs, checkMisconceptions(options)...)
}

var (
	optionOnOptions = regexp.MustCompile(
		`(?i)\b(all|none|both|neither|any)\b.{0,12}\b(above|these|those|options|answers)\b|^[a-e] (and|or) [a-e]$`,
	)
	optionUnsure = regexp.MustCompile(`(?i)^\W*(?:i )?(?:do not|don['’]?t) know\b|^\W*(?:i am |i['’]m )?not sure\b`)
)

// dismissal finds an option that throws evidence away. Nobody who knows how to take tests believes it, so it is no
// choice.
var dismissal = regexp.MustCompile(
	`(?i)\b(?:worthless|useless|pointless|meaningless|no (?:use|value|worth|meaning|interest)|counts? for nothing|` +
		`(?:proves?|tells?(?: us)?|shows?(?: us)?|means?) nothing|not worth|(?:does not|do not|doesn['’]t|don['’]t) matter|` +
		`(?:nobody|no one) can(?: ever)? (?:know|say|tell)|(?:cannot|can never) be known|` +
		`impossible to (?:know|say|tell)|must (?:therefore |then )?be (?:false|wrong|invented|lies|a lie)|` +
		`(?:just|mere|merely|only) (?:lies|a lie|propaganda)|can(?: safely)? be ignored|nobody cares?)\b`,
)

// checkOption applies V04, the options' part of V06, V13 and V32 to one option.
func checkOption(c Common, at string, o Option) []Finding {
	var fs []Finding
	text := strings.TrimSpace(o.Text)
	if bare := strings.TrimRight(text, "."); optionOnOptions.MatchString(bare) || optionUnsure.MatchString(bare) {
		fs = append(fs, failure(
			"V04", at+".text", quoted(o.Text)+" is not an answer of its own",
			"write an answer that stands alone, or leave the option out",
		))
	}
	if negative(c.Stem) && negative(text) {
		fs = append(fs, failure("V06", at+".text", "the question and this option are both negative", "ask what is so"))
	}
	if found := dismissal.FindString(text); found != "" && !o.Correct {
		fs = append(fs, warning(
			"V32", at+".text", "the wrong option dismisses the evidence ("+quoted(found)+")",
			"write a wrong answer that a careful reader could believe",
		))
	}
	switch n := wordCount(text); {
	case n > 30:
		fs = append(fs, failure("V13", at+".text", fmt.Sprintf("the option has %d words", n), "use at most 15"))
	case n > 15:
		fs = append(fs, warning("V13", at+".text", fmt.Sprintf("the option has %d words", n), "use at most 15"))
	}
	return fs
}

// checkLengths applies V05. Where there are several right options their mean length counts. A right option that is less
// than 12 characters longer gives nothing away, however short the others are.
func checkLengths(options []Option) []Finding {
	var right, wrong, rights, wrongs float64
	shortest, longest, key := -1, -1, -1
	length := func(i int) int { return utf8.RuneCountInString(strings.TrimSpace(options[i].Text)) }
	for i, o := range options {
		if shortest < 0 || length(i) < length(shortest) {
			shortest = i
		}
		if longest < 0 || length(i) > length(longest) {
			longest = i
		}
		if !o.Correct {
			wrong, wrongs = wrong+float64(length(i)), wrongs+1
			continue
		}
		right, rights = right+float64(length(i)), rights+1
		if key < 0 || length(i) > length(key) {
			key = i
		}
	}
	var fs []Finding
	if rights > 0 && wrongs > 0 {
		r, w := right/rights, wrong/wrongs
		at := "$.options" + index(key) + ".text"
		message := fmt.Sprintf("the right answer is longer (%.0f characters) than the wrong ones (%.0f)", r, w)
		switch {
		case r-w < 12:
		case r > 1.8*w:
			fs = append(fs, failure("V05", at, message, "shorten it, or say more in the wrong ones"))
		case r > 1.3*w:
			fs = append(fs, warning("V05", at, message, "shorten it, or say more in the wrong ones"))
		}
	}
	if len(options) > 1 && length(shortest) >= 12 && float64(length(longest)) > 2.5*float64(length(shortest)) {
		fs = append(fs, warning(
			"V05", "$.options"+index(longest)+".text", "this option is more than two and a half times as long as the shortest",
			"make the options similar in length",
		))
	}
	return fs
}

var absolutes = []string{"always", "never", "all", "every", "only", "none", "completely"}

func absolute(text string) string {
	for _, w := range tokens(text) {
		if contains(absolutes, w) {
			return w
		}
	}
	return ""
}

// checkAbsolutes applies V07.
func checkAbsolutes(options []Option) []Finding {
	var fs []Finding
	inKey := false
	for i, o := range options {
		if w := absolute(o.Text); w != "" && o.Correct {
			inKey = true
			fs = append(fs, warning(
				"V07", "$.options"+index(i)+".text", "the right option says "+quoted(w), "say how far it is so",
			))
		}
	}
	for i, o := range options {
		if w := absolute(o.Text); w != "" && !o.Correct && !inKey {
			fs = append(fs, failure(
				"V07", "$.options"+index(i)+".text", "a wrong option alone says "+quoted(w)+", which gives it away",
				"take the word out",
			))
		}
	}
	return fs
}

// stopWords are long words that a question shares with anything.
var stopWords = strings.Fields(`
	about above according after again against almost along already although always among another answer around
	because become before began being below between beyond cannot choose could describe describes did during either
	every following first given itself later least likely mainly might never option options other others ought
	people question rather reason shall should since source sources still story their theirs themselves there
	therefore these thing things those though through toward towards under until unless using where whether which
	while whose within without would years`)

// contentWords are the stems of the words of five letters or more that carry meaning.
func contentWords(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(plain(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(w) >= 5 && !contains(stopWords, w) && !contains(out, stemmed(w)) {
			out = append(out, stemmed(w))
		}
	}
	return out
}

// stemmed cuts the commonest English endings off, so that arrest, arrests and arrested are one.
func stemmed(w string) string {
	if strings.HasSuffix(w, "ss") {
		return w
	}
	for _, ending := range strings.Fields("ations ation ings ing ions ion ers ies ied ed er es s y e") {
		if strings.HasSuffix(w, ending) && len(w)-len(ending) >= 4 {
			return w[:len(w)-len(ending)]
		}
	}
	return w
}

// checkClang applies V08.
func checkClang(stem string, options []Option) []Finding {
	words := make([][]string, len(options))
	for i, o := range options {
		words[i] = contentWords(o.Text)
	}
	var fs []Finding
	for _, w := range contentWords(stem) {
		holder, n := 0, 0
		for i := range options {
			if contains(words[i], w) {
				holder, n = i, n+1
			}
		}
		if n == 1 && options[holder].Correct {
			fs = append(fs, warning(
				"V08", "$.options"+index(holder)+".text", "a word of the question ("+w+"…) comes back in the right option alone",
				"use another word, or use it in a wrong option too",
			))
		}
	}
	return fs
}

var grammarCue = regexp.MustCompile(`(?i)\b(?:a|an|is|are|is/are|a/an|a\(n\))\s*:?$`)

// checkGrammar applies V09.
func checkGrammar(stem string, options []Option) []Finding {
	var fs []Finding
	if grammarCue.MatchString(strings.TrimSpace(stem)) {
		fs = append(fs, failure(
			"V09", "$.stem", "the last word of the question shows which options fit",
			"move the word into the options, or ask a question",
		))
	}
	stops := 0
	for _, o := range options {
		if strings.HasSuffix(strings.TrimSpace(o.Text), ".") {
			stops++
		}
	}
	if stops > 0 && stops < len(options) {
		fs = append(fs, failure(
			"V09", "$.options", "some options end with a full stop and some do not", "end all with one, or none",
		))
	}
	return fs
}

// checkOverlap applies the parts of V10 that concern two options: ranges and likeness. Equal texts are found with the
// ids.
func checkOverlap(options []Option) []Finding {
	var fs []Finding
	for j := range options {
		at := "$.options" + index(j) + ".text"
		for i := range j {
			x, okX := optionExtent(options[i].Text)
			y, okY := optionExtent(options[j].Text)
			same := foldText(options[i].Text) == foldText(options[j].Text)
			if okX && okY && !same && x.overlaps(y) {
				fs = append(fs, failure(
					"V10", at, quoted(options[j].Text)+" overlaps with "+quoted(options[i].Text),
					"let each number fit one option only",
				))
				continue
			}
			if !same && !(okX && okY) && jaccard(tokens(options[i].Text), tokens(options[j].Text)) >= 0.8 {
				fs = append(fs, warning(
					"V10", at, quoted(options[j].Text)+" is almost the same as "+quoted(options[i].Text),
					"make the options clearly different",
				))
			}
		}
	}
	return fs
}

// jaccard is the share of words that two texts have in common among all their words.
func jaccard(a, b []string) float64 {
	all, both := map[string]bool{}, 0
	for _, w := range a {
		all[w] = true
	}
	seen := map[string]bool{}
	for _, w := range b {
		if all[w] && !seen[w] {
			both++
		}
		seen[w] = true
	}
	for w := range seen {
		all[w] = true
	}
	if len(all) == 0 {
		return 0
	}
	return float64(both) / float64(len(all))
}

// checkOrder applies V11.
func checkOrder(options []Option, shuffle *bool) []Finding {
	fixed := shuffle != nil && !*shuffle
	keys, ordered := orderKeys(options)
	if !ordered {
		if fixed {
			return []Finding{failure(
				"V11", "$.shuffle", "these options have no order of their own", "leave shuffle out, so that they are shuffled",
			)}
		}
		return nil
	}
	var fs []Finding
	if !fixed {
		fs = append(fs, failure("V11", "$.shuffle", "numbers and dates are easier to read in order", "write shuffle: false"))
	}
	for i := 1; i < len(keys); i++ {
		if keys[i] < keys[i-1] {
			fs = append(fs, failure(
				"V11", "$.options"+index(i)+".text", "this option is less than the one above it",
				"list numbers and dates from first to last",
			))
			break
		}
	}
	return fs
}

// checkMisconceptions applies V15.
func checkMisconceptions(options []Option) []Finding {
	wrong, named := 0, 0
	for _, o := range options {
		if !o.Correct {
			wrong++
			if o.Misconception != "" {
				named++
			}
		}
	}
	if 2*named >= wrong {
		return nil
	}
	return []Finding{warning(
		"V15", "$.options", fmt.Sprintf("%d of %d wrong options name a misconception", named, wrong),
		"name the wrong idea that each stands for, at least in half of them",
	)}
}
