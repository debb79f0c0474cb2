package web

import (
	"context"
	"errors"
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showDeleteClass(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.deleteClassPage(r, http.StatusOK, class, nil)
}

func (s *Server) deleteClassPage(r *request, status int, class classroom.Class, problems views.Problems) error {
	holds, err := s.Store.ClassHolds(r.ctx, class.ID)
	if err != nil {
		return err
	}
	others, err := s.otherTeachers(r, class.ID)
	if err != nil {
		return err
	}
	return s.render(r, status, views.DeleteClassPage(s.page(r, "Delete "+class.Name, "/classes"),
		views.DeleteClassProps{
			Class: classCard(class), Students: holds.Students, Answers: holds.Answers, Essays: holds.Essays,
			Others: others, Name: r.form.Value("class"), Problems: problems,
		}))
}

// deleteClass deletes a class whose name was typed, by a teacher who has given their passphrase.
func (s *Server) deleteClass(r *request) error {
	name := "delete class " + r.param("class")
	class, err := s.class(r)
	if j := s.jobs.find(s.jobID(r, name)); err != nil && j != nil { // a second click, when it has gone already
		return s.follow(r, j)
	}
	if err != nil {
		return err
	}
	problems, err := s.typedAgain(r, "class", class.Name, wrongClassName)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return s.deleteClassPage(r, http.StatusUnprocessableEntity, class, problems)
	}
	return s.follow(r, s.begin(r, name, "Deleting "+class.Name, func(j *job) (string, error) {
		holds, err := s.Store.ClassHolds(context.Background(), class.ID)
		if err != nil {
			return "", err
		}
		j.report(0, holds.Students)
		err = s.Store.DeleteClass(context.Background(), j.teacher, class.ID, func(students int) {
			j.report(students, holds.Students)
		})
		if errors.Is(err, store.ErrNotFound) { // somebody else has been faster
			err = nil
		}
		return "/classes?done=deleted", err
	}))
}

const wrongClassName = "That is not the name of this class. Type the name exactly as it is written above."
