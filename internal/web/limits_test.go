package web_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"testing"
	"time"

	"dossier/internal/web"
)

// network is a site whose visitors come from an address that a trusted proxy names.
type network struct {
	*site
	at string
}

func newNetwork(t *testing.T, at string) network {
	s := newSiteWith(t, func(c *web.Config) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.9/32")}
	})
	return network{s, at}
}

// post sends a form of b as from a computer of the network.
func (n network) post(b *browser, path string, fields url.Values) *page {
	req := b.formRequest(path, fields)
	req.Header.Set("X-Forwarded-For", n.at)
	return b.do(req)
}

// begin answers something for the first time, from the computer of b.
func (n network) begin(b *browser) *page {
	f := b.open("/lessons/kirov/quiz").form("/lessons/kirov/attempts")
	return n.post(b, f.action, f.with())
}

// S6: sixty new guests a minute come from one address. A class of forty does not notice, a script that makes guests
// does, and another address is not held up.
func TestS6NewGuestsOfOneAddress(t *testing.T) {
	t.Parallel()
	n := newNetwork(t, "10.9.0.1")
	for i := range 60 {
		n.begin(n.visitorFrom("127.0.0.9")).want(http.StatusSeeOther)
		if i == 0 { // a form that makes no guest does not count
			b := n.visitorFrom("127.0.0.9")
			f := b.open("/lessons/kirov/quiz").form("/lessons/kirov/attempts")
			n.post(b, "/lessons/atlantis/attempts", f.with()).want(http.StatusNotFound)
		}
	}
	late := n.visitorFrom("127.0.0.9")
	refused := n.begin(late).want(http.StatusTooManyRequests).plainly().says("Wait a minute")
	if seconds, err := strconv.Atoi(refused.header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 60 {
		t.Errorf("Retry-After is %q, want the seconds that are left", refused.header.Get("Retry-After"))
	}
	again := refused.form("/lessons/kirov/attempts") // the form stands on the page, to be sent again
	if got := one[int](n.site, `SELECT count(*) FROM student`); got != 60 {
		t.Errorf("%d guests, want 60", got)
	}
	n.begin(n.visitorFrom("127.0.0.1")).want(http.StatusSeeOther) // the server's own computer, which no header describes
	network{n.site, "10.9.0.2"}.begin(n.visitorFrom("127.0.0.9")).want(http.StatusSeeOther)
	n.clock.pass(time.Minute)
	n.post(late, again.action, again.with()).want(http.StatusSeeOther)
}

// S6: forty guests behind one router may save as fast as their pages do, thirty times a minute each. What is more
// waits, and what was typed stands on the page that says so. Students with an account go on.
func TestS6FormsOfOneAddress(t *testing.T) {
	t.Parallel()
	n := newNetwork(t, "10.9.0.1")
	n.setUp()
	student := n.student("Ana")
	words := func(b *browser) func() *page {
		f := b.open("/lessons/kirov/guard").form("/words")
		return func() *page { return n.post(b, f.action, f.with("words", "plain")) }
	}
	for range 40 {
		say := words(n.visitorFrom("127.0.0.9"))
		for range 30 {
			say().want(http.StatusSeeOther)
		}
	}
	more := words(n.visitorFrom("127.0.0.9"))
	for range 200 {
		more().want(http.StatusSeeOther)
	}
	last := words(n.visitorFrom("127.0.0.9"))
	for range 100 {
		last().want(http.StatusSeeOther)
	}
	last().want(http.StatusTooManyRequests).plainly()
	b := n.visitorFrom("127.0.0.9")
	trust := b.open("/bench/two-verdicts/look").form("/bench/two-verdicts/trust")
	kept := n.post(b, trust.action, trust.with("moved", "the stenogram was printed")).want(http.StatusTooManyRequests)
	kept.says("the stenogram was printed")
	if kept.header.Get("Retry-After") == "" {
		t.Error("the page does not say when to come back")
	}
	words(student)().want(http.StatusSeeOther)
}

// S6: a second session gives nobody more forms: what counts is the account.
func TestS6FormsOfOneStudent(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	first := s.student("Ana")
	second := s.visitor()
	second.send(second.pinPage(s.code, "Ana").form("/join/"+plain(s.code)+"/enter"), "pin", pin).
		want(http.StatusSeeOther)
	send := func(b *browser, times, status int) {
		t.Helper()
		f := b.open("/lessons/kirov/guard").form("/words")
		for range times {
			b.send(f, "words", "plain").want(status)
		}
	}
	send(first, 120, http.StatusSeeOther)
	send(second, 100, http.StatusSeeOther)
	f := second.open("/lessons/kirov/guard").form("/words")
	refused := 0
	for range 30 {
		if second.send(f, "words", "plain").status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("two sessions of one student send twice as many forms")
	}
}
