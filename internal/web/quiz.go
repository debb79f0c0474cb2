package web

import (
	"errors"
	"fmt"
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) startQuiz(r *request) error {
	l, err := r.lesson()
	if err != nil {
		return err
	}
	questions, err := s.drawQuiz(r, l)
	if err != nil {
		return err
	}
	token := formToken(r.form)
	id, err := s.Store.StartQuiz(r.own(), r.answerer(), l.ID, token, s.derive("quiz", r.key(), token), questions)
	if err != nil {
		return err
	}
	return redirect(fmt.Sprintf("/attempts/%d", id))
}

// drawQuiz draws the next quiz of whoever asks. What it draws belongs to them and to this try: asking once more, from
// another page or under another token, draws the same, and nobody else can work it out.
func (s *Server) drawQuiz(r *request, l *course.Lesson) (questions []classroom.Asked, err error) {
	seen, tries := map[string]bool{}, 0
	if r.student != nil {
		attempts, err := s.Store.Attempts(r.ctx, r.student.ID, l.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range attempts {
			if a.Kind == classroom.QuizAttempt {
				tries++
			}
			for _, q := range a.Questions {
				seen[q.Question] = true
			}
		}
	}
	for _, q := range l.Draw(seen, s.derive("draw", r.key(), l.ID, fmt.Sprint(tries))) {
		asked, err := r.edition.asking(q)
		if err != nil {
			return nil, err
		}
		questions = append(questions, asked)
	}
	return questions, nil
}

// resumeQuiz redirects to the first open question, or to the result.
func (s *Server) resumeQuiz(r *request) error {
	t, err := s.sitting(r)
	if err != nil {
		return err
	}
	n := firstOpen(t.Attempt)
	switch {
	case t.over && !t.shows:
		return redirect(t.home())
	case t.over:
		return redirect(fmt.Sprintf("/attempts/%d/result", t.ID))
	case n > 0:
		return redirect(fmt.Sprintf("/attempts/%d/questions/%d", t.ID, n))
	case t.held():
		return redirect(fmt.Sprintf("/attempts/%d/hand-in", t.ID))
	}
	return redirect(fmt.Sprintf("/attempts/%d/result", t.ID))
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

// quizQuestion finds the question of an attempt that the path names. Where every answer gets its verdict at once, one
// after the first open question is not shown yet.
func (s *Server) quizQuestion(r *request) (t sitting, n int, q *quiz.Question, older bool, err error) {
	if t, err = s.sitting(r); err != nil {
		return
	}
	n = int(r.number("number"))
	open := firstOpen(t.Attempt)
	if n < 1 || n > len(t.Questions) || !t.held() && open > 0 && n > open {
		err = store.ErrNotFound
		return
	}
	q, older, err = s.asked(r, t.Questions[n-1])
	return
}

func (s *Server) showQuizQuestion(r *request) error {
	t, n, q, older, err := s.quizQuestion(r)
	if err != nil {
		return err
	}
	if _, given := t.Responses[q.ID]; t.over && (!t.shows || !given) {
		return redirect(fmt.Sprintf("/attempts/%d", t.ID))
	}
	props, err := s.quizProps(r, t, n, q, older)
	if err != nil {
		return err
	}
	return s.quizPage(r, http.StatusOK, props)
}

func (s *Server) quizPage(r *request, status int, props views.QuizProps) error {
	p := s.page(r, quizTitle(props.Question), "/")
	p.Up = props.Up
	return s.render(r, status, views.QuizPage(p, props))
}

// quizTitle is the title of a page of a quiz. Once the question is answered it begins with the verdict.
func quizTitle(q views.QuestionProps) string {
	if q.Answered == nil {
		return q.Kicker
	}
	return q.Answered.Verdict() + " · " + q.Kicker
}

func (s *Server) quizProps(r *request, t sitting, n int, q *quiz.Question, older bool) (props views.QuizProps,
	err error) {
	if props.Up, err = s.quizUp(r, t); err != nil {
		return props, err
	}
	props.Handed = t.Kind == classroom.WorkAttempt
	props.Steps, props.Sitting = steps(t, n), s.sittingBar(t, n)
	props.Question = s.questionProps(r, q, quiz.NewDeal(t.DealKey, q.ID))
	props.Question.Alone, props.Question.Number = true, n
	props.Question.Kicker = fmt.Sprintf("Question %d of %d", n, len(t.Questions))
	props.Question.Action = fmt.Sprintf("/attempts/%d/questions/%d", t.ID, n)
	given, ok := t.Responses[q.ID]
	switch {
	case t.held():
		props.Question.Button = "Save and go on"
		if ok {
			props.Question.Form = filled(q, given, props.Question.Deal)
		}
		return props, nil
	case !ok:
		return props, nil
	}
	if props.Question.Answered, err = s.answered(r, q, given, t.ID); err != nil {
		return props, err
	}
	props.Question.Answered.Older, props.Question.Answered.Opens = older, true
	props.Question.Answered.Next = views.Link{Text: "Next question", Href: fmt.Sprintf("/attempts/%d", t.ID)}
	if t.over || firstOpen(t.Attempt) == 0 {
		props.Question.Answered.Next.Text = "See your result"
	}
	return props, nil
}

// quizUp leads from a quiz to what it belongs to: a lesson, or what was handed out.
func (s *Server) quizUp(r *request, t sitting) (views.Link, error) {
	if t.work != nil {
		return views.Link{Text: t.work.Title, Href: t.home()}, nil
	}
	if t.Kind == classroom.WorkAttempt { // its student has left the class
		return views.Link{Text: "Your work", Href: t.home()}, nil
	}
	l, err := r.edition.course.Lesson(t.Lesson)
	if err != nil {
		return views.Link{}, err
	}
	return views.Link{Text: l.Title, Href: views.LessonPath(l.ID)}, nil
}

// filled is the form of a question as it was answered.
func filled(q *quiz.Question, given classroom.Response, d quiz.Deal) quiz.Form {
	form := q.Body.Fill(given.Answer, d)
	if given.Confidence != "" {
		form["sure"] = []string{given.Confidence}
	}
	return form
}

// steps is the row above a quiz; n is the question that is shown, 0 for none.
func steps(t sitting, n int) []views.Step {
	out := make([]views.Step, len(t.Questions))
	for i, q := range t.Questions {
		out[i] = views.Step{Number: i + 1, Here: i+1 == n}
		given, ok := t.Responses[q.Question]
		switch {
		case ok && t.held():
			out[i].Mark = "saved"
		case given.Withdrawn(), t.over && t.work != nil && t.work.Gone(t.Attempt, q):
			out[i].Mark = views.StepGone
		case ok:
			out[i].Mark = string(quiz.Grade{Score: given.Score}.Outcome())
		case i+1 == n:
			out[i].Mark = "now"
		}
		if t.held() && !t.over {
			out[i].Href = fmt.Sprintf("/attempts/%d/questions/%d", t.ID, i+1)
		}
	}
	return out
}

func (s *Server) submitQuizAnswer(r *request) error {
	t, n, q, older, err := s.quizQuestion(r)
	if err != nil {
		return err
	}
	given := read(q, r.form, quiz.NewDeal(t.DealKey, q.ID))
	if len(given.problems) > 0 && !t.over {
		props, err := s.quizProps(r, t, n, q, older)
		if err != nil {
			return err
		}
		if props.Question.Answered != nil { // it is answered already, so there is nothing to correct
			return redirect(t.afterAnswer(n))
		}
		props.Question.Form, props.Question.Problems, props.Question.FormToken = r.form, given.problems, formToken(r.form)
		return s.quizPage(r, http.StatusUnprocessableEntity, props)
	}
	if len(given.problems) == 0 {
		err = s.recordSitting(r, t, given.response(t.Questions[n-1], q, r.form))
	} else {
		err = store.ErrLocked
	}
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrLocked) {
		return s.showConflict(r, given, errors.Is(err, store.ErrLocked))
	}
	if err != nil {
		return err
	}
	return redirect(t.afterAnswer(n))
}

// showConflict shows the answer that stands beside the one that came too late. Nothing is overwritten. over says that
// no more answers are taken.
func (s *Server) showConflict(r *request, given givenAnswer, over bool) error {
	t, n, q, older, err := s.quizQuestion(r)
	if err != nil {
		return err
	}
	props, err := s.quizProps(r, t, n, q, older)
	if err != nil {
		return err
	}
	props.Conflict = &views.Conflict{Yours: q.Body.Grade(given.answer).Given, Over: over}
	if len(given.problems) > 0 {
		props.Conflict.Yours = "an answer that was not finished"
	}
	if stands, ok := t.Responses[q.ID]; ok {
		props.Conflict.Stands = decided(q, stands).Given
	}
	if props.Question.Answered != nil {
		props.Question.Answered.Opens = false // the page opens on the conflict
	}
	return s.quizPage(r, http.StatusConflict, props)
}
