package web

import (
	"errors"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// enterTeacher signs a teacher in under a new token.
func (s *Server) enterTeacher(r *request, teacher classroom.TeacherID) error {
	if err := s.endOld(r); err != nil {
		return err
	}
	token := s.tokens.New()
	if err := s.Store.StartTeacherSession(r.ctx, teacher, s.tokens.Hash(token)); err != nil {
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
	// The name is part of it, so that somebody who guesses at one name locks out nobody else at the same school.
	try := key + " " + r.address()
	if wait := max(s.limits.passes.Take(try, s.Now()), s.limits.signIns.Take(r.address(), s.Now())); wait > 0 {
		props.Problems["pass"] = "Too many tries from this computer. Wait " + inWords(wait) + " and try again."
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
	if !right {
		props.Problems["pass"] = "Name or passphrase is not right."
		return s.signInPage(r, http.StatusUnprocessableEntity, props)
	}
	s.limits.passes.Return(try)
	s.limits.signIns.Return(r.address())
	if err := s.enterTeacher(r, teacher.ID); err != nil {
		return err
	}
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
