package web

import (
	"net/http"
	"strings"
	"unicode"

	"dossier/internal/course"
	"dossier/views"
)

// showSearch looks through the course for what stands behind the question mark.
func (s *Server) showSearch(r *request) error {
	props := r.found(strings.Join(strings.Fields(shown(r.query("q"))), " "), r.query("in"))
	title := "Search"
	if props.Query != "" {
		title = "Search: " + props.Query
	}
	return s.render(r, http.StatusOK, views.SearchPage(s.page(r, title, "/search"), props))
}

// found looks for everything of one kind, and for the best of each kind where there is nothing of that one.
func (r *request) found(query, kind string) views.SearchProps {
	props := views.SearchProps{Query: shortened(query), Kind: kind}
	if query == "" {
		return props
	}
	index := r.edition.search()
	if props.Found = r.withoutHidden(index.FindAll(query, kind)); len(props.Found.Groups) == 0 {
		props.Kind, props.Found = "", r.withoutHidden(index.Find(query, views.SearchLimit))
	}
	return props
}

// shown leaves control characters out.
func shown(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, text)
}

// shortened is a query as it is shown again, with no more than the field takes.
func shortened(query string) string {
	if letters := []rune(query); len(letters) > course.LongestQuery {
		return string(letters[:course.LongestQuery])
	}
	return query
}

func (s *Server) showDocuments(r *request) error {
	return s.render(r, http.StatusOK, views.DocumentsPage(s.page(r, "The documents", "/sources"), r.edition.course))
}
