package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"dossier/internal/store"
	"dossier/internal/web"
)

// asker asks a server without a network, as somebody with a cookie.
type asker struct {
	f      *testing.F
	server *web.Server
	clock  *clock
}

func newAsker(f *testing.F) *asker {
	f.Helper()
	c, err := unchanged()
	if err != nil {
		f.Fatal(err)
	}
	now := &clock{at: morning}
	data, err := store.Open(f.Context(), f.TempDir(), now.now)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { data.Close() })
	server, err := web.New(web.Config{Course: c, Store: data, Log: slog.New(slog.DiscardHandler), Now: now.now})
	if err != nil {
		f.Fatal(err)
	}
	return &asker{f, server, now}
}

// sends a form or, without one, asks for a page.
func (a *asker) sends(t testing.TB, path, session, kind, body string) *http.Response {
	t.Helper()
	a.clock.pass(minute) // so that it is not too fast
	req := httptest.NewRequest(http.MethodGet, "/", nil)
	if body != "" {
		req = httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		req.Header.Set("Content-Type", kind)
	}
	req.RequestURI = path
	req.Host = "localhost"
	req.Header.Set("Origin", "http://localhost")
	if session != "" {
		req.Header.Set("Cookie", a.server.CookieName()+"="+session)
	}
	res, err := a.server.App().Test(req, -1)
	if err != nil {
		t.Skip("no request: ", err)
	}
	return res
}

// FuzzB4Requests sends whatever stands in the addresses, cookies and forms of people. Nothing of it is the server's
// fault, nobody is led away, and every answer is guarded.
func FuzzB4Requests(f *testing.F) {
	a := newAsker(f)
	sessions := map[string]string{}
	enter := func(who, path, body string) {
		first := a.sends(f, "/", "", "", "")
		token := ""
		for _, c := range first.Cookies() {
			if c.Name == a.server.CookieName() {
				token = c.Value
			}
		}
		res := a.sends(f, path, token, form8, "csrf="+a.server.CSRF(token)+"&"+body)
		for _, c := range res.Cookies() {
			if c.Name == a.server.CookieName() {
				sessions[who] = c.Value
			}
		}
		if res.StatusCode != http.StatusSeeOther {
			f.Fatalf("%s is not in: status %d", who, res.StatusCode)
		}
	}
	setup, _, err := a.server.SetupURLPath(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	_, token, _ := strings.Cut(setup, "token=")
	enter("teacher", "/setup", url.Values{"token": {token}, "name": {ownerName}, "pass": {passphrase},
		"class": {className}}.Encode())
	enter("guest", "/lessons/kirov/attempts", "x=y")
	for _, r := range a.server.Routes() {
		path := strings.NewReplacer(":lesson", "kirov", ":class", "1", ":bench", "two-verdicts", ":number", "1",
			":attempt", "1").Replace(r.Path)
		body := ""
		if r.Method == http.MethodPost {
			body = "do=keep&name=%00%ff&to=//evil.example&back=/\\evil&from=1&level.1=9&pos.x=-1&form=0123456789abcdef&n=1e999"
		}
		for _, who := range []string{"", "guest", "teacher"} {
			f.Add(who, path, body)
		}
	}
	for _, seed := range []string{"/lessons/%2e%2e%2f", "//evil.example/", "/classes/-1",
		"/classes/99999999999999999999/live", "/join/%F0%9F%A6%8A?to=%0d%0aX:1", "/attempts/1/questions/%30",
		"/?%=%&[]=1", "/search?q=%f0%28%8c%28"} {
		f.Add("teacher", seed, "")
		f.Add("guest", seed, "a=1&a=2&csrf[]=x&=")
	}
	f.Fuzz(func(t *testing.T, who, path, body string) {
		if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, " \r\n\t#") || strings.Contains(path, "sign-out") {
			t.Skip()
		}
		session, known := sessions[who]
		if !known {
			session = who
		}
		if strings.ContainsAny(session, "\r\n") {
			t.Skip()
		}
		if body != "" {
			body = "csrf=" + a.server.CSRF(session) + "&" + body
		}
		res := a.sends(t, path, session, form8, body)
		text, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode >= 500 {
			t.Errorf("got status %d: %.300s", res.StatusCode, text)
		}
		if to := res.Header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") ||
			strings.HasPrefix(to, "/\\")) {
			t.Errorf("leads to %q", to)
		}
		if !strings.Contains(res.Header.Get("Content-Security-Policy"), "default-src 'none'") ||
			res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("is not guarded: %v", res.Header)
		}
		for _, code := range []string{"runtime error", "goroutine ", "SQLITE", "sql:", "strconv."} {
			if strings.Contains(string(text), code) {
				t.Errorf("speaks code, %q: %.300s", code, text)
			}
		}
	})
}

const form8 = "application/x-www-form-urlencoded"
