package web_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The server answers to addresses, names of a local network and nothing else: another name may be
// somebody else's that leads here.
func TestHostNames(t *testing.T) {
	t.Parallel()
	b := newSite(t).visitor()
	for host, want := range map[string]int{
		"192.168.1.20:8080": http.StatusOK, "[fe80::1]:8080": http.StatusOK, "localhost": http.StatusOK,
		"laptop": http.StatusOK, "laptop.local:8080": http.StatusOK,
		"evil.example": http.StatusMisdirectedRequest, "evil.example:8080": http.StatusMisdirectedRequest,
		"192.168.1.20.evil.example": http.StatusMisdirectedRequest,
	} {
		req := b.request(http.MethodGet, "/", nil)
		req.Host = host
		if got := b.do(req).status; got != want {
			t.Errorf("called as %s: got status %d, want %d", host, got, want)
		}
	}
}

func TestManyFormsInOneMinute(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, other := s.visitor(), s.visitor()
	f := b.open("/lessons/kirov/guard").form("/words")
	for range 240 {
		b.send(f, "words", "plain").want(http.StatusSeeOther)
	}
	b.send(f, "words", "plain").want(http.StatusTooManyRequests).plainly()
	other.send(other.open("/lessons/kirov/guard").form("/words"), "words", "plain").want(http.StatusSeeOther)
	s.clock.pass(time.Minute)
	b.send(f, "words", "plain").want(http.StatusSeeOther)
}

// The button is pressed twice: both pages show the same PIN, and it is the one that counts.
func TestNewPINTwice(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	here := fmt.Sprintf("/classes/%d/students/%d", s.class, one[int64](s, `SELECT id FROM student`))
	f := s.owner.open(here + "/pin").form(here + "/pin")
	first, second := s.owner.send(f).want(http.StatusOK), s.owner.send(f).want(http.StatusOK)
	pin := first.doc.class("once")[0].words()
	if got := second.doc.class("once")[0].words(); got != pin {
		t.Errorf("got %s and %s, want one PIN", pin, got)
	}
	enter := s.visitor()
	enter.send(enter.pinPage(s.code, "Ana").form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusSeeOther)
	if next := s.owner.send(s.owner.open(here + "/pin").form(here + "/pin")).doc.class("once")[0].words(); next == pin {
		t.Errorf("a new form gives the old PIN %s", pin)
	}
}

// What a phone makes of an address that was read off the board leads to the page all the same; nothing leads elsewhere.
func TestOtherSpellingsOfAPath(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	code := plain(s.code)
	for path, want := range map[string]string{
		"/join/": "/join", "/Join": "/join", "/JOIN": "/join", "/JOIN//": "/join", "/join/" + code + "/": "/join/" + code,
		"/Join/" + strings.ToLower(code): "/join/" + strings.ToLower(code), "/lessons/kirov/": "/lessons/kirov",
		"/Lessons/Kirov": "/lessons/kirov", "/lessons/KIROV": "/lessons/kirov", "/Lessons/kirov/": "/lessons/kirov",
		"/Bench/Two-Verdicts/": "/bench/two-verdicts", "/bench/two-verdicts/Texts/": "/bench/two-verdicts/texts",
		"/Sign-In": "/sign-in", "/ME/": "/me", "/timeline/?thread=x&y=1": "/timeline?thread=x&y=1",
		"/SETUP?token=AbC": "/setup?token=AbC", "/Invitation/AbC/": "/invitation/AbC",
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			p := b.do(b.request(method, path, nil)).want(http.StatusPermanentRedirect)
			if p.to() != want {
				t.Errorf("%s %s leads to %q, want %q", method, path, p.to(), want)
			}
		}
	}
	for _, path := range []string{"//evil.example", "//evil.example/", "/\\evil.example/", "//join/", "/lessons//kirov/",
		"/Atlantis/", "/lessons/%2f%2fevil.example/", "/static/Dossier.css/", "/livez/", "/dev/gallery/", "//"} {
		if p := b.get(path); p.to() != "" || p.status == http.StatusOK && path != "//" {
			t.Errorf("GET %s: got %d, leading to %q", path, p.status, p.to())
		}
	}
	f := b.open("/join").form("/join")
	b.post("/join/", f.with("code", s.code)).want(http.StatusNotFound) // a form goes where its page says
	b.open("/lessons/kirov")
}

// raw sends a request as it stands.
func (s *site) raw(lines ...string) *page {
	s.t.Helper()
	host := strings.TrimPrefix(s.base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, strings.Join(append(lines, "Host: "+host, "", ""), "\r\n"))
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.visitor().read(res)
}

// Cookies of other programs at the same address, too many to be read, are named with the remedy.
func TestTooManyCookies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.raw("GET / HTTP/1.1", "Cookie: other="+strings.Repeat("x", 17<<10)).want(http.StatusRequestHeaderFieldsTooLarge).
		plainly().says("Delete the cookies for this address").guarded("too many cookies")
}

