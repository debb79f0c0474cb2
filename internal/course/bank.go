package course

import (
	"fmt"
	"regexp"
	"strings"

	"dossier/internal/quiz"
)

// checkBank applies the rules that need more than one question, or the course around a question.
// Their numbers are those of quiz.Rules.
func (c *compiler) checkBank() {
	c.checkNames()
	c.checkKeys()
	c.checkStatements()
	for _, l := range c.course.Lessons {
		c.checkBlueprint(l)
		c.checkCueing(l)
	}
	for _, id := range c.questionOrder {
		q := c.located[id]
		if q.question.Served() {
			c.checkReading(q)
			c.checkSpelling(q)
			c.checkReferent(q)
			c.checkQuotations(q)
			c.checkEvidence(q)
			c.checkComparison(q)
			c.checkWaivers(q)
		}
	}
}

// verdict is that a rule has something against a question, waived or not.
type verdict struct {
	question, rule string
	warning        bool
}

// questionError reports an error of a question.
func (c *compiler) questionError(q locatedQuestion, path, rule, message, remedy string) {
	c.raised[verdict{q.question.ID, rule, false}] = true
	c.add(q.path(path), rule, "question "+q.question.ID+": "+message, remedy)
}

// questionWarning reports a warning about a question unless the author waived the rule.
func (c *compiler) questionWarning(q locatedQuestion, path, rule, message, remedy string) {
	c.raised[verdict{q.question.ID, rule, true}] = true
	if !q.question.Waives(rule) {
		c.warn(q.path(path), rule, "question "+q.question.ID+": "+message, remedy)
	}
}

// bankRules are the rules that Question.Check does not decide, so their waivers are judged here. What is said about a
// lesson or the whole bank (V27 to V29) no question can waive.
var bankRules = map[string]bool{
	"V16": true, "V17": true, "V18": true, "V23": true, "V24": true, "V26": true, "V27": true, "V28": true, "V29": true,
	"V33": true,
}

// checkWaivers reports the waivers of bankRules that do nothing, as Question.Check does for its own.
func (c *compiler) checkWaivers(q locatedQuestion) {
	for i, w := range q.question.Waive {
		at, id := q.path("$.waive["+itoa(i)+"]"), q.question.ID
		switch {
		case !bankRules[w.Rule] || !q.question.Waives(w.Rule) || c.raised[verdict{id, w.Rule, true}]:
		case c.raised[verdict{id, w.Rule, false}]:
			c.add(at, w.Rule, "question "+id+": an error cannot be waived", "correct the question and take the waiver out")
		default:
			c.add(at, w.Rule, "question "+id+": the waiver waives nothing", "take it out")
		}
	}
}

// wordsOf is what a student reads before answering: the stem and the parts of the question.
func wordsOf(q *quiz.Question) (stem string, parts []string) {
	return strings.TrimSpace(q.Stem + " " + strings.ReplaceAll(q.Body.Asks(), "…", "it")), q.Body.Parts()
}

// V17: the words of a question are no harder to read than its history.
func (c *compiler) checkReading(q locatedQuestion) {
	stem, parts := wordsOf(q.question)
	text := stem
	for _, p := range parts {
		text += " " + strings.TrimRight(p, ".") + "."
	}
	level := grade(c.withoutNames(text))
	c.course.stemGrades[q.question.ID] = level
	switch {
	case level > 12:
		c.questionError(q, "$.stem", "V17", fmt.Sprintf("the reading grade is %.1f", level),
			"use shorter words and sentences; at most 9 is wanted, 12 allowed")
	case level > 9:
		c.questionWarning(q, "$.stem", "V17", fmt.Sprintf("the reading grade is %.1f", level),
			"use shorter words and sentences; at most 9 is wanted")
	}
	if n := longestSentence(stem); n > 25 {
		c.questionWarning(q, "$.stem", "V17", "a sentence of "+itoa(n)+" words", "split it; 25 words are enough")
	}
}

// withoutNames puts one short word for every name and glossary term, which the course teaches. People and terms have
// been read by now.
func (c *compiler) withoutNames(text string) string {
	if c.names == nil {
		c.names = knownNames{}
		for _, p := range c.course.People {
			c.names.add(p.Name, true)
			c.names.add(p.Surname, true)
		}
		for _, t := range c.course.Terms {
			c.names.add(t.Term, false)
		}
	}
	return c.names.cutFrom(text)
}

