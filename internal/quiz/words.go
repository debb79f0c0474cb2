package quiz

// What a student reads of each kind beside the stem, for lists of answers and for the rules about reading.

func optionTexts(options []Option) []string {
	texts := make([]string, len(options))
	for i, o := range options {
		texts[i] = o.Text
	}
	return texts
}

func acceptTexts(accept []Accept) []string {
	texts := make([]string, len(accept))
	for i, a := range accept {
		texts[i] = a.Text
	}
	return texts
}

// Asks is "": the stem says it all.
func (q *SingleChoice) Asks() string { return "" }

// Parts are the options.
func (q *SingleChoice) Parts() []string { return optionTexts(q.Options) }

// Typed is nothing: answers are chosen.
func (q *SingleChoice) Typed() []string { return nil }

// Asks is "": the stem says it all.
func (q *MultipleResponse) Asks() string { return "" }

// Parts are the options.
func (q *MultipleResponse) Parts() []string { return optionTexts(q.Options) }

// Typed is nothing: answers are chosen.
func (q *MultipleResponse) Typed() []string { return nil }

// Asks is the statement.
func (q *TrueFalse) Asks() string { return q.Statement }

// Parts is nothing: there is one statement.
func (q *TrueFalse) Parts() []string { return nil }

// Typed are the accepted corrections.
func (q *TrueFalse) Typed() []string { return acceptTexts(q.Correction.Accept) }

// Asks is "": the stem says it all.
func (q *Chronology) Asks() string { return "" }

// Parts are the events.
func (q *Chronology) Parts() []string {
	texts := make([]string, len(q.Items))
	for i, item := range q.Items {
		texts[i] = item.Text
	}
	return texts
}

// Typed is nothing: events are given a place.
func (q *Chronology) Typed() []string { return nil }

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

// Asks is "": the stem says it all.
func (q *NumericEstimate) Asks() string { return "" }

// Parts is nothing: a number is asked for.
func (q *NumericEstimate) Parts() []string { return nil }

// Typed is nothing that could stand in another stem by chance.
func (q *NumericEstimate) Typed() []string { return nil }
