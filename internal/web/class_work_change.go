package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// showNewWork offers what can be handed out, or the form once that is chosen.
func (s *Server) showNewWork(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	original, err := s.original(r, r.query("copy"))
	if err != nil {
		return err
	}
	form, err := s.newWorkForm(r, class)
	if err != nil {
		return err
	}
	if original != nil {
		form = s.copyOf(*original, r.query("copy"))
	}
	if form.Value("handed") != "" {
		form["form"] = []string{account.FormToken()}
		return s.showWorkForm(r, class, form, original, false)
	}
	props := views.WhatToHandOutProps{Class: classCard(class)}
	sets, err := s.Store.QuestionSets(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	for _, set := range sets {
		if set.Questions > 0 {
			props.Sets = append(props.Sets, views.Link{Text: set.Name, Href: shelfOf(set.ID)})
		}
	}
	for _, l := range r.edition.course.Lessons {
		props.Lessons = append(props.Lessons, views.Link{Text: fmt.Sprintf("%d. %s", l.Number, l.Title), Href: l.ID})
	}
	props.Essays = views.EssayGroups(r.edition.course.Benches)
	return s.render(r, http.StatusOK, views.WhatToHandOutPage(s.page(r, "Hand out · "+class.Name, "/classes"), props))
}

// original finds work that is to be handed out to another class, named by its class and its number: "1.7". nil for "".
// ErrNotFound, for work of a class of somebody else's too.
func (s *Server) original(r *request, name string) (*classroom.Assignment, error) {
	if name == "" {
		return nil, nil
	}
	class, id, _ := strings.Cut(name, ".")
	of, err := strconv.ParseInt(class, 10, 64)
	if err != nil {
		return nil, store.ErrNotFound
	}
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, store.ErrNotFound
	}
	if _, err := s.Store.Class(r.ctx, r.teacher.ID, classroom.ClassID(of)); err != nil {
		return nil, err
	}
	a, err := s.Store.Assignment(r.ctx, classroom.ClassID(of), classroom.AssignmentID(number))
	return &a, err
}

// copyOf is the form that hands out the same to another class. Its groups are those of the other class, and times that
// have passed are nobody's any more.
func (s *Server) copyOf(a classroom.Assignment, name string) quiz.Form {
	form := s.formOf(a)
	for _, field := range []string{"group", "whom", "revision"} {
		delete(form, field)
	}
	if !a.Closes.IsZero() && !a.Closes.After(s.Now()) || !a.Due.IsZero() && !a.Due.After(s.Now()) {
		form["opens"], form["due"], form["closes"] = nil, nil, nil
	}
	form["copy"] = []string{name}
	return form
}

// showWorkForm shows a form that nothing is wrong with.
func (s *Server) showWorkForm(r *request, class classroom.Class, form quiz.Form, before *classroom.Assignment,
	begun bool) error {
	c, err := s.choosing(r, before, begun)
	if err != nil {
		return err
	}
	w, err := s.readWorkForm(r, form, c)
	if err != nil {
		return err
	}
	return s.workFormPage(r, http.StatusOK, class, w, nil)
}

func (s *Server) workFormPage(r *request, status int, class classroom.Class, w workForm,
	problems views.Problems) error {
	props, err := s.workFormProps(r, class, w, problems)
	if err != nil {
		return err
	}
	props.ID = r.number("work")
	return s.render(r, status, views.WorkFormPage(s.page(r, "Hand out · "+class.Name, "/classes"), props))
}

// handOut takes the form: a button that changes the questions shows it again, the last one hands out.
func (s *Server) handOut(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	original, err := s.original(r, r.form.Value("copy"))
	if err != nil {
		return err
	}
	w, again, err := s.workTyped(r, class, original, false)
	if again || err != nil {
		return err
	}
	a, problems, err := s.assignment(r, classroom.Assignment{Class: class.ID}, w)
	if err != nil {
		return err
	}
	if _, ok := subjectOf(r.edition.course, a); !ok && problems["subject"] == "" {
		problems["subject"] = "Choose what you hand out."
	}
	if len(problems) > 0 {
		return s.workFormPage(r, http.StatusUnprocessableEntity, class, w, problems)
	}
	id, err := s.Store.HandOut(r.ctx, r.teacher.ID, formToken(r.form), a)
	if err != nil {
		return err
	}
	return redirect(views.HandedHref(int64(class.ID), int64(id), "?done=handed-out"))
}

// workTyped reads a form that was sent. A button that only changes the questions is carried out, and the form is shown
// again.
func (s *Server) workTyped(r *request, class classroom.Class, before *classroom.Assignment, begun bool) (w workForm,
	again bool, err error) {
	c, err := s.choosing(r, before, begun)
	if err != nil {
		return w, false, err
	}
	if w, err = s.readWorkForm(r, r.form, c); err != nil {
		return w, false, err
	}
	do := r.form.Value("do")
	if do == "hand-out" {
		return w, false, nil
	}
	if err := s.change(r, &w, do); err != nil {
		return w, false, err
	}
	return w, true, s.workFormPage(r, http.StatusOK, class, w, nil)
}

// assignmentOf finds the assignment that the path names, of a class of whoever asks.
func (s *Server) assignmentOf(r *request) (classroom.Class, classroom.Assignment, error) {
	class, err := s.class(r)
	if err != nil {
		return class, classroom.Assignment{}, err
	}
	a, err := s.Store.Assignment(r.ctx, class.ID, classroom.AssignmentID(r.number("work")))
	return class, a, err
}

// toChange is the same, and whether somebody has begun with it.
func (s *Server) toChange(r *request) (class classroom.Class, a classroom.Assignment, begun bool, err error) {
	if class, a, err = s.assignmentOf(r); err != nil {
		return class, a, false, err
	}
	attempts, err := s.Store.AttemptsAt(r.ctx, class.ID, a.ID)
	return class, a, len(attempts) > 0, err
}

// showChangeWork is the form of work that was handed out.
func (s *Server) showChangeWork(r *request) error {
	class, a, begun, err := s.toChange(r)
	if err != nil {
		return err
	}
	form := s.formOf(a)
	form["form"] = []string{account.FormToken()}
	return s.showWorkForm(r, class, form, &a, begun)
}

// changeWork takes the form of work that was handed out. Where somebody has begun, its questions stay.
func (s *Server) changeWork(r *request) error {
	class, was, begun, err := s.toChange(r)
	if err != nil {
		return err
	}
	w, again, err := s.workTyped(r, class, &was, begun)
	if again || err != nil {
		return err
	}
	a, problems, err := s.assignment(r, was, w)
	if err != nil {
		return err
	}
	status := http.StatusUnprocessableEntity
	a.Revision, _ = strconv.Atoi(r.form.Value("revision"))
	if len(problems) == 0 {
		err = s.Store.ChangeAssignment(r.ctx, r.teacher.ID, a)
	}
	switch {
	case errors.Is(err, store.ErrConflict):
		problems["questions"] = begunMeanwhile
	case errors.Is(err, store.ErrStale):
		status = http.StatusConflict
		problems["title"] = "This was changed in another window since you opened it. Save again to have it as it is here."
		w.form["revision"] = []string{strconv.Itoa(was.Revision)}
	case err != nil:
		return err
	}
	if len(problems) > 0 {
		return s.workFormPage(r, status, class, w, problems)
	}
	return redirect(views.HandedHref(int64(class.ID), int64(a.ID), "?done=changed"))
}
