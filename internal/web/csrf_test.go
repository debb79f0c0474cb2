package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A form counts when it comes from a page of this site and carries the token of its session: in no
// other cell of the table.
func TestB2FormsFromElsewhere(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b, other := s.student("Ana"), s.student("Ben")
	own, foreign := b.token(), other.token()
	old := func() string { // the token of a session that has ended
		c := s.student("Cara")
		token := c.token()
		c.send(c.open("/").form("/sign-out")).want(http.StatusSeeOther)
		return token
	}()
	l := s.course.Lessons[0]
	origins := []struct {
		name, origin, referer string
		ours                  bool
	}{
		{"same", s.base, "", true},
		{"same, foreign referer", s.base, "http://elsewhere.example/", true},
		{"other", "http://elsewhere.example", s.base + "/", false},
		{"null", "null", s.base + "/", false},
		{"absent", "", "", false},
		{"absent, referer", "", s.base + "/lessons/x", true},
		{"absent, foreign referer", "", "http://elsewhere.example/", false},
		{"other port", s.base + "0", "", false},
		{"other scheme", strings.Replace(s.base, "http:", "https:", 1), "", false},
		{"suffix", s.base + ".elsewhere.example", "", false},
		{"user", strings.Replace(s.base, "http://", "http://elsewhere.example@", 1), "", false},
		{"upper case", strings.ToUpper(s.base), "", false},
	}
	sites := []struct {
		name string
		ours bool
	}{{"", true}, {"same-origin", true}, {"same-site", false}, {"cross-site", false}, {"none", false}}
	tokens := []struct {
		name, token string
		ours        bool
	}{{"own", own, true}, {"none", "", false}, {"another's", foreign, false}, {"old", old, false}, {"mangled",
		own[1:] + "A", false}}

	a := s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	fields := a.answer(true)
	stored := 0
	for _, origin := range origins {
		for _, site := range sites {
			for _, token := range tokens {
				name := fmt.Sprintf("origin %s, site %q, token %s", origin.name, site.name, token.name)
				fields.Set("csrf", token.token)
				fields.Set("form", fmt.Sprintf("form-token-%08d", stored))
				req := b.formRequest(a.action, fields)
				req.Header.Del("Origin")
				for header, value := range map[string]string{"Origin": origin.origin, "Referer": origin.referer,
					"Sec-Fetch-Site": site.name} {
					if value != "" {
						req.Header.Set(header, value)
					}
				}
				want := http.StatusSeeOther
				switch {
				case !origin.ours || !site.ours:
					want = http.StatusForbidden
				case !token.ours:
					want = http.StatusConflict
				}
				p := b.do(req)
				if p.status != want {
					t.Errorf("%s: got status %d, want %d", name, p.status, want)
				}
				if want == http.StatusSeeOther {
					stored++
				}
			}
		}
	}
	if n := one[int](s, `SELECT count(*) FROM response`); n != stored || stored != 6 {
		t.Errorf("%d answers are stored of %d that were to be, want 6", n, stored)
	}
}

// lookedAt is what is stored, but for the lines of the record that say who took a file away: those are about looking.
func (s *site) lookedAt() map[string][]string {
	all := s.dump()
	all["audit"] = slices.DeleteFunc(all["audit"], func(row string) bool { return strings.Contains(row, "take away ") })
	return all
}

// Looking at a page changes nothing, from wherever one comes.
func TestB2LookingWritesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	w := populate(t, s)
	w.teacher.get(w.path("/classes/:class")) // it notes on the teacher's own session which class is open
	before := s.lookedAt()
	for _, route := range s.server.Routes() {
		if route.Method != http.MethodGet {
			continue
		}
		path := w.path(route.Path)
		for _, b := range w.browsers() {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				for _, header := range []string{"", "cross-site", "same-origin"} {
					req := b.request(method, path, nil)
					if header != "" {
						req.Header.Set("Sec-Fetch-Site", header)
						req.Header.Set("Origin", "http://elsewhere.example")
					}
					if p := b.do(req); method == http.MethodHead && p.body != "" {
						t.Errorf("HEAD %s has a body", path)
					}
				}
			}
		}
	}
	if changed := differ(before, s.lookedAt()); len(changed) > 0 {
		t.Errorf("looking changed the database: %v", changed)
	}
}
