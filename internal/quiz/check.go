package quiz

import (
	"fmt"
	"math"
	"regexp"
	"strings"
)

// failure is a finding that stops the question from being served.
func failure(rule, path, message, remedy string) Finding {
	return Finding{Rule: rule, Path: path, Message: message, Remedy: remedy}
}

// warning is a finding that can be waived.
func warning(rule, path, message, remedy string) Finding {
	return Finding{Rule: rule, Warning: true, Path: path, Message: message, Remedy: remedy}
}

func index(i int) string { return fmt.Sprintf("[%d]", i) }

// Check reports everything that is wrong with the question as written, as far as the question alone can tell. Warnings
// that the author waived with a reason are left out. Waivers of rules that need the whole course are left to Waives.
func (q *Question) Check() []Finding {
	fs := q.Common.check()
	if q.Body == nil {
		return append(fs, failure("V01", "$.kind", "the question has no body", "use one of "+listed(Kinds, "or")))
	}
	return q.Common.waive(append(fs, q.Body.Check(q.Common)...))
}

// Waives tells whether the author accepts a warning of a rule, and says why.
func (c Common) Waives(rule string) bool {
	for _, w := range c.Waive {
		if w.Rule == rule && strings.TrimSpace(w.Reason) != "" {
			return true
		}
	}
	return false
}

// waive takes the waived warnings out and reports waivers that do nothing.
func (c Common) waive(fs []Finding) []Finding {
	fired, failed := map[string]bool{}, map[string]bool{}
	var out []Finding
	for _, f := range fs {
		fired[f.Rule] = fired[f.Rule] || f.Warning
		failed[f.Rule] = failed[f.Rule] || !f.Warning
		if !f.Warning || !c.Waives(f.Rule) {
			out = append(out, f)
		}
	}
	for i, w := range c.Waive {
		at := "$.waive" + index(i)
		switch {
		case !knownRule(w.Rule):
			out = append(out, failure("V01", at+".rule", "there is no rule "+quoted(w.Rule), "write a rule such as V08"))
		case strings.TrimSpace(w.Reason) == "":
			out = append(out, failure(w.Rule, at+".reason", "the waiver gives no reason", "say why the warning is wrong here"))
		case !contains(checkedHere, w.Rule) || fired[w.Rule]:
		case failed[w.Rule]:
			out = append(out, failure(w.Rule, at, "an error cannot be waived", "correct the question and take the waiver out"))
		default:
			out = append(out, failure(w.Rule, at, "the waiver waives nothing", "take it out"))
		}
	}
	return out
}

// IDForm is the form of every id in the content: small letters and digits, with single hyphens between them.
var IDForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ValidID tells whether a text can be the id of something that has a page or a record of its own: IDForm, and 3 to 64
// characters.
func ValidID(id string) bool { return len(id) >= 3 && len(id) <= 64 && IDForm.MatchString(id) }

// check applies V01, V06 and V12 to the fields that all kinds share.
func (c Common) check() []Finding {
	var fs []Finding
	bad := func(path, message, remedy string) { fs = append(fs, failure("V01", path, message, remedy)) }
	if !ValidID(c.ID) {
		bad("$.id", quoted(c.ID)+" is not an id", "use 3 to 64 small letters, digits and single hyphens, such as kirov-01")
	}
	if c.Version < 1 {
		bad("$.version", "the version is not 1 or more", "begin with version: 1")
	}
	if !contains(Kinds, c.Kind) {
		bad("$.kind", "there is no kind "+quoted(c.Kind), "use one of "+listed(Kinds, "or"))
	}
	if strings.TrimSpace(c.Title) == "" {
		bad("$.title", "the question has no title", "add 2 to 6 words for lists")
	}
	if len(c.Skills) == 0 {
		bad("$.skills", "the question names no skill", "name at least one of "+listed(Skills, "or"))
	}
	for i, s := range c.Skills {
		if !contains(Skills, s) {
			bad("$.skills"+index(i), "there is no skill "+quoted(s), "use "+listed(Skills, "or"))
		}
	}
	if c.Tests != "" && !contains(Tested, c.Tests) {
		bad("$.tests", "tests is "+quoted(c.Tests), "use "+listed(Tested, "or")+", or leave it out")
	}
	if c.Difficulty < 1 || c.Difficulty > 3 {
		bad("$.difficulty", "the difficulty is not 1, 2 or 3", "use 1 for recall, 2 for applying, 3 for evaluating")
	}
	if !(c.Marks > 0) || math.IsInf(c.Marks, 0) {
		bad("$.marks", "the question earns no marks", "give it marks over 0")
	}
	if c.Seconds <= 0 {
		bad("$.seconds", "there is no estimate of the time", "say how many seconds the question takes")
	}
	if c.Confidence != "" && c.Confidence != "ask" && c.Confidence != "none" {
		bad("$.confidence", "confidence is not "+quoted(c.Confidence), "leave it out, or write none")
	}
	if c.Status != "" && c.Status != "draft" && c.Status != "live" {
		bad("$.status", "status is not "+quoted(c.Status), "leave it out, or write draft")
	}
	return append(append(fs, c.checkStem()...), checkNegative(c.Stem)...)
}

