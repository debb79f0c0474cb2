package web

import (
	"net/http"
	"slices"

	"dossier/internal/classroom"
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

// switchLessons settles which lessons the class may read: all up to one, or those that are ticked. Of the ticks only
// those count that were changed since the page was made, so that an early page takes nothing back.
func (s *Server) switchLessons(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	open, hide := classroom.Ticked(r.form["shown"], r.form["open"])
	if upTo := r.form.Value("upto"); upTo != "" {
		if open, hide, err = upToLesson(r.edition.course, upTo); err != nil {
			return err
		}
	}
	hide = slices.DeleteFunc(hide, func(id string) bool { // the course has lost it since
		_, err := r.edition.course.Lesson(id)
		return err != nil
	})
	if err := s.Store.SwitchLessons(r.ctx, r.teacher.ID, class.ID, open, hide); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class.ID), "/lessons?done=saved"))
}

// upToLesson parts the lessons into those up to one and those after it. course.ErrUnknown.
func upToLesson(c *course.Course, last string) (open, hide []string, err error) {
	if _, err := c.Lesson(last); err != nil {
		return nil, nil, err
	}
	reached := false
	for _, l := range c.Lessons {
		if reached {
			hide = append(hide, l.ID)
		} else {
			open = append(open, l.ID)
		}
		reached = reached || l.ID == last
	}
	return open, hide, nil
}
