package web

import (
	"errors"
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// handedToStudent lists what was handed out to a student, the newest first, with how far they are and their marks. What
// was taken back before they had begun is left out.
func (s *Server) handedToStudent(r *request, student classroom.Student, w studentWork) (rows []views.StudentWorkRow,
	err error) {
	all, err := s.Store.WorkOf(r.ctx, student)
	for _, t := range slices.Backward(all) {
		to, err := s.doneByStudent(r, t, w)
		if err != nil {
			return nil, err
		}
		if !t.Withdrawn.IsZero() && !to.began {
			continue
		}
		rows = append(rows, views.StudentWorkRow{TakerRow: s.takerRow(to, student.Name), Title: t.Title,
			Kind: handedWord(t), In: !to.in.IsZero(), When: s.whenHanded(t.Assignment),
			Href: views.HandedHref(int64(t.Class), int64(t.ID), "")})
	}
	return rows, err
}

// doneByStudent is how far a student is with an assignment.
func (s *Server) doneByStudent(r *request, t classroom.Taking, w studentWork) (to handedTo, err error) {
	to.Taking = t
	switch t.Handed {
	case classroom.HandedQuiz:
		for _, a := range w.attempts {
			if a.Assignment == t.ID {
				to.attempts = append(to.attempts, a)
			}
		}
		to.began, to.in = len(to.attempts) > 0, t.HandedIn(to.attempts, s.Now())
	case classroom.HandedLesson:
		to.began, to.in = lessonDone(r, t, w.records, w.attempts)
	case classroom.HandedBench:
		to.in, err = s.Store.HandedIn(r.ctx, t.Student, t.Subject)
		if to.began = err == nil; errors.Is(err, store.ErrNotFound) {
			err = nil
		}
	}
	to.state = t.State(to.began, to.in, s.Now())
	return to, err
}
