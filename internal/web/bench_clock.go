package web

import (
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// benchOf finds the bench whose sorting task stands under this name among the lessons of attempts.
func (s *Server) benchOf(r *request, lesson string) (*course.Bench, bool) {
	id, is := classroom.SortingBench(lesson)
	if !is {
		return nil, false
	}
	b, err := r.edition.course.Bench(id)
	return b, err == nil
}

// sortProps is the sorting task for one person: to be answered, or with the feedback on the latest answer.
func (s *Server) sortProps(r *request, w *benchWork, again bool) (views.QuestionProps, error) {
	q := w.Clock.Sort
	var tries []classroom.Attempt
	if r.student != nil {
		attempts, err := s.Store.Attempts(r.ctx, r.student.ID, classroom.SortingLesson(w.ID))
		if err != nil {
			return views.QuestionProps{}, err
		}
		tries = checkTries(attempts, q.ID)
	}
	if len(tries) > 0 && !again {
		props, err := s.triedProps(r, tries[len(tries)-1], "Sort the facts", sortAgain(w))
		props.Aside = true
		return props, err
	}
	return s.sortForm(r, w, s.checkDeal(r.key(), q.ID, len(tries))), nil
}

// sortAgain is where the sorting task is asked once more.
func sortAgain(w *benchWork) string {
	return views.StepHref(w.Bench, views.Know) + "?again=clock#q-" + w.Clock.Sort.ID
}

func (s *Server) sortForm(r *request, w *benchWork, key []byte) views.QuestionProps {
	props := s.questionProps(r, w.Clock.Sort, quiz.NewDeal(key, w.Clock.Sort.ID))
	props.Kicker, props.Aside, props.Action = "Sort the facts", true, views.BenchHref(w.Bench, "/clock")
	return props
}

// sortFacts takes an answer to the sorting task.
func (s *Server) sortFacts(r *request) error {
	w, err := s.openBench(r)
	if err != nil {
		return err
	}
	if !w.Guided() {
		return store.ErrNotFound
	}
	q := w.Clock.Sort
	asked, err := r.edition.asking(q)
	if err != nil {
		return err
	}
	attempts, err := s.Store.Attempts(r.ctx, r.student.ID, classroom.SortingLesson(w.ID))
	if err != nil {
		return err
	}
	given, key, _ := s.readDealt(r, q, len(checkTries(attempts, q.ID)))
	if w.early() {
		given.problems = nil
	}
	if w.refused || len(given.problems) > 0 {
		props := s.sortForm(r, w, key)
		props.Form, props.Problems, props.FormToken = r.form, given.problems, formToken(r.form)
		return s.stepPage(r, w, views.Know, http.StatusUnprocessableEntity,
			func(b *views.BenchProps) { b.Sort = props })
	}
	lesson := classroom.SortingLesson(w.ID)
	if err := s.Store.RecordCheck(r.own(), r.answerer(), lesson, key, given.response(asked, q, r.form)); err != nil {
		return err
	}
	return redirect(views.StepHref(w.Bench, views.Know) + "?answered=clock#v-" + q.ID)
}
