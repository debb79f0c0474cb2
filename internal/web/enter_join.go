package web

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showJoin(r *request) error {
	return s.joinPage(r, http.StatusOK, views.JoinProps{})
}

func (s *Server) joinPage(r *request, status int, props views.JoinProps) error {
	props.Keep = keptFields(r.form)
	if name := r.form.Value("name"); name != "" && len(props.Keep) > 0 {
		props.Keep = append(props.Keep, views.Kept{Name: "name", Value: name})
	}
	return s.render(r, status, views.JoinPage(s.page(r, "Join your class", "/join"), props))
}

// classOf finds the class of a code. When there is none it answers with the page that asks for the code again.
func (s *Server) classOf(r *request, raw string) (class classroom.Class, err error) {
	address := r.address()
	code, problem := account.ParseJoinCode(raw)
	if problem != nil {
		return class, answered(s.joinPage(r, http.StatusUnprocessableEntity, views.JoinProps{Code: raw,
			Problem: problem.Error()}))
	}
	class, err = s.Store.ClassByCode(r.ctx, code)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return class, err
	}
	// Every try counts before its outcome is told, so that many at once cannot slip through, and is given
	// back when it was right. Nothing slow stands in between: a whole class with the right code is not to
	// stand in its own way.
	if wait := s.codes.Take(address, s.Now()); wait > 0 {
		return class, answered(
			s.joinPage(
				r,
				http.StatusTooManyRequests,
				views.JoinProps{
					Code:    raw,
					Problem: "Too many wrong codes from this computer. Wait " + inWords(wait) + " and try again.",
				},
			),
		)
	}
	if err != nil {
		return class, answered(
			s.joinPage(
				r,
				http.StatusNotFound,
				views.JoinProps{
					Code:    raw,
					Problem: "No class has this code. Compare it with your teacher's screen, letter by letter.",
				},
			),
		)
	}
	s.codes.Return(address)
	return class, nil
}

func inWords(d time.Duration) string {
	if d <= 90*time.Second {
		return fmt.Sprintf("%d seconds", int((d+time.Second-1)/time.Second))
	}
	return fmt.Sprintf("%d minutes", int((d+time.Minute-1)/time.Minute))
}

func (s *Server) submitCode(r *request) error {
	class, err := s.classOf(r, r.form.Value("code"))
	if err != nil {
		return err
	}
	if r.form.Value("name") != "" { // from the page that kept an answer: the name is there already
		return s.pinPageFor(r, class, r.form.Value("name"))
	}
	return redirect("/join/" + class.Code)
}

func (s *Server) showName(r *request) error {
	class, err := s.classOf(r, r.param("code"))
	if err != nil {
		return err
	}
	return s.namePage(r, http.StatusOK, class, "", "")
}

func (s *Server) namePage(r *request, status int, class classroom.Class, name, problem string) error {
	props := views.NameProps{Code: class.Code, Class: class.Name, Name: name, Problem: problem, Keep: keptFields(r.form)}
	return s.render(r, status, views.NamePage(s.page(r, "Your name", "/join"), props))
}

func (s *Server) submitName(r *request) error {
	class, err := s.classOf(r, r.param("code"))
	if err != nil {
		return err
	}
	return s.pinPageFor(r, class, r.form.Value("name"))
}

// pinPageFor asks somebody for the PIN: the one they have, or a new one where the class does not know the name.
func (s *Server) pinPageFor(r *request, class classroom.Class, raw string) error {
	name, problem := account.CleanName(raw)
	if problem != nil {
		return s.namePage(r, http.StatusUnprocessableEntity, class, raw, problem.Error())
	}
	student, err := s.Store.StudentByName(r.ctx, class.ID, account.FoldName(name))
	if errors.Is(err, store.ErrNotFound) {
		return s.pinPage(r, http.StatusOK, class, name, false, "")
	}
	if err != nil {
		return err
	}
	return s.pinPage(r, http.StatusOK, class, student.Name, true, "") // as it was written the first time
}

func (s *Server) pinPage(r *request, status int, class classroom.Class, name string, known bool, problem string) error {
	s.deviceHash(r)
	props := views.PINProps{
		Code:    class.Code,
		Class:   class.Name,
		Name:    name,
		Known:   known,
		Problem: problem,
		Keep:    keptFields(r.form),
	}
	if r.role() == views.Guest {
		attempts, err := s.Store.Attempts(r.ctx, r.student.ID, "")
		if err != nil {
			return err
		}
		// On a shared computer old work is likely somebody else's.
		props.HasWork, props.Answers, props.Recent = true, len(judgedIn(attempts)), s.Now().Sub(r.seen) < studentIdle
	}
	if known {
		props.Namesake = account.Namesake(name)
	}
	return s.render(r, status, views.PINPage(s.page(r, "Your PIN", "/join"), props))
}

