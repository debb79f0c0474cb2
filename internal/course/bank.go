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
	for _, l := range c.course.Lessons {
		c.checkBlueprint(l)
		c.checkCueing(l)
	}
	for _, id := range c.questionOrder {
		q := c.located[id]
		if q.question.Served() {
			c.checkReading(q)
			c.checkSpelling(q)
			c.checkQuotations(q)
		}
	}
	c.checkKeys()
}

// questionWarning reports a warning about a question unless the author waived the rule.
func (c *compiler) questionWarning(q locatedQuestion, path, rule, message, remedy string) {
	for _, w := range q.question.Waive {
		if w.Rule == rule {
			return
		}
	}
	c.warn(q.path(path), rule, "question "+q.question.ID+": "+message, remedy)
}

// wordsOf is what a student reads before answering: the stem and the parts of the question.
func wordsOf(q *quiz.Question) (stem string, parts []string) {
	stem = q.Stem
	switch b := q.Body.(type) {
	case *quiz.TrueFalse:
		stem += " " + b.Statement
	case *quiz.Cloze:
		stem += " " + gapPattern.ReplaceAllString(b.Text, "it")
	case *quiz.Matching:
		for _, p := range b.Prompts {
			parts = append(parts, p.Text)
		}
		for _, p := range b.Choices {
			parts = append(parts, p.Text)
		}
	case *quiz.Chronology:
		for _, i := range b.Items {
			parts = append(parts, i.Text)
		}
	default:
		for _, l := range q.Body.Grade(nil).Lines {
			if l.Misconception != "" || l.Feedback != "" {
				parts = append(parts, l.Label)
			}
		}
	}
	return stem, parts
}

var gapPattern = regexp.MustCompile(`\{\{[^}]*\}\}`)

// V17: the words of a question are no harder to read than its history.
func (c *compiler) checkReading(q locatedQuestion) {
	stem, parts := wordsOf(q.question)
	text := stem
	for _, p := range parts {
		text += " " + strings.TrimRight(p, ".") + "."
	}
	level := grade(c.withoutNames(text))
	switch {
	case level > 12:
		c.add(q.path("$.stem"), "V17", fmt.Sprintf("question %s: the reading grade is %.1f", q.question.ID, level), "use shorter words and sentences; at most 9 is wanted, 12 allowed")
	case level > 9:
		c.questionWarning(q, "$.stem", "V17", fmt.Sprintf("the reading grade is %.1f", level), "use shorter words and sentences; at most 9 is wanted")
	}
	if n := longestSentence(stem); n > 25 {
		c.questionWarning(q, "$.stem", "V17", "a sentence of "+itoa(n)+" words", "split it; 25 words are enough")
	}
}

// withoutNames puts one short word for every name and glossary term, which the course teaches.
func (c *compiler) withoutNames(text string) string {
	var known []string
	for _, p := range c.course.People {
		known = append(known, p.Name, p.Surname)
	}
	for _, t := range c.course.Terms {
		known = append(known, t.Term)
	}
	for _, k := range known {
		text = regexp.MustCompile(`(?i)\b`+regexp.QuoteMeta(k)+`(’s|s)?\b`).ReplaceAllString(text, "he")
	}
	return text
}

// V26: names in questions are in house spelling; variants belong in accept lists.
func (c *compiler) checkSpelling(q locatedQuestion) {
	stem, parts := wordsOf(q.question)
	text := stem + " " + strings.Join(parts, " ")
	for _, p := range c.course.People {
		for _, v := range p.Variants {
			if v != p.Name && v != p.Surname && regexp.MustCompile(`\b`+regexp.QuoteMeta(v)+`\b`).MatchString(text) {
				c.add(q.path("$.stem"), "V26", "question "+q.question.ID+" spells "+quote(v), "write "+p.Name)
			}
		}
	}
}

// V16, second half: a quotation of four words or more stands in a source.
func (c *compiler) checkQuotations(q locatedQuestion) {
	stem, parts := wordsOf(q.question)
	for _, m := range fragment.FindAllStringSubmatch(stem+" "+strings.Join(parts, " "), -1) {
		words := strings.Join(wordPattern.FindAllString(strings.ToLower(m[1]), -1), " ")
		if len(strings.Fields(words)) < 4 {
			continue
		}
		found := false
		for _, s := range c.course.Sources {
			if strings.Contains(strings.Join(wordPattern.FindAllString(strings.ToLower(s.FaithfulWords), -1), " "), words) {
				found = true
			}
		}
		if !found {
			c.add(q.path("$.stem"), "V16", "question "+q.question.ID+" quotes "+quote(m[1])+", which stands in no source", "quote exactly, or report in your own words")
		}
	}
}

