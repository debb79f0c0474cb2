package web

import (
	"context"
	"errors"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// rosterDone says what a form has done, by the word behind the question mark of the list.
var rosterDone = map[string]string{"erased": "The student is erased for good: the answers are gone. " + tracesGo}

// tracesGo says what is still to be done when somebody has been erased.
const tracesGo = "The last traces in the file go as soon as nobody is writing."

func (s *Server) showErase(r *request) error {
	props, err := s.rosterStudent(r)
	if err != nil {
		return err
	}
	return s.erasePage(r, http.StatusOK, props, nil)
}

func (s *Server) erasePage(r *request, status int, of views.RosterStudentProps, problems views.Problems) error {
	stored, err := s.Store.StoredAbout(r.ctx, classroom.StudentID(of.Student.ID))
	if err != nil {
		return err
	}
	return s.render(r, status, views.EraseStudentPage(s.page(r, "Erase "+of.Student.Name, "/classes"),
		views.EraseStudent{Class: of.Class, ID: of.Student.ID, Name: of.Student.Name, Stored: stored,
			Typed: r.form.Value("name"), Problems: problems}))
}

// eraseStudent erases a student whose name was typed, for a teacher who has given their passphrase.
func (s *Server) eraseStudent(r *request) error {
	name := "erase student " + r.param("student") + " of class " + r.param("class")
	props, err := s.rosterStudent(r)
	if j := s.jobs.find(s.jobID(r, name)); errors.Is(err, store.ErrNotFound) && j != nil { // a second click
		return s.follow(r, j)
	}
	if err != nil {
		return err
	}
	problems, err := s.typedAgain(r, "name", props.Student.Name, wrongStudentName)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return s.erasePage(r, http.StatusUnprocessableEntity, props, problems)
	}
	class, student := classroom.ClassID(props.Class.ID), classroom.StudentID(props.Student.ID)
	return s.follow(r, s.begin(r, name, "Erasing a student", func(j *job) (string, error) {
		err := s.Store.EraseStudents(context.Background(), j.teacher, class, []classroom.StudentID{student})
		if errors.Is(err, store.ErrNotFound) { // somebody else has been faster
			err = nil
		}
		return views.RosterHref(int64(class), "?done=erased"), err
	}))
}

// typedAgain looks whether a form brings a name, typed once more, and the passphrase of its sender. A slip in the name
// costs no guess.
func (s *Server) typedAgain(r *request, field, name, wrong string) (problems views.Problems, err error) {
	if account.FoldName(r.form.Value(field)) != account.FoldName(name) {
		return views.Problems{field: wrong}, nil
	}
	return s.sureOf(r)
}

const wrongStudentName = "That is not the name of this student. Type the name exactly as it is written above."
