package views

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// part is one thing that a question asks: a choice, a pair, a gap, an event. It has what was answered and what is
// right, both in words.
type part struct {
	Ask  string // "" where the question says it all
	Note string // more about what was asked, which the answer tells: the date of an event
	Mark quiz.Mark
	Own  []told
	Key  []told   // what is right; beside a right answer, what would have been right as well
	Why  []string // about what was wrong
	More []told   // about what was right

	KeyLabel string // stands over Key; "" for "Right answer"
}

// told is an answer in words.
type told struct {
	Letter, Text string
	Mark         quiz.Mark
}

// list is what was asked together, in the order in which it was asked.
type list struct {
	ids     []string
	letters bool // each has a letter: A, B, C
}

// Words that a decision of the quiz begins with, and that are said differently here.
const (
	placed = "you put this " // an event: "you put this 3rd"
	copied = "What you copied: "
)

// Verdict is the answer as a whole in a few words: they begin the page, and its title.
func (a Answered) Verdict() string {
	switch a.Ruling.Kind {
	case classroom.Withdrawn:
		return "Withdrawn"
	case classroom.FullMarks:
		return "Full marks"
	}
	switch a.Grade.Outcome() {
	case quiz.Right:
		return "Right"
	case quiz.Wrong:
		return "Not yet"
	}
	return "Partly right" + a.howMuch()
}

// class and symbol are the looks of the verdict. A question that was withdrawn is neither right nor wrong.
func (a Answered) class() string {
	if a.Ruling.Kind == classroom.Withdrawn {
		return "gone"
	}
	return markClass(a.Grade.Outcome())
}

func (a Answered) symbol() string {
	if a.Ruling.Kind == classroom.Withdrawn {
		return "–"
	}
	return markSymbol(a.Grade.Outcome())
}

// howMuch counts what was right in an answer that was partly so; "" where nothing can be counted.
func (a Answered) howMuch() string {
	parts := a.parts(groups(a.Grade.Lines), nil)
	right, of := 0, len(parts)
	for _, p := range parts {
		if p.Mark == quiz.Right {
			right++
		}
	}
	if of == 1 && len(parts[0].Own)+len(parts[0].Key) > 2 { // several were to be ticked
		found, wrong := marked(parts[0].Own, quiz.Right), marked(parts[0].Own, quiz.Wrong)
		if right, of = found, len(parts[0].Key); right == of && wrong > 0 {
			return ": " + plural(wrong, "one too many", "too many")
		}
	}
	if right == 0 || right >= of {
		return ""
	}
	return ": " + itoa(right) + " of " + itoa(of)
}

func marked(all []told, m quiz.Mark) (n int) {
	for _, t := range all {
		if t.Mark == m {
			n++
		}
	}
	return n
}

// surely compares how sure somebody was with how right they were; "" where they were not asked.
func (a Answered) surely() string {
	if a.Ruling.Kind == classroom.Withdrawn || a.Ruling.Kind == classroom.FullMarks {
		return "" // how right it was is not what it counts for
	}
	return map[quiz.Mark]map[string]string{
		quiz.Right: {
			"guess":   "You guessed, and it was right. Read why, so that you know it next time.",
			"fairly":  "You were fairly sure, and you were right.",
			"certain": "You were certain, and you were right.",
		},
		quiz.Near: {
			"guess":   "You guessed, and part of it was right.",
			"fairly":  "You were fairly sure, and part of it was right.",
			"certain": "You were certain, and part of it was wrong. That is worth a second look.",
		},
		quiz.Wrong: {
			"guess":   "You guessed, and it was wrong. Now you can see why.",
			"fairly":  "You were fairly sure, and it was wrong.",
			"certain": "You were certain, and it was wrong. That is worth a second look.",
		},
	}[a.Grade.Outcome()][a.Confidence]
}