// V26: names in questions are in house spelling; variants belong in accept lists.
func (c *compiler) checkSpelling(q locatedQuestion) {
	stem, parts := wordsOf(q.question)
	text := stem + " " + strings.Join(parts, " ")
	for _, p := range c.course.People {
		for _, v := range p.Variants {
			if v != p.Name && v != p.Surname && strings.Contains(text, v) &&
				regexp.MustCompile(`\b`+regexp.QuoteMeta(v)+`\b`).MatchString(text) {
				c.questionError(q, "$.stem", "V26", quote(v)+" is not the spelling of this course", "write "+p.Name)
			}
		}
	}
}

// V16, second half: a quotation of four words or more stands in a source.
func (c *compiler) checkQuotations(q locatedQuestion) {
	stem, parts := wordsOf(q.question)
	for _, m := range fragment.FindAllStringSubmatch(stem+" "+strings.Join(parts, " "), -1) {
		words := spoken(m[1])
		if len(strings.Fields(words)) < 4 {
			continue
		}
		found := false
		for _, s := range c.course.Sources {
			found = found || strings.Contains(spoken(s.faithfulWords), words)
		}
		if !found {
			c.questionError(q, "$.stem", "V16", quote(m[1])+" stands in no source", "quote exactly, or report in your own words")
		}
	}
}

// mostKeys is how large a part of a source the right passages may be: where nearly everything is right, nothing is
// chosen.
const mostKeys = 0.4

// V23, second half: the passages to choose can be cut out of the source, and the right ones are the smaller part of it.
func (c *compiler) checkEvidence(q locatedQuestion) {
	b, ok := q.question.Body.(*quiz.EvidenceHighlight)
	if !ok || c.course.sources[b.Source] == nil { // a source that does not exist is reported already
		return
	}
	source := c.course.sources[b.Source]
	_, bad := findPassages(source.Faithful, b.Quotes())
	for _, e := range bad {
		c.questionError(q, "$.segments["+itoa(e.Quote)+"].quote", "V23", e.Error(),
			"copy words that stand once in its faithful reading, inside one paragraph")
	}
	keys := 0
	for i, words := range b.Quotes() {
		if b.IsKey(i) {
			keys += len(strings.Fields(words))
		}
	}
	if all := len(strings.Fields(source.Words())); float64(keys) > mostKeys*float64(all) {
		c.questionError(q, "$.segments", "V23", fmt.Sprintf("%d of the source's %d words are right", keys, all),
			"choose shorter passages; 40 % is the most")
	}
}

// V24, second half: the model answer speaks of both sources. That a source says who made it, when, what it is, for
// whom, what it is worth and where it fails is a rule for every source (R06).
func (c *compiler) checkComparison(q locatedQuestion) {
	b, ok := q.question.Body.(*quiz.Comparison)
	if !ok {
		return
	}
	for _, id := range b.Sources {
		if s := c.course.sources[id]; s != nil && !names(b.Model, s) {
			c.questionError(q, "$.model", "V24", "the model answer does not speak of "+s.Creator,
				"name the creator or the title of both sources")
		}
	}
}

// names tells whether a text names a source: by its title, or by the last word of what its creator is called,
// "Trotsky" or "Observer".
func names(text string, s *Source) bool {
	creator, _, _ := strings.Cut(s.Creator, ",")
	known := []string{s.Title}
	if words := wordsRead(creator); len(words) > 0 {
		known = append(known, words[len(words)-1])
	}
	for _, name := range known {
		if name != "" && regexp.MustCompile(`(?i)(^|\PL)`+regexp.QuoteMeta(name)+`(\PL|$)`).MatchString(text) {
			return true
		}
	}
	return false
}

// spoken is the words of a text alone, each between two spaces, so that whole words are found in it.
func spoken(text string) string {
	text = strings.ReplaceAll(strings.ToLower(text), "'", "’")
	return " " + strings.Join(wordsRead(text), " ") + " "
}

