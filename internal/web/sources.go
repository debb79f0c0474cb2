package web

import (
	"net/http"

	"dossier/views"
)

func (s *Server) showSources(r *request) error {
	return s.render(r, http.StatusOK, views.SourcesPage(s.page(r, "Sources", "/sources"), r.edition.course))
}

func (s *Server) showSource(r *request) error {
	source, err := r.edition.course.Source(r.param("source"))
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.SourcePage(s.page(r, source.Title, "/sources"), source))
}

func (s *Server) showTimeline(r *request) error {
	props := views.TimelineProps{Course: r.edition.course, Thread: r.query("thread")}
	if !r.edition.course.HasThread(props.Thread) {
		props.Thread = ""
	}
	for _, e := range r.edition.course.Events {
		if props.Thread == "" || e.Thread == props.Thread {
			props.Events = append(props.Events, e)
		}
	}
	return s.render(r, http.StatusOK, views.TimelinePage(s.page(r, "Timeline", "/timeline"), props))
}

func (s *Server) showPeople(r *request) error {
	return s.render(r, http.StatusOK, views.PeoplePage(s.page(r, "People", "/people"), r.edition.course))
}

func (s *Server) showGlossary(r *request) error {
	return s.render(r, http.StatusOK, views.GlossaryPage(s.page(r, "Glossary", "/glossary"), r.edition.course))
}
