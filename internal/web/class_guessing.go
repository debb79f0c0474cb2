package web

import (
	"time"

	"dossier/internal/classroom"
	"dossier/views"
)

const (
	guessingWithin = time.Hour        // how long wrong PINs are shown to the teacher
	letInFor       = 10 * time.Minute // how long a student may try without waiting
)

// guessedAt lists the students of a class at whose PINs somebody is guessing.
func (s *Server) guessedAt(r *request, class classroom.ClassID) ([]classroom.Student, error) {
	return s.Store.Guessing(r.ctx, class, s.Now().Add(-guessingWithin))
}

// letIn lets all of them try their PINs without waiting. There is nothing to choose, because it costs nothing to those
// who are not waiting.
func (s *Server) letIn(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	students, err := s.guessedAt(r, class.ID)
	if err != nil {
		return err
	}
	var ids []classroom.StudentID
	for _, st := range students {
		ids = append(ids, st.ID)
	}
	if err := s.Store.LetIn(r.ctx, r.teacher.ID, class.ID, ids, s.Now().Add(letInFor)); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class.ID), ""))
}
