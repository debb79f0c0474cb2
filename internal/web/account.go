package web

import (
	"encoding/hex"
	"errors"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/store"
	"dossier/views"
)

// accountDone says what a form has done, by the word behind the question mark of the page that it leads to.
var accountDone = map[string]string{
	"passphrase": "Your passphrase is changed. You are signed out everywhere else.",
	"session":    "You are signed out there.",
}

func (s *Server) showAccount(r *request) error {
	return s.accountPage(r, http.StatusOK, views.AccountProps{Done: accountDone[r.query("done")]})
}

func (s *Server) accountPage(r *request, status int, props views.AccountProps) error {
	sessions, err := s.Store.TeacherSessions(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props.Owner = r.teacher.Owner
	now := s.local(s.Now())
	for _, session := range sessions {
		if ranOut(session.Session, now) {
			continue
		}
		props.Sessions = append(props.Sessions, views.SessionRow{
			Handle: s.sessionHandle(session.Hash), Device: deviceWords(session.Device), Here: session.Hash == r.hash,
			SignedIn: views.Ago(session.Created, now), LastAt: views.Ago(session.LastSeen, now),
		})
	}
	return s.render(r, status, views.AccountPage(s.page(r, "Your account", views.AccountPath), props))
}

// deviceWords names the browser of a session, also one that did not say what it is.
func deviceWords(device string) string {
	if device == "" {
		return "A browser"
	}
	return device
}

// sessionHandle names a session in an address. Neither the session nor its hash follows from it.
func (s *Server) sessionHandle(hash [32]byte) string {
	return hex.EncodeToString(s.derive("handle of a session", string(hash[:]))[:8])
}

func (s *Server) changePassphrase(r *request) error {
	problems := views.Problems{}
	was, err := s.passphraseAgain(r)
	if err := putProblem(problems, "pass", err); err != nil {
		return err
	}
	next := r.form.Value("new-pass")
	if problem := account.CheckPassphrase(next, r.teacher.Name); problem != nil {
		problems["new-pass"] = problem.Error()
	} else if next == r.form.Value("pass") {
		problems["new-pass"] = "That is the passphrase you have now. Choose another one."
	}
	if len(problems) > 0 {
		return s.accountPage(r, http.StatusUnprocessableEntity, views.AccountProps{Problems: problems})
	}
	hash, err := s.hasher.Hash(r.ctx, r.address(), next)
	if err != nil {
		return err
	}
	if err := s.Store.ChangePassphrase(r.ctx, r.teacher.ID, was, hash, r.hash); err != nil {
		return err
	}
	return redirect(views.AccountPath + "?done=passphrase")
}

func (s *Server) endOneSession(r *request) error {
	sessions, err := s.Store.TeacherSessions(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	for _, session := range sessions {
		if s.sessionHandle(session.Hash) != r.param("session") {
			continue
		}
		if err := s.Store.EndTeacherSession(r.ctx, r.teacher.ID, session.Hash); err != nil {
			return err
		}
		return redirect(views.AccountPath + "?done=session")
	}
	return store.ErrNotFound
}

// signOutEverywhere ends all sessions of a teacher, and this one as a sign-out does.
func (s *Server) signOutEverywhere(r *request) error {
	if err := s.Store.EndTeacherSessions(r.ctx, r.teacher.ID); err != nil {
		return err
	}
	return s.signOut(r)
}

// passphraseAgain judges the passphrase that a form brings in the field pass, because it changes or removes what cannot
// come back. It counts as a guess at the sign-in, and the field is never kept. It returns the hash that was matched.
// What is wrong with the passphrase is an account.Problem, see putProblem.
func (s *Server) passphraseAgain(r *request) (hash string, err error) {
	pass, key := r.form.Value("pass"), account.FoldName(r.teacher.Name)
	if pass == "" { // perhaps the form was kept while its sender signed in
		return "", account.Problem("Type your passphrase.")
	}
	if err := s.takeGuess(r, key); err != nil {
		return "", err
	}
	if hash, err = s.Store.PassHash(r.ctx, r.teacher.ID); err != nil {
		return "", err
	}
	right, err := s.hasher.Verify(r.ctx, r.address(), hash, pass)
	if err != nil {
		return "", err
	}
	if !right {
		return "", account.Problem("That is not your passphrase.")
	}
	s.returnGuess(r, key)
	return hash, nil
}

// sureOf looks whether a form brings the passphrase of its sender once more. What is wrong with it is a problem of the
// field pass; there is none when it is right.
func (s *Server) sureOf(r *request) (problems views.Problems, err error) {
	problems = views.Problems{}
	_, err = s.passphraseAgain(r)
	return problems, putProblem(problems, "pass", err)
}

// putProblem puts an account.Problem beside its field, and returns every other error.
func putProblem(problems views.Problems, field string, err error) error {
	var problem account.Problem
	if errors.As(err, &problem) {
		problems[field] = problem.Error()
		return nil
	}
	return err
}

// takeGuess counts a guess at the passphrase of whoever has this folded name, before it is judged. Too many are an
// account.Problem. The name is part of it, so that somebody who guesses at one name locks out nobody else at the same
// school.
func (s *Server) takeGuess(r *request, key string) error {
	wait := max(s.limits.passes.Take(key+" "+r.address(), s.Now()), s.limits.signIns.Take(r.address(), s.Now()))
	if wait > 0 {
		return account.Problem("Too many tries from this device. Wait " + inWords(wait) + " and try again.")
	}
	return nil
}

// returnGuess takes back a guess that was right.
func (s *Server) returnGuess(r *request, key string) {
	s.limits.passes.Return(key + " " + r.address())
	s.limits.signIns.Return(r.address())
}
