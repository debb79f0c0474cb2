package course

import "strings"

// Ref points to something in the course: a kind, an id and, for a lesson, a section.
type Ref struct {
	Kind string // lesson, source, fact, figure, person, event or term
	ID   string
	Part string // a lesson's section
}

// ParseRef reads "kind:id" or "lesson:id#section".
func ParseRef(s string) (Ref, bool) {
	kind, rest, ok := strings.Cut(s, ":")
	if !ok || rest == "" {
		return Ref{}, false
	}
	id, part, _ := strings.Cut(rest, "#")
	return Ref{Kind: kind, ID: id, Part: part}, id != ""
}

// Href is the page where the reader finds it; facts have none of their own.
func (r Ref) Href() string {
	switch r.Kind {
	case "lesson":
		if r.Part != "" {
			return "/lessons/" + r.ID + "/" + r.Part
		}
		return "/lessons/" + r.ID
	case "source":
		return "/sources/" + r.ID
	case "person":
		return "/people#" + r.ID
	case "event":
		return "/timeline#" + r.ID
	case "term":
		return "/glossary#" + r.ID
	}
	return ""
}
