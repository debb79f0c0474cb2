package web

import (
	"errors"
	"fmt"
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) startQuiz(r *request) error {
	l, err := r.lesson()
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	if r.student != nil {
		attempts, err := s.Store.Attempts(r.ctx, r.student.ID, l.ID)
		if err != nil {
			return err
		}
		for _, a := range attempts {
			for _, q := range a.Questions {
				seen[q.Question] = true
			}
		}
	}
	var questions []classroom.Asked
	for _, q := range l.Draw(seen) {
		asked, err := r.edition.asking(q)
		if err != nil {
			return err
		}
		questions = append(questions, asked)
	}
	token := formToken(r.form)
	id, err := s.Store.StartQuiz(r.own(), r.answerer(), l.ID, token, s.derive("quiz", r.key(), token), questions)
	if err != nil {
		return err
	}
	return redirect(fmt.Sprintf("/attempts/%d", id))
}

// resumeQuiz redirects to the first open question, or to the result.
func (s *Server) resumeQuiz(r *request) error {
	a, err := s.quizAttempt(r)
	if err != nil {
		return err
	}
	if n := firstOpen(a); n > 0 {
		return redirect(fmt.Sprintf("/attempts/%d/questions/%d", a.ID, n))
	}
	return redirect(fmt.Sprintf("/attempts/%d/result", a.ID))
}

func (s *Server) quizAttempt(r *request) (classroom.Attempt, error) {
	a, err := s.Store.Attempt(r.ctx, r.student.ID, classroom.AttemptID(r.number("attempt")))
	if err == nil && a.Kind != classroom.QuizAttempt {
		err = store.ErrNotFound
	}
	return a, err
}

// firstOpen is the number of the first question without an answer; 0 when there is none.
func firstOpen(a classroom.Attempt) int {
	for i, q := range a.Questions {
		if _, ok := a.Responses[q.Question]; !ok {
			return i + 1
		}
	}
	return 0
}

// quizQuestion finds the question of an attempt that the path names. One after the first open question
// is not shown yet.
func (s *Server) quizQuestion(r *request) (a classroom.Attempt, n int, q *quiz.Question, older bool, err error) {
	if a, err = s.quizAttempt(r); err != nil {
		return
	}
	n = int(r.number("number"))
	open := firstOpen(a)
	if n < 1 || n > len(a.Questions) || (open > 0 && n > open) {
		err = store.ErrNotFound
		return
	}
	q, older, err = s.asked(r, a.Questions[n-1])
	return
}

func (s *Server) showQuizQuestion(r *request) error {
	a, n, q, older, err := s.quizQuestion(r)
	if err != nil {
		return err
	}
	props, err := s.quizProps(r, a, n, q, older)
	if err != nil {
		return err
	}
	return s.quizPage(r, http.StatusOK, props)
}

func (s *Server) quizPage(r *request, status int, props views.QuizProps) error {
	p := s.page(r, quizTitle(props.Question), "/")
	p.Up = views.Link{Text: props.Lesson.Title, Href: views.LessonPath(props.Lesson.ID)}
	return s.render(r, status, views.QuizPage(p, props))
}

// quizTitle is the title of a page of a quiz. Once the question is answered it begins with the verdict.
func quizTitle(q views.QuestionProps) string {
	if q.Answered == nil {
		return q.Kicker
	}
	return q.Answered.Verdict() + " · " + q.Kicker
}

func (s *Server) quizProps(r *request, a classroom.Attempt, n int, q *quiz.Question, older bool) (views.QuizProps,
	error) {
	l, err := r.edition.course.Lesson(a.Lesson)
	if err != nil {
		return views.QuizProps{}, err
	}
	props := views.QuizProps{
		Lesson:   l,
		Number:   n,
		Steps:    steps(a, n),
		Question: s.questionProps(r, q, quiz.NewDeal(a.DealKey, q.ID)),
	}
	props.Question.Alone, props.Question.Number = true, n
	props.Question.Kicker = fmt.Sprintf("Question %d of %d", n, len(a.Questions))
	props.Question.Action = fmt.Sprintf("/attempts/%d/questions/%d", a.ID, n)
	given, ok := a.Responses[q.ID]
	if !ok {
		return props, nil
	}
	if props.Question.Answered, err = s.answered(r, q, given, a.ID); err != nil {
		return props, err
	}
	props.Question.Answered.Older, props.Question.Answered.Opens = older, true
	props.Question.Answered.Next = views.Link{Text: "Next question", Href: fmt.Sprintf("/attempts/%d", a.ID)}
	if firstOpen(a) == 0 {
		props.Question.Answered.Next.Text = "See your result"
	}
	return props, nil
}

// steps is the row above a quiz; n is the question that is shown, 0 for none.
func steps(a classroom.Attempt, n int) []views.Step {
	out := make([]views.Step, len(a.Questions))
	for i, q := range a.Questions {
		out[i] = views.Step{Number: i + 1, Here: i+1 == n}
		if given, ok := a.Responses[q.Question]; ok {
			out[i].Mark = string(quiz.Grade{Score: given.Score}.Outcome())
		} else if i+1 == n {
			out[i].Mark = "now"
		}
	}
	return out
}

func (s *Server) submitQuizAnswer(r *request) error {
	a, n, q, older, err := s.quizQuestion(r)
	if err != nil {
		return err
	}
	here := fmt.Sprintf("/attempts/%d/questions/%d", a.ID, n)
	given := read(q, r.form, quiz.NewDeal(a.DealKey, q.ID))
	if len(given.problems) > 0 {
		props, err := s.quizProps(r, a, n, q, older)
		if err != nil {
			return err
		}
		if props.Question.Answered != nil { // it is answered already, so there is nothing to correct
			return redirect(here)
		}
		props.Question.Form, props.Question.Problems, props.Question.FormToken = r.form, given.problems, formToken(r.form)
		return s.quizPage(r, http.StatusUnprocessableEntity, props)
	}
	err = s.Store.RecordResponse(r.own(), r.student.ID, a.ID, given.response(a.Questions[n-1], q, r.form))
	if errors.Is(err, store.ErrConflict) {
		return s.showConflict(r, given, n)
	}
	if err != nil {
		return err
	}
	return redirect(here)
}

// showConflict shows the answer that stands beside the one that came too late. Nothing is overwritten.
func (s *Server) showConflict(r *request, given givenAnswer, n int) error {
	a, _, q, older, err := s.quizQuestion(r)
	if err != nil {
		return err
	}
	props, err := s.quizProps(r, a, n, q, older)
	if err != nil {
		return err
	}
	props.Conflict = &views.Conflict{
		Yours:  q.Body.Grade(given.answer).Given,
		Stands: decided(q, a.Responses[q.ID]).Given,
	}
	props.Question.Answered.Opens = false // the page opens on the conflict
	return s.quizPage(r, http.StatusConflict, props)
}