// V21, second half: nothing that one person is called folds to what another is called, or a right name would count
// for the wrong person. Relatives may share a surname as it is spelled; quiz.Cast then asks for more than the
// surname.
func (c *compiler) checkNames() {
	type claim struct {
		person *Person
		text   string
	}
	taken := map[string][]claim{}
	for _, p := range c.course.People {
		told := map[*Person]bool{}
		for _, text := range append([]string{p.Name, p.Surname}, p.Variants...) {
			key := quiz.FoldName(text)
			for _, other := range taken[key] {
				shared := p.Surname == other.person.Surname && key != quiz.FoldName(p.Name) &&
					key != quiz.FoldName(other.person.Name)
				if other.person == p || shared || told[other.person] {
					continue
				}
				told[other.person] = true
				c.add(c.at["person:"+p.ID], "V21", quote(text)+" of "+p.Name+" and "+quote(other.text)+" of "+
					other.person.Name+" are the same once spelling is folded",
					"give one of them a fuller name, or take the spelling out")
			}
			taken[key] = append(taken[key], claim{p, text})
		}
	}
}

// aims tells whether an objective is one of the lesson's.
func (l *Lesson) aims(objective string) bool {
	for _, o := range l.Objectives {
		if o.ID == objective {
			return true
		}
	}
	return false
}

// V27: what a lesson's questions cover together.
func (c *compiler) checkBlueprint(l *Lesson) {
	at := c.at["lesson:"+l.ID]
	all := append(append([]*quiz.Question(nil), l.Checks...), l.Pool...)
	perObjective := map[string]int{}
	marks, seen := 0.0, 0.0
	for _, q := range all {
		for i, o := range q.Objectives {
			if !l.aims(o) {
				c.add(c.located[q.ID].path("$.objectives["+itoa(i)+"]"), "R01", "the lesson has no objective "+quote(o),
					"name one of its objectives")
			}
			perObjective[o]++
		}
		marks += q.Marks
		if needsEvidence(q) {
			seen += q.Marks
		}
	}
	for _, o := range l.Objectives {
		if perObjective[o.ID] < 2 {
			c.add(at, "V27", "the objective "+quote(o.ID)+" has "+itoa(perObjective[o.ID])+" questions", "write at least two")
		}
	}
	if marks > 0 && seen < 0.3*marks {
		c.warn(at, "V27", fmt.Sprintf("%.0f %% of the lesson's marks need a source or a figure", 100*seen/marks),
			"reach 30 %")
	}
	if took := l.quizSeconds(); took > meanSeconds {
		c.add(at, "V27", "a quiz takes "+itoa(took)+" seconds on average",
			"stay within "+itoa(meanSeconds)+", so that few quizzes take more than "+itoa(QuizSeconds))
	}
}

// V28 and V29: neither length nor place of the key gives it away over the bank.
func (c *compiler) checkKeys() {
	n, longest, shortest, chance := 0, 0, 0, 0.0
	fixed, position := 0, map[int]int{}
	for _, q := range c.course.Questions() {
		b, ok := q.Body.(*quiz.SingleChoice)
		if !ok {
			continue
		}
		n++
		chance += b.GuessScore()
		key, most, shorter := 0, 0, 0
		for i, o := range b.Options {
			if o.Correct {
				key = i
			}
			if len([]rune(o.Text)) > len([]rune(b.Options[most].Text)) {
				most = i
			}
		}
		if key == most {
			longest++
		}
		for _, o := range b.Options {
			if len([]rune(b.Options[key].Text)) < len([]rune(o.Text)) {
				shorter++
			}
		}
		if shorter == len(b.Options)-1 {
			shortest++
		}
		if b.Shuffle != nil && !*b.Shuffle {
			fixed++
			position[key]++
		}
	}
	at := place{"quizzes", 1}
	if n >= 30 && float64(longest) > chance+0.15*float64(n) {
		c.warn(at, "V28", fmt.Sprintf("the right option is the longest in %d of %d single choices", longest, n),
			"lengthen distractors or shorten keys")
	}
	if n >= 30 && float64(shortest) > chance+0.15*float64(n) {
		c.warn(at, "V28", fmt.Sprintf("the right option is the shortest in %d of %d single choices", shortest, n),
			"lengthen keys or shorten distractors")
	}
	for p, k := range position {
		if fixed >= 12 && float64(k) > 0.6*float64(fixed) {
			c.warn(at, "V29", fmt.Sprintf("option %d is right in %d of %d unshuffled questions", p+1, k, fixed),
				"vary where the right option stands")
		}
	}
}
