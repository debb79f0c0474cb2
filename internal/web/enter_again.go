package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/views"
)

// A form whose session has ended is kept on the page that answers it, and on every page of the sign-in, in the fields
// keep-to (where it was going), keep-for (the mark of its author) and keep-body (its fields). Whoever has signed in
// sends it again with a click, if it is theirs.
var keepFields = []string{"keep-to", "keep-for", "keep-body"}

// secret are the fields that are never kept or shown.
var secret = map[string]bool{"csrf": true, "pass": true, "new-pass": true, "pin": true, "token": true}

// keepForm answers a form whose session has ended, or which was made for another session of this browser.
func (s *Server) keepForm(r *request, rt route) error {
	lost := slices.Contains(uploads, rt.path) && r.keepFiles()
	author := r.author
	if r.expired {
		s.renew(r)
	}
	r.away = false // the page says so itself, and a link away from it would lose what it keeps
	again := views.ResendProps{Action: r.path(), Keep: dealt(r.form, author), Typed: s.typed(r)}
	if lost {
		again.Typed = append(again.Typed, views.Kept{Name: "Files and long texts",
			Value: "They are too large to be kept on this page. Choose or paste them once more after you have signed in."})
	}
	switch {
	case s.mayResend(r, rt, author) && (r.role() != views.Visitor || author != "" && !r.bare):
		again.Old = true
		return s.resendPage(r, http.StatusConflict, again)
	case r.teacher != nil || r.student != nil && !r.student.Guest():
		return s.notYours(r, again.Typed)
	case rt.who.teaches():
		if r.bare {
			r.refusal = errBareEntry
		}
		props := views.SignInProps{Away: true, Keep: keepOf(r, author), Typed: again.Typed, Problems: views.Problems{}}
		return s.signInPage(r, http.StatusConflict, props)
	}
	props := views.AwayProps{NoCookies: r.bare, Keep: keepOf(r, author), Typed: again.Typed}
	if s.mayResend(r, rt, author) {
		props.Resend = &again
	}
	title := "You have been away"
	if r.bare {
		title = noCookies
	}
	return s.render(r, http.StatusConflict, views.AwayPage(s.page(r, title, ""), props))
}

// mayResend reports whether a form can go out under the name of whoever asks: it is their own, or was made for a
// visitor at this computer, and they may send such a form at all.
func (s *Server) mayResend(r *request, rt route, author string) bool {
	return r.allowed(rt.who) && (author == s.present(r) || nobodys(author))
}

// resendPage offers a kept form to be sent under the present session.
func (s *Server) resendPage(r *request, status int, props views.ResendProps) error {
	return s.render(r, status, views.ResendPage(s.page(r, "Send it again", ""), props))
}

// notYours shows what was typed in a form that was made for somebody else, and does not send it.
func (s *Server) notYours(r *request, typed []views.Kept) error {
	return s.render(r, http.StatusConflict, views.ErrorPage(s.page(r, "Somebody else's page", ""), views.ErrorProps{
		Status:   http.StatusConflict,
		Headline: "This page was somebody else's",
		Sentence: "It was opened before you signed in on this device, so nothing was stored in your name. What was " +
			"written stands below and can be copied.",
		Typed: typed,
		Back:  views.Link{Text: "To the lessons", Href: "/"},
	}))
}

// cameIn is behind the question mark of the page on which a student goes on after signing in again.
const cameIn = "in"

// enterStudent hands the new token to the browser and goes on where the student was: to the kept answer, or to the
// lessons. Somebody new, whose PIN is not written down anywhere, is asked to do that first.
func (s *Server) enterStudent(r *request, token string, student classroom.Student, isNew bool) error {
	if err := s.endOld(r); err != nil {
		return err
	}
	r.setCookie(sessionCookie, token, 0)
	if student.Settings.PlainWords { // what was chosen at this computer before was somebody else's choice
		r.setCookie(wordsCookie, "", deviceLife)
	}
	r.token, r.student, r.teacher = token, &student, nil
	if isNew {
		return s.resume(r, "/joined", true)
	}
	return s.resume(r, "/?"+cameIn+"=yes", false)
}

