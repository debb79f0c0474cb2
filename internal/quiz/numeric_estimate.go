package quiz

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// NumericEstimate asks how many, which year or what share; the nearer, the better.
type NumericEstimate struct {
	Answer   float64 `yaml:"answer"`
	Unit     string  `yaml:"unit,omitempty"`
	Number   string  `yaml:"number"` // count, year or percent
	Bands    []Band  `yaml:"bands"`  // the first that holds the estimate gives the score
	AskRange bool    `yaml:"ask_range,omitempty"`
	Context  string  `yaml:"context,omitempty"` // what makes the number more than a number
}

// Band is how far from the answer an estimate may lie, said in one of three ways, and what it earns.
type Band struct {
	WithinPct *float64 `yaml:"within_pct,omitempty"` // per cent of the answer
	Within    *float64 `yaml:"within,omitempty"`     // in units
	Factor    *float64 `yaml:"factor,omitempty"`     // from answer/factor to answer*factor
	Score     float64  `yaml:"score"`
}

const (
	numberCount   = "count"
	numberYear    = "year"
	numberPercent = "percent"
)

// bounds are the least and the greatest estimate that a band holds; false if it does not say one thing.
func (b Band) bounds(answer float64) (lo, hi float64, ok bool) {
	ways := 0
	if b.WithinPct != nil {
		d := math.Abs(answer) * *b.WithinPct / 100
		lo, hi, ways, ok = answer-d, answer+d, ways+1, *b.WithinPct >= 0
	}
	if b.Within != nil {
		lo, hi, ways, ok = answer-*b.Within, answer+*b.Within, ways+1, *b.Within >= 0
	}
	if b.Factor != nil {
		lo, hi, ways, ok = answer / *b.Factor, answer**b.Factor, ways+1, *b.Factor >= 1 && answer > 0
	}
	return lo, hi, ok && ways == 1
}

// Parse reads field "n", or "lo" and "hi" when a range is asked for. The answer keeps the words that were typed.
func (q *NumericEstimate) Parse(f Form, _ Deal) (Answer, []Problem) {
	fields := []string{"n"}
	if q.AskRange {
		fields = []string{"lo", "hi"}
	}
	a := Answer{}
	var ps []Problem
	for _, field := range fields {
		text := cleanTyped(f.Value(field))
		if _, ok := q.read(text); !ok {
			ps = append(ps, Problem{Field: field, Message: q.askForNumber(text)})
		}
		a[field] = []string{text}
	}
	if len(ps) > 0 {
		return nil, ps
	}
	if q.AskRange {
		lo, _ := q.read(a.Value("lo"))
		hi, _ := q.read(a.Value("hi"))
		if lo > hi {
			return nil, []Problem{{Field: "hi", Message: "The second number must be at least as large as the first."}}
		}
	}
	return a, nil
}

// Fill is the form that gives an answer.
func (q *NumericEstimate) Fill(a Answer, _ Deal) Form {
	return Form(a)
}

// askForNumber says what to type instead of a text. It names no figure, which would sway the estimate.
func (q *NumericEstimate) askForNumber(text string) string {
	switch {
	case q.Number == numberYear:
		return "Write a year in four figures."
	case q.Number == numberPercent:
		return "Write a percentage in figures."
	case strings.ContainsFunc(text, func(r rune) bool { return asciiDigit(r) != r || r >= '0' && r <= '9' }) &&
		numberSlip.MatchString(strings.Join(quantityWords(text), "")):
		return "Write the number again. Exactly three figures follow a comma."
	}
	return "Write a number in figures. You may use commas, or words such as thousand and million."
}

var percentSign = regexp.MustCompile(`(?i)\s*(?:%|％|per\s?cent)\.?\s*$`)

// percentFirst is the sign or the words at the beginning of a unit: "per cent of the committee".
var percentFirst = regexp.MustCompile(`(?i)^\s*(?:%|％|per\s?cent\b)`)

