package quiz

import (
	"fmt"
	"regexp"
	"strings"
)

// TrueFalse asks whether a statement is true and, if it is false, for the words that put it right.
type TrueFalse struct {
	Statement     string     `yaml:"statement"`
	Answer        bool       `yaml:"answer"`
	WrongSpan     string     `yaml:"wrong_span,omitempty"`
	Correction    Correction `yaml:"correction,omitempty"`
	FeedbackTrue  string     `yaml:"feedback_true"`
	FeedbackFalse string     `yaml:"feedback_false"`

	cast *Cast
}

// Correction holds the words that make a false statement true.
type Correction struct {
	Match  string   `yaml:"match"` // name, text, year or number
	Accept []Accept `yaml:"accept"`
	Near   float64  `yaml:"near,omitempty"` // share of the correction that a name one letter off earns

	granted []string // texts that a teacher accepts as well
}

// fixPart is the name of the correction as a form field, a part of the answer and a line of the grade.
const fixPart = "fix"

// SetCast hands over the people whose names are recognised.
func (q *TrueFalse) SetCast(c *Cast) { q.cast = c }

func (q *TrueFalse) matcher() matcher {
	c := q.Correction
	return matcher{match: c.Match, accept: c.Accept, granted: c.granted, near: c.Near, cast: q.cast}
}

// Parse reads field "v", true or false, and field "fix", the correction. The correction is always read and may be
// empty: whether it is asked for must not tell that the statement is false.
func (q *TrueFalse) Parse(f Form, _ Deal) (Answer, []Problem) {
	v, fix := f.Value("v"), cleanTyped(f.Value(fixPart))
	var ps []Problem
	if v != "true" && v != "false" {
		ps = append(ps, Problem{Field: "v", Message: "Choose true or false."})
	}
	switch message := q.askAgain(fix); {
	case tooLong(fix):
		ps = append(ps, Problem{Field: fixPart, Message: fmt.Sprintf(
			"Your correction is too long. Use at most %d characters.", maxTyped)})
	case v == "false" && message != "":
		ps = append(ps, Problem{Field: fixPart, Message: message})
	}
	if len(ps) > 0 {
		return nil, ps
	}
	a := Answer{"verdict": {v}}
	if fix != "" {
		a[fixPart] = []string{fix}
	}
	return a, nil
}

// Fill is the form that gives an answer.
func (q *TrueFalse) Fill(a Answer, _ Deal) Form {
	return Form{"v": a["verdict"], fixPart: a[fixPart]}
}

// figuresOnly matches a correction that can only mean a number.
var figuresOnly = regexp.MustCompile(`^(?:[\d.,'/ +-]|\b(?:or|to|and|between)\b)+$`)

// askAgain says what to type instead of a correction that is meant as a year or a number and cannot be read as one. It
// looks at the statement and the correction and not at the key: to ask about false statements alone would tell that
// they are false. What the key accepts is never asked about.
func (q *TrueFalse) askAgain(fix string) string {
	if fix == "" || tooLong(fix) || q.matcher().judge(fix).score > 0 {
		return ""
	}
	statesYear, statesNumber := false, false
	for _, word := range tokens(q.Statement) {
		_, spelled := spelledNumber(word)
		year := yearInText.MatchString(word)
		statesYear = statesYear || year
		statesNumber = statesNumber || spelled || !year && strings.ContainsAny(word, "0123456789")
	}
	text := numberText(fix)
	if _, ok := readYear(fix); ok {
		return ""
	}
	figures := strings.ContainsAny(text, "0123456789") && figuresOnly.MatchString(text)
	_, number := readQuantity(fix, true)
	switch {
	case statesYear && (speaksOfYears.MatchString(text) || figures && !statesNumber):
		return askForYear
	case statesNumber && figures && !number:
		return askForNumber
	}
	return ""
}

