package quiz

import (
	"math"
	"regexp"
	"slices"
)

// Accept is a text that counts as an answer, and how much of the score it earns.
type Accept struct {
	Text  string  `yaml:"text"`
	Score float64 `yaml:"score,omitempty"` // over 0, at most 1; left out: 1
}

func (a Accept) worth() float64 {
	if a.Score == 0 {
		return 1
	}
	return clamp(a.Score)
}

// WrongAnswer is a text that many give and that is wrong, with what to say to it.
type WrongAnswer struct {
	Text     string `yaml:"text"`
	Feedback string `yaml:"feedback"`
}

// The ways in which a typed text is compared with an accepted one.
const (
	matchName   = "name"   // by FoldName and the cast
	matchText   = "text"   // without case, spaces, punctuation, diacritics and small words in front
	matchYear   = "year"   // the same year, by readYear
	matchNumber = "number" // the same value, by readQuantity
	matchRegex  = "regex"  // the whole text, without case
)

var matches = []string{matchName, matchText, matchYear, matchNumber, matchRegex}

// acceptTexts lists the accepted texts in their order.
func acceptTexts(accept []Accept) []string {
	texts := make([]string, len(accept))
	for i, a := range accept {
		texts[i] = a.Text
	}
	return texts
}

// matcher decides on a typed text.
type matcher struct {
	match   string
	accept  []Accept
	granted []string // texts that a teacher accepts beside those of the author
	near    float64  // score of a name one letter off; 0: none
	wrong   []WrongAnswer
	cast    *Cast
}

// judgement is what a matcher says about a typed text.
type judgement struct {
	score     float64
	mark      Mark
	feedback  string
	unmatched bool // the text is like nothing known, so a person should look at it
}

// best is the answer to show a student.
func (m matcher) best() string {
	if len(m.accept) == 0 {
		return ""
	}
	return m.accept[0].Text
}

// judge decides in this order: an accepted text; a known wrong text or the name of somebody else; the
// same with small words left out; a name one letter off. Anything else is wrong, and goes to a person if no rule could
// read it. It never looks for a text inside another: "not Yezhov" holds Yezhov.
func (m matcher) judge(given string) judgement {
	given = cleanTyped(given)
	if given == "" {
		return judgement{mark: Missed}
	}
	if m.grants(given) {
		return credited(1, "")
	}
	if j, ok := m.judgeListed(given, m.same); ok {
		return j
	}
	switch m.match {
	case matchName:
		return m.judgeName(given)
	case matchYear:
		_, ok := readYear(given)
		return judgement{mark: Wrong, unmatched: !ok}
	case matchNumber:
		_, ok := m.readNumber(given)
		return judgement{mark: Wrong, unmatched: !ok}
	case matchText:
		if j, ok := m.judgeListed(given, sameButSmallWords); ok {
			return j
		}
	}
	return judgement{mark: Wrong, unmatched: true}
}

// judgeListed looks a text up among the accepted and the known wrong ones.
func (m matcher) judgeListed(given string, same func(listed, given string) bool) (judgement, bool) {
	for _, a := range m.accept {
		if same(a.Text, given) {
			return credited(a.worth(), ""), true
		}
	}
	for _, w := range m.wrong {
		if same(w.Text, given) || m.match == matchRegex && foldText(w.Text) == foldText(given) {
			return judgement{mark: Wrong, feedback: w.Feedback}, true
		}
	}
	return judgement{}, false
}

// grants tells whether a teacher accepts the text. Spelling counts as it does for the author's texts, but nothing near.
func (m matcher) grants(given string) bool {
	fold := foldText
	if m.match == matchName {
		fold = FoldName
	}
	key := fold(given)
	for _, text := range m.granted {
		if key == fold(text) && (key != "" || text == given) {
			return true
		}
	}
	return false
}

// judgeName decides on a name that is not in the list of accepted ones as it was typed.
func (m matcher) judgeName(given string) judgement {
	keys := make([]string, len(m.accept))
	for i, a := range m.accept {
		keys[i] = FoldName(a.Text)
	}
	readings := readName(given)
	for _, r := range readings { // without title, hyphen or possessive
		if i := slices.Index(keys, r.key()); i >= 0 && r.key() != "" && !r.feminine {
			return credited(m.accept[i].worth(), "")
		}
	}
	expected, who := m.cast.expected(keys), m.cast.called(readings)
	strangers := 0
	for _, p := range who {
		if !contains(expected, p) {
			strangers++
		}
	}
	switch {
	case len(who) > 0 && strangers == len(who):
		return judgement{mark: Wrong, feedback: m.aboutStrangers(who)}
	case len(who) > 0 && strangers == 0: // another spelling or the full name of the right person
		return credited(m.worthOf(who, keys), "")
	case len(who) > 0: // a surname that the right person shares; enough if the author accepts it
		if i := slices.IndexFunc(keys, func(key string) bool { return slices.Equal(m.cast.who(key), who) }); i >= 0 {
			return credited(m.accept[i].worth(), "")
		}
		return judgement{mark: Wrong, unmatched: true}
	}
	if j, ok := m.judgeOutsider(readings, keys); ok {
		return j
	}
	return m.judgeNear(readings, keys, expected)
}

