package web

import (
	"errors"
	"net/http"
	"strings"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// staffOnPage is how many teachers a page of the list has.
const staffOnPage = 50

// showStaff lists those who teach here, for the owner: a page of them, or of those with a name that is looked for.
func (s *Server) showStaff(r *request) error {
	props := views.StaffProps{Query: soughtName(r.query("q")), Longest: account.NameMost, Most: staffOnPage}
	if r.query("done") == "removed" {
		props.Done = "The teacher is removed and can no longer sign in."
	}
	staff, err := s.staffPage(r, &props, min(r.queryNumber("page"), 1_000_000))
	if err != nil {
		return err
	}
	now := s.local(s.Now())
	for _, m := range staff {
		row := views.StaffRow{ID: int64(m.ID), Name: m.Name, Owner: m.Owner, Classes: namesOf(m.Classes)}
		if !m.LastSeen.IsZero() {
			row.LastSeen = views.Ago(m.LastSeen, now)
		}
		props.Staff = append(props.Staff, row)
	}
	return s.render(r, http.StatusOK, views.StaffPage(s.page(r, "Teachers", views.AccountPath), props))
}

// soughtName is a name to look for as it is shown again: what nobody can be called too, but no longer than a name.
func soughtName(typed string) string {
	name, err := account.CleanName(typed)
	if err == nil || errors.Is(err, account.NameEmpty) {
		return name
	}
	letters := []rune(strings.Join(strings.Fields(shown(typed)), " "))
	return string(letters[:min(len(letters), account.NameMost)])
}

// staffPage reads a page of the list, from 1. Where the list has got shorter than that, it is the last one.
func (s *Server) staffPage(r *request, props *views.StaffProps, page int) (staff []classroom.StaffMember, err error) {
	found := account.FoldName(props.Query)
	if found == "" && props.Query != "" { // nothing in it that a name could be found by
		return nil, nil
	}
	for {
		skip := max(0, page-1) * staffOnPage
		props.First = skip + 1
		staff, props.Total, err = s.Store.Staff(r.ctx, found, skip, staffOnPage)
		if err != nil || len(staff) > 0 || skip == 0 {
			return staff, err
		}
		page = (props.Total + staffOnPage - 1) / staffOnPage
	}
}

func namesOf(classes []classroom.TaughtClass) (names []string) {
	for _, c := range classes {
		names = append(names, c.Name)
	}
	return names
}

// otherTeacher finds the teacher of the path, who is not the owner.
func (s *Server) otherTeacher(r *request) (classroom.StaffMember, error) {
	m, err := s.Store.StaffMember(r.ctx, classroom.TeacherID(r.number("teacher")))
	if err == nil && m.Owner {
		err = store.ErrNotFound
	}
	return m, err
}

// givePassphraseLink makes a link by which a colleague chooses a new passphrase. It is shown on the answer to the form
// itself and stored nowhere but as a hash.
func (s *Server) givePassphraseLink(r *request) error {
	m, err := s.otherTeacher(r)
	if err != nil {
		return err
	}
	token := s.tokens.New()
	if err := s.Store.MakePassphraseLink(r.ctx, r.teacher.ID, m.ID, s.tokens.Hash(token)); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.PassphraseLinkPage(s.page(r, "A new passphrase", views.AccountPath),
		views.PassphraseLinkProps{Name: m.Name, Link: s.joinAddresses(r)[0] + "/passphrase/" + token}))
}

func (s *Server) showRemoveTeacher(r *request) error {
	m, err := s.otherTeacher(r)
	if err != nil {
		return err
	}
	return s.removeTeacherPage(r, http.StatusOK, m, nil)
}

func (s *Server) removeTeacherPage(r *request, status int, m classroom.StaffMember, problems views.Problems) error {
	return s.render(r, status, views.RemoveTeacherPage(s.page(r, "Remove "+m.Name, views.AccountPath),
		views.RemoveTeacherProps{ID: int64(m.ID), Name: m.Name, Alone: namesOf(m.Alone()), Problems: problems}))
}

func (s *Server) removeTeacher(r *request) error {
	m, err := s.otherTeacher(r)
	if err != nil {
		return err
	}
	problems, err := s.sureOf(r)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return s.removeTeacherPage(r, http.StatusUnprocessableEntity, m, problems)
	}
	if err := s.Store.RemoveTeacher(r.ctx, r.teacher.ID, m.ID); err != nil {
		return err
	}
	return redirect(views.StaffPath + "?done=removed")
}

// passphraseLink finds the teacher whose link the path is.
func (s *Server) passphraseLink(r *request) (views.NewPassphraseProps, error) {
	token := r.param("token")
	if !s.tokens.Valid(token) {
		return views.NewPassphraseProps{}, store.ErrNotFound
	}
	teacher, err := s.Store.PassphraseLink(r.ctx, s.tokens.Hash(token))
	return views.NewPassphraseProps{Token: token, Name: teacher.Name, Problems: views.Problems{}}, err
}

func (s *Server) showNewPassphrase(r *request) error {
	props, err := s.passphraseLink(r)
	if err != nil {
		return err
	}
	return s.newPassphrasePage(r, http.StatusOK, props)
}

func (s *Server) newPassphrasePage(r *request, status int, props views.NewPassphraseProps) error {
	return s.render(r, status, views.NewPassphrasePage(s.page(r, "A new passphrase", ""), props))
}

// choosePassphrase gives whoever has the link the passphrase that they chose, and signs them in.
func (s *Server) choosePassphrase(r *request) error {
	props, err := s.passphraseLink(r)
	if err != nil {
		return err
	}
	pass := r.form.Value("new-pass")
	if problem := account.CheckPassphrase(pass, props.Name); problem != nil {
		props.Problems["new-pass"] = problem.Error()
		return s.newPassphrasePage(r, http.StatusUnprocessableEntity, props)
	}
	hash, err := s.hasher.Hash(r.ctx, r.address(), pass)
	if err != nil {
		return err
	}
	teacher, err := s.Store.UsePassphraseLink(r.ctx, s.tokens.Hash(props.Token), hash)
	if err != nil {
		return err
	}
	if err := s.enterTeacher(r, teacher, hash); err != nil {
		return err
	}
	return redirect("/classes")
}
