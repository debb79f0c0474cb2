package quiz

// Option is one choice of a single-choice or multiple-response question.
type Option struct {
	ID            string `yaml:"id"`
	Text          string `yaml:"text"`
	Correct       bool   `yaml:"correct,omitempty"`
	Misconception string `yaml:"misconception,omitempty"`
	Feedback      string `yaml:"feedback"`
}

func optionIDs(options []Option) []string {
	ids := make([]string, len(options))
	for i, o := range options {
		ids[i] = o.ID
	}
	return ids
}

// inOrder returns the options as dealt; authored order where it carries meaning.
func inOrder(options []Option, shuffle *bool, d Deal) []Option {
	if shuffle != nil && !*shuffle {
		return options
	}
	byID := make(map[string]Option, len(options))
	for _, o := range options {
		byID[o.ID] = o
	}
	out := make([]Option, 0, len(options))
	for _, id := range d.Order("options", optionIDs(options)) {
		out = append(out, byID[id])
	}
	return out
}

// choiceLines marks each option against what was chosen.
func choiceLines(options []Option, chosen map[string]bool) []Line {
	lines := make([]Line, len(options))
	for i, o := range options {
		mark := Rest
		switch {
		case chosen[o.ID] && o.Correct:
			mark = Right
		case chosen[o.ID]:
			mark = Wrong
		case o.Correct:
			mark = Missed
		}
		lines[i] = Line{
			ID: o.ID, Label: o.Text, Chosen: chosen[o.ID], Mark: mark, Feedback: o.Feedback, Misconception: o.Misconception,
		}
	}
	return lines
}

// optionTexts are the texts of options in their order.
func optionTexts(options []Option) []string {
	texts := make([]string, len(options))
	for i, o := range options {
		texts[i] = o.Text
	}
	return texts
}
