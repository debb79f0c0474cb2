package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"
)

// door are the forms with which people come in.
var door = regexp.MustCompile(`^/(join|waiting$|sign-in|passphrase/)`)

// Every form of the table: from elsewhere, or without the token of the session, it is refused and nothing is stored,
// whoever sends it. No other method does what a form does.
func TestB2EveryForm(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	w := populate(t, s)
	watch := s.watcher()
	people := map[string]*browser{"visitor": w.visitor, "student": w.student, "teacher": w.teacher}
	forms := 0
	for _, r := range s.server.Routes() {
		if r.Method != http.MethodPost {
			continue
		}
		forms++
		path := w.path(r.Path)
		for who, b := range people {
			right, wrong := url.Values{"csrf": {s.csrf(b)}, "lesson": {w.lesson}}, url.Values{"lesson": {w.lesson}}
			watch.look()
			for name, row := range map[string]struct {
				fields url.Values
				header [2]string
				want   []int
			}{
				"another origin":      {right, [2]string{"Origin", "http://elsewhere.example"}, []int{403}},
				"no origin":           {right, [2]string{"Origin", ""}, []int{403}},
				"another site":        {right, [2]string{"Sec-Fetch-Site", "cross-site"}, []int{403}},
				"no token":            {wrong, [2]string{}, []int{409}},
				"the token as JSON":   {right, [2]string{"Content-Type", "application/json"}, []int{415}},
				"the token in a text": {right, [2]string{"Content-Type", "text/plain"}, []int{415}},
			} {
				req := b.formRequest(path, row.fields)
				if row.header[0] != "" {
					req.Header.Set(row.header[0], row.header[1])
				}
				p := b.do(req)
				if name == "no token" && p.status == http.StatusSeeOther && door.MatchString(r.Path) {
					continue // whoever is in already is led on, and nothing is stored
				}
				if !slices.Contains(row.want, p.status) {
					t.Errorf("POST %s as %s, %s: got status %d, want %v", r.Path, who, name, p.status, row.want)
				}
			}
			for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete} {
				req := b.formRequest(path, right)
				req.Method = method
				if p := b.do(req); p.status < 400 || p.status >= 500 {
					t.Errorf("%s %s as %s: got status %d", method, r.Path, who, p.status)
				}
			}
			if changed := watch.changed(); len(changed) > 0 {
				t.Errorf("POST %s as %s has stored something in %v", r.Path, who, changed)
			}
		}
	}
	if forms < 95 {
		t.Errorf("only %d forms", forms)
	}
}
