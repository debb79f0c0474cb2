package web

import (
	"context"
	"errors"
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// dueClasses are the classes of a teacher that nobody has used for so long that they are asked about them.
func (s *Server) dueClasses(r *request) (due []views.DueClass, err error) {
	days, err := s.Store.KeepDays(r.ctx)
	if err != nil {
		return nil, err
	}
	uses, err := s.Store.ClassUses(r.ctx, r.teacher.ID)
	if err != nil {
		return nil, err
	}
	for _, u := range classroom.Due(uses, s.Now(), days) {
		due = append(due, views.DueClass{Class: classCard(u.Class), Used: views.MonthsAgo(u.Used, s.Now())})
	}
	return due, nil
}

// keepClass notes that a class is to be kept although nobody uses it.
func (s *Server) keepClass(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	if err := s.Store.KeepClass(r.ctx, r.teacher.ID, class.ID); err != nil {
		return err
	}
	return redirect("/classes?done=kept")
}

func (s *Server) showAnonymise(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.anonymisePage(r, http.StatusOK, class, nil)
}

func (s *Server) anonymisePage(r *request, status int, class classroom.Class, problems views.Problems) error {
	others, err := s.otherTeachers(r, class.ID)
	if err != nil {
		return err
	}
	return s.render(r, status, views.AnonymisePage(s.page(r, "Names in "+class.Name, "/classes"),
		views.Anonymise{Class: classCard(class), Students: class.Students, Others: others, Typed: r.form.Value("class"),
			Problems: problems}))
}

// otherTeachers are the names of who else teaches a class.
func (s *Server) otherTeachers(r *request, class classroom.ClassID) (others []string, err error) {
	teachers, err := s.Store.ClassTeachers(r.ctx, class)
	for _, t := range teachers {
		if t.ID != r.teacher.ID {
			others = append(others, t.Name)
		}
	}
	return others, err
}

// anonymiseClass takes the names out of a class whose name was typed, for a teacher who has given their passphrase.
func (s *Server) anonymiseClass(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	problems, err := s.typedAgain(r, "class", class.Name, wrongClassName)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return s.anonymisePage(r, http.StatusUnprocessableEntity, class, problems)
	}
	name := "anonymise class " + r.param("class")
	return s.follow(r, s.begin(r, name, "Taking the names out of "+class.Name, func(j *job) (string, error) {
		err := s.Store.AnonymiseClass(context.Background(), j.teacher, class.ID)
		if errors.Is(err, store.ErrNotFound) { // somebody has deleted it meanwhile
			err = nil
		}
		return "/classes?done=anonymised", err
	}))
}
