package web

import (
	"net/http"
	"slices"

	"dossier/internal/course"
	"dossier/views"
)

// showClassLessons lists the lessons, and which of them the class may read.
func (s *Server) showClassLessons(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	hidden, err := s.Store.HiddenLessons(r.ctx, class.ID)
	if err != nil {
		return err
	}
	props := views.ClassLessonsProps{Class: classCard(class), Saved: r.query("done") == "saved"}
	for _, l := range r.edition.course.Lessons {
		props.Lessons = append(props.Lessons, views.LessonSwitch{ID: l.ID, Number: l.Number, Title: l.Title,
			Open: !slices.Contains(hidden, l.ID)})
	}
	return s.render(r, http.StatusOK, views.ClassLessonsPage(s.page(r, "Lessons · "+class.Name, "/classes"), props))
}

// hideLessons settles which lessons the class may read: those that are ticked, or all up to one.
func (s *Server) hideLessons(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	upTo := r.form.Value("upto")
	reached := false
	var all, hidden []string
	for _, l := range r.edition.course.Lessons {
		all = append(all, l.ID)
		open := slices.Contains(r.form["open"], l.ID)
		if upTo != "" {
			open = !reached
			reached = reached || l.ID == upTo
		}
		if !open {
			hidden = append(hidden, l.ID)
		}
	}
	if upTo != "" && !reached {
		return course.ErrUnknown
	}
	if err := s.Store.HideLessons(r.ctx, r.teacher.ID, class.ID, all, hidden); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class.ID), "/lessons?done=saved"))
}
