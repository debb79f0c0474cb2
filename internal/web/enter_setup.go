package web

import (
	"errors"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showSetup(r *request) error {
	props := setupProps(r)
	if r.c.Method() != http.MethodPost {
		props.Token = r.query("token")
	}
	if err := s.setupOpen(r, props.Token); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.SetupPage(s.page(r, "Set up", ""), props))
}

func setupProps(r *request) views.SetupProps {
	return views.SetupProps{Token: r.form.Value("token"), Name: r.form.Value("name"), Class: r.form.Value("class"),
		Problems: views.Problems{}}
}

// setupOpen refuses the set-up link once there is an owner, and to anybody without the token.
func (s *Server) setupOpen(r *request, token string) error {
	owned, err := s.Store.HasOwner(r.ctx)
	if err == nil && (owned || !s.rightSetupToken(token)) {
		err = store.ErrNotFound
	}
	return err
}

func (s *Server) setUp(r *request) error {
	props := setupProps(r)
	if err := s.setupOpen(r, props.Token); err != nil {
		return err
	}
	name, problem := account.CleanName(props.Name)
	if problem != nil {
		props.Problems["name"] = problem.Error()
	}
	class, problem := account.CleanName(props.Class)
	if problem != nil {
		props.Problems["class"] = badClassName
	}
	if problem := account.CheckPassphrase(r.form.Value("pass"), name); problem != nil {
		props.Problems["pass"] = problem.Error()
	}
	if len(props.Problems) > 0 {
		return s.render(r, http.StatusUnprocessableEntity, views.SetupPage(s.page(r, "Set up", ""), props))
	}
	hash, err := s.hasher.Hash(r.ctx, r.address(), r.form.Value("pass"))
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
	if err := s.enterTeacher(r, teacher, hash); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(id), "/join-screen"))
}
