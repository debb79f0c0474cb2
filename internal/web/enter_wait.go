package web

import (
	"errors"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// askIn has somebody new wait until a teacher lets them in. Its outcome is an error in every case: one of the store, or
// that the page was drawn or another follows.
func (s *Server) askIn(r *request, class classroom.Class, name, pinHash string) error {
	if role := r.role(); r.expired || role == views.Student || role == views.Teacher {
		if err := s.endOld(r); err != nil { // somebody else was at this computer
			return err
		}
		r.student, r.teacher = nil, nil
		s.renew(r)
	}
	along := r.role() == views.Guest && r.form.Value("along") == "yes"
	err := s.Store.AskIn(r.ctx, class.ID, store.Ask{Name: name, NameKey: account.FoldName(name), PINHash: pinHash,
		Browser: r.hash, Device: s.deviceHash(r), Along: along})
	if err != nil {
		return err
	}
	if len(keptFields(r.form)) == 0 {
		return redirect(views.WaitPath)
	}
	return answered(s.waitPage(r, classroom.AtDoor{Code: class.Code, ClassName: class.Name, Name: name, Along: along}))
}

func (s *Server) waitPage(r *request, at classroom.AtDoor) error {
	props := views.WaitProps{Code: at.Code, Class: at.ClassName, Name: at.Name, LetIn: at.LetIn, Along: at.Along,
		Keep: keptFields(r.form)}
	title := "Your teacher lets you in"
	if at.LetIn {
		title = "You may come in"
	}
	return s.render(r, http.StatusOK, views.WaitPage(s.page(r, title, "/join"), props))
}

// showWait is the page of whoever waits at this browser, and tells a script how it stands.
func (s *Server) showWait(r *request) error {
	at, err := s.Store.AtDoor(r.ctx, r.hash)
	gone := errors.Is(err, store.ErrNotFound)
	if err != nil && !gone {
		return err
	}
	if r.wantsJSON() {
		state := "waits"
		switch {
		case gone:
			state = "gone"
		case at.LetIn:
			state = "in"
		}
		return r.json(http.StatusOK, map[string]string{"state": state})
	}
	if gone {
		return s.notWaiting(r)
	}
	return s.waitPage(r, at)
}

// notWaiting answers somebody who does not wait any more with the page on which they can write their name again.
func (s *Server) notWaiting(r *request) error {
	if code, err := account.ParseJoinCode(r.form.Value("code")); err == nil {
		class, err := s.Store.ClassByCode(r.ctx, code)
		if err == nil {
			props := views.NameProps{Code: class.Code, Class: class.Name, Keep: keptFields(r.form), Way: class.Way(), Gone: true}
			return s.render(r, http.StatusOK, views.NamePage(s.page(r, "Your name", "/join"), props))
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return s.joinPage(r, http.StatusOK, views.JoinProps{Gone: true})
}

// waitOn lets whoever waits in, once a teacher has agreed.
func (s *Server) waitOn(r *request) error {
	token, entry := s.entry(r)
	student, err := s.Store.GoIn(r.ctx, r.hash, entry)
	if errors.Is(err, store.ErrNotFound) {
		return s.showWait(r)
	}
	if err != nil {
		return err
	}
	return s.enterStudent(r, token, student, true)
}

// stopWaiting forgets whoever waits at this browser.
func (s *Server) stopWaiting(r *request) error {
	if err := s.Store.StopWaiting(r.ctx, r.hash); err != nil {
		return err
	}
	return redirect("/join")
}
