package views

import (
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// ShowStep is one of the steps in which a class is shown a question.
type ShowStep string

// The steps: the question alone, what the class answered, and what is right.
const (
	ShowQuestion ShowStep = ""
	ShowAnswers  ShowStep = "/answers"
	ShowKey      ShowStep = "/key"
)

// showSteps are the steps in their order.
var showSteps = []struct {
	step ShowStep
	text string
}{{ShowQuestion, "Question"}, {ShowAnswers, "What the class answered"}, {ShowKey, "Answer"}}

// ShowHref is the address of a step of a question that is shown to a class.
func ShowHref(class int64, question string, step ShowStep) string {
	return ClassHref(class, "/show/"+question+string(step))
}

// ShowPath leads to a question as it is shown to the class of the teacher that was at work last.
func ShowPath(question string) string { return "/classes/show/" + question }

// ShowProps is a question on the wall.
type ShowProps struct {
	Class      ClassCard
	Others     []Link // the same for the teacher's other classes
	Lesson     string
	Number, Of int // of the questions of the lesson
	Step       ShowStep
	Question   QuestionProps
	Tally      classroom.Tally // none at the first step
	Older      int             // answers to an older wording, which are not counted
	Key        *ShownKey       // nil before the last step

	Before, After string // the question before this one, and the one after it; "" for none
}

// ShownKey is what is right and why.
type ShownKey struct {
	Grade  quiz.Grade // of no answer: each line has what would be right
	Words  quiz.Feedback
	Idea   *course.Misconception // the commonest wrong idea; nil where none has a name
	Shared int                   // how many of the class have it; 0 when it is not known
	Read   []Link
}

func (s ShowProps) here(step ShowStep) string {
	return ShowHref(s.Class.ID, s.Question.Question.ID, step)
}

// back is the step before this one; the question before it at the first.
func (s ShowProps) back() Link {
	switch s.Step {
	case ShowAnswers:
		return Link{"Back: the question", s.here(ShowQuestion)}
	case ShowKey:
		return Link{"Back: what the class answered", s.here(ShowAnswers)}
	}
	return Link{}
}

// on is the step after this one.
func (s ShowProps) on() Link {
	switch s.Step {
	case ShowQuestion:
		return Link{"What the class answered", s.here(ShowAnswers)}
	case ShowAnswers:
		return Link{"The answer", s.here(ShowKey)}
	}
	return Link{}
}

// counts tells that the numbers are shown.
func (s ShowProps) counts() bool { return s.Step != ShowQuestion && !s.Tally.TooFew() }

// right finds what is right of a part; false before the last step, and for what is not right.
func (s ShowProps) right(line string) (quiz.Line, bool) {
	if s.Key == nil {
		return quiz.Line{}, false
	}
	for _, l := range s.Key.Grade.Lines {
		if l.ID == line && l.Mark == quiz.Missed {
			return l, true
		}
	}
	return quiz.Line{}, false
}

// why is what the author says about the right answer: to the options that are right, or to the question as a whole.
func (s ShowProps) why() []string {
	var out []string
	for _, p := range s.parts() {
		for _, o := range p.Options {
			if l, ok := s.right(o.line); ok && len(p.Rows) == 0 && l.Feedback != "" && len(out) < 3 {
				out = append(out, l.Feedback)
			}
		}
	}
	if body, ok := s.Question.Question.Body.(*quiz.TrueFalse); ok {
		out = append(out, map[bool]string{true: body.FeedbackTrue, false: body.FeedbackFalse}[body.Answer])
	}
	if len(out) == 0 && s.Key.Words.Correct != "" {
		out = append(out, s.Key.Words.Correct)
	}
	if len(out) < 2 && s.Key.Words.General != "" {
		out = append(out, s.Key.Words.General)
	}
	return out
}

// shownPart is one thing that a question asks, as a class sees it: options, of which some are chosen; rows, to each of
// which one of the options belongs; a text or a number to type; or sentences to write.
type shownPart struct {
	Ask     string // "" where the stem says it
	Field   string // the part of the answer
	Options []shownOption
	Letters bool
	Rows    []shownOption
	Order   bool // the options are places, and a row is put in one of them

	Typed     bool
	InText    bool   // the place for it is in the text above
	Line      string // that has what is right
	Numbers   func(quiz.Answer) (float64, bool)
	InFigures func(float64) string
	Sentence  bool

	OnPaper  string // what to do with it on paper; "" where that goes without saying
	InSource bool   // the options are passages, which are marked in their source
	Range    bool   // two numbers are written
}

// shownOption is an option or a row; line is the line of the grade that is about it.
type shownOption struct{ id, line, Text string }

// kindShown makes what is shown of a kind's own body into that of any question of that kind.
func kindShown[B quiz.Body](shown func(QuestionProps, B) []shownPart) func(QuestionProps) []shownPart {
	return func(q QuestionProps) []shownPart { return shown(q, q.Question.Body.(B)) }
}

func (s ShowProps) parts() []shownPart { return kinds[s.Question.Question.Kind].shown(s.Question) }

func shownOptions(all []quiz.Option, line string) []shownOption {
	out := make([]shownOption, len(all))
	for i, o := range all {
		out[i] = shownOption{o.ID, line + o.ID, o.Text}
	}
	return out
}

func singleChoiceShown(q QuestionProps, body *quiz.SingleChoice) []shownPart {
	return []shownPart{{Field: "a", Options: shownOptions(body.Dealt(q.Deal), ""), Letters: true}}
}

func multipleResponseShown(q QuestionProps, body *quiz.MultipleResponse) []shownPart {
	p := shownPart{Field: "a", Options: shownOptions(body.Dealt(q.Deal), ""), Letters: true,
		OnPaper: "Tick every answer that is right."}
	if n := body.Choose.N; n > 0 {
		p.OnPaper = "Tick " + itoa(n) + "."
	}
	return []shownPart{p}
}

func trueFalseShown(QuestionProps, *quiz.TrueFalse) []shownPart {
	return []shownPart{
		{Field: "verdict", Line: "verdict", Options: []shownOption{{id: "true", Text: "True"}, {id: "false", Text: "False"}}},
		{Ask: "If false, the words that make it true", Field: "fix", Line: "fix", Typed: true},
	}
}

func chronologyShown(q QuestionProps, body *quiz.Chronology) []shownPart {
	p := shownPart{Ask: "Which came first? Put them in order.", Field: "order", Order: true,
		OnPaper: "Write a number into each box. 1 is the earliest."}
	for i, item := range body.Dealt(q.Deal) {
		p.Rows = append(p.Rows, shownOption{item.ID, item.ID, item.Text})
		p.Options = append(p.Options, shownOption{Text: ordinal(i + 1)})
	}
	return []shownPart{p}
}

func matchingShown(q QuestionProps, body *quiz.Matching) []shownPart {
	p := shownPart{Letters: true, OnPaper: "Write the letter of what belongs to it into each box. No letter comes twice."}
	if body.Reuse {
		p.OnPaper = "Write the letter of what belongs to it into each box. A letter may come more than once."
	}
	for _, prompt := range body.DealtPrompts(q.Deal) {
		p.Rows = append(p.Rows, shownOption{prompt.ID, prompt.ID, prompt.Text})
	}
	for _, c := range body.DealtChoices(q.Deal) {
		p.Options = append(p.Options, shownOption{id: c.ID, Text: c.Text})
	}
	return []shownPart{p}
}

func clozeShown(_ QuestionProps, body *quiz.Cloze) (all []shownPart) {
	for _, s := range body.Segments() {
		if s.Gap != "" {
			p := shownPart{Field: s.Gap, Line: s.Gap, Typed: true, InText: true}
			if len(body.Gaps) > 1 {
				p.Ask = "Gap " + itoa(len(all)+1)
			}
			all = append(all, p)
		}
	}
	return all
}

func numericShown(_ QuestionProps, body *quiz.NumericEstimate) []shownPart {
	return []shownPart{{Ask: "Your estimate: " + body.Unit, Line: "n", Typed: true, Numbers: body.Estimate,
		InFigures: body.InFigures, Range: body.AskRange}}
}

func evidenceShown(q QuestionProps, body *quiz.EvidenceHighlight) []shownPart {
	p := shownPart{Field: "a", Letters: true, InSource: true,
		OnPaper: strings.Replace(howMany(body), "Tick", "Underline", 1)}
	if body.Quoting() {
		p = shownPart{Ask: "The words that show it", Field: "quote", Line: "quote", Typed: true,
			OnPaper: "Underline them in the source, and copy them here."}
	}
	for _, i := range q.passageOrder(body) {
		span := body.Segments[i]
		p.Options = append(p.Options, shownOption{span.ID, span.ID, span.Quote})
	}
	all := []shownPart{p}
	if body.Because != nil {
		all = append(all, shownPart{Ask: body.Because.Ask, Field: "because",
			Options: shownOptions(body.DealtReasons(q.Deal), ""), Letters: true})
	}
	return all
}

// passageOrder has the passages in the order of their source.
func (q QuestionProps) passageOrder(body *quiz.EvidenceHighlight) (order []int) {
	sources, _ := q.cited()
	for _, s := range sources {
		for _, piece := range passages(s, body) {
			if piece.Quote >= 0 {
				order = append(order, piece.Quote)
			}
		}
	}
	if len(order) == 0 {
		for i := range body.Segments {
			order = append(order, i)
		}
	}
	return order
}

func provenanceShown(q QuestionProps, body *quiz.Provenance) (all []shownPart) {
	for _, p := range body.Auto {
		all = append(all, shownPart{Ask: p.Ask, Field: p.ID, Options: shownOptions(p.Dealt(q.Deal), p.ID+"/"),
			Letters: true})
	}
	return append(all, sentencesShown(body)...)
}

func comparisonShown(q QuestionProps, body *quiz.Comparison) []shownPart {
	p := shownPart{OnPaper: "Tick one box in each row."}
	for _, point := range body.Dealt(q.Deal) {
		p.Rows = append(p.Rows, shownOption{point.ID, point.ID, point.Text})
	}
	for _, side := range body.Sides() {
		p.Options = append(p.Options, shownOption{id: side.ID, Text: side.Text})
	}
	return append([]shownPart{p}, sentencesShown(body)...)
}

func nextSourceShown(q QuestionProps, body *quiz.NextSource) []shownPart {
	cards := shownPart{Field: "a", Letters: true}
	why := shownPart{Ask: "Why this one?", Field: "why", Letters: true,
		OnPaper: "Tick every reason that holds for the source you chose. If none holds, tick none."}
	for _, c := range body.Dealt(q.Deal) {
		cards.Options = append(cards.Options, shownOption{c.ID, c.ID, c.Card})
	}
	for _, r := range body.DealtReasons(q.Deal) {
		why.Options = append(why.Options, shownOption{r.ID, r.ID, r.Text})
	}
	return []shownPart{cards, why}
}

func sentencesShown(w quiz.Writer) (all []shownPart) {
	for _, p := range w.Written() {
		all = append(all, shownPart{Ask: p.Ask, Field: p.Field(), Sentence: true})
	}
	return all
}

// statement is the text that the question is about, beside its stem and beside a text with gaps; "" for none.
func (s ShowProps) statement() string {
	if _, gaps := s.Question.Question.Body.(*quiz.Cloze); gaps {
		return ""
	}
	return s.Question.about()
}

// isRight tells whether option i of a part is right.
func (s ShowProps) isRight(p shownPart, i int) bool {
	if p.Options[i].line == "" { // true or false
		l, ok := s.right(p.Line)
		return ok && l.Expected == p.Options[i].Text
	}
	_, ok := s.right(p.Options[i].line)
	return ok
}

// belongs tells whether option i is the right one for a row.
func (s ShowProps) belongs(p shownPart, row shownOption, i int) bool {
	l, ok := s.right(row.line)
	if !ok {
		return false
	}
	if p.Order {
		at := s.orderOf(row)
		return i >= at[0] && i <= at[1]
	}
	return l.Expected == p.Options[i].Text
}

// orderOf is the first and the last place that an event may have: those of one date share their places.
func (s ShowProps) orderOf(row shownOption) (at [2]int) {
	lines := s.Key.Grade.Lines
	for i, l := range lines {
		if l.ID != row.line {
			continue
		}
		at = [2]int{i, i}
		for at[0] > 0 && lines[at[0]-1].Expected == l.Expected {
			at[0]--
		}
		for at[1]+1 < len(lines) && lines[at[1]+1].Expected == l.Expected {
			at[1]++
		}
	}
	return at
}

// inPlace counts who gave option i for a row.
func (s ShowProps) inPlace(p shownPart, row shownOption, i int) int {
	if p.Order {
		return s.Tally.Placed(p.Field, row.id, i)
	}
	return s.Tally.Chose(row.id, p.Options[i].id)
}

// share is the class of a cell that n of the class gave, from s0 for nobody to s4 for nearly all.
func (s ShowProps) share(n int) string {
	if n == 0 || s.Tally.Answers() == 0 {
		return "s0"
	}
	return "s" + itoa(min(4, 1+4*n/(s.Tally.Answers()+1)))
}

// written is what is right of something to type.
func (s ShowProps) expected(p shownPart) string {
	l, _ := s.right(p.Line)
	return l.Expected
}

// beside tells that sources stand beside the question.
func (s ShowProps) beside() bool { return len(s.Question.Sources)+len(s.Question.Figures) > 0 }

// passageNumber counts the passages before piece i.
func passageNumber(pieces []course.Passage, i int) (n int) {
	for _, piece := range pieces[:i] {
		if piece.Quote >= 0 {
			n++
		}
	}
	return n
}

// answered says how many have answered.
func (s ShowProps) answered() string {
	n, said := s.Tally.Answers(), ""
	switch {
	case !s.Tally.TooFew():
		said = plural(n, "1 student", "students") + " answered."
	case n == 0:
		said = "Too few answers to show: nobody has answered."
	default:
		said = "Too few answers to show: " + plural(n, "one student has", "students have") + " answered."
	}
	if s.Older > 0 {
		said += " " + plural(s.Older, "One more answered", "more answered") + " an older wording."
	}
	return said
}
