package quiz

import (
	"fmt"
	"strings"
)

// Comparison puts two sources side by side: statements to be sorted by the source that they fit, and
// the difference to be explained in the student's own words. The sorting is graded; the explanation is for a person to
// level.
type Comparison struct {
	Sources []string      `yaml:"sources"` // two ids, in the order in which "first" and "second" mean them
	Points  []Point       `yaml:"points"`
	Writing []WrittenPart `yaml:"written"`
	Model   string        `yaml:"model"` // an answer that could be given, shown afterwards

	names []string // of the sources, as far as they are known
}

// Point is a statement that is true of the first source, the second, both or neither.
type Point struct {
	ID       string `yaml:"id"`
	Text     string `yaml:"text"`
	Answer   string `yaml:"answer"`
	Feedback string `yaml:"feedback"`
}

// sides are what a point can be true of, in the order in which they are offered. That order tells nothing.
var sides = []string{"first", "second", "both", "neither"}

// SetSources takes the names of the sources.
func (q *Comparison) SetSources(texts []SourceText) {
	q.names = nil
	for _, t := range texts {
		q.names = append(q.names, t.Name)
	}
}

// Cites are the two sources.
func (q *Comparison) Cites() []string { return q.Sources }

// Written is the explanation.
func (q *Comparison) Written() []WrittenPart { return q.Writing }

// Side is what a point can be sorted under.
type Side struct{ ID, Text string }

// Sides lists what a point can be sorted under, in the words that students see.
func (q *Comparison) Sides() []Side {
	out := make([]Side, len(sides))
	for i, id := range sides {
		out[i] = Side{id, q.sideText(id)}
	}
	return out
}

func (q *Comparison) sideText(side string) string {
	known := len(q.names) == 2 && q.names[0] != "" && q.names[1] != "" && q.names[0] != q.names[1]
	switch {
	case side == "first" && known:
		return "only " + q.names[0]
	case side == "second" && known:
		return "only " + q.names[1]
	case side == "first", side == "second":
		return "only the " + side + " source"
	case contains(sides, side):
		return side
	}
	return ""
}

// Field is the name of the point's place in a form.
func (p Point) Field(d Deal) string { return "pt." + d.Handle(p.ID) }

// Handle is what the form sends for a side. It differs from point to point.
func (p Point) Handle(side string, d Deal) string { return d.Handle(p.ID + "/" + side) }

// Dealt returns the points in the order this person sees.
func (q *Comparison) Dealt(d Deal) []Point {
	ids := make([]string, len(q.Points))
	byID := make(map[string]Point, len(q.Points))
	for i, p := range q.Points {
		ids[i], byID[p.ID] = p.ID, p
	}
	out := make([]Point, 0, len(ids))
	for _, id := range d.Order("points", ids) {
		out = append(out, byID[id])
	}
	return out
}

// Parse reads a field for each point, the handle of a side, and the written part. The answer has a part for each.
func (q *Comparison) Parse(f Form, d Deal) (Answer, []Problem) {
	a := Answer{}
	var ps []Problem
	for _, p := range q.Dealt(d) {
		sent := f.Value(p.Field(d))
		for _, side := range sides {
			if p.Handle(side, d) == sent {
				a[p.ID] = []string{side}
			}
		}
		if a[p.ID] == nil {
			ps = append(ps, Problem{p.Field(d), "Say which source this is true of: " + quoted(p.Text) + "."})
		}
	}
	ps = append(ps, parseWritten(f, q.Writing, a)...)
	if len(ps) > 0 {
		return nil, ps
	}
	return a, nil
}

// Fill is the form that gives an answer.
func (q *Comparison) Fill(a Answer, d Deal) Form {
	f := Form{}
	for _, p := range q.Points {
		if side := a.Value(p.ID); side != "" {
			f[p.Field(d)] = []string{p.Handle(side, d)}
		}
	}
	return fillWritten(f, q.Writing, a)
}

// Grade gives the share of points that are sorted right.
func (q *Comparison) Grade(a Answer) Grade {
	g := Grade{Model: q.Model}
	right := 0
	var given []string
	for _, p := range q.Points {
		l := Line{ID: p.ID, Label: p.Text, Mark: Missed, Expected: q.sideText(p.Answer), Feedback: p.Feedback}
		if side := a.Value(p.ID); contains(sides, side) {
			l.Given, l.Mark = q.sideText(side), Wrong
			given = append(given, p.Text+": "+l.Given)
			if side == p.Answer {
				l.Mark = Right
				right++
			}
		}
		g.Lines = append(g.Lines, l)
	}
	g.Given = strings.Join(append(given, writtenTexts(a, q.Writing)...), "; ")
	if len(q.Points) > 0 {
		g.Score = clamp(float64(right) / float64(len(q.Points)))
	}
	return g
}

// GuessScore is one over the number of sides.
func (q *Comparison) GuessScore() float64 {
	if len(q.Points) == 0 {
		return 0
	}
	return 1 / float64(len(sides))
}

// Asks is "": the stem says it all.
func (q *Comparison) Asks() string { return "" }

// Parts are the points and what is to be written.
func (q *Comparison) Parts() []string {
	var texts []string
	for _, p := range q.Points {
		texts = append(texts, p.Text)
	}
	return append(texts, writtenAsks(q.Writing)...)
}

// Typed is nothing: what is written has no right words.
func (q *Comparison) Typed() []string { return nil }

// Check applies V14, V30 and what V24 can say without the sources.
func (q *Comparison) Check(Common) []Finding {
	var fs []Finding
	bad := func(path, message, remedy string) { fs = append(fs, failure("V24", path, message, remedy)) }
	if len(q.Sources) != 2 || q.Sources[0] == q.Sources[1] {
		bad("$.sources", "a comparison has two different sources", "write sources: [one-id, other-id]")
	}
	if n := len(q.Points); n < 3 || n > 6 {
		bad("$.points", "there are "+counted(n)+" points", "use 3 to 6")
	}
	var parts []part
	var feedback []said
	used := map[string]bool{}
	for i, p := range q.Points {
		at := "$.points" + index(i)
		parts = append(parts, part{at, p.ID, p.Text})
		feedback = append(feedback, said{at + ".feedback", p.Feedback})
		used[p.Answer] = true
		if !contains(sides, p.Answer) {
			bad(at+".answer", "no such answer: "+quoted(p.Answer), "use "+listed(sides, "or"))
		}
	}
	if len(q.Points) > 0 && len(used) < 2 {
		bad("$.points", "all points have the same answer", "let some differ")
	}
	if n := wordCount(q.Model); n < 40 || n > 120 {
		bad("$.model", fmt.Sprintf("the model answer has %d words", n), "write 40 to 120")
	}
	fs = append(append(fs, checkParts("V24", parts)...), checkFeedback(feedback)...)
	return append(fs, checkWritten(q.Writing, 1, 1)...)
}