// aboutStrangers says who was named instead: in the author's words, if the author expected them.
func (m matcher) aboutStrangers(who []int) string {
	for _, w := range m.wrong {
		for _, p := range m.cast.called(readName(w.Text)) {
			if contains(who, p) {
				return w.Feedback
			}
		}
	}
	return "That is " + listed(m.cast.names(who), "or") + ", not the person asked for here."
}

// judgeOutsider decides on the full name of somebody whom the cast does not know.
func (m matcher) judgeOutsider(readings []nameReading, keys []string) (judgement, bool) {
	for i, a := range m.accept {
		for _, r := range readings {
			if len(m.cast.who(keys[i])) == 0 && m.cast.namesOutsider(r, a.Text) {
				return credited(a.worth(), ""), true
			}
		}
	}
	for _, w := range m.wrong {
		for _, r := range readings {
			if key := FoldName(w.Text); key != "" && (r.key() == key || m.cast.namesOutsider(r, w.Text)) {
				return judgement{mark: Wrong, feedback: w.Feedback}, true
			}
		}
	}
	return judgement{}, false
}

// judgeNear decides on a name that nobody has in this spelling. It earns something if it is one letter away from the
// right person's name and from nobody else's.
func (m matcher) judgeNear(readings []nameReading, keys []string, expected []int) judgement {
	if m.near > 0 {
		for _, r := range readings {
			if score, right := m.nearReading(r, keys, expected); score > 0 {
				return judgement{
					score: min(clamp(m.near), score), mark: Near, feedback: "Check the spelling: " + right + ".",
				}
			}
		}
	}
	return judgement{mark: Wrong, unmatched: true}
}

// nearReading finds what a reading is one letter away from, and what that is worth.
func (m matcher) nearReading(r nameReading, keys []string, expected []int) (worth float64, right string) {
	key := r.key()
	if r.feminine || m.cast.rivals(key, expected) {
		return 0, ""
	}
	for i, k := range keys {
		if nearKeys(k, key) {
			return m.accept[i].worth(), m.accept[i].Text
		}
	}
	for _, p := range expected {
		for _, k := range m.cast.keys[p] {
			if nearKeys(k, key) {
				return m.worthOf([]int{p}, keys), m.best()
			}
		}
	}
	who := m.cast.nearly(r)
	for _, p := range who {
		if !contains(expected, p) {
			return 0, ""
		}
	}
	if len(who) == 0 {
		return 0, ""
	}
	return m.worthOf(who, keys), m.best()
}

// worthOf is the best score of the accepted texts that mean one of these people.
func (m matcher) worthOf(who []int, keys []string) float64 {
	best := 0.0
	for i, a := range m.accept {
		for _, p := range m.cast.who(keys[i]) {
			if contains(who, p) {
				best = max(best, a.worth())
			}
		}
	}
	return best
}

func credited(score float64, feedback string) judgement {
	if score >= 1 {
		return judgement{score: 1, mark: Right, feedback: feedback}
	}
	return judgement{score: score, mark: Near, feedback: feedback}
}

// same compares a listed text with a given one.
func (m matcher) same(accepted, given string) bool {
	switch m.match {
	case matchName:
		key := FoldName(accepted)
		return key != "" && key == FoldName(given)
	case matchYear:
		want, ok := readYear(accepted)
		got, ok2 := readYear(given)
		return ok && ok2 && want == got
	case matchNumber:
		want, ok := ParseNumber(accepted)
		got, ok2 := m.readNumber(given)
		return ok && ok2 && want == got
	case matchRegex:
		re, err := wholeRegexp(accepted)
		return err == nil && re.MatchString(given)
	}
	key := foldText(accepted)
	return key != "" && key == foldText(given)
}

// sameButSmallWords compares two texts without the small words in front of them.
func sameButSmallWords(accepted, given string) bool {
	key := foldText(withoutSmallWords(accepted))
	return key != "" && key == foldText(withoutSmallWords(given))
}

// readNumber reads a typed number. Where every accepted number is whole, a comma parts thousands and nothing else.
func (m matcher) readNumber(given string) (float64, bool) {
	whole := true
	for _, a := range m.accept {
		n, ok := ParseNumber(a.Text)
		whole = whole && ok && n == math.Trunc(n)
	}
	if n, ok := readQuantity(given, whole); ok {
		return n, true
	}
	return readOrdinal(given)
}

// askAgain says what to type instead of a text that cannot be read as the year or number that is needed; "" if it can.
// Such a text is not an answer yet and costs nothing.
func (m matcher) askAgain(given string) string {
	switch {
	case !m.judge(given).unmatched:
	case m.match == matchYear:
		return askForYear
	case m.match == matchNumber:
		return askForNumber
	}
	return ""
}