func (s *Server) enterClass(r *request) error {
	class, err := s.classOf(r, r.param("code"))
	if err != nil {
		return err
	}
	name, problem := account.CleanName(r.form.Value("name"))
	if problem != nil {
		return s.namePage(r, http.StatusUnprocessableEntity, class, r.form.Value("name"), problem.Error())
	}
	student, err := s.Store.StudentByName(r.ctx, class.ID, account.FoldName(name))
	if errors.Is(err, store.ErrNotFound) {
		return s.joinAsNew(r, class, name)
	}
	if err != nil {
		return err
	}
	return s.enterAs(r, class, student)
}

// joinAsNew makes a student of a name that the class does not know yet.
func (s *Server) joinAsNew(r *request, class classroom.Class, name string) error {
	pin := account.CleanPIN(r.form.Value("pin"))
	if err := account.CheckPIN(pin); err != nil {
		return s.pinPage(r, http.StatusUnprocessableEntity, class, name, false, err.Error())
	}
	hash, err := s.hasher.Hash(r.ctx, pin)
	if err != nil {
		return err
	}
	if wait := s.joins.Take(class.Code+" "+r.address(), s.Now()); wait > 0 {
		return s.pinPage(r, http.StatusTooManyRequests, class, name, false,
			"Very many people are joining from this computer. Wait "+inWords(wait)+" and try again.")
	}
	token, entry := s.entry(r)
	id, err := s.Store.JoinClass(r.ctx, class.ID, name, account.FoldName(name), hash, entry)
	// somebody of the same name was a moment quicker, or the button was pressed twice
	if errors.Is(err, store.ErrConflict) {
		student, err := s.Store.StudentByName(r.ctx, class.ID, account.FoldName(name))
		if err != nil {
			return err
		}
		return s.enterAs(r, class, student)
	}
	if err != nil {
		return err
	}
	return s.enterStudent(r, token, classroom.Student{ID: id, Name: name, Class: class.ID, ClassName: class.Name})
}

// enterAs signs a student in, if the PIN is theirs.
func (s *Server) enterAs(r *request, class classroom.Class, student classroom.Student) error {
	device := s.deviceHash(r)
	if err := s.Store.TakePINGuess(r.ctx, student.ID, device, s.allowGuess); err != nil {
		var refused account.Problem
		if errors.As(err, &refused) {
			return s.pinPage(r, http.StatusTooManyRequests, class, student.Name, true, refused.Error())
		}
		return err
	}
	right, err := s.hasher.Verify(r.ctx, student.PINHash, account.CleanPIN(r.form.Value("pin")))
	if err != nil {
		return err
	}
	if !right {
		if r.form.Value("new") == "yes" { // a PIN was being chosen, not remembered: it is somebody else's name
			return s.namePage(r, http.StatusConflict, class, student.Name, account.Namesake(student.Name))
		}
		return s.pinPage(r, http.StatusUnprocessableEntity, class, student.Name, true,
			"That is not the PIN of this name. Try again, or ask your teacher for a new one.")
	}
	token, entry := s.entry(r)
	if err := s.Store.EnterClass(r.ctx, student.ID, entry); err != nil {
		return err
	}
	student.ClassName = class.Name
	return s.enterStudent(r, token, student)
}

// allowGuess lets a guess at a PIN be made, or says how long to wait. A computer that has signed in
// before has a count of its own, so that nobody can be locked out from elsewhere.
func (s *Server) allowGuess(g store.Guesses) error {
	wait, locked := account.PINWait(g.Here, g.LastFailure, s.Now())
	if !g.Known { // a computer that sheds its cookie is a new one each time, so all unknown ones wait together
		wait, locked = account.PINWait(g.Elsewhere, g.LastElsewhere, s.Now())
	}
	switch {
	case locked:
		return account.Problem("Too many wrong PINs. Ask your teacher for a new one.")
	case wait > 0:
		return account.Problem("Too many wrong PINs. Wait " + inWords(wait) +
			" and try again, or ask your teacher for a new one.")
	}
	return nil
}

// entry prepares a sign-in under a new token, with the guest's work where that is wanted.
func (s *Server) entry(r *request) (token string, e store.Entry) {
	token = s.tokens.New()
	e = store.Entry{Session: s.tokens.Hash(token), Device: s.deviceHash(r)}
	if r.student != nil && r.student.Guest() && r.form.Value("along") == "yes" {
		e.Guest = r.student.ID
	}
	return token, e
}
