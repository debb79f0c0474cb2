package quiz

import (
	"fmt"
	"regexp"
	"strings"
)

// Cloze asks for the words that are missing from a text. With one gap it is a short answer.
type Cloze struct {
	Text     string `yaml:"text"` // a gap is written {{id}}
	Gaps     []Gap  `yaml:"gaps"`
	BoxChars int    `yaml:"box_chars"` // width of every box, so that width tells nothing

	cast *Cast
}

// Gap is a place for a typed answer.
type Gap struct {
	ID       string        `yaml:"id"`
	Match    string        `yaml:"match"` // name, text, year, number or regex
	Accept   []Accept      `yaml:"accept"`
	Near     float64       `yaml:"near,omitempty"` // score of a name one letter off
	Wrong    []WrongAnswer `yaml:"wrong,omitempty"`
	Feedback string        `yaml:"feedback"`

	granted []string // texts that a teacher accepts as well
}

// Segment is a piece of a cloze text: either words, or the id of a gap.
type Segment struct {
	Text string
	Gap  string
}

// SetCast hands over the people whose names are recognised.
func (q *Cloze) SetCast(c *Cast) { q.cast = c }

func (q *Cloze) matcher(g Gap) matcher {
	return matcher{match: g.Match, accept: g.Accept, granted: g.granted, near: g.Near, wrong: g.Wrong, cast: q.cast}
}

var gapMark = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Segments splits the text into words and gaps, in reading order.
func (q *Cloze) Segments() []Segment {
	var out []Segment
	end := 0
	for _, m := range gapMark.FindAllStringSubmatchIndex(q.Text, -1) {
		if m[0] > end {
			out = append(out, Segment{Text: q.Text[end:m[0]]})
		}
		out = append(out, Segment{Gap: q.Text[m[2]:m[3]]})
		end = m[1]
	}
	if end < len(q.Text) {
		out = append(out, Segment{Text: q.Text[end:]})
	}
	return out
}

// inReadingOrder returns the gaps in the order of the text; gaps that the text lacks come last.
func (q *Cloze) inReadingOrder() []Gap {
	var out []Gap
	done := make([]bool, len(q.Gaps))
	take := func(fits func(Gap) bool) {
		for i, g := range q.Gaps {
			if !done[i] && fits(g) {
				out, done[i] = append(out, g), true
				return
			}
		}
	}
	for _, s := range q.Segments() {
		if s.Gap != "" {
			take(func(g Gap) bool { return g.ID == s.Gap })
		}
	}
	for range q.Gaps {
		take(func(Gap) bool { return true })
	}
	return out
}

// Parse reads a field "g." and id for each gap. Anything typed is an answer, but a gap for a year or a number asks
// again when what was typed cannot be read as one.
func (q *Cloze) Parse(f Form, _ Deal) (Answer, []Problem) {
	a := Answer{}
	var ps []Problem
	for i, g := range q.inReadingOrder() {
		text := cleanTyped(f.Value("g." + g.ID))
		if message := q.gapProblem(g, i+1, text); message != "" {
			ps = append(ps, Problem{Field: "g." + g.ID, Message: message})
		}
		a[g.ID] = []string{text}
	}
	if len(ps) > 0 {
		return nil, ps
	}
	return a, nil
}

// Fill is the form that gives an answer.
func (q *Cloze) Fill(a Answer, _ Deal) Form {
	f := Form{}
	for _, g := range q.Gaps {
		f["g."+g.ID] = a[g.ID]
	}
	return f
}

// gapProblem says what is to be done about the text in the nth gap; "" when it is an answer.
func (q *Cloze) gapProblem(g Gap, n int, text string) string {
	switch {
	case text == "":
		return fmt.Sprintf("Fill in gap %d.", n)
	case tooLong(text):
		return fmt.Sprintf("Gap %d is too long. Use at most %d characters.", n, maxTyped)
	}
	if message := q.matcher(g).askAgain(text); message != "" {
		return fmt.Sprintf("Gap %d: %s", n, message)
	}
	return ""
}

