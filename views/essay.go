package views

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/essay"
)

// lower is a title in the middle of a sentence.
func lower(title string) string {
	r, size := utf8.DecodeRuneInString(title)
	return string(unicode.ToLower(r)) + title[size:]
}

// CalibrateProps is the practice of judging on two examples.
type CalibrateProps struct {
	Bench    *course.Bench // where its author is
	Of       *course.Bench // whose examples these are
	Examples []CalibratedExample
	Done     bool
}

// CalibratedExample is one example with what somebody made of it.
type CalibratedExample struct {
	Exemplar *course.Exemplar
	Number   int
	Try      int            // the one to make now, from 1
	Given    map[string]int // the last levels given, by skill; on a form that has to be mended those that were typed
	Far      []string       // titles of the skills in which the last try was more than one level away
	Done     bool
	Problems Problems
}

// problems are those of the one form that is open, in its order.
func (c CalibrateProps) problems() (all []Problem) {
	var fields []string
	for _, skill := range c.Of.Rubric.Skills {
		fields = append(fields, "level."+skill.ID)
	}
	for _, e := range c.Examples {
		all = append(all, e.Problems.list(fields...)...)
	}
	return all
}

// level is what was given in a skill; -1 when nothing was.
func (e CalibratedExample) level(skill string) int {
	if level, ok := e.Given[skill]; ok {
		return level
	}
	return -1
}

// JudgeProps is an author's own text with the skills to judge it by.
type JudgeProps struct {
	Bench    *course.Bench
	Rev      int
	Pieces   []essay.Piece
	Cited    []Cited
	Rows     []JudgeRow
	Problems Problems
	Stale    bool       // the text has changed since the form was made
	Shown    string     // the stamp of the levels that the page shows, if they are about this text
	Other    []JudgeRow // what another window has said about this text meanwhile
}

// JudgeRow is one skill of an own judgement.
type JudgeRow struct {
	Skill    *course.RubricSkill
	Level    int // -1 when none is chosen
	Sentence string
}

func (j JudgeProps) problems() []Problem {
	var fields []string
	for _, row := range j.Rows {
		fields = append(fields, "level."+row.Skill.ID, "sentence."+row.Skill.ID)
	}
	return j.Problems.list(fields...)
}

// FeedbackProps is what came back, the last round first.
type FeedbackProps struct {
	Bench    *course.Bench
	Rounds   []ReturnedRound
	Can      []essay.Action
	Typed    string // a next step that has to be mended
	Problems Problems
	Model    bool // every round's next step is written, so that the model answer may be seen
}

// ReturnedRound is one text with what its marker said.
type ReturnedRound struct {
	Round            int
	At               string
	Strength, Target string
	Skills           []ReturnedSkill
	NextStep         string // "" until it is written; the levels are shown after
	Pieces           []essay.Piece
	Cited            []Cited
	Latest           bool
}

// ReturnedSkill is one skill of a returned text; Own is -1 when its author gave no level.
type ReturnedSkill struct {
	Skill      *course.RubricSkill
	Comment    string
	Level, Own int
}

func (f FeedbackProps) can(a essay.Action) bool { return BenchProps{Can: f.Can}.can(a) }

// TextsProps is the history of somebody's own text, with the difference between two of them.
type TextsProps struct {
	Bench    *course.Bench
	Main     []TextRow // handed in, brought along from before joining, and the newest
	All      []TextRow
	From, To int
	Diff     []essay.Change
}

// mostTexts is how many whole texts of a history the page shows: a lesson's worth of writing is saved some hundred times.
const mostTexts = 60

func (t TextsProps) newest() []TextRow { return t.All[:min(len(t.All), mostTexts)] }

// TextRow is one text of a history.
type TextRow struct {
	Rev         int
	Name        string // "Handed in, version 1"
	When, Words string
	Text        string
}

func (t TextsProps) name(rev int) string {
	for _, row := range t.All {
		if row.Rev == rev {
			return row.Name + ", " + row.When
		}
	}
	return ""
}

// EssayCard is a written work in the list of a student's own.
type EssayCard struct {
	Bench *course.Bench
	State State
	Saved string
}

// differs says whether anything was added or removed at all.
func differs(all []essay.Change) bool {
	for _, c := range all {
		if c.Op != essay.Same && strings.TrimSpace(c.Text) != "" {
			return true
		}
	}
	return false
}

// inWords lists titles in a sentence.
func inWords(titles []string) string {
	all := make([]string, len(titles))
	for i, t := range titles {
		all[i] = lower(t)
	}
	if n := len(all); n > 1 {
		return strings.Join(all[:n-1], ", ") + " and " + all[n-1]
	}
	return strings.Join(all, "")
}

// diffPieces writes the changes without a space of its own, so that the text reads as it was typed.
func diffPieces(all []essay.Change) templ.Component {
	var b strings.Builder
	for _, c := range all {
		text := templ.EscapeString(c.Text)
		switch c.Op {
		case essay.Added:
			b.WriteString(`<ins><span class="unseen">[added: </span>` + text + `<span class="unseen">]</span></ins>`)
		case essay.Removed:
			b.WriteString(`<del><span class="unseen">[removed: </span>` + text + `<span class="unseen">]</span></del>`)
		default:
			b.WriteString(text)
		}
	}
	return trusted([]byte(b.String()))
}