// besides is what else has to be said at once: what becomes of words that the program does not judge.
func (a Answered) besides(viewer Role) []string {
	var out []string
	teacher := viewer == Student && !a.Unstored
	if len(a.Written) > 0 && !a.Unstored {
		saved := "What you wrote is saved."
		if teacher {
			saved += " Your teacher can read it."
		}
		out = append(out, saved)
	}
	for _, l := range a.Grade.Lines {
		if !l.Unmatched || l.Given == "" {
			continue
		}
		unknown := "The program does not know “" + l.Given + "”."
		if teacher {
			unknown += " Your teacher sees it and can accept it."
		}
		out = append(out, unknown)
	}
	if a.Unstored {
		out = append(out, "This is a preview: answers are not stored while lessons are being written.")
	}
	return out
}

// groups divides lines into what was asked together.
func groups(lines []quiz.Line) [][]quiz.Line {
	var out [][]quiz.Line
	for i, l := range lines {
		if i == 0 || lines[i-1].Group != l.Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], l)
	}
	return out
}

// chosenFrom reports whether lines are options to choose from, rather than things that each have an answer.
func chosenFrom(group []quiz.Line) bool {
	return !slices.ContainsFunc(group, func(l quiz.Line) bool { return l.Given != "" })
}

// parts are the lines of a decision as the answers to what was asked. Nothing is decided here.
func (a Answered) parts(all [][]quiz.Line, lists []list) []part {
	var out []part
	for i, group := range all {
		if chosenFrom(group) {
			out = append(out, chosenPart(group, lettersOf(lists, i), a.Grade.Full()))
			continue
		}
		for n, l := range group {
			if place, ok := strings.CutPrefix(l.Given, placed); ok {
				out = append(out, placedPart(group, n, place))
			} else {
				out = append(out, givenPart(l))
			}
		}
	}
	return out
}

// lettersOf has the letters of what was asked together as the nth.
func lettersOf(lists []list, n int) map[string]string {
	letters := map[string]string{}
	if n < len(lists) && lists[n].letters {
		for i, id := range lists[n].ids {
			letters[id] = letter(i)
		}
	}
	return letters
}

// chosenPart is options of which some were chosen.
func chosenPart(group []quiz.Line, letters map[string]string, full bool) part {
	p := part{Ask: group[0].Group, Mark: quiz.Right}
	var missed []told
	var about []string
	good := 0
	for _, l := range group {
		t := told{letters[l.ID], strings.TrimPrefix(l.Label, copied), l.Mark}
		if l.Chosen {
			p.Own = append(p.Own, t)
		}
		switch {
		case l.Mark == quiz.Missed:
			missed = append(missed, t)
			about = append(about, feedbackOf(l)...)
		case l.Mark == quiz.Right && !l.Chosen, l.Mark == quiz.Rest: // words that were copied hold this passage
		case l.Mark == quiz.Right:
			p.More = append(p.More, told{t.Letter, l.Feedback, l.Mark})
			good++
		default:
			p.Why = append(p.Why, feedbackOf(l)...)
			if p.Mark = quiz.Near; l.Mark == quiz.Near {
				good++
			}
		}
		if l.Mark == quiz.Missed || l.Mark == quiz.Right && !isCopy(l) {
			p.Key = append(p.Key, told{t.Letter, t.Text, quiz.Right})
		}
	}
	if len(missed) > 0 && !isCopy(group[0]) { // of passages to copy one is enough
		p.Mark = quiz.Near
	}
	switch {
	case full:
		p.Mark = quiz.Right
	case p.Mark == quiz.Near && good == 0:
		p.Mark = quiz.Wrong
	}
	if p.Mark == quiz.Right {
		p.Key, p.KeyLabel = missed, "Also right"
		about = nil
	}
	p.Why = append(p.Why, about...)
	return p.orNone()
}

// orNone says in words that nothing was chosen, or that nothing should have been.
func (p part) orNone() part {
	if len(p.Own) == 0 {
		p.Own = []told{{Text: "None of them", Mark: p.Mark}}
	}
	if len(p.Key) == 0 && p.Mark != quiz.Right {
		p.Key = []told{{Text: "None of them", Mark: quiz.Right}}
	}
	return p
}

