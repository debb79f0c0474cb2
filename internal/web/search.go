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
	query := strings.Join(strings.Fields(shown(r.query("q"))), " ")
	props := views.SearchProps{Query: query}
	title := "Search"
	if query != "" {
		index := r.edition.search()
		props.Kind = r.query("in")
		if props.Found = index.FindAll(query, props.Kind); len(props.Found.Groups) == 0 {
			props.Kind, props.Found = "", index.Find(query, views.SearchLimit)
		}
		props.Query = shortened(query)
		title = "Search: " + props.Query
	}
	return s.render(r, http.StatusOK, views.SearchPage(s.page(r, title, "/search"), props))
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
