package web

import (
	"errors"
	"net/http"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// enterTeacher signs a teacher in, whose passphrase has this hash, under a new token. store.ErrNotFound when it has
// been changed meanwhile.
func (s *Server) enterTeacher(r *request, teacher classroom.TeacherID, passHash string) error {
	token := s.tokens.New()
	device := account.Browser(r.c.Get(fiber.HeaderUserAgent))
	if err := s.Store.EnterTeacher(r.ctx, teacher, passHash, s.tokens.Hash(token), device); err != nil {
		return err
	}
	if err := s.endOld(r); err != nil {
		return err
	}
	r.setCookie(sessionCookie, token, 0)
	r.token = token
	return nil
}

func (s *Server) showSignIn(r *request) error {
	if r.teacher != nil {
		return redirect(s.leadsBack(r))
	}
	return s.signInPage(r, http.StatusOK, views.SignInProps{Name: r.form.Value("name")})
}

func (s *Server) signInPage(r *request, status int, props views.SignInProps) error {
	if kept := keptFields(r.form); len(kept) > 0 {
		props.Away, props.Keep = true, kept
	}
	if to := s.leadsBack(r); to != "/classes" {
		props.To = to
	}
	if props.To == views.WentBackPath {
		var err error
		if _, props.WentBack, err = s.Store.LastGoneBack(r.ctx); err != nil {
			return err
		}
	}
	props.Open = !r.secure && !r.here()
	return s.render(r, status, views.SignInPage(s.page(r, "Sign in", "/sign-in"), props))
}

func (s *Server) signIn(r *request) error {
	props := views.SignInProps{Name: r.form.Value("name"), Problems: views.Problems{}}
	name, problem := account.CleanName(props.Name)
	if problem != nil {
		name = "" // nobody's
	}
	key := account.FoldName(name)
	if err := s.takeGuess(r, key); err != nil {
		if err := s.Store.RecordRefused(r.ctx, name, key); err != nil {
			return err
		}
		props.Problems["pass"] = err.Error()
		return s.signInPage(r, http.StatusTooManyRequests, props)
	}
	teacher, err := s.Store.TeacherByName(r.ctx, name, key)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	// With no such teacher the hash is empty, which takes as long to refuse as a wrong passphrase.
	right, err := s.hasher.Verify(r.ctx, r.address(), teacher.PassHash, r.form.Value("pass"))
	if err != nil {
		return err
	}
	if right {
		if err = s.enterTeacher(r, teacher.ID, teacher.PassHash); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	if !right || err != nil { // wrong, or changed at this moment
		props.Problems["pass"] = "Name or passphrase is not right."
		return s.signInPage(r, http.StatusUnprocessableEntity, props)
	}
	s.returnGuess(r, key)
	r.student, r.teacher = nil, &classroom.Teacher{ID: teacher.ID, Name: teacher.Name, Owner: teacher.Owner}
	return s.resume(r, s.leadsBack(r), false)
}

// leadsBack is where a teacher goes on after signing in: the page for teachers that the form or the address of the
// sign-in names, or else the classes.
func (s *Server) leadsBack(r *request) string {
	to := r.form.Value("to")
	if to == "" {
		to = r.query("to")
	}
	rt := find(s.site, http.MethodGet, to)
	if rt == nil || !plainPath.MatchString(to) || !rt.who.teaches() || rt.ended == stays {
		return "/classes"
	}
	return to
}
