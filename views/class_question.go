package views

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// ItemProps is a question with everything that a class has answered to it.
type ItemProps struct {
	Class         ClassCard
	Lesson        *course.Lesson
	Number        string
	Question      QuestionProps
	InText        bool // it stands in the text
	Finished      int  // students who have finished the quiz of the lesson
	Objectives    []string
	Present       bool // for everybody to see: no names
	Version       int  // of a wording that is not the present one; 0 for the present one
	Others        []Wording
	Before, After string // the questions beside it in the lesson

	Item      *classroom.Item
	Flags     []classroom.Flag
	Picked    string // the wrong option that stronger students pick
	Then      classroom.Then
	People    []Person // who gave the answers that are counted, by the number of the answer
	Parts     []classroom.ItemPart
	Letters   map[string]string // of the options, by their id
	Ideas     []ItemIdea
	Read      []Link
	Unmatched int    // answers with something that the program did not recognise
	Corrected string // what a teacher has put right in it; "" for nothing
}

// Person is a student in a list of names.
type Person struct {
	ID   int64
	Name string
}

// Wording is another wording of a question, with the answers to it.
type Wording struct {
	Version, Answers int
	Present          bool // it is the one that is asked now
}

// ItemIdea is a wrong idea behind answers, and where to teach it again.
type ItemIdea struct {
	Belief, Correction string
	Count              int
	Section            Link
}

// mostShown is how many different answers stand open; the others are folded.
const mostShown = 8

func answeredWords(q QuestionsProps) string {
	if q.InText+q.InQuiz == 0 {
		return "Nobody in this class has answered here yet."
	}
	return fmt.Sprintf("%s in the text, %s the quiz",
		plural(q.InText, "1 student has answered", "students have answered"),
		plural(q.InQuiz, "1 has finished", "have finished"))
}

// fewWords says why there is no share.
func fewWords(row QuestionRow) string {
	if row.Gone {
		return "withdrawn: it counts for nobody"
	}
	if row.N() == 0 && row.InQuiz {
		return "not in a first quiz yet"
	}
	if row.InQuiz {
		return fmt.Sprintf("asked of %d: too few to say", row.N())
	}
	return tooFew(row.N())
}

// where says where students meet the question.
func (i ItemProps) where() string {
	switch {
	case i.InText:
		return "In the text of the lesson"
	case len(i.Lesson.Pool) <= course.QuizLength:
		return "In the quiz"
	}
	return fmt.Sprintf("In the quiz, which asks everybody %d of its %d questions", course.QuizLength, len(i.Lesson.Pool))
}

// asked says how many were asked the question in their first quiz; "" where everybody is, and before anybody was.
func (i ItemProps) asked() string {
	if i.InText || i.Item.N() == 0 || i.Item.N() >= i.Finished {
		return ""
	}
	return fmt.Sprintf("Asked of %d of the %s who have finished the quiz, in their first try.", i.Item.N(),
		plural(i.Finished, "1 student", "students"))
}

// counted is which answers are counted part by part.
func (i ItemProps) counted() string {
	switch {
	case i.Item.N() > 0:
		return "These are the first answers."
	case len(i.People) > 0:
		return "Nobody was asked this in a first quiz. These are the latest answers from later quizzes."
	}
	return "Nobody has answered this yet."
}

// hidden reports whether the numbers would tell everybody who answered what.
func (i ItemProps) hidden() bool { return i.Present && len(i.People) < classroom.FewestShown }

