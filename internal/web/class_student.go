package web

import (
	"encoding/binary"
	"fmt"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/views"
)

// student finds the student of the path in a class of the teacher, as the page shows them.
func (s *Server) student(r *request) (classroom.Student, views.StudentProps, error) {
	class, err := s.class(r)
	if err != nil {
		return classroom.Student{}, views.StudentProps{}, err
	}
	student, active, err := s.Store.StudentOf(r.ctx, r.teacher.ID, class.ID, classroom.StudentID(r.number("student")))
	return student, views.StudentProps{
		Class:     classCard(class),
		ID:        int64(student.ID),
		Name:      student.Name,
		Active:    views.Ago(active, s.local(s.Now())),
		FormToken: account.FormToken(),
	}, err
}

func (s *Server) showStudent(r *request) error {
	student, props, err := s.student(r)
	if err != nil {
		return err
	}
	return s.studentPage(r, student, props)
}

func (s *Server) studentPage(r *request, student classroom.Student, props views.StudentProps) error {
	attempts, err := s.Store.Attempts(r.ctx, student.ID, "")
	if err != nil {
		return err
	}
	if props.Lessons, err = s.lessonLinks(r, &student); err != nil {
		return err
	}
	if props.Answers, err = s.answersForTeacher(r, attempts); err != nil {
		return err
	}
	if props.Written, err = s.handedIn(r, student.ID); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.StudentPage(s.page(r, student.Name, "/classes"), props))
}

// pinOf makes a PIN out of a form's token, so that a form that is sent twice gives the same one: the
// PIN on the screen is the one that counts.
func (s *Server) pinOf(student classroom.StudentID, token string) string {
	return s.pinFor(fmt.Sprint(student), token)
}

// pinFor is the same for somebody who has no number yet.
func (s *Server) pinFor(who, token string) string {
	for n := 0; ; n++ {
		sum := s.derive("pin", who, token, fmt.Sprint(n))
		pin := fmt.Sprintf("%06d", binary.BigEndian.Uint64(sum)%1_000_000)
		if account.CheckPIN(pin) == nil {
			return pin
		}
	}
}

// resetPIN makes a new PIN and shows it on the page that answers the form, because it is stored only as a hash.
func (s *Server) resetPIN(r *request) error {
	student, props, err := s.student(r)
	if err != nil {
		return err
	}
	props.NewPIN = s.pinOf(student.ID, formToken(r.form))
	hash, err := s.hasher.Hash(r.ctx, r.address(), props.NewPIN)
	if err != nil {
		return err
	}
	if err := s.Store.ResetPIN(r.ctx, r.teacher.ID, student.Class, student.ID, hash); err != nil {
		return err
	}
	return s.studentPage(r, student, props)
}