// Grade gives 1 for "true" to a true statement. To a false one "false" earns half and an accepted correction the other
// half; a correction counts with "false" only.
func (q *TrueFalse) Grade(a Answer) Grade {
	verdict, fix := a.Value("verdict"), cleanTyped(a.Value(fixPart))
	words := map[string]string{"true": "True", "false": "False"}
	g := Grade{Given: words[verdict]}
	line := Line{ID: "verdict", Label: q.Statement, Given: words[verdict], Expected: words["false"], Mark: Wrong}
	if q.Answer {
		line.Expected = words["true"]
	}
	switch verdict {
	case "true":
		line.Feedback = q.FeedbackTrue
	case "false":
		line.Feedback = q.FeedbackFalse
		if fix != "" {
			g.Given += ". Correction: " + fix
		}
	default:
		line.Mark = Missed
	}
	if line.Given != "" && line.Given == line.Expected {
		line.Mark = Right
	}
	g.Lines = []Line{line}
	switch {
	case !q.Answer:
		q.gradeCorrection(&g, fix)
	case line.Mark == Right:
		g.Score = 1
	}
	return g
}

// gradeCorrection adds the correction of a false statement to a grade whose first line is the verdict.
func (q *TrueFalse) gradeCorrection(g *Grade, fix string) {
	m := q.matcher()
	fixed := Line{
		ID: fixPart, Label: "What should stand instead of " + quoted(q.WrongSpan), Expected: m.best(), Mark: Missed,
	}
	if g.Lines[0].Mark == Right {
		j := m.judge(fix)
		g.Score = clamp(0.5 + 0.5*j.score)
		fixed.Given, fixed.Mark, fixed.Feedback, fixed.Unmatched = fix, j.mark, j.feedback, j.unmatched
		if j.unmatched {
			g.Unmatched = []string{fix}
		}
	}
	g.Lines = append(g.Lines, fixed)
}

// GuessScore is 1/2 for a true statement and 1/4 for a false one, where the correction cannot be guessed.
func (q *TrueFalse) GuessScore() float64 {
	if q.Answer {
		return 0.5
	}
	return 0.25
}

// Asks is the statement.
func (q *TrueFalse) Asks() string { return q.Statement }

// Parts is nothing: there is one statement.
func (q *TrueFalse) Parts() []string { return nil }

// Typed are the accepted corrections.
func (q *TrueFalse) Typed() []string { return acceptTexts(q.Correction.Accept) }

// Check applies V14, V21 and the part of V25 that concerns one statement.
func (q *TrueFalse) Check(Common) []Finding {
	fs := checkFeedback([]said{{"$.feedback_true", q.FeedbackTrue}, {"$.feedback_false", q.FeedbackFalse}})
	if strings.TrimSpace(q.Statement) == "" {
		return append(fs, failure("V25", "$.statement", "there is no statement", "write the statement that is true or false"))
	}
	if n := wordCount(q.Statement); n > 25 {
		fs = append(fs, warning(
			"V25", "$.statement", "the statement has more than 25 words", "say one thing in at most 25 words",
		))
	}
	for _, w := range tokens(q.Statement) {
		if w == "and" || w == "because" {
			fs = append(fs, warning(
				"V25", "$.statement", "the statement may hold two claims, joined by "+quoted(w), "make it one clause",
			))
			break
		}
	}
	return append(fs, q.checkCorrection()...)
}

// checkCorrection applies V21 and V25 to the wrong words and what is accepted in their place.
func (q *TrueFalse) checkCorrection() []Finding {
	var fs []Finding
	given := q.Correction.Match != "" || len(q.Correction.Accept) > 0
	if q.Answer {
		if q.WrongSpan != "" {
			fs = append(fs, failure("V25", "$.wrong_span", "a true statement has no wrong words", "leave wrong_span out"))
		}
		if given {
			fs = append(fs, failure("V25", "$.correction", "a true statement needs no correction", "leave correction out"))
		}
		return fs
	}
	if q.WrongSpan == "" || strings.Count(q.Statement, q.WrongSpan) != 1 {
		fs = append(fs, failure(
			"V25", "$.wrong_span", "the wrong words are not exactly once in the statement",
			"copy them from the statement, letter by letter",
		))
	}
	if !given {
		return append(fs, failure(
			"V25", "$.correction", "a false statement has no correction", "add the words that make it true",
		))
	}
	m := q.matcher()
	if m.match == matchRegex {
		fs = append(fs, failure(
			"V25", "$.correction.match", "a correction is not matched by a pattern", "use name, text, year or number",
		))
	}
	for i, a := range m.accept {
		if q.WrongSpan != "" && m.same(a.Text, q.WrongSpan) {
			fs = append(fs, failure(
				"V25", "$.correction.accept"+index(i)+".text", "the correction is the same as the wrong words",
				"write the words that make the statement true",
			))
		}
	}
	return append(fs, m.check("$.correction")...)
}
