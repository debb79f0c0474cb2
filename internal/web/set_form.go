package web

import (
	"regexp"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/views"
)

// ownForm is the form of a question while it is read.
type ownForm struct {
	quiz.Form
	problems views.Problems
}

// line is a field as one line.
func (f ownForm) line(field string) string { return quiz.OneLine(f.Value(field)) }

func (f ownForm) problem(field, sentence string) { f.problems[field] = sentence }

// parseOwn makes a question of what stands in the form for it. The problems name fields.
func parseOwn(kind string, form quiz.Form) (*quiz.Question, views.Problems) {
	f := ownForm{form, views.Problems{}}
	stem := f.line("stem")
	if stem == "" {
		f.problem("stem", "Write the question.")
	}
	var body quiz.Body
	title := quiz.OwnTitle(f.Value("title"), strings.ReplaceAll(stem, views.Blank, "…"))
	switch kind {
	case classroom.OwnChoice:
		body = f.options(true)
	case classroom.OwnSeveral:
		body = f.options(false)
	case classroom.OwnTrueFalse:
		body = f.trueOrFalse()
	case classroom.OwnWord:
		stem, body = f.word(stem)
	case classroom.OwnNumber:
		body = f.number()
	default:
		body = f.pairs()
	}
	q := quiz.NewOwn(title, stem, body)
	q.Feedback.General = f.line("general")
	if marks, err := strconv.ParseFloat(strings.Replace(f.line("marks"), ",", ".", 1), 64); err != nil || !(marks > 0) ||
		marks > 100 {
		if f.line("marks") != "" {
			f.problem("marks", "Write a number over 0 and up to 100.")
		}
	} else {
		q.Marks = marks
	}
	if len(f.problems) == 0 {
		if why := q.Unanswerable(); why != "" {
			f.problem(views.OwnParts(kind), why)
		}
	}
	return q, f.problems
}

// options reads the rows of answers to choose from. Rows without a text are left out.
func (f ownForm) options(single bool) quiz.Body {
	var options []quiz.Option
	right := map[string]bool{}
	for _, row := range f.Form["right"] {
		right[row] = true
	}
	rights := 0
	for i := range views.MostRows {
		n := strconv.Itoa(i)
		o := quiz.Option{Text: f.line("option." + n), Feedback: f.line("said." + n), Correct: right[n]}
		switch {
		case o.Text == "" && (o.Correct || o.Feedback != ""):
			f.problem("option."+n, "Write the answer, or take away what belongs to it.")
		case o.Text != "":
			options = append(options, o)
		}
		if o.Correct {
			rights++
		}
	}
	switch {
	case len(options) < 2:
		f.problem("option.0", "Write at least two answers.")
	case rights == 0:
		f.problem("right", "Say which answer is right.")
	}
	if single {
		return quiz.ChooseOne(options)
	}
	return quiz.ChooseAll(options)
}

func (f ownForm) trueOrFalse() quiz.Body {
	truth := f.Value("truth")
	if truth != "true" && truth != "false" {
		f.problem("truth", "Say whether it is true or false.")
	}
	return quiz.TrueOrFalse(truth == "true", f.line("said.true"), f.line("said.false"))
}

var partOfMark = regexp.MustCompile(`\s*\(\s*(\d{1,2})\s*%\s*\)$`)

// word reads a question whose answer is typed. A blank in the sentence is the place of the answer.
func (f ownForm) word(stem string) (string, quiz.Body) {
	before, after, inside := strings.Cut(stem, views.Blank)
	if inside && strings.Contains(after, views.Blank) {
		f.problem("stem", "Leave one blank only.")
	}
	var accept []quiz.Accept
	for _, line := range strings.Split(f.Value("accepted"), "\n") {
		a := quiz.Accept{Text: quiz.OneLine(line)}
		if m := partOfMark.FindStringSubmatch(a.Text); m != nil {
			share, _ := strconv.ParseFloat(m[1], 64)
			a = quiz.Accept{Text: strings.TrimSuffix(a.Text, m[0]), Score: share / 100}
		}
		if a.Text != "" {
			accept = append(accept, a)
		}
	}
	if len(accept) == 0 {
		f.problem("accepted", "Write at least one answer that counts as right.")
	}
	var wrong []quiz.WrongAnswer
	for i := range views.MostRows {
		n := strconv.Itoa(i)
		w := quiz.WrongAnswer{Text: f.line("wrong." + n), Feedback: f.line("said." + n)}
		switch {
		case w.Text == "" && w.Feedback != "":
			f.problem("wrong."+n, "Write the wrong answer that this comment is for.")
		case w.Text != "":
			wrong = append(wrong, w)
		}
	}
	stem, body := quiz.ShortAnswer(before, after, accept, wrong)
	return stem, body
}

// number reads a question about a number.
func (f ownForm) number() quiz.Body {
	figure := func(field, missing string) float64 {
		n, err := strconv.ParseFloat(strings.Replace(f.line(field), ",", ".", 1), 64)
		if err != nil {
			f.problem(field, missing)
		}
		return n
	}
	answer := figure("answer", "Write the right number in figures, without commas between thousands.")
	var bands []quiz.Band
	for i := range views.MostBands {
		n := strconv.Itoa(i)
		if i > 0 && f.line("near."+n)+f.line("worth."+n) == "" {
			continue
		}
		near, worth := 0.0, 100.0
		if f.line("near."+n) != "" || i > 0 {
			near = figure("near."+n, "Write how far off an answer may be.")
		}
		if i > 0 {
			worth = figure("worth."+n, "Write how much of the mark it earns, in per cent.")
		}
		if last := len(bands) - 1; near < 0 || last >= 0 && near <= *bands[last].Within {
			f.problem("near."+n, "Let each distance be larger than the one above it.")
		} else if last >= 0 && !(worth > 0 && worth/100 < bands[last].Score) {
			f.problem("worth."+n, "Let each share be smaller than the one above it, and over 0.")
		}
		bands = append(bands, quiz.Band{Within: &near, Score: worth / 100})
	}
	q := &quiz.NumericEstimate{Answer: answer, Number: "count", Bands: bands, Unit: f.line("unit"),
		Context: f.line("context")}
	if f.Value("year") != "" {
		q.Number = "year"
	}
	return q
}

// pairs reads the rows of pairs. A right side alone is one to spare.
func (f ownForm) pairs() quiz.Body {
	q := &quiz.Matching{}
	ids := map[string]string{}
	used := map[string]bool{}
	for i := range views.MostRows {
		n := strconv.Itoa(i)
		left, right := f.line("left."+n), f.line("match."+n)
		switch {
		case left != "" && right == "":
			f.problem("match."+n, "Write what belongs to “"+left+"”.")
			continue
		case right == "":
			continue
		}
		id, there := ids[right]
		if !there {
			id = "c" + strconv.Itoa(len(ids)+1)
			ids[right] = id
			q.Choices = append(q.Choices, quiz.Choice{ID: id, Text: right})
		}
		if left != "" {
			q.Reuse, used[id] = q.Reuse || used[id], true
			q.Prompts = append(q.Prompts, quiz.Prompt{ID: "p" + strconv.Itoa(len(q.Prompts)+1), Text: left, Answer: id,
				Feedback: f.line("said." + n)})
		}
	}
	if len(q.Prompts) < 2 {
		f.problem("left.0", "Write at least two pairs.")
	}
	return q
}