// isCopy reports whether a line is words that somebody copied, rather than an option.
func isCopy(l quiz.Line) bool { return strings.HasPrefix(l.Label, copied) }

func feedbackOf(l quiz.Line) []string {
	if l.Feedback == "" {
		return nil
	}
	return []string{l.Feedback}
}

// givenPart is a thing that was given an answer.
func givenPart(l quiz.Line) part {
	p := part{Ask: l.Label, Mark: l.Mark}
	if l.Given != "" {
		p.Own = []told{{Text: l.Given, Mark: l.Mark}}
	}
	if p.Mark == quiz.Missed {
		p.Mark = quiz.Wrong
	}
	if p.Mark == quiz.Right {
		for _, text := range feedbackOf(l) {
			p.More = append(p.More, told{Text: text, Mark: l.Mark})
		}
		return p
	}
	if p.Why = feedbackOf(l); l.Expected != "" {
		p.Key = []told{{Text: l.Expected, Mark: quiz.Right}}
	}
	return p
}

// placedPart is event n, which was given a place. Whoever reverses three events has put the middle one in its place:
// that is shown as right, whatever stood on the wrong side of it.
func placedPart(events []quiz.Line, n int, place string) part {
	first, last := n, n // events of one date share their places
	for first > 0 && events[first-1].Expected == events[n].Expected {
		first--
	}
	for last+1 < len(events) && events[last+1].Expected == events[n].Expected {
		last++
	}
	l := events[n]
	p := part{Ask: l.Label, Note: l.Expected, Mark: l.Mark, Own: []told{{Text: place, Mark: l.Mark}}}
	if at, err := strconv.Atoi(strings.TrimRight(place, "dhnrst")); err == nil && first < at && at <= last+1 {
		p.Mark = quiz.Right
	}
	if p.Mark == quiz.Right {
		return p
	}
	right := ordinal(first + 1)
	if last > first {
		right += " to " + ordinal(last+1)
	}
	p.Key, p.Why = []told{{Text: right, Mark: quiz.Right}}, feedbackOf(l)
	return p
}

func ordinal(n int) string {
	suffix := "th"
	if n < 11 || n > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return itoa(n) + suffix
}

// lists are what was asked, group by group, in the order in which it was asked.
func (q QuestionProps) lists() []list {
	if asked := kinds[q.Question.Kind].asked; asked != nil {
		return asked(q)
	}
	return nil
}

// lines are the lines of the decision in the order in which they were asked.
func (q QuestionProps) lines() [][]quiz.Line {
	out := groups(q.Answered.Grade.Lines)
	for i, l := range q.lists() {
		if i < len(out) {
			out[i] = slices.Clone(out[i])
			slices.SortStableFunc(out[i], func(a, b quiz.Line) int {
				return slices.Index(l.ids, a.ID) - slices.Index(l.ids, b.ID)
			})
		}
	}
	return out
}

// parts are the answers to what was asked, in the order in which it was asked.
func (q QuestionProps) parts() []part {
	out := q.Answered.parts(q.lines(), q.lists())
	first := kinds[q.Question.Kind].first
	for i := range out {
		switch {
		case len(out) == 1:
			out[i].Ask = ""
		case i == 0 && first != "":
			out[i].Ask = first
		}
	}
	if kinds[q.Question.Kind].exact && len(out) == 1 && out[0].Mark == quiz.Right {
		if l := q.Answered.Grade.Lines[0]; l.Expected != l.Given {
			out[0].Key, out[0].KeyLabel = []told{{Text: l.Expected, Mark: quiz.Right}}, "The exact answer"
		}
	}
	return out
}

// about is the text that the question is about, beside its stem; "" when there is none.
func (q QuestionProps) about() string {
	if about := kinds[q.Question.Kind].about; about != nil {
		return about(q)
	}
	if text := q.Question.Text(); text != q.Question.Stem {
		return text
	}
	return ""
}

