package web

import (
	"fmt"
	"strconv"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// written is what was written in an answer, part by part.
func written(q *quiz.Question, a quiz.Answer) []views.WrittenShown {
	body, ok := q.Body.(quiz.Writer)
	if !ok {
		return nil
	}
	var out []views.WrittenShown
	for _, part := range body.Written() {
		out = append(out, views.WrittenShown{Part: part, Text: a.Value(part.Field())})
	}
	return out
}

// levelled is what was written in an answer of an attempt, with the levels it was given and a form for those that its
// author has not given yet.
func (s *Server) levelled(r *request, q *quiz.Question, a quiz.Answer,
	attempt classroom.AttemptID) ([]views.WrittenShown, error) {
	shown := written(q, a)
	if len(shown) == 0 {
		return nil, nil
	}
	levels, err := s.Store.WrittenLevels(r.ctx, attempt)
	if err != nil {
		return nil, err
	}
	for i := range shown {
		given := levels[q.ID][shown[i].Part.ID]
		shown[i].Self, shown[i].Teacher = given.Self, given.Teacher
		shown[i].Action, shown[i].FormToken = fmt.Sprintf("/attempts/%d/written/%s", attempt, q.ID), account.FormToken()
	}
	return shown, nil
}

// levelOf reads a level of a written part; false when there is no such part or level.
func levelOf(q *quiz.Question, part, value string) (int, bool) {
	body, ok := q.Body.(quiz.Writer)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0, false
	}
	for _, p := range body.Written() {
		if p.ID == part {
			return n, n >= 0 && n < len(p.Levels)
		}
	}
	return 0, false
}

// judgeWritten stores the level that a student gives a written part of their own answer. A form without a level is not
// an error: the page asks again.
func (s *Server) judgeWritten(r *request) error {
	id := r.param("question")
	a, err := s.Store.Attempt(r.ctx, r.student.ID, classroom.AttemptID(r.number("attempt")))
	if err != nil {
		return err
	}
	given, ok := a.Responses[id]
	if !ok {
		return store.ErrNotFound
	}
	q, _, err := s.asked(r, given.Asked())
	if err != nil {
		return err
	}
	if level, ok := levelOf(q, r.form.Value("part"), r.form.Value("level")); ok {
		if err := s.Store.JudgeWritten(r.ctx, r.student.ID, a.ID, id, r.form.Value("part"), level); err != nil {
			return err
		}
	}
	if a.Kind == classroom.CheckAttempt {
		return redirect(r.edition.checkPath(a.Lesson, id))
	}
	for i, asked := range a.Questions {
		if asked.Question == id {
			return redirect(fmt.Sprintf("/attempts/%d/questions/%d#q-%s", a.ID, i+1, id))
		}
	}
	return store.ErrNotFound
}
