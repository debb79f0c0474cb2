package web

import (
	"net/http"

	"dossier/internal/course"
	"dossier/views"
)

// guidePage is what a page of the teacher's guide needs.
func (s *Server) guidePage(r *request, title string) views.Page {
	p := s.page(r, title, views.GuidePath)
	if r.path() != views.GuidePath {
		p.Up = views.Link{Text: "Teacher's guide", Href: views.GuidePath}
	}
	return p
}

func (s *Server) showGuide(r *request) error {
	return s.render(r, http.StatusOK, views.GuidePage(s.guidePage(r, "Teacher's guide"), r.edition.course))
}

func (s *Server) showGuideLesson(r *request) error {
	page := r.edition.course.Guide.Page(r.param("lesson"))
	if page == nil {
		return course.ErrUnknown
	}
	props := views.GuideLessonProps{Guide: r.edition.course.Guide, Page: page}
	return s.render(r, http.StatusOK, views.GuideLessonPage(s.guidePage(r, "Guide: "+page.Lesson.Title), props))
}

func (s *Server) showGuideRoute(r *request) error {
	route := r.edition.course.Guide.Route(r.param("route"))
	if route == nil {
		return course.ErrUnknown
	}
	return s.render(r, http.StatusOK, views.GuideRoutePage(s.guidePage(r, "Guide: "+route.Title), route))
}

func (s *Server) showGuideMarks(r *request) error {
	return s.render(r, http.StatusOK,
		views.GuideMarksPage(s.guidePage(r, "Guide: levels and marks"), r.edition.course.Guide.Marks))
}

// What is to be printed.

func (s *Server) showGuideTimeline(r *request) error {
	return s.render(r, http.StatusOK,
		views.GuideTimelinePage(s.guidePage(r, "Timeline to print"), r.edition.course.Events))
}

func (s *Server) showGuidePeople(r *request) error {
	return s.render(r, http.StatusOK,
		views.GuidePeoplePage(s.guidePage(r, "Who's who to print"), r.edition.course.Guide.People))
}

func (s *Server) showGuideWords(r *request) error {
	return s.render(r, http.StatusOK,
		views.GuideWordsPage(s.guidePage(r, "Word list to print"), r.edition.course.Guide.Words))
}
