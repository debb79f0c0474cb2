package quiz

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ownPrefix begins the ids of the questions that teachers write or bring. No question of a course has such an id.
const ownPrefix = "own-"

// OwnID is the id of a teacher's own question.
func OwnID(number int64) string { return ownPrefix + strconv.FormatInt(number, 10) }

// OwnNumber is the number of a teacher's own question; false for every other id.
func OwnNumber(id string) (int64, bool) {
	figures, ok := strings.CutPrefix(id, ownPrefix)
	n, err := strconv.ParseInt(figures, 10, 64)
	return n, ok && err == nil && n > 0 && OwnID(n) == id
}

// OneLine makes a text fit to be stored and shown: one line, no signs that cannot be seen.
func OneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cc, r), r == '\ufeff', r == '\u2028', r == '\u2029', r == unicode.ReplacementChar,
			r >= 0xFFFE && r <= 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// NewOwn makes a question of a teacher's own. Its number and version are those of the row that will hold it.
func NewOwn(title, stem string, body Body) *Question {
	return &Question{Body: body, Common: Common{ID: OwnID(1), Version: 1, Kind: kindOf(body), Title: title,
		Skills: []string{"knowledge"}, Difficulty: 1, Marks: 1, Seconds: 60, Stem: stem}}
}

// mostTitle is how many characters a title may have.
const mostTitle = 80

// OwnTitle is a name for a question: its own, or its first words.
func OwnTitle(title, stem string) string {
	if title = OneLine(title); title == "" {
		title = OneLine(stem)
	}
	if utf8.RuneCountInString(title) <= mostTitle {
		return title
	}
	short := string([]rune(title)[:mostTitle-1])
	if cut := strings.LastIndexByte(short, ' '); cut > mostTitle/2 {
		short = short[:cut]
	}
	return short + "…"
}

// kindOf is the name of the kind of a body.
func kindOf(body Body) string {
	for _, k := range kinds {
		if reflect.TypeOf(k.new()) == reflect.TypeOf(body) {
			return k.name
		}
	}
	return ""
}

// TrueOrFalse makes the two options of a statement that is true or false.
func TrueOrFalse(truth bool, ifTrue, ifFalse string) *SingleChoice {
	fixed := false
	return &SingleChoice{Shuffle: &fixed, Options: []Option{
		{ID: "true", Text: "True", Correct: truth, Feedback: ifTrue},
		{ID: "false", Text: "False", Correct: !truth, Feedback: ifFalse},
	}}
}

// IsTrueOrFalse tells whether a question has the options of TrueOrFalse.
func (q *SingleChoice) IsTrueOrFalse() bool {
	return len(q.Options) == 2 && q.Options[0].ID == "true" && q.Options[1].ID == "false"
}

// ChooseOne makes a question with one right option. They get ids by their place.
func ChooseOne(options []Option) *SingleChoice {
	return &SingleChoice{Options: lettered(options), Shuffle: ownOrder(options)}
}

// ChooseAll makes a question of which all right options are to be chosen, however many there are. They get ids by their
// place.
func ChooseAll(options []Option) *MultipleResponse {
	return &MultipleResponse{Options: lettered(options), Shuffle: ownOrder(options), Choose: Choose{Mode: chooseAny},
		Scoring: rightMinusWrong}
}

func lettered(options []Option) []Option {
	for i := range options {
		options[i].ID = "x" + strconv.Itoa(i)
		if i < 26 {
			options[i].ID = string(rune('a' + i))
		}
	}
	return options
}

var figuresFirst = regexp.MustCompile(`^\d`)

// ownOrder says that options stay in their order: those that all begin with figures, such as years.
func ownOrder(options []Option) *bool {
	for _, o := range options {
		if !figuresFirst.MatchString(o.Text) {
			return nil
		}
	}
	fixed := false
	return &fixed
}

// TypedStem is what students are told who type a word into a question of a teacher's own.
const TypedStem = "Write the missing word or words."

// AnswerStem is the same where the answer stands behind the question.
const AnswerStem = "Answer in a word or a few words."

// boxChars is the width of the box of a typed answer.
const boxChars = 24

// ShortAnswer makes a question with one gap to type into: behind a question, or inside a sentence.
func ShortAnswer(before, after string, accept []Accept, wrong []WrongAnswer) (stem string, body *Cloze) {
	stem = AnswerStem
	if after = OneLine(after); after != "" {
		stem = TypedStem
	}
	braces := strings.NewReplacer("{{", "{ {", "}}", "} }")
	text := GapInside(braces.Replace(before), "{{a}}", braces.Replace(after))
	return stem, &Cloze{Text: text, BoxChars: boxChars,
		Gaps: []Gap{{ID: "a", Match: "text", Accept: accept, Wrong: wrong}}}
}

// GapInside puts a gap between two pieces of a sentence, without a space before a sign that belongs behind a word.
func GapInside(before, gap, after string) string {
	text := OneLine(before + " " + gap + " " + after)
	for _, sign := range []string{".", ",", ";", ":", "?", "!", ")"} {
		text = strings.ReplaceAll(text, gap+" "+sign, gap+sign)
	}
	return text
}

