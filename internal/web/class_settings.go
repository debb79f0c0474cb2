package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"dossier/internal/classroom"
	"dossier/views"
)

func (s *Server) showSettings(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.settingsPage(r, http.StatusOK, class, views.SettingsProps{})
}

// settingsPage shows what is settled for a class. props says what was typed, and what went wrong.
func (s *Server) settingsPage(r *request, status int, class classroom.Class, props views.SettingsProps) error {
	props.Class, props.Door, props.Way, props.Owner = classCard(class), class.Door, class.Way(), r.teacher.Owner
	if class.Places > 0 && len(props.Problems) == 0 {
		props.Places = fmt.Sprint(class.Places)
	}
	waiting, err := s.Store.Waiting(r.ctx, class.ID)
	if err != nil {
		return err
	}
	props.Version = versionOf(waiting)
	for _, w := range waiting {
		props.Waiting = append(props.Waiting, views.WaitingRow{ID: int64(w.ID), Name: w.Name,
			Ago: views.Ago(w.Since, s.local(s.Now())), Twin: w.Twin})
	}
	colleagues, err := s.Store.ClassTeachers(r.ctx, class.ID)
	if err != nil {
		return err
	}
	for _, t := range colleagues {
		props.Colleagues = append(props.Colleagues, views.ColleagueRow{ID: int64(t.ID), Name: t.Name, Owner: t.Owner,
			Me: t.ID == r.teacher.ID})
	}
	pending, err := s.Store.PendingInvitations(r.ctx, class.ID)
	if err != nil {
		return err
	}
	for _, p := range pending {
		props.Pending = append(props.Pending, views.InvitationRow{Handle: hex.EncodeToString(p.Hash[:]), By: p.By,
			Until: s.local(p.Until).Format("2 January 2006, 15:04")})
	}
	return s.render(r, status, views.SettingsPage(s.page(r, "Settings of "+class.Name, "/classes"), props))
}

// versionOf changes with the list of who waits.
func versionOf(waiting []classroom.Waiting) string {
	list := sha256.New()
	for _, w := range waiting {
		fmt.Fprintln(list, w.ID)
	}
	return hex.EncodeToString(list.Sum(nil)[:8])
}

// settingsOf is the address of the settings of a class, or of a part of that page.
func settingsOf(class classroom.ClassID, part string) redirect {
	return redirect(views.ClassHref(int64(class), "/settings") + part)
}

// showNewCode asks before a class gets a new code.
func (s *Server) showNewCode(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.NewCodePage(s.page(r, "A new code", "/classes"), classCard(class)))
}

func (s *Server) replaceCode(r *request) error {
	class := classroom.ClassID(r.number("class"))
	err := withFreeCode(func(code string) error { return s.Store.ReplaceCode(r.ctx, r.teacher.ID, class, code) })
	if err != nil {
		return err
	}
	return settingsOf(class, "#door")
}
