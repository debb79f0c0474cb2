package web

import (
	"errors"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showSetup(r *request) error {
	token := r.query("token")
	if err := s.setupOpen(r, token); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.SetupPage(s.page(r, "Set up", ""), views.SetupProps{Token: token}))
}

// setupOpen tells that the set-up link is dead once there is an owner, and for anybody without the token.
func (s *Server) setupOpen(r *request, token string) error {
	owned, err := s.Store.HasOwner(r.ctx)
	if err == nil && (owned || !s.rightSetupToken(token)) {
		err = store.ErrNotFound
	}
	return err
}

func (s *Server) setUp(r *request) error {
	props := views.SetupProps{
		Token:    r.form.Value("token"),
		Name:     r.form.Value("name"),
		Class:    r.form.Value("class"),
		Problems: views.Problems{},
	}
	if err := s.setupOpen(r, props.Token); err != nil {
		return err
	}
	name, problem := account.CleanName(props.Name)
	if problem != nil {
		props.Problems["name"] = problem.Error()
	}
	class, problem := account.CleanName(props.Class)
	if problem != nil {
		props.Problems["class"] = "Give the class a name of 1 to 40 characters."
	}
	if problem := account.CheckPassphrase(r.form.Value("pass"), name); problem != nil {
		props.Problems["pass"] = problem.Error()
	}
	if len(props.Problems) > 0 {
		return s.render(r, http.StatusUnprocessableEntity, views.SetupPage(s.page(r, "Set up", ""), props))
	}
	hash, err := s.hasher.Hash(r.ctx, r.form.Value("pass"))
	if err != nil {
		return err
	}
	teacher, id, err := s.Store.CreateOwner(r.ctx, name, account.FoldName(name), hash, class, account.NewJoinCode(),
		account.FormToken())
	if errors.Is(err, store.ErrConflict) { // the button was pressed twice: there is an owner now
		return redirect("/sign-in")
	}
	if err != nil {
		return err
	}
	if err := s.enterTeacher(r, teacher); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(id), "/join-screen"))
}

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
	return nil
}

func (s *Server) showSignIn(r *request) error {
	if r.teacher != nil {
		return redirect("/classes")
	}
	return s.signInPage(r, http.StatusOK, views.SignInProps{})
}

func (s *Server) signInPage(r *request, status int, props views.SignInProps) error {
	return s.render(r, status, views.SignInPage(s.page(r, "Sign in", "/sign-in"), props))
}

func (s *Server) signIn(r *request) error {
	props := views.SignInProps{Name: r.form.Value("name"), Problems: views.Problems{}}
	name, problem := account.CleanName(props.Name)
	if problem != nil {
		name = "" // nobody's
	}
	name = account.FoldName(name)
	// of the name too, so that one who tries a name locks out nobody else at the same school
	try := name + " " + r.address()
	if wait := max(s.passes.Take(try, s.Now()), s.signIns.Take(r.address(), s.Now())); wait > 0 {
		props.Problems["pass"] = "Too many tries from this computer. Wait " + inWords(wait) + " and try again."
		return s.signInPage(r, http.StatusTooManyRequests, props)
	}
	teacher, err := s.Store.TeacherByName(r.ctx, name)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	// With no such teacher the hash is empty, which takes as long to refuse as a wrong passphrase.
	right, err := s.hasher.Verify(r.ctx, teacher.PassHash, r.form.Value("pass"))
	if err != nil {
		return err
	}
	if !right {
		props.Problems["pass"] = "Name or passphrase is not right."
		return s.signInPage(r, http.StatusUnprocessableEntity, props)
	}
	s.passes.Return(try)
	if err := s.enterTeacher(r, teacher.ID); err != nil {
		return err
	}
	return redirect("/classes")
}