var speaksOfYear = regexp.MustCompile(`(?i)\b(?:year|when)\b`)

// AskNumber makes a question about a number: a year when the question speaks of one.
func AskNumber(stem string, answer float64, bands []Band) *NumericEstimate {
	q := &NumericEstimate{Answer: answer, Number: numberCount, Bands: bands}
	if answer == math.Trunc(answer) && answer >= 1000 && answer <= 2999 && speaksOfYear.MatchString(stem) {
		q.Number = numberYear
	}
	return q
}

// mostOptions is how many options, prompts or accepted texts a teacher's own question may have.
const mostOptions = 26

// Unanswerable says in a sentence why nobody could answer a question of a teacher's own, or no answer could be graded;
// "" when it can be asked. Check asks for more: that the question is a good one, with feedback for every option. A
// teacher who brings forty questions is not asked to write a hundred and sixty sentences first.
func (q *Question) Unanswerable() string {
	if wordCount(q.Stem) == 0 {
		return "There is no question."
	}
	for _, f := range q.Common.check() {
		if f.Rule == "V01" {
			return sentence(f.Message) + "."
		}
	}
	switch b := q.Body.(type) {
	case *SingleChoice:
		return unanswerableOptions(b.Options, true)
	case *MultipleResponse:
		return unanswerableOptions(b.Options, false)
	case *Matching:
		return b.unanswerable()
	case *Cloze:
		return b.unanswerable()
	case *NumericEstimate:
		return b.unanswerable()
	}
	return "Questions of this kind cannot be in a set of your own."
}

func unanswerableOptions(options []Option, single bool) string {
	right := 0
	var parts []part
	for _, o := range options {
		parts = append(parts, part{"", o.ID, o.Text})
		if o.Correct {
			right++
		}
	}
	switch {
	case len(options) < 2:
		return "There are fewer than two answers to choose from."
	case len(options) > mostOptions:
		return fmt.Sprintf("There are more than %d answers to choose from.", mostOptions)
	case right == 0:
		return "No answer is marked as right."
	case single && right > 1:
		return "More than one answer is marked as right."
	}
	return alike(parts, "answer")
}

// alike says which text is missing or is there twice. Texts that differ in signs alone, such as + and -, differ.
func alike(parts []part, what string) string {
	seen := map[string]bool{}
	for _, p := range parts {
		key := strings.ToLower(strings.Join(strings.Fields(p.text), " "))
		switch {
		case key == "":
			return "One " + what + " is empty."
		case seen[key]:
			return "The " + what + " " + quoted(p.text) + " is there twice."
		}
		seen[key] = true
	}
	return ""
}

func (q *Matching) unanswerable() string {
	var prompts, choices []part
	for _, p := range q.Prompts {
		if _, ok := q.choiceText(p.Answer); !ok {
			return quoted(p.Text) + " has no match."
		}
		prompts = append(prompts, part{"", p.ID, p.Text})
	}
	for _, c := range q.Choices {
		choices = append(choices, part{"", c.ID, c.Text})
	}
	switch {
	case len(prompts) < 2:
		return "There are fewer than two pairs."
	case len(prompts) > mostOptions || len(choices) > mostOptions:
		return fmt.Sprintf("There are more than %d pairs.", mostOptions)
	case len(choices) < 2:
		return "All pairs have the same match."
	}
	if twice := alike(prompts, "left side"); twice != "" {
		return twice
	}
	return alike(choices, "match")
}

func (q *Cloze) unanswerable() string {
	if len(q.checkGapIDs()) > 0 || len(q.Gaps) == 0 {
		return "The text has no gap to write in."
	}
	for _, g := range q.Gaps {
		m := q.matcher(g)
		if len(m.accept) == 0 {
			return "No answer is accepted."
		}
		if len(m.accept) > mostOptions {
			return fmt.Sprintf("There are more than %d accepted answers.", mostOptions)
		}
		full := false
		for _, a := range m.accept {
			if len(m.checkText("", a.Text)) > 0 || tooLong(a.Text) {
				return "Nobody can type " + quoted(a.Text) + " so that Dossier recognises it."
			}
			full = full || a.worth() == 1
		}
		if !full {
			return "No accepted answer earns the full mark."
		}
	}
	return ""
}

func (q *NumericEstimate) unanswerable() string {
	if !(math.Abs(q.Answer) <= maxNumber) {
		return "The answer is not a number that can be typed."
	}
	if n, ok := q.read(strconv.FormatFloat(q.Answer, 'f', -1, 64)); !ok || n != q.Answer ||
		math.Abs(q.Answer*100-math.Round(q.Answer*100)) > dust {
		return "Dossier reads numbers with two decimals at most: a point or comma before three figures parts thousands."
	}
	if len(q.Bands) == 0 || len(q.checkBands()) > 0 {
		return "It is not clear how near an answer has to be."
	}
	return ""
}
