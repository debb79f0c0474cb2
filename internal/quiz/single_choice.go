package quiz

// SingleChoice asks for the one right option. Scores 1 or 0.
type SingleChoice struct {
	Options []Option `yaml:"options"`
	Shuffle *bool    `yaml:"shuffle,omitempty"`
}

// Dealt returns the options in the order this person sees.
func (q *SingleChoice) Dealt(d Deal) []Option { return inOrder(q.Options, q.Shuffle, d) }

// Parse reads field "a", the handle of the chosen option.
func (q *SingleChoice) Parse(f Form, d Deal) (Answer, []Problem) {
	id, ok := d.Part(f.Value("a"), optionIDs(q.Options))
	if !ok {
		return nil, []Problem{{Field: "a", Message: "Choose one of the answers."}}
	}
	return Answer{"a": {id}}, nil
}

// Fill is the form that gives an answer.
func (q *SingleChoice) Fill(a Answer, d Deal) Form {
	return Form{"a": handles(d, a["a"])}
}

// Grade gives 1 for the key and 0 for anything else.
func (q *SingleChoice) Grade(a Answer) Grade {
	g := Grade{Lines: choiceLines(q.Options, map[string]bool{a.Value("a"): true})}
	for _, l := range g.Lines {
		if l.Chosen {
			g.Given = l.Label
			if l.Mark == Right {
				g.Score = 1
			}
		}
	}
	return g
}

// GuessScore is one over the number of options.
func (q *SingleChoice) GuessScore() float64 {
	if len(q.Options) == 0 {
		return 0
	}
	return 1 / float64(len(q.Options))
}

// Asks is "": the stem says it all.
func (q *SingleChoice) Asks() string { return "" }

// Parts are the options.
func (q *SingleChoice) Parts() []string { return optionTexts(q.Options) }

// Typed is nothing: answers are chosen.
func (q *SingleChoice) Typed() []string { return nil }

// Check applies V02, V03 and the rules for options.
func (q *SingleChoice) Check(c Common) []Finding {
	fs := checkOptions(c, q.Options, q.Shuffle, 3, 5)
	keys := 0
	for _, o := range q.Options {
		if o.Correct {
			keys++
		}
	}
	if keys != 1 {
		fs = append(fs, failure(
			"V03", "$.options", "a single choice has exactly one correct option", "mark one option with correct: true",
		))
	}
	if len(q.Options) == 5 {
		fs = append(fs, warning(
			"V02", "$.options", "five options are more than most questions can fill", "use 3, or 4 at most",
		))
	}
	return fs
}
