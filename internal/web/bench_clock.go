package web

import (
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// sortLesson is the name under which answers to the sorting task of a bench are stored.
func sortLesson(b *course.Bench) string { return "bench:" + b.ID }

// sortProps is the sorting task for one person: to be answered, or with the feedback on the latest answer.
func (s *Server) sortProps(r *request, d *desk, again bool) (views.QuestionProps, error) {
	q := d.Clock.Sort
	var tries []classroom.Attempt
	if r.student != nil {
		attempts, err := s.Store.Attempts(r.ctx, r.student.ID, sortLesson(d.Bench))
		if err != nil {
			return views.QuestionProps{}, err
		}
		tries = checkTries(attempts, q.ID)
	}
	if len(tries) > 0 && !again {
		props, err := s.triedProps(r, tries[len(tries)-1], "Sort the facts", views.BenchHref(d.Bench, "?again=clock#q-"+q.ID))
		props.Aside = true
		return props, err
	}
	return s.sortForm(r, d, s.checkDeal(r.key(), q.ID, len(tries))), nil
}

func (s *Server) sortForm(r *request, d *desk, key []byte) views.QuestionProps {
	props := s.questionProps(r, d.Clock.Sort, quiz.NewDeal(key, d.Clock.Sort.ID))
	props.Kicker, props.Aside, props.Action = "Sort the facts", true, views.BenchHref(d.Bench, "/clock")
	return props
}

// sortFacts takes an answer to the sorting task.
func (s *Server) sortFacts(r *request) error {
	d, err := s.openDesk(r)
	if err != nil {
		return err
	}
	q := d.Clock.Sort
	attempts, err := s.Store.Attempts(r.ctx, r.student.ID, sortLesson(d.Bench))
	if err != nil {
		return err
	}
	given, key := s.readDealt(r, q, len(checkTries(attempts, q.ID)))
	if len(given.problems) > 0 {
		props := s.sortForm(r, d, key)
		props.Form, props.Problems, props.FormToken = r.form, given.problems, formToken(r.form)
		return s.benchPage(r, d, http.StatusUnprocessableEntity, func(b *views.BenchProps) { b.Sort = props })
	}
	if err := s.Store.RecordCheck(r.ctx, r.answerer(), sortLesson(d.Bench), key, given.response(q, r.form)); err != nil {
		return err
	}
	return redirect(views.BenchHref(d.Bench, "#q-"+q.ID))
}
