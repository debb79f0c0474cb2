package web

import (
	"fmt"
	"net/http"

	"dossier/internal/classroom"
	"dossier/views"
)

func (s *Server) showHome(r *request) error {
	lessons, err := s.lessonLinks(r, r.student)
	if err != nil {
		return err
	}
	home := views.HomeProps{
		Course:  r.edition.course,
		Lessons: lessons,
		Next:    nextLink(lessons),
		Figure:  r.edition.homeFigure,
	}
	return s.render(r, http.StatusOK, views.HomePage(s.page(r, r.edition.course.Title, "/"), home))
}

// lessonLinks lists the lessons with how far a student is; nobody's progress when student is nil.
func (s *Server) lessonLinks(r *request, student *classroom.Student) ([]views.LessonLink, error) {
	var records map[string]classroom.LessonRecord
	if student != nil {
		var err error
		if records, err = s.Store.Progress(r.ctx, student.ID); err != nil {
			return nil, err
		}
	}
	var links []views.LessonLink
	for _, l := range r.edition.course.Lessons {
		link := views.LessonLink{Lesson: l}
		if r.teacher == nil || student != nil {
			link.State = stateOf(progressOf(l, records[l.ID]))
		}
		links = append(links, link)
	}
	return links, nil
}

// nextLink is the one thing to do now: the first lesson that is not complete.
func nextLink(lessons []views.LessonLink) views.Link {
	for _, l := range lessons {
		href := "/lessons/" + l.Lesson.ID
		if l.State.Symbol == "" || l.State.Symbol == classroom.NotStarted.Symbol() {
			return views.Link{Text: fmt.Sprintf("Start lesson %d", l.Lesson.Number), Href: href}
		}
		if !l.State.Done {
			return views.Link{Text: fmt.Sprintf("Go on with lesson %d", l.Lesson.Number), Href: href}
		}
	}
	if len(lessons) == 0 {
		return views.Link{Text: "Sources", Href: "/sources"}
	}
	return views.Link{Text: "Read again", Href: "/lessons/" + lessons[0].Lesson.ID}
}