// What people read who typed something else into a box for a year or a number.
const (
	askForYear   = "Write one year in four figures."
	askForNumber = "Write one number in figures. Exactly three figures follow a comma."
)

// wholeRegexp compiles a pattern that must fit the whole text.
func wholeRegexp(pattern string) (*regexp.Regexp, error) {
	return regexp.Compile("(?i)^(?:" + pattern + ")$")
}

// check reports what is wrong with how a text is matched, and with the accepted and the known wrong texts. path is the
// YAML path of the part that holds them.
func (m matcher) check(path string) []Finding {
	var fs []Finding
	if !contains(matches, m.match) {
		fs = append(fs, failure(
			"V21", path+".match", "no such way to compare a text: "+quoted(m.match), "use one of "+listed(matches, "or"),
		))
	}
	if len(m.accept) == 0 {
		fs = append(fs, failure("V21", path+".accept", "nothing is accepted", "list at least one accepted text"))
	}
	if m.near != 0 && (m.match != matchName || !(m.near > 0 && m.near < 1)) {
		fs = append(fs, failure(
			"V21", path+".near", "near is for names, and lies between 0 and 1",
			"use near: 0.5 with match: name, or leave it out",
		))
	}
	return append(append(append(fs, m.checkAccepted(path)...), m.checkWrong(path)...), m.checkCast(path)...)
}

// checkAccepted reports what is wrong with the accepted texts and their scores.
func (m matcher) checkAccepted(path string) []Finding {
	var fs []Finding
	full := false
	for i, a := range m.accept {
		at := path + ".accept" + index(i)
		full = full || a.worth() == 1
		if !(a.worth() > 0) || a.Score < 0 || a.Score > 1 {
			fs = append(fs, failure(
				"V21", at+".score", "a score lies over 0 and is at most 1", "correct the score, or leave it out for 1",
			))
		}
		fs = append(fs, m.checkText(at+".text", a.Text)...)
		for j := range i {
			if m.alike(m.accept[j].Text, a.Text) {
				fs = append(fs, failure(
					"V21", at+".text", quoted(a.Text)+" is the same answer as "+quoted(m.accept[j].Text), "leave one of them out",
				))
			}
		}
	}
	if len(m.accept) > 0 && !full {
		fs = append(fs, failure(
			"V21", path+".accept", "no accepted text earns the full score", "give one accepted text the score 1",
		))
	}
	if m.match == matchRegex && m.best() != "" && regexp.QuoteMeta(m.best()) != m.best() {
		fs = append(fs, failure(
			"V21", path+".accept[0].text", "students are shown the first accepted text, and this is a pattern",
			"put the answer in plain words first",
		))
	}
	return fs
}

// checkWrong reports what is wrong with the known wrong texts.
func (m matcher) checkWrong(path string) []Finding {
	var fs []Finding
	for i, w := range m.wrong {
		at := path + ".wrong" + index(i) + ".text"
		fs = append(fs, m.checkText(at, w.Text)...)
		for _, a := range m.accept {
			if m.same(a.Text, w.Text) {
				fs = append(fs, failure(
					"V21", at, quoted(w.Text)+" is accepted as "+quoted(a.Text), "leave it out of wrong or of accept",
				))
			}
		}
	}
	return fs
}

// checkText reports a text that can never be matched.
func (m matcher) checkText(at, text string) []Finding {
	ok, remedy := true, "write a text that a student could type"
	switch m.match {
	case matchName:
		ok = FoldName(text) != ""
	case matchYear:
		_, ok = readYear(text)
		remedy = "write the year in digits, between quotation marks"
	case matchNumber:
		_, ok = ParseNumber(text)
		remedy = "write a number in figures, between quotation marks"
	case matchRegex:
		_, err := wholeRegexp(text)
		ok, remedy = err == nil && text != "", "correct the pattern"
	default:
		ok = foldText(text) != ""
	}
	if ok {
		return nil
	}
	return []Finding{failure("V21", at, quoted(text)+" can never match", remedy)}
}

// alike tells whether two authored texts are one answer.
func (m matcher) alike(a, b string) bool {
	if m.match == matchRegex {
		return a == b
	}
	return m.same(a, b)
}

// checkCast reports an accepted name that belongs to another person than the first one does.
func (m matcher) checkCast(path string) []Finding {
	if m.match != matchName || len(m.accept) == 0 {
		return nil
	}
	var fs []Finding
	first := m.cast.who(FoldName(m.accept[0].Text))
	for i, a := range m.accept[1:] {
		who := m.cast.who(FoldName(a.Text))
		if len(first) == 0 || len(who) == 0 {
			continue
		}
		mine := false
		for _, p := range who {
			mine = mine || contains(first, p)
		}
		if !mine {
			fs = append(fs, failure(
				"V21", path+".accept"+index(i+1)+".text",
				quoted(a.Text)+" is the name of "+listed(m.cast.names(who), "or")+", not of "+listed(m.cast.names(first), "or"),
				"accept the names of one person only",
			))
		}
	}
	return fs
}
