package export

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dossier/internal/quiz"
)

// draft is an item on its way to a question.
type draft struct {
	line    int
	title   string
	format  string // of its texts
	stem    string
	after   string // what follows the answers, when they stand inside the question
	inside  bool
	marks   float64
	said    quiz.Feedback
	notes   []string
	refused string
}

// choice is an answer of a file, with the share of the mark that it earns in per cent.
type choice struct {
	text     string
	weight   float64
	feedback string
	within   string // how far a number may be off
}

// plain makes a text of the item plain, and notes what that loses.
func (d *draft) plain(text, format string) string {
	w := plainWords(text, format)
	for _, n := range w.notes {
		d.note("%s", n)
	}
	return w.text
}

func (d *draft) note(sentence string, args ...any) {
	if n := fmt.Sprintf(sentence, args...); !slices.Contains(d.notes, n) {
		d.notes = append(d.notes, n)
	}
}

// refuse says why the item cannot be kept; the first reason counts.
func (d *draft) refuse(why string, args ...any) quiz.Body {
	if d.refused == "" {
		d.refused = fmt.Sprintf(why, args...)
	}
	return nil
}

// mostAnswers is how many answers of one item are read.
const mostAnswers = 60

const tooManyAnswers = "It has more than 60 answers."

// longest is how many characters a text of an item may have.
const longest = 4000

// item finishes an item: a question that can be asked, or the reason why not.
func (d *draft) item(body quiz.Body) Item {
	it := Item{Line: d.line, Title: quiz.OwnTitle(d.title, d.stem)}
	if d.stem == "" && it.Title != "" && d.refused == "" {
		d.stem = it.Title
		d.note("The question has a name and no words: its name is now what it asks.")
	}
	if d.refused == "" {
		it.Question = quiz.NewOwn(it.Title, d.stem, body)
		it.Question.Feedback = d.said
		if d.marks > 0 && d.marks <= 100 {
			it.Question.Marks = d.marks
		}
		d.refused = it.Question.Unanswerable()
	}
	if it.Title == "" {
		it.Title = untitled
	}
	if d.refused != "" {
		it.Question, it.Refused = nil, d.refused
		for _, n := range d.notes {
			if strings.HasPrefix(n, "A picture") { // it may be all that there was
				it.Refused += " " + n
			}
		}
		return it
	}
	for _, text := range append([]string{d.stem, d.said.General}, body.Parts()...) {
		if utf8.RuneCountInString(text) > longest {
			return refused(it.Line, it.Title, "A text in it is longer than 4,000 characters.")
		}
	}
	it.Notes = d.notes
	return it
}

// choose makes a question of answers to choose from. single says that one is to be chosen.
func (d *draft) choose(answers []choice, single bool) quiz.Body {
	var options []quiz.Option
	rights := 0
	for _, a := range answers {
		o := quiz.Option{Text: a.text, Feedback: a.feedback, Correct: a.weight > 0}
		if single {
			o.Correct = a.weight >= 100
		}
		if o.Correct {
			rights++
		}
		options = append(options, o)
	}
	d.gapInStem()
	if single && rights <= 1 {
		for _, a := range answers {
			switch {
			case a.weight > 0 && a.weight < 100:
				d.note("“%s” earns %s per cent in the file. Here it counts as wrong: one answer is right, with the whole mark.",
					a.text, inFigures(a.weight))
			case a.weight < 0:
				d.note("Wrong answers cost marks in the file. Here they earn nothing.")
			}
		}
		return quiz.ChooseOne(options)
	}
	if single {
		d.note("Several answers are right, and one of them is enough in the file. Here students choose all that are right.")
	} else if !sharedOut(answers, rights) {
		d.note("The answers earn other shares of the mark in the file. Here each right answer earns the same, and each " +
			"wrong one takes some away.")
	}
	return quiz.ChooseAll(options)
}

// gapInStem writes the place of answers that stand inside the question.
func (d *draft) gapInStem() {
	if d.inside {
		d.stem, d.inside = quiz.GapInside(d.stem, "_____", d.after), false
	}
}