// stemGap is a gap inside a question.
var stemGap = regexp.MustCompile(`_{2,}|…|\.{3}|\{\{[^{}]*\}\}`)

// checkStem applies the part of V12 that holds for every kind.
func (c Common) checkStem() []Finding {
	stem := strings.TrimSpace(c.Stem)
	n := wordCount(stem)
	var fs []Finding
	switch {
	case n == 0:
		return []Finding{failure("V12", "$.stem", "there is no question", "write the question")}
	case n > 80:
		fs = append(fs, failure(
			"V12", "$.stem", "the question has more than 80 words", "put the reading into a source and ask in 5 to 40 words",
		))
	case n < 5 || n > 40:
		fs = append(fs, warning("V12", "$.stem", fmt.Sprintf("the question has %d words", n), "ask in 5 to 40 words"))
	}
	if at := stemGap.FindStringIndex(stem); at != nil && at[0] == 0 {
		fs = append(fs, warning("V12", "$.stem", "the question begins with the gap", "put the gap towards the end"))
	}
	return fs
}

// checkAsks applies the part of V12 that holds for kinds that ask, and do not tell what to do.
func checkAsks(c Common) []Finding {
	stem := strings.TrimSpace(c.Stem)
	if stem == "" || strings.HasSuffix(stem, "?") || strings.HasSuffix(stem, ":") ||
		len(stemGap.FindAllString(stem, -1)) == 1 {
		return nil
	}
	return []Finding{warning(
		"V12", "$.stem", "the question does not end with a question mark or a colon",
		"ask a question, or let the options end the sentence",
	)}
}

var (
	negativeWord   = regexp.MustCompile(`(?i)\b(?:not|except|least|never)\b|\w+n['’]t\b`)
	negativeMarked = regexp.MustCompile(`\*\*(?:NOT|EXCEPT|LEAST|NEVER)\*\*`)
	atLeast        = regexp.MustCompile(`(?i)\bat least\b`)
)

// negative tells whether a text denies something. "At least" does not.
func negative(text string) bool {
	return negativeWord.MatchString(atLeast.ReplaceAllString(text, ""))
}

// checkNegative applies V06 to the stem.
func checkNegative(stem string) []Finding {
	switch {
	case negative(negativeMarked.ReplaceAllString(stem, "")):
		return []Finding{failure(
			"V06", "$.stem", "the question asks what is not so, and does not show it", "ask what is so, or write **NOT**",
		)}
	case negativeMarked.MatchString(stem):
		return []Finding{warning("V06", "$.stem", "the question asks what is not so", "ask what is so")}
	}
	return nil
}

// part is a part of a question that has an id and a text.
type part struct{ path, id, text string }

// checkParts reports ids and texts that are missing or not different.
func checkParts(rule string, parts []part) []Finding {
	var fs []Finding
	ids, texts := map[string]bool{}, map[string]bool{}
	for _, p := range parts {
		switch {
		case strings.TrimSpace(p.id) == "":
			fs = append(fs, failure(rule, p.path+".id", "the id is missing", "give it an id, such as a letter"))
		case ids[p.id]:
			fs = append(fs, failure(
				rule, p.path+".id", "the id "+quoted(p.id)+" is there twice", "give each part an id of its own",
			))
		}
		key := foldText(p.text)
		switch {
		case key == "":
			fs = append(fs, failure(rule, p.path+".text", "the text is missing", "write a text"))
		case texts[key]:
			fs = append(fs, failure(rule, p.path+".text", quoted(p.text)+" is there twice", "make the texts different"))
		}
		ids[p.id], texts[key] = true, true
	}
	return fs
}

// calledText corrects the place of findings about a text: in the parts under a path the field has another name.
func calledText(fs []Finding, under, field string) []Finding {
	for i, f := range fs {
		if part, ok := strings.CutSuffix(f.Path, ".text"); ok && strings.HasPrefix(part, under) {
			fs[i].Path = part + "." + field
		}
	}
	return fs
}

// said is a piece of feedback and its YAML path.
type said struct{ path, text string }

var verdicts = []string{"correct", "incorrect", "wrong", "right", "yes", "no", "true", "false"}

// checkFeedback applies V14.
func checkFeedback(list []said) []Finding {
	var fs []Finding
	seen := map[string]bool{}
	for _, s := range list {
		n := wordCount(s.text)
		key := foldText(s.text)
		only := n > 0
		for _, w := range tokens(s.text) {
			only = only && contains(verdicts, w)
		}
		switch {
		case n == 0:
			fs = append(fs, failure("V14", s.path, "there is no feedback", "explain in 5 to 60 words"))
		case only:
			fs = append(fs, failure("V14", s.path, "the feedback only judges", "say why, in 5 to 60 words"))
		case n < 5 || n > 60:
			fs = append(fs, failure("V14", s.path, fmt.Sprintf("the feedback has %d words", n), "explain in 5 to 60 words"))
		case seen[key]:
			fs = append(fs, failure("V14", s.path, "the same feedback is there twice", "say what is particular to this answer"))
		}
		seen[key] = true
	}
	return fs
}
