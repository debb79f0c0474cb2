package web

import (
	"net/http"

	"dossier/views"
)

// showMe shows somebody the same summary of their work as their teacher sees, but for what teachers have not returned.
func (s *Server) showMe(r *request) error {
	work, err := s.workOf(r, *r.student)
	if err != nil {
		return err
	}
	back, err := s.Store.ReturnedTo(r.ctx, r.student.ID)
	if err != nil {
		return err
	}
	props := views.MeProps{Guest: r.student.Guest(), Settings: views.StudentSettings(r.student.Settings)}
	props.Summary = s.summary(r, work, levelsForAuthor(r.edition.course, back), s.byAuthor(r))
	props.Summary.Own = true
	props.Summary.Lessons, props.Summary.ToCome = begunLessons(props.Summary.Lessons)
	links, err := s.lessonLinks(r, r.student)
	if err != nil {
		return err
	}
	if props.GoOn, err = s.whereNext(r, links); err != nil {
		return err
	}
	if props.Essays, err = s.essayCards(r); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.MePage(s.page(r, "My progress", ""), props))
}

func (s *Server) showMyAnswers(r *request) error {
	attempts, err := s.ownAttempts(r, "")
	if err != nil {
		return err
	}
	shown, err := s.answersShown(r, attempts, "/me/answers", s.ownAnswers)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.MyAnswersPage(s.page(r, "Your answers", ""), shown))
}

func (s *Server) showMyDays(r *request) error {
	days, err := s.days(r, r.student.ID)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.MyDaysPage(s.page(r, "Work by day", ""), days))
}