// sharedOut reports whether each right answer earns an equal share, and each wrong one takes an equal share away, as
// Dossier grades.
func sharedOut(answers []choice, rights int) bool {
	wrongs := len(answers) - rights
	for _, a := range answers {
		want := 100 / float64(max(rights, 1))
		if a.weight <= 0 {
			want = -100 / float64(wrongs)
		}
		if math.Abs(a.weight-want) > 1 {
			return false
		}
	}
	return true
}

func inFigures(w float64) string { return strconv.FormatFloat(math.Round(w*100)/100, 'f', -1, 64) }

// trueFalse makes a question of a statement.
func (d *draft) trueFalse(truth bool, ifTrue, ifFalse string) quiz.Body {
	d.gapInStem()
	return quiz.TrueOrFalse(truth, ifTrue, ifFalse)
}

// pair is a prompt with its match; a match alone is one to spare.
type pair struct{ prompt, match string }

// match makes a question of pairs.
func (d *draft) match(pairs []pair) quiz.Body {
	d.gapInStem()
	q := &quiz.Matching{}
	ids := map[string]string{}
	for _, p := range pairs {
		if p.match == "" {
			return d.refuse("“%s” has no match.", p.prompt)
		}
		id, there := ids[p.match]
		if !there {
			id = "c" + strconv.Itoa(len(ids)+1)
			ids[p.match] = id
			q.Choices = append(q.Choices, quiz.Choice{ID: id, Text: p.match})
		}
		if p.prompt != "" {
			q.Reuse = q.Reuse || slices.ContainsFunc(q.Prompts, func(o quiz.Prompt) bool { return o.Answer == id })
			q.Prompts = append(q.Prompts, quiz.Prompt{ID: "p" + strconv.Itoa(len(q.Prompts)+1), Text: p.prompt, Answer: id})
		}
	}
	return q
}

// short makes a question whose answer is typed.
func (d *draft) short(answers []choice) quiz.Body {
	if quiz.OneLine(d.stem+d.after) == "" {
		d.stem = d.title
		d.note("The question has a name and no words: its name is now what it asks.")
	}
	if d.stem+d.after == "" {
		return d.refuse("There is no question.")
	}
	d.gapFromBlank()
	if d.title == "" {
		d.title = quiz.OwnTitle("", d.stem+" … "+d.after)
	}
	var accept []quiz.Accept
	var wrong []quiz.WrongAnswer
	best := 0.0
	for _, a := range answers {
		wild := strings.Contains(strings.ReplaceAll(a.text, `\*`, ""), "*")
		a.text = strings.ReplaceAll(a.text, `\*`, "*") // a star that Moodle takes for itself
		switch {
		case a.text == "":
		case a.weight <= 0 && a.feedback != "" && a.text != "*":
			wrong = append(wrong, quiz.WrongAnswer{Text: a.text, Feedback: a.feedback})
		case a.weight <= 0:
			d.note("The wrong answer “%s” was left out: whatever is not accepted is wrong.", a.text)
		case wild:
			d.note("“%s” was left out: a star stands for any text, which Dossier does not accept.", a.text)
		case slices.ContainsFunc(accept, func(o quiz.Accept) bool { return strings.EqualFold(o.Text, a.text) }):
		case !typeable(a.text):
			d.note("“%s” was left out: Dossier compares letters and figures only.", a.text)
		default:
			best = max(best, a.weight)
			accept = append(accept, quiz.Accept{Text: a.text, Score: a.weight / 100})
			if a.feedback != "" {
				d.note("The comment on “%s” was left out: Dossier comments on wrong answers.", a.text)
			}
		}
	}
	wrong = slices.DeleteFunc(wrong, func(w quiz.WrongAnswer) bool { return !typeable(w.Text) })
	if len(accept) == 0 {
		return d.refuse("It has no answer that Dossier can accept.")
	}
	if best < 100 {
		d.note("No answer earns the whole mark in the file. Here the best ones do.")
	}
	for i := range accept {
		if accept[i].Score = min(1, accept[i].Score*100/best); accept[i].Score == 1 {
			accept[i].Score = 0 // left out: the whole mark
		}
	}
	slices.SortStableFunc(accept, func(a, b quiz.Accept) int { // students are shown the first
		return map[bool]int{true: 0, false: 1}[a.Score == 0] - map[bool]int{true: 0, false: 1}[b.Score == 0]
	})
	stem, body := quiz.ShortAnswer(d.stem, d.after, accept, wrong)
	d.stem, d.inside = stem, false
	return body
}