// askEntryAgain shows the page of a form of the sign-in that cannot be taken, with the form as it was filled in.
// Whoever is in by now, because a button was pressed twice or a page was gone back to, goes on.
func (s *Server) askEntryAgain(r *request) error {
	joining := strings.HasPrefix(r.path(), "/join") || r.path() == views.WaitPath
	switch {
	case joining && r.role() == views.Student:
		return s.resume(r, "/joined", false)
	case r.role() != views.Teacher:
	case r.path() == "/sign-in":
		return s.resume(r, s.leadsBack(r), false)
	case strings.HasPrefix(r.path(), "/passphrase/"):
		return s.resume(r, "/classes", false)
	}
	r.away, r.refusal = false, errStaleEntry
	if r.bare {
		r.refusal = errBareEntry
	}
	page := find(s.site, http.MethodGet, r.path())
	if page == nil {
		return r.refusal
	}
	s.logRefused(r, http.StatusConflict, r.refusal)
	return s.admit(r, *page)
}

// resume redirects somebody who has just signed in to the form that was kept for them, or else to the given address.
func (s *Server) resume(r *request, to string, isNew bool) error {
	action := r.form.Value("keep-to")
	rt := find(s.site, http.MethodPost, action)
	body, err := url.ParseQuery(r.form.Value("keep-body"))
	if err != nil || rt == nil || rt.ended != keeps || !plainPath.MatchString(action) || !r.allowed(rt.who) {
		return redirect(to)
	}
	author := r.form.Value("keep-for")
	r.form = quiz.Form(body)
	if !s.mayResend(r, *rt, author) {
		return s.notYours(r, s.typed(r))
	}
	return s.resendPage(r, http.StatusOK, views.ResendProps{Action: action, Keep: dealt(r.form, author),
		New: isNew})
}

// showAway answers a form that came from a session that no longer exists.
func (s *Server) showAway(r *request) error {
	return s.keepForm(r, route{who: answerers, ended: keeps})
}

// again are the fields of a form that is to be sent again, as they came.
func again(form quiz.Form) (all []views.Kept) {
	for _, name := range sorted(form) {
		for _, v := range form[name] {
			if !secret[name] {
				all = append(all, views.Kept{Name: name, Value: v})
			}
		}
	}
	return all
}

// dealt are the fields of a form that was made for somebody else's session. A visitor's form takes along the key by
// which its questions were dealt, so that what was chosen can still be read.
func dealt(form quiz.Form, author string) []views.Kept {
	all := again(form)
	if visitorKey(author) != "" && form.Value("dealt") == "" {
		all = append(all, views.Kept{Name: "dealt", Value: author})
	}
	return all
}

// keepOf are the fields in which a form travels through the sign-in.
func keepOf(r *request, author string) []views.Kept {
	return []views.Kept{
		{Name: "keep-to", Value: r.path()},
		{Name: "keep-for", Value: author},
		{Name: "keep-body", Value: packed(r.form)},
	}
}

// packed writes a form as one value. Only characters that would be taken for part of its structure are encoded: the
// browser encodes everything again, and a long text in another script would no longer fit.
func packed(form quiz.Form) string {
	var b strings.Builder
	for _, k := range again(form) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(structure.Replace(k.Name) + "=" + structure.Replace(k.Value))
	}
	return b.String()
}

var structure = strings.NewReplacer("%", "%25", "&", "%26", "=", "%3D", "+", "%2B", ";", "%3B", "\r", "%0D",
	"\n", "%0A")

// keptFields carries a kept form on to the next page of the sign-in.
func keptFields(form quiz.Form) []views.Kept {
	var out []views.Kept
	for _, name := range keepFields {
		if v := form.Value(name); v != "" {
			out = append(out, views.Kept{Name: name, Value: v})
		}
	}
	return out
}
