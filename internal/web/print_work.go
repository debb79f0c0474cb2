package web

import (
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/views"
)

// printHanded is a quiz that was handed out on paper: all its questions in their order and in the wording that was
// handed out, with the keys that count in its class.
func (s *Server) printHanded(r *request) error {
	class, a, err := s.assignmentOf(r)
	if err != nil {
		return err
	}
	if a.Handed != classroom.HandedQuiz {
		return course.ErrUnknown
	}
	questions, err := s.handedOnPaper(r, a)
	if err != nil {
		return err
	}
	w := views.WorksheetProps{Room: views.RoomOf(r.query("lines")), Answers: views.AnswersOf(r.query("answers")),
		PrintedSheet: s.printedSheet(r, views.Link{Text: a.Title, Href: views.HandedHref(int64(class.ID), int64(a.ID), "")})}
	w.Title, w.Kicker = a.Title, handedWord(classroom.Taking{Assignment: a})
	w.Ways = views.AnswerWays(r.path(), r.printQuery(), w.Answers)
	if err := s.putOnPaper(r, questions, &w); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.WorksheetPage(s.page(r, a.Title+" on paper", "/classes"), w))
}

// handedOnPaper are the questions of an assignment for a worksheet.
func (s *Server) handedOnPaper(r *request, a classroom.Assignment) (all []onPaper, err error) {
	c, err := s.Store.CorrectionsIn(r.ctx, a.Class)
	if err != nil {
		return nil, err
	}
	for _, task := range a.Questions {
		q, _, err := s.asked(r, task.Asked)
		if err != nil {
			return nil, err
		}
		name := ""
		if now, l, err := r.edition.course.Question(q.ID); err == nil && l != nil {
			name = l.QuestionNumber(now)
		}
		all = append(all, corrections(c).onPaper(task.Asked, q, name))
	}
	return all, nil
}
