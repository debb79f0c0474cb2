package quiz

import "strings"

// Provenance asks where a source comes from, part by part, and what that is worth, in the student's
// own words. The parts to choose are graded; the written ones are for a person to level.
type Provenance struct {
	Source  string        `yaml:"source"`
	Auto    []Aspect      `yaml:"auto"`
	Writing []WrittenPart `yaml:"written"`
}

// Aspect is one thing to say about a source: who speaks, when, to what end.
type Aspect struct {
	ID      string   `yaml:"id"`
	Ask     string   `yaml:"ask"`
	Options []Option `yaml:"options"`
}

// Cites is the source.
func (q *Provenance) Cites() []string { return []string{q.Source} }

// Written are the parts to write.
func (q *Provenance) Written() []WrittenPart { return q.Writing }

// Field is the name of the aspect's choice in a form.
func (p Aspect) Field(d Deal) string { return "p." + d.Handle(p.ID) }

// Handle is what the form sends for an option. The options of two aspects may have the same ids, and their handles
// differ all the same.
func (p Aspect) Handle(o Option, d Deal) string { return d.Handle(p.ID + "/" + o.ID) }

// Dealt returns the options in the order this person sees. The aspects keep the order of the file, which tells nothing.
func (p Aspect) Dealt(d Deal) []Option { return dealtAsked("options/"+p.ID, p.Options, d) }

// Parse reads a field for each aspect, the handle of an option, and the written parts. The answer has a part for each.
func (q *Provenance) Parse(f Form, d Deal) (Answer, []Problem) {
	a := Answer{}
	var ps []Problem
	for _, p := range q.Auto {
		sent := f.Value(p.Field(d))
		for _, o := range p.Options {
			if p.Handle(o, d) == sent {
				a[p.ID] = []string{o.ID}
			}
		}
		if a[p.ID] == nil {
			ps = append(ps, Problem{p.Field(d), "Choose an answer to " + quoted(p.Ask) + "."})
		}
	}
	ps = append(ps, parseWritten(f, q.Writing, a)...)
	if len(ps) > 0 {
		return nil, ps
	}
	return a, nil
}

// Fill is the form that gives an answer.
func (q *Provenance) Fill(a Answer, d Deal) Form {
	f := Form{}
	for _, p := range q.Auto {
		for _, o := range p.Options {
			if a.Value(p.ID) == o.ID {
				f[p.Field(d)] = []string{p.Handle(o, d)}
			}
		}
	}
	return fillWritten(f, q.Writing, a)
}

// Grade gives the share of aspects that are right.
func (q *Provenance) Grade(a Answer) Grade {
	g := Grade{}
	right := 0
	var given []string
	for _, p := range q.Auto {
		for _, l := range choiceLines(p.Options, map[string]bool{a.Value(p.ID): true}) {
			l.ID, l.Group = p.ID+"/"+l.ID, p.Ask
			if l.Chosen {
				given = append(given, l.Label)
				if l.Mark == Right {
					right++
				}
			}
			g.Lines = append(g.Lines, l)
		}
	}
	g.Given = strings.Join(append(given, writtenTexts(a, q.Writing)...), "; ")
	if len(q.Auto) > 0 {
		g.Score = clamp(float64(right) / float64(len(q.Auto)))
	}
	return g
}

// GuessScore is the mean of what each aspect gives to a guess.
func (q *Provenance) GuessScore() float64 {
	sum := 0.0
	for _, p := range q.Auto {
		if len(p.Options) > 0 {
			sum += 1 / float64(len(p.Options))
		}
	}
	return sum / float64(max(1, len(q.Auto)))
}

// Asks is "": the parts ask.
func (q *Provenance) Asks() string { return "" }

// Parts are what each part asks, with its options, and what is to be written.
func (q *Provenance) Parts() []string {
	var texts []string
	for _, p := range q.Auto {
		texts = append(append(texts, p.Ask), optionTexts(p.Options)...)
	}
	return append(texts, writtenAsks(q.Writing)...)
}

// Typed is nothing: what is written has no right words.
func (q *Provenance) Typed() []string { return nil }

// Check applies V30 and, to each aspect, the rules for options.
func (q *Provenance) Check(Common) []Finding {
	var fs []Finding
	if q.Source == "" {
		fs = append(fs, failure("V30", "$.source", "the question names no source", "write source: ID"))
	}
	if n := len(q.Auto); n < 2 || n > 4 {
		fs = append(fs, failure("V30", "$.auto", "there are "+counted(n)+" parts to choose", "use 2 to 4"))
	}
	var parts []part
	for i, p := range q.Auto {
		at := "$.auto" + index(i)
		parts = append(parts, part{at, p.ID, p.Ask})
		if p.ID != "" && !IDForm.MatchString(p.ID) {
			fs = append(fs, failure("V30", at+".id", quoted(p.ID)+" is not an id", "use small letters, digits and hyphens"))
		}
		fs = append(fs, checkAsked(at, p.Ask, p.Options)...)
	}
	return append(append(fs, calledText(checkParts("V30", parts), "$.auto", "ask")...), checkWritten(q.Writing, 1, 2)...)
}
