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
