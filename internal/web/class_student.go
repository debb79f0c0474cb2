package web

import (
	"encoding/binary"
	"fmt"
	"net/http"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/marking"
	"dossier/views"
)

// student finds the student of the path in a class of the teacher, as the top of each page shows them.
func (s *Server) student(r *request) (classroom.Student, views.StudentProps, error) {
	student, _, props, err := s.studentActive(r)
	return student, props, err
}

// studentActive is the same, with when they last did something.
func (s *Server) studentActive(r *request) (classroom.Student, time.Time, views.StudentProps, error) {
	class, err := s.class(r)
	if err != nil {
		return classroom.Student{}, time.Time{}, views.StudentProps{}, err
	}
	student, active, err := s.Store.StudentOf(r.ctx, r.teacher.ID, class.ID, classroom.StudentID(r.number("student")))
	return student, active, views.StudentProps{
		Class:     classCard(class),
		ID:        int64(student.ID),
		Name:      student.Name,
		Settings:  views.StudentSettings(student.Settings),
		FormToken: account.FormToken(),
	}, err
}

// studentPage is a page of a teacher about one student.
func (s *Server) studentPage(r *request, props views.StudentProps, title string) views.Page {
	if title != props.Name {
		title += " · " + props.Name
	}
	p := s.page(r, title, "/classes")
	p.Up, p.UpName = views.Link{Text: props.Class.Name, Href: views.ClassHref(props.Class.ID, "")}, true
	return p
}

func (s *Server) showStudent(r *request) error {
	student, active, props, err := s.studentActive(r)
	if err != nil {
		return err
	}
	work, err := s.workOf(r, student)
	if err != nil {
		return err
	}
	entries, err := s.Store.EntriesOf(r.ctx, r.teacher.ID, student.ID)
	if err != nil {
		return err
	}
	levels, err := s.levelsForTeacher(r, student.ID, entries)
	if err != nil {
		return err
	}
	private, err := s.Store.PrivateOf(r.ctx, r.teacher.ID, student.Class, student.ID)
	if err != nil {
		return err
	}
	props.Summary = s.summary(r, work, levels, byClass(r.edition.course, props.Class.ID))
	props.Summary.Called = calledHere(student.Name)
	props.Note, props.Essays = private.Note, len(entries)
	props.Next = s.nextForStudent(r, entries)
	if props.Handed, err = s.handedToStudent(r, student, work); err != nil {
		return err
	}
	props.Line = studentLine(props.Summary, work, active, s.local(s.Now()))
	return s.render(r, http.StatusOK, views.StudentPage(s.studentPage(r, props, student.Name), props))
}

// nextForStudent is the one thing that a teacher has to do for a student: to mark what waits, or to return what is
// marked; an empty link when there is nothing.
func (s *Server) nextForStudent(r *request, entries []marking.Entry) (next views.Link) {
	queue := s.queue(r, entries)
	for _, e := range entries {
		title := e.Bench
		if b, err := r.edition.course.Bench(e.Bench); err == nil {
			title = b.Title
		}
		to := views.MarkingHref("essays", e.ID)
		switch {
		case queue.Open(e):
			return views.Link{Text: "Mark “" + title + "”", Href: to}
		case queue.Standing(e) == marking.Marked && next.Href == "":
			next = views.Link{Text: "Return “" + title + "”", Href: to}
		}
	}
	return next
}

// studentLine says in a line how far a student is, and what they are at.
func studentLine(sum views.Summary, w studentWork, active, now time.Time) string {
	line := fmt.Sprintf("%d of %d lessons passed · last active %s", sum.Passed, len(sum.Lessons), views.Ago(active, now))
	if classroom.Age(now, active) >= activeWithin {
		return line
	}
	if l := w.latest(); l != nil {
		return fmt.Sprintf("Working now in lesson %d · %s", l.Number, line)
	}
	return "Working now · " + line
}

func (s *Server) showStudentAnswers(r *request) error {
	student, props, err := s.student(r)
	if err != nil {
		return err
	}
	attempts, err := s.Store.Attempts(r.ctx, student.ID, "")
	if err != nil {
		return err
	}
	shown, err := s.answersShown(r, attempts, views.StudentHref(props.Class.ID, props.ID, "/answers"), s.answersForTeacher)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.StudentAnswersPage(s.studentPage(r, props, "Answers"), props, shown))
}

func (s *Server) showStudentDays(r *request) error {
	student, props, err := s.student(r)
	if err != nil {
		return err
	}
	days, err := s.days(r, student.ID)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.StudentDaysPage(s.studentPage(r, props, "Work by day"), props, days))
}

// askPIN asks before a new PIN is made, because the old one does not come back.
func (s *Server) askPIN(r *request) error {
	_, props, err := s.student(r)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.StudentPINPage(s.studentPage(r, props, "A new PIN"), props))
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
	return s.render(r, http.StatusOK, views.StudentPINPage(s.studentPage(r, props, "The new PIN"), props))
}
