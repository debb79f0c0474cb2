// Package docs has the texts beside the course that the program shows as well: one file for both.
package docs

import (
	_ "embed"
	"strings"
)

//go:embed privacy.md
var privacy string

// Block is a heading, a paragraph or a list.
type Block struct {
	Level int      // of a heading, 1 or 2; 0 for everything else
	Text  string   // of a heading or a paragraph
	Items []string // of a list
}

// Privacy is what parents and students are told about their data.
func Privacy() []Block { return read(privacy) }

// read takes Markdown apart as far as the texts here use it: headings, paragraphs, lists of one level. What stands
// between asterisks is the name of a page, and is put between quotation marks.
func read(text string) (blocks []Block) {
	for _, part := range strings.Split(strings.TrimSpace(text), "\n\n") {
		switch {
		case strings.HasPrefix(part, "## "):
			blocks = append(blocks, Block{Level: 2, Text: strings.TrimPrefix(part, "## ")})
		case strings.HasPrefix(part, "# "):
			blocks = append(blocks, Block{Level: 1, Text: strings.TrimPrefix(part, "# ")})
		case strings.HasPrefix(part, "- "):
			var items []string
			for _, item := range strings.Split(strings.TrimPrefix(part, "- "), "\n- ") {
				items = append(items, line(item))
			}
			blocks = append(blocks, Block{Items: items})
		default:
			blocks = append(blocks, Block{Text: line(part)})
		}
	}
	return blocks
}

// line joins the lines of a paragraph.
func line(text string) string {
	var out strings.Builder
	for i, piece := range strings.Split(strings.Join(strings.Fields(text), " "), "*") {
		if i > 0 {
			out.WriteString([]string{"”", "“"}[i%2])
		}
		out.WriteString(piece)
	}
	return out.String()
}