// Grade gives the mean of the gaps' scores.
func (q *Cloze) Grade(a Answer) Grade {
	g := Grade{}
	var given []string
	sum := 0.0
	for i, gap := range q.inReadingOrder() {
		m := q.matcher(gap)
		text := cleanTyped(a.Value(gap.ID))
		j := m.judge(text)
		sum += j.score
		g.Lines = append(g.Lines, Line{
			ID: gap.ID, Label: fmt.Sprintf("Gap %d", i+1), Given: text, Expected: m.best(),
			Mark: j.mark, Feedback: together(j.feedback, gap.Feedback), Unmatched: j.unmatched,
		})
		if text != "" {
			given = append(given, text)
		}
		if j.unmatched {
			g.Unmatched = append(g.Unmatched, text)
		}
	}
	g.Given = strings.Join(given, "; ")
	if len(q.Gaps) > 0 {
		g.Score = clamp(sum / float64(len(q.Gaps)))
	}
	return g
}

// GuessScore is 0: a typed word cannot be guessed blindly.
func (q *Cloze) GuessScore() float64 { return 0 }

// Asks is the text, with an ellipsis for each gap.
func (q *Cloze) Asks() string { return gapMark.ReplaceAllString(q.Text, "…") }

// Parts is nothing: there is one text.
func (q *Cloze) Parts() []string { return nil }

// Typed are the accepted words of all gaps.
func (q *Cloze) Typed() []string {
	var texts []string
	for _, g := range q.Gaps {
		texts = append(texts, acceptTexts(g.Accept)...)
	}
	return texts
}

// Check applies V14 and V21.
func (q *Cloze) Check(Common) []Finding {
	var fs []Finding
	if n := len(q.Gaps); n < 1 || n > 5 {
		fs = append(fs, failure("V21", "$.gaps", "there are "+counted(n)+" gaps", "use 1 to 5"))
	}
	if q.BoxChars < 1 || q.BoxChars > 60 {
		fs = append(fs, failure(
			"V21", "$.box_chars", "the width of the boxes is not set", "set box_chars to 1 to 60 characters",
		))
	}
	// A gap stands for a word, and every started six words may have one.
	if words := wordCount(gapMark.ReplaceAllString(q.Text, " gap ")); len(q.Gaps) > (words+5)/6 {
		fs = append(fs, failure(
			"V21", "$.text", fmt.Sprintf("%d gaps are too many for %d words", len(q.Gaps), words),
			"have at most one gap for six words",
		))
	}
	var feedback []said
	for i, g := range q.Gaps {
		at := "$.gaps" + index(i)
		fs = append(fs, q.matcher(g).check(at)...)
		feedback = append(feedback, said{at + ".feedback", g.Feedback})
		for j, w := range g.Wrong {
			feedback = append(feedback, said{at + ".wrong" + index(j) + ".feedback", w.Feedback})
		}
	}
	return append(append(fs, q.checkGapIDs()...), checkFeedback(feedback)...)
}

// checkGapIDs reports gaps that are described and not in the text, or the other way round.
func (q *Cloze) checkGapIDs() []Finding {
	var fs []Finding
	inText := map[string]int{}
	for _, s := range q.Segments() {
		if s.Text == "" {
			inText[s.Gap]++
		}
	}
	known := map[string]bool{}
	for i, g := range q.Gaps {
		at := "$.gaps" + index(i)
		switch {
		case g.ID == "":
			fs = append(fs, failure("V21", at+".id", "the gap has no id", "give it the id that is in the text"))
		case known[g.ID]:
			fs = append(fs, failure("V21", at+".id", "two gaps have the id "+quoted(g.ID), "give each gap an id of its own"))
		case inText[g.ID] != 1:
			fs = append(fs, failure(
				"V21", at+".id", "the gap is not exactly once in the text", "write {{"+g.ID+"}} once in the text",
			))
		}
		known[g.ID] = true
	}
	for _, s := range q.Segments() {
		if s.Text == "" && !known[s.Gap] {
			fs = append(fs, failure(
				"V21", "$.text", "there is no gap "+quoted(s.Gap), "describe it under gaps, or take it out of the text",
			))
		}
	}
	return fs
}
