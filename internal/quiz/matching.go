package quiz

import "strings"

// Matching asks which choice belongs to each prompt.
type Matching struct {
	Prompts []Prompt `yaml:"prompts"`
	Choices []Choice `yaml:"choices"`
	Reuse   bool     `yaml:"reuse"` // a choice may belong to several prompts
}

// Prompt is what a choice is to be found for.
type Prompt struct {
	ID       string `yaml:"id"`
	Text     string `yaml:"text"`
	Answer   string `yaml:"answer"` // id of the choice
	Feedback string `yaml:"feedback"`
}

// Choice is what can be matched with a prompt.
type Choice struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
}

func (q *Matching) choiceIDs() []string {
	ids := make([]string, len(q.Choices))
	for i, c := range q.Choices {
		ids[i] = c.ID
	}
	return ids
}

func (q *Matching) choiceText(id string) (string, bool) {
	for _, c := range q.Choices {
		if c.ID == id {
			return c.Text, true
		}
	}
	return "", false
}

// DealtPrompts returns the prompts in the order this person sees.
func (q *Matching) DealtPrompts(d Deal) []Prompt {
	ids := make([]string, len(q.Prompts))
	byID := make(map[string]Prompt, len(q.Prompts))
	for i, p := range q.Prompts {
		ids[i], byID[p.ID] = p.ID, p
	}
	out := make([]Prompt, 0, len(ids))
	for _, id := range d.Order("prompts", ids) {
		out = append(out, byID[id])
	}
	return out
}

// DealtChoices returns the choices in the order this person sees.
func (q *Matching) DealtChoices(d Deal) []Choice {
	out := make([]Choice, 0, len(q.Choices))
	for _, id := range d.Order("choices", q.choiceIDs()) {
		text, _ := q.choiceText(id)
		out = append(out, Choice{ID: id, Text: text})
	}
	return out
}

// Parse reads a field "m." and handle for each prompt: the handle of its choice. The answer has a part for each prompt.
func (q *Matching) Parse(f Form, d Deal) (Answer, []Problem) {
	prompts := q.DealtPrompts(d)
	a := Answer{}
	used := map[string]int{}
	for _, p := range prompts {
		if id, ok := d.Part(f.Value("m."+d.Handle(p.ID)), q.choiceIDs()); ok {
			a[p.ID] = []string{id}
			used[id]++
		}
	}
	var ps []Problem
	for _, p := range prompts {
		field, id := "m."+d.Handle(p.ID), a.Value(p.ID)
		switch {
		case id == "":
			ps = append(ps, Problem{Field: field, Message: "Choose a match for " + quoted(p.Text) + "."})
		case used[id] > 1 && !q.Reuse:
			text, _ := q.choiceText(id)
			ps = append(ps, Problem{
				Field: field, Message: "You used " + quoted(text) + " more than once. Each answer can be used once only.",
			})
		}
	}
	if len(ps) > 0 {
		return nil, ps
	}
	return a, nil
}

// Fill is the form that gives an answer.
func (q *Matching) Fill(a Answer, d Deal) Form {
	f := Form{}
	for _, p := range q.Prompts {
		f["m."+d.Handle(p.ID)] = handles(d, a[p.ID])
	}
	return f
}

// Grade gives the share of prompts with the right choice.
func (q *Matching) Grade(a Answer) Grade {
	g := Grade{}
	right := 0
	var given []string
	for _, p := range q.Prompts {
		l := Line{ID: p.ID, Label: p.Text, Mark: Missed, Feedback: p.Feedback}
		l.Expected, _ = q.choiceText(p.Answer)
		id := a.Value(p.ID)
		if text, ok := q.choiceText(id); ok {
			l.Given, l.Mark = text, Wrong
			given = append(given, p.Text+": "+text)
			if id == p.Answer {
				l.Mark = Right
				right++
			}
		}
		g.Lines = append(g.Lines, l)
	}
	g.Given = strings.Join(given, "; ")
	if len(q.Prompts) > 0 {
		g.Score = clamp(float64(right) / float64(len(q.Prompts)))
	}
	return g
}

// GuessScore is one over the number of choices.
func (q *Matching) GuessScore() float64 {
	if len(q.Choices) == 0 {
		return 0
	}
	return 1 / float64(len(q.Choices))
}

// Asks is "": the stem says it all.
func (q *Matching) Asks() string { return "" }

// Parts are the prompts and then the choices.
func (q *Matching) Parts() []string {
	var texts []string
	for _, p := range q.Prompts {
		texts = append(texts, p.Text)
	}
	for _, c := range q.Choices {
		texts = append(texts, c.Text)
	}
	return texts
}

// Typed is nothing: matches are chosen.
func (q *Matching) Typed() []string { return nil }

// Check applies V14 and V20.
func (q *Matching) Check(Common) []Finding {
	var fs []Finding
	if n := len(q.Prompts); n < 3 || n > 8 {
		fs = append(fs, failure("V20", "$.prompts", "there are "+counted(n)+" prompts", "use 3 to 8"))
	}
	if len(q.Choices) < len(q.Prompts)+1 && !q.Reuse {
		fs = append(fs, failure(
			"V20", "$.choices", "the last pair can be found by elimination", "have at least one choice more than prompts",
		))
	}
	var parts []part
	var feedback []said
	owner := map[string]string{}
	for i, p := range q.Prompts {
		at := "$.prompts" + index(i)
		parts = append(parts, part{at, p.ID, p.Text})
		feedback = append(feedback, said{at + ".feedback", p.Feedback})
		if _, ok := q.choiceText(p.Answer); !ok {
			fs = append(fs, failure("V20", at+".answer", "there is no choice "+quoted(p.Answer), "write the id of a choice"))
		} else if other, taken := owner[p.Answer]; taken && !q.Reuse {
			fs = append(fs, failure(
				"V20", at+".answer", "prompt "+quoted(other)+" has the same answer, and a choice can be used once only",
				"change one of the answers, or set reuse: true",
			))
		}
		owner[p.Answer] = p.ID
	}
	for i, c := range q.Choices {
		parts = append(parts, part{"$.choices" + index(i), c.ID, c.Text})
	}
	// One list of ids: a prompt and a choice of the same id would have the same handle and so give the pair away.
	return append(append(fs, checkParts("V20", parts)...), checkFeedback(feedback)...)
}