// why explains an answer that was one thing: what was wrong with it, and what the author says.
func (q QuestionProps) why(parts []part) []string {
	var out []string
	if len(parts) == 1 {
		out = append(out, parts[0].Why...)
		if len(out) == 0 && len(parts[0].More) == 1 {
			out = append(out, parts[0].More[0].Text)
		}
	}
	if remark := q.Answered.remark(); remark != "" {
		out = append(out, remark)
	}
	if q.Answered.Words.General != "" && (len(out) == 0 || q.Answered.Grade.Full()) {
		out = append(out, q.Answered.Words.General)
	}
	return out
}

// later is what the author says about the question as a whole, unless it was said before.
func (q QuestionProps) later(parts []part) string {
	if general := q.Answered.Words.General; !slices.Contains(q.why(parts), general) {
		return general
	}
	return ""
}

// chosenFrom are the groups of lines that were options to choose from, to be shown once more with all that is said
// about them.
func (q QuestionProps) chosenFrom() [][]quiz.Line {
	var out [][]quiz.Line
	for _, group := range q.lines() {
		if chosenFrom(group) {
			out = append(out, group)
		}
	}
	return out
}

// optionsAsked says what is folded below an answer.
func optionsAsked(all [][]quiz.Line) string {
	if len(all) > 1 {
		return "All options, as they were asked"
	}
	n := len(all[0])
	if isCopy(all[0][0]) {
		n--
	}
	return "All " + numberWord(n) + " options, as they were asked"
}

func numberWord(n int) string {
	words := []string{"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < 2 || n-2 >= len(words) {
		return itoa(n)
	}
	return words[n-2]
}

// rightOnes are the parts that were right and of which there is more to say, where each thing had its own answer.
func (q QuestionProps) rightOnes(parts []part) []part {
	if len(parts) == 1 || len(q.chosenFrom()) > 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return len(p.More) == 0 })
}

// level is how deep the heading of the verdict is: on a page of its own it is the title.
func (q QuestionProps) level() int {
	switch {
	case q.Level > 0:
		return q.Level
	case q.Alone:
		return 1
	}
	return 3
}

// below is how deep the headings below the verdict are.
func (q QuestionProps) below() int { return max(2, q.level()) }

// verdictAttrs are those of the heading of the verdict. It takes the focus when the page opens on it, so that it is
// heard, with the line below it.
func (q QuestionProps) verdictAttrs() templ.Attributes {
	attrs := templ.Attributes{"id": "v-" + q.Question.ID}
	if q.Answered.Opens {
		attrs["tabindex"], attrs["autofocus"] = "-1", true
		if q.Answered.surely() != "" {
			attrs["aria-describedby"] = q.fieldID("surely")
		}
	}
	return attrs
}

// markClass is the class of what was right, partly right or wrong.
func markClass(m quiz.Mark) string {
	switch m {
	case quiz.Right:
		return "right"
	case quiz.Near:
		return "near"
	}
	return "wrong"
}

// ownLabel stands over what was answered.
func ownLabel(m quiz.Mark) string {
	switch m {
	case quiz.Right:
		return "Your answer, right"
	case quiz.Near:
		return "Your answer, close" // it need not have earned anything
	}
	return "Your answer"
}

// keyLabel stands over what is right.
func (p part) keyLabel() string {
	if p.KeyLabel != "" {
		return p.KeyLabel
	}
	return "Right answer"
}

// worthAnd is what an option is worth, where that can be said in a word, and what its author says about it.
func worthAnd(l quiz.Line) string {
	if l.Expected == "" {
		return l.Feedback
	}
	return strings.TrimSpace(initial(l.Expected) + ". " + l.Feedback)
}

// besideWords names what stood beside the question.
func besideWords(sources, figures int) string {
	switch {
	case figures == 0:
		return "Read the " + plural(sources, "source", "sources") + " once more"
	case sources == 0:
		return "Look at the figure once more"
	}
	return "Look at the source and the figure once more"
}
