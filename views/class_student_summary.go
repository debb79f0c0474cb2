package views

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/classroom"
)

// Summary is what is known of the work of one student, as their teacher sees it and as they see it themselves.
type Summary struct {
	Own      bool   // its reader is the student
	Called   string // what the student is called in a heading; "" for "this student"
	Lessons  []LessonScore
	ToCome   int // lessons that are left out, because nothing has been done there
	Passed   int
	Aims     []AimGroup // those that have a word, the firmest first
	TooFew   int        // aims with answers, and not enough of them for a word
	Ideas    []IdeaRow
	Skills   []SkillRow
	Sure     []SureRow
	SureSays string // what follows from Sure; "" for nothing
	Answers  int
}

// LessonScore is how one lesson went: the first score, where there is a later one, and the latest.
type LessonScore struct {
	Number   int
	Title    string
	Href     string
	Was, Now string
	State    State
}

// AimGroup is the objectives that somebody has hold of equally firmly.
type AimGroup struct {
	Title, Symbol, Class string
	Aims                 []AimRow
	Shown                int // how many stand on the page; the others unfold
}

// first are the objectives that stand on the page.
func (g AimGroup) first() []AimRow { return g.Aims[:min(g.Shown, len(g.Aims))] }

// rest are those that unfold.
func (g AimGroup) rest() []AimRow { return g.Aims[min(g.Shown, len(g.Aims)):] }

// AimRow is one objective: what somebody can do.
type AimRow struct {
	Text  string
	Says  string // what speaks for the word, when it is a poor one
	Again Link   // where it can be read again; none when empty
}

// YourAnswer is what leads the author of an answer to it.
const YourAnswer = "Your answer"

// IdeaRow is a wrong idea that somebody still has, with the question that showed it: its number, or YourAnswer.
type IdeaRow struct {
	Belief, Correction string
	Question           Link
}

// SkillRow is how somebody works with sources, as teachers have said.
type SkillRow struct {
	Title        string
	Marked       bool
	First, Level int
	Means        string // what the level means, as a student would say it
}

// level is the level in words: what was never marked has none.
func (s SkillRow) level() string {
	if !s.Marked {
		return "not marked"
	}
	return fmt.Sprintf("level %d of 4", s.Level)
}

// trend says where the level was at first, when it has moved.
func (s SkillRow) trend() (symbol, words string) {
	switch {
	case s.Marked && s.Level > s.First:
		return "↑", fmt.Sprintf("up from level %d", s.First)
	case s.Marked && s.Level < s.First:
		return "↓", fmt.Sprintf("down from level %d", s.First)
	}
	return "", ""
}

// SureRow is how often somebody was right at one level of confidence.
type SureRow struct {
	Label     string
	Right, Of int
}

// Squares to count. A square is one thing, unless there are too many for a figure.
const (
	squareRow  = 28 // in a row
	squareMost = 84 // in a figure
	squareStep = 7  // pixels from one to the next
	squareSide = 5.5
)

// perSquare is how many things one square stands for, when so many are drawn at the most.
func perSquare(most int) int { return max(1, (most+squareMost-1)/squareMost) }

// perSquare is how many answers one square stands for in all rows.
func (s Summary) perSquare() int {
	most := 0
	for _, row := range s.Sure {
		most = max(most, row.Of)
	}
	return perSquare(most)
}

// squares are n squares behind the first skip, in rows: the d of a path.
func squares(skip, n int) string {
	var d strings.Builder
	for i := skip; i < skip+n; i++ {
		fmt.Fprintf(&d, "M%g %gh%gv%gh-%gz", float64(i%squareRow*squareStep)+0.75, float64(i/squareRow*squareStep)+0.75,
			squareSide, squareSide, squareSide)
	}
	return d.String()
}

// squareBox is the viewBox of n squares.
func squareBox(n int) string {
	return fmt.Sprintf("0 0 %d %d", squareRow*squareStep, max(1, (n+squareRow-1)/squareRow)*squareStep)
}

// levelSquares are the four squares of a skill from one level to another.
func levelSquares(from, to int) string {
	var d strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&d, "M%g .75h10.5v10.5h-10.5z", float64(i*14)+0.75)
	}
	return d.String()
}

// squareWords says what one square is.
func (s Summary) squareWords() string {
	if n := s.perSquare(); n > 1 {
		return fmt.Sprintf("One square is %d answers, filled when right.", n)
	}
	return "One square is one answer, filled when right."
}

// unsure tells that nobody was ever asked how sure they are.
func (s Summary) unsure() bool {
	return !slices.ContainsFunc(s.Sure, func(row SureRow) bool { return row.Of > 0 })
}

// DayRow is what somebody did on one day.
type DayRow struct {
	Date              string
	Sections, Answers int
}

// words is the day in words.
func (d DayRow) words() string {
	var parts []string
	if d.Sections > 0 {
		parts = append(parts, plural(d.Sections, "1 section read", "sections read"))
	}
	if d.Answers > 0 {
		parts = append(parts, plural(d.Answers, "1 answer", "answers"))
	}
	return strings.Join(parts, ", ")
}

// dayPer is how many things one square stands for on a list of days.
func dayPer(days []DayRow) int {
	most := 0
	for _, d := range days {
		most = max(most, d.Sections+d.Answers)
	}
	return perSquare(most)
}

// dayCaption says what the squares of a list of days are.
func dayCaption(days []DayRow) string {
	one := "One square is one"
	if n := dayPer(days); n > 1 {
		one = fmt.Sprintf("One square is %d", n)
	}
	return one + ": filled for a section that was marked as read, empty for an answer. " +
		"Reading alone leaves no trace, so on a day that is missing here somebody may still have read."
}

// AnswersShown is the answers of one student, of one lesson or of all.
type AnswersShown struct {
	Here    string // the address of the page
	Parts   []AnswerPart
	Part    string // the part that is shown; "all" for everything
	Answers []AnswerRow
	Total   int
}

// AnswerPart is a lesson or a bench in which somebody has answered.
type AnswerPart struct {
	ID, Title string
	Answers   int
}

// AllAnswers is the part that is all answers.
const AllAnswers = "all"

func (a AnswersShown) href(part string) string { return a.Here + "?of=" + part }

// settingsWords says what a teacher has settled, for the student.
func settingsWords(s StudentSettings) string {
	var parts []string
	switch {
	case s.ExtraTime == classroom.NoLimit:
		parts = append(parts, "no time limits for you")
	case s.ExtraTime > 0:
		parts = append(parts, fmt.Sprintf("%d%% more time wherever there is a limit", s.ExtraTime))
	}
	if s.PlainWords {
		parts = append(parts, "texts open in plain words")
	}
	return strings.Join(parts, "; ")
}

// StudentSettings is what a teacher has settled for a student.
type StudentSettings struct {
	ExtraTime  int
	PlainWords bool
}

// allAnswers is a link to the answers of somebody, in words.
func allAnswers(n int) string {
	switch n {
	case 0:
		return "Answers"
	case 1:
		return "The one answer"
	}
	return fmt.Sprintf("All %d answers", n)
}

// unmarkedWords names the skills that nobody has marked yet; "" when there are none.
func unmarkedWords(skills []SkillRow) string {
	var names []string
	for _, row := range skills {
		if !row.Marked {
			names = append(names, row.Title)
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) == len(skills):
		return "Nothing has been marked yet."
	}
	return "Not marked yet: " + strings.ToLower(strings.Join(names, ", ")) + "."
}
