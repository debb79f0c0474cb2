package course

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	"dossier/internal/quiz"
)

// statementStem is asked about every statement, so that the question does not tell which are false.
const statementStem = "Is this true? If it is false, write the correct word or words."

// What the statements of a bank may have in common with their answers.
const (
	fewStatements = 10   // fewer are too few to judge
	moreWords     = 1.15 // how much longer the true or the false ones may be on average
	moreOften     = 0.25 // how much more often they may carry a cue
)

// statement is a true/false question in its place.
type statement struct {
	locatedQuestion
	body  *quiz.TrueFalse
	first bool // no other statement of the lesson comes before it
	edge  bool // it opens or closes the list that a quiz is drawn from
}

// statementCues are what a player who knows no history could look at.
var statementCues = []struct {
	name   string
	of     func(statement) bool
	remedy string
}{
	{"hold a number", func(s statement) bool { return numeral.MatchString(s.body.Statement) },
		"take numbers out of some, or put numbers into others"},
	{"come first in their lesson", func(s statement) bool { return s.first },
		"let a true one come first in half of the lessons and a false one in the others"},
	{"open or close a quiz", func(s statement) bool { return s.edge }, "move some of them"},
}

var numeral = regexp.MustCompile(`\d`)

// checkStatements applies the part of V25 that needs the course: neither wording nor form nor place tells a true
// statement from a false one.
func (c *compiler) checkStatements() {
	var all, yes, no []statement
	for _, l := range c.course.Lessons {
		of := c.statementsOf(l)
		c.checkStatementsOfLesson(l, of)
		all = append(all, of...)
	}
	for _, s := range all {
		c.checkStatement(s)
		if s.body.Answer {
			yes = append(yes, s)
		} else {
			no = append(no, s)
		}
	}
	if len(all) < fewStatements {
		return
	}
	if 10*len(no) < 4*len(all) || 10*len(no) > 6*len(all) {
		most := yes
		if len(no) > len(yes) {
			most = no
		}
		c.warnStatement(most[0], itoa(len(no))+" of all "+itoa(len(all))+" statements are false",
			"make 40 to 60 % of them false")
	}
	if len(yes) == 0 || len(no) == 0 {
		return
	}
	c.compareLengths(yes, no)
	for _, cue := range statementCues {
		holdYes, holdNo := holding(yes, cue.of), holding(no, cue.of)
		shareYes, shareNo := float64(len(holdYes))/float64(len(yes)), float64(len(holdNo))/float64(len(no))
		message := fmt.Sprintf("%.0f %% of the true and %.0f %% of the false statements %s", 100*shareYes, 100*shareNo,
			cue.name)
		switch {
		case shareYes > shareNo+moreOften:
			c.warnStatement(holdYes[0], message, cue.remedy)
		case shareNo > shareYes+moreOften:
			c.warnStatement(holdNo[0], message, cue.remedy)
		}
	}
}

// statementsOf lists the statements of a lesson as they are met: those in the text, then those of the quiz.
func (c *compiler) statementsOf(l *Lesson) []statement {
	var of []statement
	take := func(q *quiz.Question, edge bool) {
		if b, ok := q.Body.(*quiz.TrueFalse); ok {
			of = append(of, statement{c.located[q.ID], b, len(of) == 0, edge})
		}
	}
	for _, q := range l.Checks {
		take(q, false)
	}
	for i, q := range l.Pool {
		take(q, i == 0 || i == len(l.Pool)-1)
	}
	return of
}

func (c *compiler) checkStatementsOfLesson(l *Lesson, of []statement) {
	no := len(holding(of, func(s statement) bool { return !s.body.Answer }))
	if len(of) > 1 && (no == 0 || no == len(of)) {
		c.warn(c.at["lesson:"+l.ID], "V25", itoa(no)+" of "+itoa(len(of))+" statements are false",
			"let a lesson have true and false ones")
	}
}

func (c *compiler) checkStatement(s statement) {
	if s.question.Stem != statementStem {
		c.warn(s.path("$.stem"), "V25", "question "+s.question.ID+": it asks in other words than other statements",
			"write "+quote(statementStem))
	}
	if len(s.question.Stimulus) > 0 {
		c.warn(s.path("$.stimulus"), "V25", "question "+s.question.ID+": a source or a figure stands beside the statement",
			"let the statement stand alone")
	}
}

// compareLengths finds true statements that are longer than false ones, or the other way about.
func (c *compiler) compareLengths(yes, no []statement) {
	meanYes, longYes := lengthOf(yes)
	meanNo, longNo := lengthOf(no)
	message := fmt.Sprintf("true statements have %.0f characters on average, false ones %.0f", meanYes, meanNo)
	const remedy = "shorten some, or say more in others"
	switch {
	case meanYes > moreWords*meanNo:
		c.warnStatement(longYes, message, remedy)
	case meanNo > moreWords*meanYes:
		c.warnStatement(longNo, message, remedy)
	}
}

// lengthOf is the mean length of statements, and the longest.
func lengthOf(list []statement) (mean float64, longest statement) {
	most := -1
	for _, s := range list {
		n := utf8.RuneCountInString(s.body.Statement)
		mean += float64(n) / float64(len(list))
		if n > most {
			most, longest = n, s
		}
	}
	return mean, longest
}

func holding(list []statement, cue func(statement) bool) []statement {
	var out []statement
	for _, s := range list {
		if cue(s) {
			out = append(out, s)
		}
	}
	return out
}

// warnStatement reports what is wrong with all statements together, at one of those that show it. No question can waive
// it.
func (c *compiler) warnStatement(s statement, message, remedy string) {
	c.warn(s.path("$.statement"), "V25", message, remedy)
}
