package web

import (
	"dossier/internal/classroom"
)

// workRows are the rows of lessons and essays that were handed out, for the table of scores.
func (s *Server) workRows(t *taking, needs map[classroom.StudentID]bool) ([]classroom.ScoreRow, error) {
	assignments, err := s.Store.Assignments(t.r.ctx, t.class.ID)
	if err != nil {
		return nil, err
	}
	var all []classroom.GivenWork
	for _, a := range assignments {
		if a.Handed == classroom.HandedQuiz {
			continue
		}
		w, err := s.givenWork(t, a)
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return classroom.WorkRows(t.students, all, needs), nil
}

// givenWork reads who has a lesson or an essay, and what they have done of it.
func (s *Server) givenWork(t *taking, a classroom.Assignment) (w classroom.GivenWork, err error) {
	w = classroom.GivenWork{ID: classroom.WorkID(a.ID), Title: a.Title,
		Takings: map[classroom.StudentID]classroom.Taking{}}
	takings, err := s.Store.Takings(t.r.ctx, a)
	if err != nil {
		return w, err
	}
	for _, one := range takings {
		w.Takings[one.Student] = one
	}
	done, err := s.doneBy(t.r, a)
	if err != nil {
		return w, err
	}
	if a.Handed == classroom.HandedLesson {
		return w, s.lessonsDone(t, a, done, &w)
	}
	if err := s.readLevels(t); err != nil {
		return w, err
	}
	w.Done = classroom.EssaysDone(a.Subject, t.levels)
	for student, to := range done {
		if to.began && len(w.Done[student]) == 0 {
			w.Done[student] = []classroom.WorkDone{{Round: 1}}
		}
	}
	return w, nil
}

// lessonsDone adds how many of the questions in the text of a lesson each student has answered.
func (s *Server) lessonsDone(t *taking, a classroom.Assignment, done map[classroom.StudentID]handedTo,
	w *classroom.GivenWork) error {
	l, err := t.r.edition.course.Lesson(a.Subject)
	if err != nil {
		return nil // the course has changed: there is nothing to count
	}
	rows, err := s.Store.ClassRows(t.r.ctx, a.Class)
	if err != nil {
		return err
	}
	w.Questions, w.Done = len(l.Checks), map[classroom.StudentID][]classroom.WorkDone{}
	for _, row := range rows {
		if to := done[row.Student.ID]; to.began || !to.in.IsZero() {
			w.Done[row.Student.ID] = []classroom.WorkDone{{In: to.in,
				Answered: min(len(l.Checks), row.Lessons[l.ID].Checks)}}
		}
	}
	return nil
}