// checkNames holds the cast apart: no two people may fold to the same key, or a right name would count for the wrong person.
func (c *compiler) checkNames() {
	keys := map[string]*Person{}
	for _, p := range c.course.People {
		key := quiz.FoldName(p.Surname)
		if other, ok := keys[key]; ok && quiz.FoldName(other.Name) == quiz.FoldName(p.Name) {
			c.add(c.at["person:"+p.ID], "V21", p.Name+" and "+other.Name+" cannot be told apart once spelling is folded", "give one of them a fuller name")
		}
		keys[key] = p
	}
}

// V25 and V27: what a lesson's questions cover together.
func (c *compiler) checkBlueprint(l *Lesson) {
	at := c.at["lesson:"+l.ID]
	all := append(append([]*quiz.Question(nil), l.Checks...), l.Pool...)
	perObjective := map[string]int{}
	marks, seen := 0.0, 0.0
	statements, falseOnes := 0, 0
	for _, q := range all {
		for i, o := range q.Objectives {
			if _, ok := c.at["objective:"+o]; !ok {
				c.add(c.located[q.ID].path("$.objectives["+itoa(i)+"]"), "R01", "there is no objective "+quote(o), "name one of the lesson's objectives")
			}
			perObjective[o]++
		}
		marks += q.Marks
		if len(q.Stimulus) > 0 {
			seen += q.Marks
		}
		if b, ok := q.Body.(*quiz.TrueFalse); ok {
			statements++
			if !b.Answer {
				falseOnes++
			}
		}
	}
	for _, o := range l.Objectives {
		if perObjective[o.ID] < 2 {
			c.add(at, "V27", "the objective "+quote(o.ID)+" has "+itoa(perObjective[o.ID])+" questions", "write at least two")
		}
	}
	if marks > 0 && seen < 0.3*marks {
		c.warn(at, "V27", fmt.Sprintf("%.0f %% of the lesson's marks need a source or a figure", 100*seen/marks), "reach 30 %")
	}
	seconds := 0
	for _, q := range l.Draw(nil) {
		seconds += q.Seconds
	}
	if seconds > 900 {
		c.add(at, "V27", "the quiz takes "+itoa(seconds)+" seconds", "stay within 900")
	}
	if statements > 1 && (falseOnes*10 < statements*4 || falseOnes*10 > statements*6) {
		c.warn(at, "V25", itoa(falseOnes)+" of "+itoa(statements)+" statements are false", "make 40 to 60 % of them false")
	}
}

// V18: the answer of one question does not stand in the stem of another of the same quiz.
func (c *compiler) checkCueing(l *Lesson) {
	for _, q := range l.Pool {
		cloze, ok := q.Body.(*quiz.Cloze)
		if !ok {
			continue
		}
		for _, other := range l.Pool {
			if other == q {
				continue
			}
			for _, gap := range cloze.Gaps {
				for _, a := range gap.Accept {
					if len(a.Text) >= 4 && regexp.MustCompile(`(?i)\b`+regexp.QuoteMeta(a.Text)+`\b`).MatchString(other.Stem) {
						c.questionWarning(c.located[q.ID], "$", "V18", "the stem of "+other.ID+" holds the answer "+quote(a.Text), "reword it, or put one of them into the text as a check")
					}
				}
			}
		}
	}
}

// V28 and V29: neither length nor place of the key gives it away over the bank.
func (c *compiler) checkKeys() {
	n, longest, chance := 0, 0, 0.0
	fixed, position := 0, map[int]int{}
	for _, q := range c.course.Questions() {
		b, ok := q.Body.(*quiz.SingleChoice)
		if !ok {
			continue
		}
		n++
		chance += b.GuessScore()
		key, most := 0, 0
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
		if b.Shuffle != nil && !*b.Shuffle {
			fixed++
			position[key]++
		}
	}
	at := place{"quizzes", 1}
	if n >= 30 && float64(longest) > chance+0.15*float64(n) {
		c.warn(at, "V28", fmt.Sprintf("the right option is the longest in %d of %d single choices", longest, n), "lengthen distractors or shorten keys")
	}
	for p, k := range position {
		if fixed >= 12 && float64(k) > 0.6*float64(fixed) {
			c.warn(at, "V29", fmt.Sprintf("option %d is right in %d of %d unshuffled questions", p+1, k, fixed), "vary where the right option stands")
		}
	}
}
