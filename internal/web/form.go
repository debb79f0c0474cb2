package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/quiz"
)

// checkForm accepts a form only from our own pages and with the token of this session, and reads its
// fields.
//
// Browsers on plain HTTP send no Sec-Fetch-Site to a LAN address but do send Origin, so Origin is
// compared exactly; the token guards against what Origin cannot see.
func (s *Server) checkForm(r *request) error {
	if site := r.c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return errForeignForm
	}
	origin := r.c.Get("Origin")
	if origin == "" {
		if from, err := url.Parse(r.c.Get("Referer")); err == nil && from.Host != "" {
			origin = from.Scheme + "://" + from.Host
		}
	}
	if !s.ownOrigin(r.c, origin) {
		// Both sides of the comparison: behind a proxy that nobody told us of, this is how one finds out why nobody gets in.
		s.Log.Warn("a form was refused as coming from elsewhere", "request", r.id, "route", routeOf(r.c),
			"origin", origin, "own", s.origin(r.c))
		return errForeignForm
	}
	if !strings.HasPrefix(r.c.Get("Content-Type"), fiber.MIMEApplicationForm) {
		return errNotAForm
	}
	if len(r.c.Request().Body()) > formLimit {
		return fiber.ErrRequestEntityTooLarge
	}
	r.form = quiz.Form{}
	fields := 0
	r.c.Request().PostArgs().VisitAll(func(k, v []byte) {
		if fields++; fields <= formFields {
			name := clean(k)
			r.form[name] = append(r.form[name], clean(v))
		}
	})
	if fields > formFields {
		return fiber.ErrRequestEntityTooLarge
	}
	if !s.tokens.CheckCSRF(r.token, r.form.Value("csrf")) {
		return errStaleForm
	}
	if s.limits.forms.Take(string(r.hash[:]), s.Now()) > 0 {
		return errTooMany
	}
	return nil
}

// clean copies what a browser sent into text that can be stored and shown: valid, without NUL.
func clean(b []byte) string {
	return strings.ReplaceAll(strings.ToValidUTF8(string(b), "�"), "\x00", "")
}
