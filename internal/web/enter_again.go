package web

import (
	"net/http"
	"net/url"
	"regexp"

	"dossier/internal/quiz"
	"dossier/views"
)

// welcome hands the new token to the browser and goes on where the student was: to the kept answer, or to the lessons.
func (s *Server) welcome(r *request, token string) error {
	if err := s.endOld(r); err != nil {
		return err
	}
	r.setCookie(sessionCookie, token, 0)
	to := r.form.Value("keep-to")
	if !keepable.MatchString(to) {
		return redirect("/")
	}
	body, err := url.ParseQuery(r.form.Value("keep-body"))
	if err != nil {
		return redirect("/")
	}
	r.token = token
	props := views.ResendProps{Action: to}
	for name, values := range body {
		for _, v := range values {
			props.Keep = append(props.Keep, views.Kept{Name: name, Value: v})
		}
	}
	page := s.page(r, "Welcome back", "")
	page.Viewer = views.Viewer{Role: views.Student, Name: r.form.Value("name")}
	return s.render(r, http.StatusOK, views.ResendPage(page, props))
}

// keepable are the forms that are kept when their session has ended.
var keepable = regexp.MustCompile(`^/(lessons|attempts|bench)/[a-z0-9/-]+$`)

// showAway answers a form whose session has ended: it is kept on a page that signs in again.
func (s *Server) showAway(r *request) error {
	body := url.Values{}
	for name, values := range r.form {
		if name != "csrf" {
			body[name] = values
		}
	}
	keep := []views.Kept{{Name: "keep-to", Value: r.path()}, {Name: "keep-body", Value: body.Encode()}}
	s.renew(r)
	page := s.page(r, "You have been away", "")
	page.Away = false // the page says so itself, and a link away from it would lose what it keeps
	return s.render(r, http.StatusConflict, views.AwayPage(page, views.AwayProps{Keep: keep}))
}

func keptFields(form quiz.Form) []views.Kept {
	var out []views.Kept
	for _, name := range []string{"keep-to", "keep-body"} {
		if v := form.Value(name); v != "" {
			out = append(out, views.Kept{Name: name, Value: v})
		}
	}
	return out
}
