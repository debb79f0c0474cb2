package web

import (
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/views"
)

// showClassLife is the page on which a class gets another name, goes into the archive, or ends.
func (s *Server) showClassLife(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.classLifePage(r, http.StatusOK, class, views.ClassLifeProps{})
}

func (s *Server) classLifePage(r *request, status int, class classroom.Class, props views.ClassLifeProps) error {
	props.Class = classCard(class)
	return s.render(r, status, views.ClassLifePage(s.page(r, class.Name, "/classes"), props))
}

// renameClass gives a class another name. Two classes may have the same one, as when they are made: last year's 10B and
// this year's are told apart by their codes and by the archive.
func (s *Server) renameClass(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	name, problem := account.CleanName(r.form.Value("class"))
	if problem != nil {
		return s.classLifePage(r, http.StatusUnprocessableEntity, class, views.ClassLifeProps{
			Name: r.form.Value("class"), Problems: views.Problems{"class": badClassName}})
	}
	if err := s.Store.RenameClass(r.ctx, r.teacher.ID, class.ID, name); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class.ID), ""))
}

const badClassName = "Give the class a name of 1 to 40 characters."

func (s *Server) archiveClass(r *request) error {
	if err := s.Store.ArchiveClass(r.ctx, r.teacher.ID, classroom.ClassID(r.number("class")), true); err != nil {
		return err
	}
	return redirect("/classes?done=archived")
}

func (s *Server) unarchiveClass(r *request) error {
	class := classroom.ClassID(r.number("class"))
	if err := s.Store.ArchiveClass(r.ctx, r.teacher.ID, class, false); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class), ""))
}
