package web

import (
	"errors"
	"fmt"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) startQuiz(r *request) error {
	l, err := r.edition.course.Lesson(r.param("lesson"))
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
		questions = append(questions, classroom.Asked{Question: q.ID, Version: q.Version})
	}
	token := formToken(r.form)
	id, err := s.Store.StartQuiz(r.ctx, r.answerer(), l.ID, token, s.derive("quiz", r.key(), token), questions)
	if err != nil {
		return err
	}
	return redirect(fmt.Sprintf("/attempts/%d", id))
}

// resumeQuiz leads to the first open question, or to the result.
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
	return s.render(r, http.StatusOK, views.QuizPage(s.page(r, props.Question.Kicker, "/"), props))
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
	props.Question.Alone = true
	props.Question.Kicker = fmt.Sprintf("Question %d of %d", n, len(a.Questions))
	props.Question.Action = fmt.Sprintf("/attempts/%d/questions/%d", a.ID, n)
	given, ok := a.Responses[q.ID]
	if !ok {
		return props, nil
	}
	if props.Question.Answered, err = s.answered(r, q, given, a.ID); err != nil {
		return props, err
	}
	props.Question.Answered.Older = older
	props.Question.Answered.Next = views.Link{Text: "Next question", Href: fmt.Sprintf("/attempts/%d", a.ID)}
	if firstOpen(a) == 0 {
		props.Question.Answered.Next.Text = "See the result"
	}
	return props, nil
}

// steps is the row above a quiz; n is the question that is shown, 0 for none.
func steps(a classroom.Attempt, n int) []views.Step {
	out := make([]views.Step, len(a.Questions))
	for i, q := range a.Questions {
		out[i] = views.Step{Number: i + 1}
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
		if props.Question.Answered != nil { // it is answered already, so there is nothing to mend
			return redirect(here)
		}
		props.Question.Form, props.Question.Problems, props.Question.FormToken = r.form, given.problems, formToken(r.form)
		return s.render(r, http.StatusUnprocessableEntity, views.QuizPage(s.page(r, props.Question.Kicker, "/"), props))
	}
	err = s.Store.RecordResponse(r.ctx, r.student.ID, a.ID, given.response(q, r.form))
	if errors.Is(err, store.ErrConflict) {
		return s.showConflict(r, given, n)
	}
	if err != nil {
		return err
	}
	return redirect(here)
}

// showConflict shows the answer that stands beside the one that came too late. Nothing is overwritten.
func (s *Server) showConflict(r *request, given submission, n int) error {
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
		Stands: q.Body.Grade(a.Responses[q.ID].Answer).Given,
	}
	return s.render(r, http.StatusConflict, views.QuizPage(s.page(r, props.Question.Kicker, "/"), props))
}

func (s *Server) showResult(r *request) error {
	a, err := s.quizAttempt(r)
	if err != nil {
		return err
	}
	if a.Submitted.IsZero() {
		return redirect(fmt.Sprintf("/attempts/%d", a.ID))
	}
	l, err := r.edition.course.Lesson(a.Lesson)
	if err != nil {
		return err
	}
	props := views.ResultProps{Lesson: l, Steps: steps(a, 0), Calibrated: calibrations(judgedIn([]classroom.Attempt{a}))}
	props.Marks, props.OutOf = total(a)
	props.Line = resultLine(props.Marks, props.OutOf)
	linked := map[string]bool{}
	ideas := map[*course.Misconception]bool{}
	for _, asked := range a.Questions {
		q, _, err := s.asked(r, asked)
		if err != nil {
			return err
		}
		g := q.Body.Grade(a.Responses[asked.Question].Answer)
		for _, m := range s.mended(r, g) {
			if !ideas[m] {
				ideas[m] = true
				props.Ideas = append(props.Ideas, m)
			}
		}
		for _, link := range readAgain(r.edition.course, q) {
			if !g.Full() && !linked[link.Href] {
				linked[link.Href] = true
				props.Again = append(props.Again, link)
			}
		}
	}
	if props.Answers, err = s.answerRows(r, []classroom.Attempt{a}, true); err != nil {
		return err
	}
	attempts, err := s.Store.Attempts(r.ctx, r.student.ID, l.ID)
	if err != nil {
		return err
	}
	props.Door = quizDoor(l, attempts)
	props.Door.FormToken = account.FormToken()
	if next := r.edition.course.Next(l); next != nil {
		props.Next = views.Link{Text: fmt.Sprintf("Lesson %d: %s", next.Number, next.Title), Href: "/lessons/" + next.ID}
	} else {
		props.Next = views.Link{Text: "To the lessons", Href: "/"}
	}
	return s.render(r, http.StatusOK, views.ResultPage(s.page(r, "Result", "/"), props))
}

func resultLine(marks, outOf float64) string {
	switch share := marks / outOf; {
	case share >= 1-1e-9:
		return "Everything right."
	case share >= classroom.PassShare-1e-9:
		return "Enough to pass. What was missing stands below."
	default:
		return "Not enough to pass yet. Read the places below again and take the quiz once more."
	}
}

func (s *Server) showMe(r *request) error {
	links, err := s.lessonLinks(r, r.student)
	if err != nil {
		return err
	}
	attempts, err := s.Store.Attempts(r.ctx, r.student.ID, "")
	if err != nil {
		return err
	}
	props := views.MeProps{
		Lessons:    links,
		Next:       nextLink(links),
		Calibrated: calibrations(judgedIn(attempts)),
		Guest:      r.student.Guest(),
	}
	if props.Answers, err = s.answerRows(r, attempts, true); err != nil {
		return err
	}
	if props.Essays, err = s.essayCards(r); err != nil {
		return err
	}
	if props.Ideas, err = s.openIdeas(r, attempts); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.MePage(s.page(r, "My progress", ""), props))
}

// openIdeas lists the wrong ideas behind the latest answer to each question.
func (s *Server) openIdeas(r *request, attempts []classroom.Attempt) ([]*course.Misconception, error) {
	latest := map[string]classroom.Response{}
	for _, a := range attempts {
		for id, given := range a.Responses {
			latest[id] = given // attempts come in the order in which they began
		}
	}
	found := map[string]bool{}
	for id, given := range latest {
		q, _, err := s.asked(r, classroom.Asked{Question: id, Version: given.Version})
		if err != nil {
			return nil, err
		}
		for _, m := range s.mended(r, q.Body.Grade(given.Answer)) {
			found[m.ID] = true
		}
	}
	var out []*course.Misconception
	for _, m := range r.edition.course.Misconceptions {
		if found[m.ID] {
			out = append(out, m)
		}
	}
	return out, nil
}
