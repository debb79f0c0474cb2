package views

import (
	"context"
	"io"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/course"
)

// SearchProps is a search and what it found.
type SearchProps struct {
	Query string // as it was typed, shortened when it is too long
	Kind  string // the one kind that all is shown of; "" for the best of each
	Found course.Found
}

// SearchLimit is how many hits of each group are shown at first.
const SearchLimit = 5

// groupNames are the headings of the groups by kind.
var groupNames = map[string]string{
	"lesson": "Lessons", "source": "Sources", "person": "People", "event": "Timeline", "term": "Glossary",
}

// hitPath is the exact place of a hit.
func hitPath(r course.Ref) string {
	if r.Kind == "lesson" && r.Part != "" {
		return SectionPath(r.ID, r.Part)
	}
	return r.Href()
}

// searchPath is the address of a search; kind is "" for the best of each group.
func searchPath(query, kind string) string {
	values := url.Values{"q": {query}}
	if kind != "" {
		values.Set("in", kind)
	}
	return "/search?" + values.Encode()
}

// foundLine says how much was found.
func (s SearchProps) foundLine() string {
	total := 0
	for _, g := range s.Found.Groups {
		total += g.Total
	}
	if s.Kind != "" && len(s.Found.Groups) == 1 {
		return plural(total, "1 place", "places") + " in: " + strings.ToLower(groupNames[s.Kind]) + "."
	}
	return plural(total, "1 place", "places") + "."
}

// pieces shows text with what was found in it. A template would put spaces between the pieces.
func pieces(text []course.Piece) templ.Component {
	var b strings.Builder
	for _, piece := range text {
		shown := templ.EscapeString(piece.Text)
		if piece.Found {
			shown = "<mark>" + shown + "</mark>"
		}
		b.WriteString(shown)
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, b.String())
		return err
	})
}
