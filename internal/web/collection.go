package web

import (
	"github.com/gofiber/fiber/v2"

	"dossier/views"
)

func (s *Server) showSources(c *fiber.Ctx, r *request) error {
	return s.render(c, r, fiber.StatusOK, views.SourcesPage(s.page(r, "Sources", "/sources"), r.edition.course))
}

func (s *Server) showSource(c *fiber.Ctx, r *request) error {
	source, err := r.edition.course.Source(param(c, "source"))
	if err != nil {
		return err
	}
	return s.render(c, r, fiber.StatusOK, views.SourcePage(s.page(r, source.Title, "/sources"), source))
}

func (s *Server) showTimeline(c *fiber.Ctx, r *request) error {
	props := views.TimelineProps{Course: r.edition.course, Thread: clean([]byte(c.Query("thread")))}
	if !r.edition.course.HasThread(props.Thread) {
		props.Thread = ""
	}
	for _, e := range r.edition.course.Events {
		if props.Thread == "" || e.Thread == props.Thread {
			props.Events = append(props.Events, e)
		}
	}
	return s.render(c, r, fiber.StatusOK, views.TimelinePage(s.page(r, "Timeline", "/timeline"), props))
}

func (s *Server) showPeople(c *fiber.Ctx, r *request) error {
	return s.render(c, r, fiber.StatusOK, views.PeoplePage(s.page(r, "People", "/people"), r.edition.course))
}

func (s *Server) showGlossary(c *fiber.Ctx, r *request) error {
	return s.render(c, r, fiber.StatusOK, views.GlossaryPage(s.page(r, "Glossary", "/glossary"), r.edition.course))
}