// runs divides the parts: events that were put in places make one table.
func (i ItemProps) runs() (out [][]classroom.ItemPart) {
	for n, p := range i.Parts {
		if n == 0 || p.Sort != classroom.Placed || i.Parts[n-1].Sort != classroom.Placed {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}

// ask is what a part asks, "" where the question says it already.
func (i ItemProps) ask(p classroom.ItemPart) string {
	switch p.Ask {
	case i.Question.Question.Stem, i.Question.Question.Text(), i.Question.about():
		return ""
	case quiz.EstimateLabel:
		return "Estimates"
	}
	if first := kinds[i.Question.Question.Kind].first; p.Ask == "" && first != "" {
		return first
	}
	return p.Ask
}

// choices are the choices of a part that may be seen: options in the order of their letters. others counts the answers
// that are held back because too few gave the same.
func (i ItemProps) choices(p classroom.ItemPart) (shown []classroom.Choice, others int) {
	for _, c := range p.Choices {
		if i.Present && p.Sort == classroom.Given && !c.Key && len(c.By) < classroom.FewestTyped {
			others += len(c.By)
			continue
		}
		shown = append(shown, c)
	}
	slices.SortStableFunc(shown, func(a, b classroom.Choice) int {
		return strings.Compare(i.Letters[a.ID], i.Letters[b.ID])
	})
	return shown, others
}

// ofPart is how many of those who answered a part made a choice.
func ofPart(p classroom.ItemPart, c classroom.Choice) classroom.Share {
	return classroom.Share{Count: len(c.By), Of: p.Answered}
}

// remark is what is odd about a wrong option that everybody could choose: "" for most.
func (i ItemProps) remark(p classroom.ItemPart, c classroom.Choice) string {
	if p.Sort != classroom.Chosen || c.Key || c.Near || i.Item.N() == 0 || p.Answered != i.Item.N() {
		return ""
	}
	switch o := i.Item.Option(c.By); {
	case !o.Idle():
		return ""
	case o.Chosen.Value() < 0.05:
		return "hardly anybody picks this"
	default:
		return "stronger students pick this too"
	}
}

// thirds says who of the weakest and the strongest third made a choice; "" where nothing can be said.
func (i ItemProps) thirds(c classroom.Choice) string {
	o := i.Item.Option(c.By)
	if o.Top.Of == 0 || i.Item.N() < classroom.FewestForOptions {
		return ""
	}
	return fmt.Sprintf("Weakest third: %s. Strongest third: %s.", ofWords(o.Bottom), ofWords(o.Top))
}

// choiceMark is the mark of a choice, with its word.
func choiceMark(c classroom.Choice) (symbol, word string) {
	switch {
	case c.Key:
		return markSymbol(quiz.Right), "right"
	case c.Near:
		return markSymbol(quiz.Near), "partly right"
	case c.Unmatched:
		return "?", "not recognised"
	}
	return "", ""
}

// names are those who made a choice.
func (i ItemProps) names(c classroom.Choice) (all []Person) {
	for _, at := range c.By {
		if at < len(i.People) {
			all = append(all, i.People[at])
		}
	}
	slices.SortFunc(all, func(a, b Person) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all
}

// separation says whether those who did well otherwise got it right more often.
func (i ItemProps) separation() string {
	if i.InText {
		return "This question is in the text of the lesson, so it is not compared with the rest of a quiz."
	}
	if n := i.Item.Compared(); n < classroom.FewestForSeparation {
		return fmt.Sprintf("There are too few answers to tell: %d, and at least %d are needed.", n,
			classroom.FewestForSeparation)
	}
	di, ok := i.Item.Discrimination()
	switch {
	case !ok:
		return "Everybody got the same result here, so the question cannot tell students apart."
	case di < 0:
		return "Students who did well otherwise got this wrong more often. Check the answer key."
	case di < 15:
		return "This question says little about how well students did otherwise."
	case di < 30:
		return "Students who did well otherwise got this right a little more often."
	}
	return "Students who did well otherwise got this right more often."
}

// separationNumbers are the numbers behind separation; "" where there are none to show.
func (i ItemProps) separationNumbers() string {
	di, ok := i.Item.Discrimination()
	if !ok || i.InText || i.Item.Compared() < classroom.FewestForSeparation {
		return ""
	}
	out := fmt.Sprintf("Discrimination %.0f, on a scale from −100 to 100: the correlation of the marks here with the "+
		"share of marks in the rest of the quiz. Below 15 is weak.", di)
	if de, ok := i.Item.Efficiency(); ok {
		out += fmt.Sprintf(" That is %.0f%% of the highest value that these marks allow.", de)
	}
	return strings.Replace(out, " -", " −", 1)
}

// later compares the latest answers with the first.
func (i ItemProps) later() []string {
	if i.Then.Latest.Of == 0 {
		return nil
	}
	out := []string{"Right in their latest answer: " + ofWords(i.Then.Latest) + "."}
	if missed := i.Item.FirstTime(); missed.Of > missed.Count {
		again := i.Then.Mended
		switch {
		case again.Of == 0:
			out = append(out, "Nobody who was not right at first has answered again.")
		default:
			out = append(out, fmt.Sprintf("Of the %d who were not right at first, %d answered again, %d of them right.",
				missed.Of-missed.Count, again.Of, again.Count))
		}
	}
	return out
}

// writes reports whether a part of the answer is written, for a person to level.
func (i ItemProps) writes() bool {
	w, ok := i.Question.Question.Body.(quiz.Writer)
	return ok && len(w.Written()) > 0
}

// wordingHref is the address of what a class answered to another wording of a question.
func (i ItemProps) wordingHref(w Wording) string {
	if w.Present {
		return QuestionHref(i.Class.ID, i.Question.Question.ID, i.Present)
	}
	return withQuery(QuestionHref(i.Class.ID, i.Question.Question.ID, false), "version", itoa(w.Version), "present",
		yes(i.Present))
}

// here is the address of this page, with names or without.
func (i ItemProps) here(present bool) string {
	version := ""
	if i.Version > 0 {
		version = itoa(i.Version)
	}
	return withQuery(QuestionHref(i.Class.ID, i.Question.Question.ID, false), "version", version, "present", yes(present))
}

// ordinalOf is the place that a choice stands for.
func ordinalOf(c classroom.Choice) string {
	if n, err := strconv.Atoi(c.Text); err == nil {
		return ordinal(n)
	}
	return c.Text
}