// guarded insists on the headers that every answer has.
func (p *page) guarded(name string) {
	p.t.Helper()
	if !strings.Contains(p.header.Get("Content-Security-Policy"), "default-src 'none'") ||
		p.header.Get("X-Content-Type-Options") != "nosniff" {
		p.t.Errorf("%s is answered without a policy: %v", name, p.header)
	}
}

func TestB3RefusalsBeforeAnyRoute(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, line := range []string{"PUT / HTTP/1.1", "DELETE /me HTTP/1.1", "BREW /join HTTP/1.1", "OPTIONS * HTTP/1.1",
		"TRACE / HTTP/1.1", "PROPFIND / HTTP/1.1", "GET http://[::1/ HTTP/1.1",
		"POST /join HTTP/1.1\r\nContent-Length: 9000000", "GET /" + strings.Repeat("x", 17<<10) + " HTTP/1.1"} {
		p := s.raw(line)
		p.guarded(fmt.Sprintf("%.60q", line))
		if p.status < 400 || p.status >= 500 {
			t.Errorf("%.60q: got status %d, want a refusal", line, p.status)
		}
	}
}

// Where a body ends is said once, and each line can be read in one way. Any other request is refused, and then the
// connection ends, so that nothing that was hidden in it is taken for a request.
func TestB3ABodyEndsInOnePlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, line := range []string{
		"POST /join HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive",
		"POST /join HTTP/1.1\r\nTransfer-Encoding: chunked\r\ncontent-length: 5",
		"POST /join HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6",
		"POST /join HTTP/1.1\r\nContent-Length: +5",
		"POST /join HTTP/1.1\r\nContent-Length: 0x5",
		"POST /join HTTP/1.1\r\nContent-Length : 5",
		"POST /join HTTP/1.1\r\nContent-Length: 5\r\n X-More: 1",
		"POST /join HTTP/1.1\r\nX-Folded: a\r\n\tb\r\nContent-Length: 5",
		"POST /join HTTP/1.1\r\nTransfer-Encoding: xchunked",
		"POST /join HTTP/1.1\r\nTransfer-Encoding: chunked, identity",
		"POST /join HTTP/9.9\r\nContent-Length: 5",
		"POST /join HTTP/2.0\r\nContent-Length: 5",
		"GET /join HTTP/1.1\r\nHost: 127.0.0.1",
		"GET /join HTTP/1.1\r\nHost: school.local",
	} {
		answers := s.sendsLines(line + "\r\nHost: 127.0.0.1\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
		if first, _, _ := strings.Cut(answers, "\r\n"); first != "HTTP/1.1 400 Bad Request" {
			t.Errorf("%q is answered with %q", line, first)
		}
		if n := strings.Count(answers, "HTTP/1.1 "); n != 1 {
			t.Errorf("%q has %d answers, want 1", line, n)
		}
	}
	b := s.visitor()
	req := b.formRequest("/join", b.open("/join").form("/join").with("code", "K7"))
	req.ContentLength = -1
	b.do(req).want(http.StatusUnprocessableEntity) // in pieces alone it is read
}

// sendsLines sends this to the site as it stands, and returns all that comes back until the connection ends.
func (s *site) sendsLines(lines string) string {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		s.t.Fatal(err)
	}
	fmt.Fprint(conn, lines)
	answers, err := io.ReadAll(conn)
	if err != nil && !errors.Is(err, syscall.ECONNRESET) {
		s.t.Error(err)
	}
	return string(answers)
}

// Only a plain form is a form, whatever its kind begins with.
func TestB3KindsOfBodies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	f := b.open("/join").form("/join")
	for kind, want := range map[string]int{
		"application/x-www-form-urlencoded": 422, "application/x-www-form-urlencoded; charset=UTF-8": 422,
		"Application/X-WWW-Form-Urlencoded ;charset=utf-8": 422, "application/x-www-form-urlencodedevil": 415,
		"application/x-www-form-urlencoded,text/plain": 415, "text/plain": 415, "": 415,
	} {
		req := b.formRequest("/join", f.with("code", "K7"))
		req.Header.Set("Content-Type", kind)
		if got := b.do(req).status; got != want {
			t.Errorf("%q: got status %d, want %d", kind, got, want)
		}
	}
}

// The way back from a refusal stays on this server.
func TestTheWayBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	f := b.open("/lessons/kirov/guard").form("/words")
	f.fields.Set("csrf", "stale")
	for from, want := range map[string]string{
		s.base + "/lessons/kirov?x=1": "/lessons/kirov?x=1", s.base + "//evil.example": "/",
		s.base + "/\\evil.example": "/%5Cevil.example",
		s.base + "///evil.example": "/", "http://evil.example/x": "/", s.base: "/", "": "/", "javascript:alert(1)": "/",
	} {
		req := b.formRequest("/words", f.fields)
		req.Header.Set("Referer", from)
		p := b.do(req).want(http.StatusConflict)
		if got := p.doc.class("primary")[0].attr["href"]; got != want {
			t.Errorf("from %q: the way back leads to %q, want %q", from, got, want)
		}
	}
}
