package views

import (
	"fmt"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// SetsPath is the address of a teacher's own question sets.
const SetsPath = "/sets"

// NewSetPath is the address where questions are brought.
const NewSetPath = SetsPath + "/new"

// SetHref is the address of a set, or of a page below it.
func SetHref(set int64, rest string) string { return SetsPath + "/" + itoa64(set) + rest }

// SetRow is a set in a list.
type SetRow struct {
	ID        int64
	Name      string
	Questions int
	Changed   string
}

// SetProps is a set with its questions.
type SetProps struct {
	Set       SetRow
	Questions []OwnCard
	HandOut   []Link // the form that hands it out, by class; none while it is empty
	Name      string // as it was typed
	Problem   string
}

// OwnCard is a question of a teacher's own, with its key.
type OwnCard struct {
	Number   int64 // of own-N
	Question *quiz.Question
	Kind     string // which form it is changed in, "" for none
}

// ownKinds are the kinds of question that a teacher can write, in words.
var ownKinds = map[string]string{
	classroom.OwnChoice: "One right answer", classroom.OwnSeveral: "Several right answers",
	classroom.OwnTrueFalse: "True or false", classroom.OwnWord: "A word or a few words", classroom.OwnNumber: "A number",
	classroom.OwnPairs: "Pairs",
}

// ownHints say what each kind asks of students.
var ownHints = map[string]string{
	classroom.OwnChoice:    "Students choose one of the answers.",
	classroom.OwnSeveral:   "Students choose all answers that are right. Wrong ones take marks away.",
	classroom.OwnTrueFalse: "Students say whether a sentence is true.",
	classroom.OwnWord:      "Students type the answer. Capital letters, accents and signs do not count.",
	classroom.OwnNumber:    "Students type a number. You say how near it has to be.",
	classroom.OwnPairs:     "Students find the match of each word or sentence.",
}

func (c OwnCard) kind() string {
	if words := ownKinds[c.Kind]; words != "" {
		return words
	}
	return "Another kind of question"
}

// ownLine is a line of a question's key.
type ownLine struct {
	Text  string
	Right bool
	Note  string // what it earns, when not the whole mark
	Said  string // the feedback
}

// asks is the question as students read it, with a blank for a word that is typed.
func (c OwnCard) asks() string {
	if b, ok := c.Question.Body.(*quiz.Cloze); ok {
		return strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(b.Text, "{{a}}", Blank), Blank))
	}
	return c.Question.Stem
}

// key is what is right and what is wrong, line by line.
func (c OwnCard) key() (lines []ownLine) {
	switch b := c.Question.Body.(type) {
	case *quiz.SingleChoice:
		return optionKey(b.Options)
	case *quiz.MultipleResponse:
		return optionKey(b.Options)
	case *quiz.Matching:
		text := map[string]string{}
		spare := map[string]bool{}
		for _, choice := range b.Choices {
			text[choice.ID], spare[choice.ID] = choice.Text, true
		}
		for _, p := range b.Prompts {
			delete(spare, p.Answer)
			lines = append(lines, ownLine{Text: p.Text + " → " + text[p.Answer], Right: true, Said: p.Feedback})
		}
		for _, choice := range b.Choices {
			if spare[choice.ID] {
				lines = append(lines, ownLine{Text: choice.Text, Note: "belongs to nothing"})
			}
		}
	case *quiz.Cloze:
		for _, g := range b.Gaps {
			for _, a := range g.Accept {
				l := ownLine{Text: a.Text, Right: true}
				if a.Score > 0 && a.Score < 1 {
					l.Note = percentOf(a.Score) + " of the mark"
				}
				lines = append(lines, l)
			}
			for _, w := range g.Wrong {
				lines = append(lines, ownLine{Text: w.Text, Said: w.Feedback})
			}
		}
	case *quiz.NumericEstimate:
		for _, band := range b.Bands {
			l := ownLine{Text: strings.TrimSpace(plainNumber(b.Answer) + " " + b.Unit), Right: true}
			if band.Within != nil && *band.Within > 0 {
				l.Text = fmt.Sprintf("%s to %s", plainNumber(b.Answer-*band.Within), plainNumber(b.Answer+*band.Within))
			}
			if band.Score < 1 {
				l.Note = percentOf(band.Score) + " of the mark"
			}
			lines = append(lines, l)
		}
	}
	return lines
}

