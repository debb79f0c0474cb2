package web_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"dossier/internal/web"
)

// behind is a site that people call by another address than its own, through a proxy at 127.0.0.9.
func behind(t *testing.T, public string) *site {
	t.Helper()
	s := newSiteWith(t, func(c *web.Config) {
		c.PublicURL, _ = url.Parse(public)
		c.Hosts = []string{c.PublicURL.Hostname()}
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.9/32")}
	})
	return s
}

func newSiteWith(t *testing.T, settings ...func(*web.Config)) *site {
	t.Helper()
	c, err := unchanged()
	if err != nil {
		t.Fatal(err)
	}
	return startSite(t, c, t.TempDir(), &clock{at: morning}, settings...)
}

// Which forms are taken, by the name under which the server was called and the page that the browser says it shows.
func TestFormsBehindAPublicName(t *testing.T) {
	t.Parallel()
	const public = "https://dossier.school.example"
	s := behind(t, public)
	own := strings.TrimPrefix(s.base, "http://")
	for _, test := range []struct {
		name, host, origin, proto string
		from                      string
		status                    int
	}{
		{"a proxy that keeps the name", "dossier.school.example", public, "https", "127.0.0.9", 404},
		{"a proxy that changes it", own, public, "https", "127.0.0.9", 404},
		{"a proxy that says nothing of the scheme", "dossier.school.example", public, "", "127.0.0.9", 404},
		{"a proxy that shouts", "dossier.school.example", public, "HTTPS", "127.0.0.9", 404},
		{"two proxies in a row", "dossier.school.example", public, "https, http", "127.0.0.9", 404},
		{"a proxy that nobody trusts", "dossier.school.example", public, "https", "127.0.0.1", 404},
		{"without a proxy", own, s.base, "", "127.0.0.1", 404},
		{"another site", "dossier.school.example", "https://evil.example", "https", "127.0.0.9", 403},
		{"the public name without HTTPS", "dossier.school.example", "http://dossier.school.example", "https",
			"127.0.0.9", 403},
		{"a name that begins alike", own, public + ".evil.example", "https", "127.0.0.9", 403},
		{"a scheme that a stranger makes up", own, "https://" + own, "https", "127.0.0.1", 403},
		{"no origin at all", own, "null", "https", "127.0.0.9", 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := s.visitorFrom(test.from)
			b.t = t
			token := b.open("/join").form("/join").fields.Get("csrf")
			req := b.formRequest("/join", url.Values{"csrf": {token}, "code": {"ZZZ-ZZZ"}})
			if req.Host = test.host; test.host != own { // the client keeps cookies by name, and the name changes on the way
				base, _ := url.Parse(s.base)
				for _, cookie := range b.client.Jar.Cookies(base) {
					req.AddCookie(cookie)
				}
			}
			req.Header.Set("Origin", test.origin)
			if test.proto != "" {
				req.Header.Set("X-Forwarded-Proto", test.proto)
			}
			b.do(req).want(test.status)
		})
	}
	if log := s.log.String(); !strings.Contains(log, "origin=https://evil.example own=https://dossier.school.example") {
		t.Errorf("the log does not hold both sides of a refused form: %s", log)
	}
}

// Limits count the address that a trusted proxy names, and nobody can make one up.
func TestAddressesBehindAProxy(t *testing.T) {
	t.Parallel()
	s := behind(t, "https://dossier.school.example")
	s.setUp()
	wrongCode := func(from, forwarded string) int {
		b := s.visitorFrom(from)
		token := b.open("/join").form("/join").fields.Get("csrf")
		req := b.formRequest("/join", url.Values{"csrf": {token}, "code": {"ZZZ-ZZZ"}})
		for _, line := range strings.Split(forwarded, "\n") {
			req.Header.Add("X-Forwarded-For", line)
		}
		return b.do(req).status
	}
	tooMany := func(name string, from string, forwarded func(int) string, want bool) {
		t.Helper()
		last := 0
		for i := range 21 {
			last = wrongCode(from, forwarded(i))
		}
		if got := last == http.StatusTooManyRequests; got != want {
			t.Errorf("%s: the last of 21 wrong codes answers %d", name, last)
		}
	}
	each := func(pattern string) func(int) string {
		return func(i int) string { return fmt.Sprintf(pattern, i+1) }
	}
	tooMany("a stranger who writes the header", "127.0.0.5", each("10.1.0.%d"), true)
	tooMany("one student behind the proxy", "127.0.0.9", each("10.2.0.1"), true)
	tooMany("one who writes the header before the proxy does", "127.0.0.9", each("10.3.0.%d, 10.3.1.1"), true)
	tooMany("one computer with many IPv6 addresses", "127.0.0.9", each("2001:db8:1:1::%d"), true)
	tooMany("a class of different computers", "127.0.0.9", each("10.4.0.%d"), false)
	tooMany("two proxies in a row", "127.0.0.9", each("10.5.0.%d, 127.0.0.9"), false)
	tooMany("one who writes a header before the proxy adds its own", "127.0.0.9", each("10.6.0.%d\n10.6.1.1"), true)
	tooMany("a class behind a proxy that adds a header", "127.0.0.9", each("10.7.1.1\n10.7.0.%d"), false)
	tooMany("a class behind a proxy that writes the port", "127.0.0.9", each("10.8.0.%d:50001"), false)
	tooMany("one student behind it", "127.0.0.9", each("10.9.0.1:5%04d"), true)
	tooMany("one IPv6 address behind it", "127.0.0.9", each("[2001:db8:2:2::1]:5%04d"), true)
	tooMany("a class with IPv6 behind it", "127.0.0.9", each("[2001:db8:3:%d::1]:443"), false)
	tooMany("nonsense counts as the proxy's own", "127.0.0.9", each("nobody-%d"), true)
}

func TestSignInSaysWhenItIsNotEncrypted(t *testing.T) {
	t.Parallel()
	s := behind(t, "https://dossier.school.example")
	for _, test := range []struct {
		name, from, forwarded, proto string
		told                         bool
	}{
		{"at the computer itself", "127.0.0.1", "", "", false},
		{"over the network", "127.0.0.9", "192.168.1.20", "http", true},
		{"over the network, encrypted", "127.0.0.9", "192.168.1.20", "https", false},
	} {
		b := s.visitorFrom(test.from)
		req := b.request(http.MethodGet, "/sign-in", nil)
		if test.forwarded != "" {
			req.Header.Set("X-Forwarded-For", test.forwarded)
			req.Header.Set("X-Forwarded-Proto", test.proto)
		}
		p := b.do(req).want(http.StatusOK)
		if told := strings.Contains(p.body, "not encrypted"); told != test.told {
			t.Errorf("%s: told is %v", test.name, told)
		}
	}
}