// percentTyped is the sign in a typed percentage, with words that say of what.
var percentTyped = regexp.MustCompile(`\s*(?:%|per ?cent\b)[\pL\pM .'-]*$|^% ?`)

// read understands a typed number of the question's sort; the unit may follow it.
func (q *NumericEstimate) read(text string) (float64, bool) {
	if text == "" || tooLong(text) {
		return 0, false
	}
	if q.Number == numberYear {
		n, ok := readYear(text)
		return float64(n), ok && n >= 1000 && n <= 2999
	}
	text = strings.TrimRight(numberText(text), ".!? ")
	unit := numberText(q.Unit)
	if bare, ok := strings.CutSuffix(text, unit); ok && unit != "" && bare != "" {
		text = strings.TrimSpace(bare)
	}
	if q.Number == numberPercent {
		return parseNumber(percentTyped.ReplaceAllString(text, ""), numberStyle{point: true})
	}
	return readQuantity(text, true)
}

// EstimateLabel is what the line of an estimate is called. Its number is written in one way, whatever was typed.
const EstimateLabel = "Your estimate"

// write shows a number of the question's sort to a reader.
func (q *NumericEstimate) write(n float64) string {
	switch q.Number {
	case numberYear:
		return strings.TrimSpace(strconv.FormatFloat(n, 'f', -1, 64) + " " + q.Unit)
	case numberPercent:
		return strings.TrimSpace(formatNumber(n) + "% " + strings.TrimSpace(percentFirst.ReplaceAllString(
			percentSign.ReplaceAllString(q.Unit, ""), "",
		)))
	}
	return strings.TrimSpace(formatNumber(n) + " " + q.Unit)
}

// Estimate is the number that an answer gives, the middle of a range; false when there is none.
func (q *NumericEstimate) Estimate(a Answer) (float64, bool) {
	if !q.AskRange {
		return q.read(cleanTyped(a.Value("n")))
	}
	lo, ok := q.read(cleanTyped(a.Value("lo")))
	hi, ok2 := q.read(cleanTyped(a.Value("hi")))
	return lo + (hi-lo)/2, ok && ok2 && lo <= hi
}

// InFigures is a number of the question's sort as a reader sees it, without its unit.
func (q *NumericEstimate) InFigures(n float64) string { return formatPlain(q, n) }

// Grade gives the score of the first band that holds the estimate. A range earns 1 if it holds the answer and its end
// is at most 3 times its beginning, 1/2 if at most 10 times, and else 0.
func (q *NumericEstimate) Grade(a Answer) Grade {
	l := Line{ID: "n", Label: EstimateLabel, Expected: q.write(q.Answer), Mark: Missed, Feedback: q.Context}
	score := 0.0
	if q.AskRange {
		lo, ok := q.read(cleanTyped(a.Value("lo")))
		hi, ok2 := q.read(cleanTyped(a.Value("hi")))
		if ok && ok2 && lo <= hi {
			l.Given, l.Mark = "between "+formatPlain(q, lo)+" and "+q.write(hi), Wrong
			score = q.rangeScore(lo, hi)
		}
	} else if n, ok := q.read(cleanTyped(a.Value("n"))); ok {
		l.Given, l.Mark = q.write(n), Wrong
		score = q.bandScore(n)
	}
	switch {
	case score >= 1:
		l.Mark = Right
	case score > 0:
		l.Mark = Near
	}
	return Grade{Score: clamp(score), Lines: []Line{l}, Given: l.Given}
}

// formatPlain is a number without the unit.
func formatPlain(q *NumericEstimate, n float64) string {
	bare := *q
	bare.Unit = ""
	return bare.write(n)
}

func (q *NumericEstimate) bandScore(n float64) float64 {
	slack := dust * math.Max(1, math.Abs(q.Answer)) // so that 0.7 is within 0.1 of 0.8
	for _, b := range q.Bands {
		if lo, hi, ok := b.bounds(q.Answer); ok && n >= lo-slack && n <= hi+slack {
			return clamp(b.Score)
		}
	}
	return 0
}