func optionKey(options []quiz.Option) (lines []ownLine) {
	for _, o := range options {
		lines = append(lines, ownLine{Text: o.Text, Right: o.Correct, Said: o.Feedback})
	}
	return lines
}

func percentOf(score float64) string { return plainNumber(score*100) + "%" }

// plainNumber is a number as it is typed into a form.
func plainNumber(n float64) string {
	return strconv.FormatFloat(float64(int64(n*1e6+map[bool]float64{true: -.5, false: .5}[n < 0]))/1e6, 'f', -1, 64)
}

// SetNewProps is the form that brings questions, and what would become of them.
type SetNewProps struct {
	Text      string
	Name      string
	Into      int64 // the set that they go into; 0 for a new one
	Sets      []SetRow
	Format    string // "" before anything was read
	Items     []SetItem
	Notes     []string
	Seen      string // a mark of what the page shows
	FormToken string
	Problems  Problems

	Kept, Changed, Refused int
}

// SetItem is an item of a file.
type SetItem struct {
	Line    int
	Title   string
	Refused string   // why it cannot be kept
	Notes   []string // what was changed or left out
	Card    *OwnCard // nil when it is refused
}

// setGroup is the items of which the same becomes.
type setGroup struct {
	Title string
	Items []SetItem
}

// groups are the items by what becomes of them: first those that need a look.
func (n SetNewProps) groups() (all []setGroup) {
	groups := []setGroup{{Title: "Cannot be kept"}, {Title: "Kept with changes"}, {Title: "Kept as they are"}}
	for _, i := range n.Items {
		at := 2
		switch {
		case i.Refused != "":
			at = 0
		case len(i.Notes) > 0:
			at = 1
		}
		groups[at].Items = append(groups[at].Items, i)
	}
	for _, g := range groups {
		if len(g.Items) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// counts says in a line what becomes of the items.
func (n SetNewProps) counts() string {
	var all []string
	for _, of := range []struct {
		n     int
		words string
	}{{n.Kept, "can be kept as they are"}, {n.Changed, "can be kept with changes"}, {n.Refused, "cannot be kept"}} {
		if of.n > 0 {
			all = append(all, itoa(of.n)+" "+of.words)
		}
	}
	return strings.Join(all, " · ")
}

// problems are what is wrong, in the order of the page.
func (n SetNewProps) problems() []Problem {
	if n.Format == "" {
		return n.Problems.list("file", "text", "name")
	}
	return n.Problems.list("items", "name", "file", "text")
}

func (n SetNewProps) button() string {
	return "Keep " + plural(n.Kept+n.Changed, "1 question", "questions")
}

// OwnProps is the form of a question.
type OwnProps struct {
	Set       SetRow
	Kind      string // "" before one was chosen
	Number    int64  // 0 for a new question
	Version   int    // that the form was made from
	Form      quiz.Form
	FormToken string
	Problems  Problems
	Now       *OwnCard // as another window has stored it meanwhile
}

func (o OwnProps) action() string {
	if o.Number == 0 {
		return SetHref(o.Set.ID, "/add")
	}
	return SetHref(o.Set.ID, "/"+itoa64(o.Number))
}

func (o OwnProps) value(field string) string { return o.Form.Value(field) }

// ticked tells whether a field has a value.
func (o OwnProps) ticked(field, value string) bool {
	for _, v := range o.Form[field] {
		if v == value {
			return true
		}
	}
	return false
}

// Blank is the place of an answer in a sentence, as a teacher types it.
const Blank = "___"

// The rows of a form that are read.
const (
	MostRows  = 26
	MostBands = 4
)

// OwnParts is the field at which what is wrong with a question as a whole is said.
func OwnParts(kind string) string {
	return map[string]string{classroom.OwnChoice: "option.0", classroom.OwnSeveral: "option.0",
		classroom.OwnTrueFalse: "truth", classroom.OwnWord: "accepted", classroom.OwnNumber: "answer",
		classroom.OwnPairs: "left.0"}[kind]
}

// rows is how many rows of a group a form shows: those that are filled in and some empty ones.
func (o OwnProps) rows(least int, groups ...string) []string {
	last := -1
	for i := range MostRows {
		for _, group := range groups {
			if o.value(group+"."+itoa(i)) != "" {
				last = i
			}
		}
	}
	var rows []string
	for i := range min(MostRows, max(least, last+3)) {
		rows = append(rows, itoa(i))
	}
	return rows
}

// OwnForm is what stands in the form of a question.
func OwnForm(q *quiz.Question) quiz.Form {
	f := quiz.Form{"title": {q.Title}, "stem": {OwnCard{Question: q}.asks()}, "general": {q.Feedback.General},
		"marks": {plainNumber(q.Marks)}}
	options := func(all []quiz.Option) {
		for i, o := range all {
			f["option."+itoa(i)], f["said."+itoa(i)] = []string{o.Text}, []string{o.Feedback}
			if o.Correct {
				f["right"] = append(f["right"], itoa(i))
			}
		}
	}
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		if b.IsTrueOrFalse() {
			f["truth"] = []string{strconv.FormatBool(b.Options[0].Correct)}
			f["said.true"], f["said.false"] = []string{b.Options[0].Feedback}, []string{b.Options[1].Feedback}
			return f
		}
		options(b.Options)
	case *quiz.MultipleResponse:
		options(b.Options)
	case *quiz.Matching:
		pairForm(f, b)
	case *quiz.Cloze:
		wordForm(f, b)
	case *quiz.NumericEstimate:
		numberForm(f, b)
	}
	return f
}

func pairForm(f quiz.Form, b *quiz.Matching) {
	row := 0
	used := map[string]bool{}
	text := map[string]string{}
	for _, c := range b.Choices {
		text[c.ID] = c.Text
	}
	for _, p := range b.Prompts {
		n := itoa(row)
		f["left."+n], f["match."+n], f["said."+n] = []string{p.Text}, []string{text[p.Answer]}, []string{p.Feedback}
		used[p.Answer] = true
		row++
	}
	for _, c := range b.Choices {
		if !used[c.ID] {
			f["match."+itoa(row)] = []string{c.Text}
			row++
		}
	}
}

func wordForm(f quiz.Form, b *quiz.Cloze) {
	var accept []string
	for _, a := range b.Gaps[0].Accept {
		text := a.Text
		if a.Score > 0 && a.Score < 1 {
			text += " (" + percentOf(a.Score) + ")"
		}
		accept = append(accept, text)
	}
	f["accepted"] = []string{strings.Join(accept, "\n")}
	for i, w := range b.Gaps[0].Wrong {
		f["wrong."+itoa(i)], f["said."+itoa(i)] = []string{w.Text}, []string{w.Feedback}
	}
}

func numberForm(f quiz.Form, b *quiz.NumericEstimate) {
	f["answer"], f["unit"], f["context"] = []string{plainNumber(b.Answer)}, []string{b.Unit}, []string{b.Context}
	if b.Number == "year" {
		f["year"] = []string{"yes"}
	}
	for i, band := range b.Bands {
		if band.Within != nil {
			f["near."+itoa(i)] = []string{plainNumber(*band.Within)}
		}
		if i > 0 {
			f["worth."+itoa(i)] = []string{plainNumber(band.Score * 100)}
		}
	}
}

func (o OwnProps) stemLabel() string {
	if o.Kind == classroom.OwnTrueFalse {
		return "The sentence"
	}
	return "The question"
}

func (o OwnProps) stemHint() string {
	if o.Kind == classroom.OwnWord {
		return "Write " + Blank + " where the answer belongs if it stands inside the sentence."
	}
	return ""
}

// problems are what is wrong, in the order of the form.
func (o OwnProps) problems() []Problem {
	fields := []string{"stem", "right", "truth", "accepted", "answer"}
	for i := range MostRows {
		for _, group := range []string{"option", "wrong", "near", "worth", "left", "match"} {
			fields = append(fields, group+"."+itoa(i))
		}
	}
	return o.Problems.list(append(fields, "marks", "title")...)
}
