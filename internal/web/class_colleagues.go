package web

import (
	"encoding/hex"
	"errors"
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// withdrawInvitation makes the link of an invitation useless. One that was used or withdrawn meanwhile is gone all the
// same.
func (s *Server) withdrawInvitation(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	var hash [32]byte
	if raw, err := hex.DecodeString(r.form.Value("do")); err == nil {
		copy(hash[:], raw)
	}
	err = s.Store.WithdrawInvitation(r.ctx, r.teacher.ID, class.ID, hash)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return settingsOf(class.ID, "#colleagues")
}

// colleague finds the teacher of the path among those of the class; me stands for whoever asks.
func (s *Server) colleague(r *request, me bool) (classroom.Class, views.TakeOutProps, error) {
	class, err := s.class(r)
	if err != nil {
		return class, views.TakeOutProps{}, err
	}
	wanted := classroom.TeacherID(r.number("teacher"))
	if me {
		wanted = r.teacher.ID
	}
	colleagues, err := s.Store.ClassTeachers(r.ctx, class.ID)
	if err != nil {
		return class, views.TakeOutProps{}, err
	}
	for _, t := range colleagues {
		if t.ID == wanted {
			return class, views.TakeOutProps{Class: classCard(class), ID: int64(t.ID), Name: t.Name,
				Me: t.ID == r.teacher.ID, Last: len(colleagues) == 1}, nil
		}
	}
	return class, views.TakeOutProps{}, store.ErrNotFound
}

// showTakeOut asks before a colleague is taken out of a class.
func (s *Server) showTakeOut(r *request) error { return s.takeOutPage(r, false) }

// showLeave asks before somebody leaves a class.
func (s *Server) showLeave(r *request) error { return s.takeOutPage(r, true) }

func (s *Server) takeOutPage(r *request, me bool) error {
	_, props, err := s.colleague(r, me)
	if err != nil {
		return err
	}
	title := "Take a colleague out"
	if props.Me {
		title = "Leave a class"
	}
	return s.render(r, http.StatusOK, views.TakeOutPage(s.page(r, title, "/classes"), props))
}

// takeOut takes a colleague out of a class.
func (s *Server) takeOut(r *request) error {
	class, props, err := s.colleague(r, false)
	if err != nil {
		return err
	}
	if err := s.outOf(r, class, props); err != nil {
		return err
	}
	return settingsOf(class.ID, "#colleagues")
}

// leaveClass takes whoever asks out of a class.
func (s *Server) leaveClass(r *request) error {
	class, props, err := s.colleague(r, true)
	if err != nil {
		return err
	}
	if err := s.outOf(r, class, props); err != nil {
		return err
	}
	return redirect("/classes")
}

// outOf takes a teacher out of a class. When nobody else would teach it, it answers with the page that says so.
func (s *Server) outOf(r *request, class classroom.Class, props views.TakeOutProps) error {
	err := s.Store.TakeOut(r.ctx, r.teacher.ID, class.ID, classroom.TeacherID(props.ID))
	if errors.Is(err, store.ErrLocked) {
		props.Last = true
		return answered(s.render(r, http.StatusConflict, views.TakeOutPage(s.page(r, "Leave a class", "/classes"), props)))
	}
	return err
}