func (q *NumericEstimate) rangeScore(lo, hi float64) float64 {
	switch {
	case q.Answer < lo || q.Answer > hi:
		return 0
	case lo == hi:
		return 1
	case lo <= 0:
		return 0
	case hi <= 3*lo:
		return 1
	case hi <= 10*lo:
		return 0.5
	}
	return 0
}

// GuessScore is 0: a number cannot be guessed blindly.
func (q *NumericEstimate) GuessScore() float64 { return 0 }

// victims finds, in the unit or the question, words for what was done to people.
var victims = regexp.MustCompile(
	`(?i)\b(?:victim|dead|death|die[ds]?\b|dying|kill|shot\b|execut|murder|arrest|sentence|condemn|prison|` +
		`deport|exile|convict|camp|repress|purged|expel)`,
)

// Asks is "": the stem says it all.
func (q *NumericEstimate) Asks() string { return "" }

// Parts is nothing: a number is asked for.
func (q *NumericEstimate) Parts() []string { return nil }

// Typed is empty: a number may be in the stem of another question by chance.
func (q *NumericEstimate) Typed() []string { return nil }

// Check applies V22 and the form of the question.
func (q *NumericEstimate) Check(c Common) []Finding {
	fs := checkAsks(c)
	switch q.Number {
	case numberCount, numberYear, numberPercent:
	default:
		fs = append(fs, failure("V22", "$.number", "no such sort of number: "+quoted(q.Number), "use count, year or percent"))
	}
	if !(math.Abs(q.Answer) <= maxNumber) {
		fs = append(fs, failure("V22", "$.answer", "the answer is not a number that can be typed", "write a number"))
	}
	if q.AskRange && q.Number == numberYear {
		fs = append(fs, failure(
			"V22", "$.ask_range", "a range is judged by how many times its beginning its end is, which says nothing about years",
			"leave ask_range out",
		))
	}
	if q.Number == numberCount && strings.TrimSpace(q.Context) == "" && victims.MatchString(q.Unit+" "+c.Stem) {
		fs = append(fs, failure(
			"V22", "$.context", "a count of people who suffered has no context",
			"add a sentence that makes the number more than a number",
		))
	}
	if len(q.Bands) == 0 && !q.AskRange {
		fs = append(fs, failure("V22", "$.bands", "no estimate earns anything", "add bands"))
	}
	return append(fs, q.checkBands()...)
}

// checkBands reports bands that do not widen while their scores fall.
func (q *NumericEstimate) checkBands() []Finding {
	var fs []Finding
	var lastLo, lastHi, lastScore float64
	for i, b := range q.Bands {
		at := fmt.Sprintf("$.bands[%d]", i)
		lo, hi, ok := b.bounds(q.Answer)
		switch {
		case !ok:
			fs = append(fs, failure(
				"V22", at, "the band does not hold the answer in one clear way",
				"use one of within_pct and within, from 0, or factor, from 1",
			))
			return fs
		case !(b.Score > 0 && b.Score <= 1):
			fs = append(fs, failure("V22", at+".score", "a score lies over 0 and is at most 1", "correct the score"))
		case i == 0 && b.Score != 1:
			fs = append(fs, failure(
				"V22", at+".score", "the narrowest band does not earn the full score", "give the first band the score 1",
			))
		case i > 0 && b.Score >= lastScore:
			fs = append(fs, failure("V22", at+".score", "the score does not fall", "give a wider band a lower score"))
		}
		if i > 0 && (lo > lastLo || hi < lastHi || lo == lastLo && hi == lastHi) {
			fs = append(fs, failure(
				"V22", at, "the band is not wider than the one above it", "list the bands from narrow to wide",
			))
		}
		lastLo, lastHi, lastScore = lo, hi, b.Score
	}
	return fs
}
