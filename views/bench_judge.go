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

// JudgeProps is an author's own text with the skills to judge it by.
type JudgeProps struct {
	Bench    *course.Bench
	Bar      StepBar
	Rev      int
	Pieces   []essay.Piece
	Cited    []Cited
	Rows     []JudgeRow
	Problems Problems
	Stale    bool       // the text has changed since the form was made
	Shown    string     // the stamp of the levels that the page shows, if they are about this text
	Other    []JudgeRow // what another window has said about this text meanwhile
}

// JudgeRow is one skill of a self-assessment.
type JudgeRow struct {
	Skill    *course.RubricSkill
	Level    int    // -1 when none is chosen
	Sentence string // what was chosen, as it is stored
	Text     []OwnSentence
	Own      string // words of the text that are no sentence of it, as people used to copy them out
}

// OwnSentence is a sentence of the author's text that can be chosen.
type OwnSentence struct {
	Text   string // with the white space after it
	Value  string // "" for what has no word in it and shows nothing
	Chosen bool
}

// chosen says how many sentences show the level.
func (row JudgeRow) chosen() string {
	n := 0
	for _, s := range row.Text {
		if s.Chosen {
			n++
		}
	}
	if row.Own != "" {
		n++
	}
	if n == 0 {
		return "none yet"
	}
	return plural(n, "1 chosen", "chosen")
}

// sentenceBoxes draws the text with each sentence as a box to tick. It adds no space, so that the text reads as it was
// typed.
func sentenceBoxes(row JudgeRow) templ.Component {
	var b strings.Builder
	field := templ.EscapeString("sentence." + row.Skill.ID)
	id := ` id="` + field + `"`
	for _, s := range row.Text {
		words := strings.TrimRightFunc(s.Text, unicode.IsSpace)
		space := templ.EscapeString(s.Text[len(words):])
		if s.Value == "" {
			b.WriteString(templ.EscapeString(s.Text))
			continue
		}
		checked := ""
		if s.Chosen {
			checked = " checked"
		}
		b.WriteString(`<label class="phrase"><input type="checkbox" name="` + field + `" value="` +
			templ.EscapeString(s.Value) + `"` + id + checked + `><span>` + templ.EscapeString(words) + `</span></label>` + space)
		id = ""
	}
	return trusted([]byte(b.String()))
}

func (j JudgeProps) problems() []Problem {
	var fields []string
	for _, row := range j.Rows {
		fields = append(fields, "level."+row.Skill.ID, "sentence."+row.Skill.ID)
	}
	return j.Problems.list(fields...)
}

func (t TextsProps) name(rev int) string {
	for _, row := range t.All {
		if row.Rev == rev {
			return row.Name + ", " + row.When
		}
	}
	return ""
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

// diffPieces writes the changes and adds no space, so that the text reads as it was typed.
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