var blank = regexp.MustCompile(`_{3,}`)

// gapFromBlank finds the place of the answer in a sentence that has one blank.
func (d *draft) gapFromBlank() {
	if at := blank.FindAllStringIndex(d.stem, -1); len(at) == 1 && !d.inside {
		d.stem, d.after, d.inside = d.stem[:at[0][0]], d.stem[at[0][1]:], true
	}
}

// typeable reports whether an answer can be recognised when it is typed.
func typeable(text string) bool {
	probe := &quiz.Cloze{Text: "{{a}}", Gaps: []quiz.Gap{{ID: "a", Match: "text", Accept: []quiz.Accept{{Text: text}}}}}
	return utf8.RuneCountInString(text) <= 200 && probe.Grade(quiz.Answer{"a": {text}}).Score == 1
}

// number makes a question about a number. The answers are numbers with how far off they may be.
func (d *draft) number(answers []choice) quiz.Body {
	d.gapInStem()
	type near struct{ centre, within, weight float64 }
	var all []near
	for _, a := range answers {
		if a.text == "*" || a.text == "" {
			if a.feedback != "" {
				d.note("The comment on wrong numbers was left out.")
			}
			continue
		}
		centre, within, ok := readNear(a.text, a.within)
		if !ok {
			return d.refuse("“%s” is not a number.", quiz.OneLine(a.text+" "+a.within))
		}
		if a.feedback != "" {
			d.note("The comment on “%s” was left out: a number has none of its own here.", a.text)
		}
		all = append(all, near{centre, within, a.weight})
	}
	best := slices.IndexFunc(all, func(n near) bool { return n.weight >= 100 })
	if best < 0 {
		return d.refuse("No number earns the whole mark.")
	}
	centre := all[best].centre
	slices.SortStableFunc(all, func(a, b near) int { return int(math.Copysign(1, b.weight-a.weight)) })
	var bands []quiz.Band
	for _, n := range all {
		if n.centre != centre {
			if n.weight >= 100 {
				return d.refuse("Several different numbers are right.")
			}
			d.note("The number %s, which earns a part of the mark, was left out.", inFigures(n.centre))
			continue
		}
		last := len(bands) - 1
		if n.weight > 0 && (last < 0 || n.within > *bands[last].Within && n.weight/100 < bands[last].Score) {
			bands = append(bands, quiz.Band{Within: &n.within, Score: min(1, n.weight/100)})
		}
	}
	return quiz.AskNumber(d.stem, centre, bands)
}

// readNear reads “1934”, “1934:2” or “1930..1938”.
func readNear(text, within string) (centre, off float64, ok bool) {
	if from, to, isRange := strings.Cut(text, ".."); isRange {
		lo, okLo := readFigures(from)
		hi, okHi := readFigures(to)
		return (lo + hi) / 2, (hi - lo) / 2, okLo && okHi && lo <= hi
	}
	if number, tolerance, has := strings.Cut(text, ":"); has {
		text, within = number, tolerance
	}
	if centre, ok = readFigures(text); !ok {
		return 0, 0, false
	}
	if strings.TrimSpace(within) != "" {
		off, ok = readFigures(within)
	}
	return centre, off, ok && off >= 0
}

// readFigures reads a number as Moodle writes it, with a point or a comma before decimals.
func readFigures(text string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(text), ",", ".", 1), 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}
