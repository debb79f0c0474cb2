package web

import (
	"errors"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/store"
	"dossier/views"
)

// inviteColleague makes a link by which another teacher joins a class. It is shown on the answer to
// the form itself and stored nowhere but as a hash. Only the owner decides who becomes a teacher here.
func (s *Server) inviteColleague(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	token := s.tokens.New()
	if err := s.Store.Invite(r.ctx, r.teacher.ID, class.ID, s.tokens.Hash(token)); err != nil {
		return err
	}
	address := s.joinAddresses(r)[0]
	return s.render(r, http.StatusOK, views.InvitedPage(s.page(r, "Invite a colleague", "/classes"), classCard(class),
		address+"/invitation/"+token))
}

// invitation finds the open invitation of the path.
func (s *Server) invitation(r *request) (views.InvitationProps, error) {
	token := r.param("token")
	if !s.tokens.Valid(token) {
		return views.InvitationProps{}, store.ErrNotFound
	}
	i, err := s.Store.Invitation(r.ctx, s.tokens.Hash(token))
	return views.InvitationProps{Token: token, Class: i.ClassName, By: i.By, Name: r.form.Value("name"),
		Problems: views.Problems{}}, err
}

func (s *Server) showInvitation(r *request) error {
	props, err := s.invitation(r)
	if err != nil {
		return err
	}
	return s.invitationPage(r, http.StatusOK, props)
}

func (s *Server) invitationPage(r *request, status int, props views.InvitationProps) error {
	return s.render(r, status, views.InvitationPage(s.page(r, "Teach "+props.Class, ""), props))
}

// acceptInvitation makes whoever is signed in as a teacher a teacher of the class, and anybody else a new teacher.
func (s *Server) acceptInvitation(r *request) error {
	props, err := s.invitation(r)
	if err != nil {
		return err
	}
	if r.teacher != nil {
		class, err := s.Store.AcceptInvitation(r.ctx, s.tokens.Hash(props.Token), r.teacher.ID)
		if err != nil {
			return err
		}
		return redirect(views.ClassHref(int64(class), ""))
	}
	return s.acceptAsNew(r, props)
}

// acceptAsNew makes a teacher of somebody who was invited and is none yet.
func (s *Server) acceptAsNew(r *request, props views.InvitationProps) error {
	name, problem := account.CleanName(props.Name)
	if problem != nil {
		props.Problems["name"] = problem.Error()
	}
	if problem := account.CheckPassphrase(r.form.Value("pass"), name); problem != nil {
		props.Problems["pass"] = problem.Error()
	}
	if len(props.Problems) > 0 {
		return s.invitationPage(r, http.StatusUnprocessableEntity, props)
	}
	passHash, err := s.hasher.Hash(r.ctx, r.address(), r.form.Value("pass"))
	if err != nil {
		return err
	}
	teacher, class, err := s.Store.AcceptAsNewTeacher(r.ctx, s.tokens.Hash(props.Token), name, account.FoldName(name),
		passHash)
	if errors.Is(err, store.ErrConflict) {
		props.Problems["name"] = "A teacher of this name is here already. If that is you, sign in first and open the link " +
			"again; otherwise add an initial."
		return s.invitationPage(r, http.StatusUnprocessableEntity, props)
	}
	if err != nil {
		return err
	}
	if err := s.enterTeacher(r, teacher, passHash); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class), ""))
}
