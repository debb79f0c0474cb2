package web

import (
	"errors"
	"net/http"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// activeWithin is how recently somebody must have done something to count as active now.
const activeWithin = 5 * time.Minute

func classCard(c classroom.Class) views.ClassCard {
	return views.ClassCard{ID: int64(c.ID), Name: c.Name, Code: account.FormatJoinCode(c.Code), Students: c.Students,
		Demo: c.Demo, Archived: c.Archived}
}

// class finds the class of the path among those of the teacher.
func (s *Server) class(r *request) (classroom.Class, error) {
	return s.Store.Class(r.ctx, r.teacher.ID, classroom.ClassID(r.number("class")))
}

func (s *Server) showClasses(r *request) error {
	return s.classesPage(r, http.StatusOK, views.ClassesProps{})
}

func (s *Server) classesPage(r *request, status int, props views.ClassesProps) error {
	classes, err := s.Store.Classes(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props.FormToken = account.FormToken()
	if r.teacher.Owner {
		props.Warnings = s.Store.Warnings()
	}
	for _, class := range classes {
		props.Classes = append(props.Classes, classCard(class))
	}
	return s.render(r, status, views.ClassesPage(s.page(r, "Classes", "/classes"), props))
}

func (s *Server) createClass(r *request) error {
	name, problem := account.CleanName(r.form.Value("class"))
	if problem != nil {
		return s.classesPage(r, http.StatusUnprocessableEntity, views.ClassesProps{Name: r.form.Value("class"),
			Problem: "Give the class a name of 1 to 40 characters."})
	}
	var id classroom.ClassID
	err := withFreeCode(func(code string) (err error) {
		id, err = s.Store.CreateClass(r.ctx, r.teacher.ID, name, code, formToken(r.form))
		return err
	})
	if err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(id), "/join-screen"))
}

// withFreeCode draws join codes until one is not taken.
func withFreeCode(try func(code string) error) error {
	var err error
	for range 5 {
		if err = try(account.NewJoinCode()); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}

func (s *Server) replaceCode(r *request) error {
	class := classroom.ClassID(r.number("class"))
	err := withFreeCode(func(code string) error { return s.Store.ReplaceCode(r.ctx, r.teacher.ID, class, code) })
	if err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class), ""))
}
