package web_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"dossier/internal/web"
)

// Whatever people do, right or wrong, no line of the log has a name, an answer, a code, a PIN or an address.
func TestNoLogLineTellsOfPeople(t *testing.T) {
	t.Parallel()
	s := newSiteWith(t, func(c *web.Config) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.9/32")}
	})
	n := network{s, "10.77.66.55"}
	s.setUp()
	const student, text, wrongPIN = "Quillonia Vane", "canary words of an answer", "918273"
	ana := s.visitorFrom("127.0.0.9").join(s.code, student, pin)
	everything(ana)
	trust := ana.open("/bench/two-verdicts/look").form("/bench/two-verdicts/trust")
	for _, fields := range [][]string{{"moved.1", text}, {"before.1", "9", "moved.1", text}, {"csrf", text}} {
		n.post(ana, trust.action, trust.with(fields...))
	}
	n.post(ana, "/bench/"+strings.ReplaceAll(text, " ", "-")+"/trust", trust.with()).want(http.StatusNotFound)
	check := ana.open("/lessons/kirov/guard")
	for _, f := range check.doc.forms() {
		if strings.Contains(f.action, "/questions/") {
			n.post(ana, f.action, f.with("text", text, "n", text))
			stranger := ana.formRequest(f.action, f.with("text", text))
			stranger.Header.Set("Origin", "http://elsewhere.example")
			ana.do(stranger).want(http.StatusForbidden)
		}
	}
	guess := s.visitorFrom("127.0.0.9")
	enter := guess.pinPage(s.code, student).form("/join/" + plain(s.code) + "/enter")
	for range 8 {
		n.post(guess, enter.action, enter.with("pin", wrongPIN))
	}
	for range 12 {
		n.post(guess, "/sign-in", guess.open("/sign-in").form("/sign-in").with("name", ownerName, "pass", text))
	}
	stale := ana.formRequest(trust.action, trust.with("moved.1", text))
	stale.Header.Set("Content-Type", "text/plain")
	ana.do(stale).want(http.StatusUnsupportedMediaType)
	n.post(guess, "/join", guess.open("/join").form("/join").with("code", "QQQ-QQQ"))
	n.post(guess, "/sign-in", guess.open("/sign-in").form("/sign-in").with("name", ownerName, "pass", text))
	guess.get("/join/" + plain(s.code) + "/canarypath").want(http.StatusNotFound)
	s.owner.send(s.owner.open("/classes").form("/classes"), "class", "  ").want(http.StatusUnprocessableEntity)
	log := s.log.String()
	if !strings.Contains(log, "form refused") {
		t.Fatalf("nothing was logged: the test tests little: %s", log)
	}
	for line := range strings.Lines(log) {
		for _, word := range []string{"Quillonia", "quillonia", "canary", pin, wrongPIN, plain(s.code), s.code, "QQQ", n.at,
			ownerName, passphrase, "127.0.0.9"} {
			if strings.Contains(line, word) {
				t.Errorf("%q stands in the log: %s", word, line)
			}
		}
	}
}
