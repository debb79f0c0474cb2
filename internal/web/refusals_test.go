package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// The server answers to addresses, names of a local network and nothing else: another name may be
// somebody else's that leads here.
func TestHostNames(t *testing.T) {
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
	s := newSite(t)
	b, other := s.visitor(), s.visitor()
	f := b.open("/lessons/kirov").form("/words")
	for range 240 {
		b.send(f, "words", "plain").want(http.StatusSeeOther)
	}
	b.send(f, "words", "plain").want(http.StatusTooManyRequests).plainly()
	other.send(other.open("/lessons/kirov").form("/words"), "words", "plain").want(http.StatusSeeOther)
	s.clock.pass(time.Minute)
	b.send(f, "words", "plain").want(http.StatusSeeOther)
}

// The button is pressed twice: both pages show the same PIN, and it is the one that counts.
func TestNewPINTwice(t *testing.T) {
	s := newSite(t).setUp()
	s.student("Ana")
	here := fmt.Sprintf("/classes/%d/students/%d", s.class, one[int64](s, `SELECT id FROM student`))
	f := s.owner.open(here).form(here + "/pin")
	first, second := s.owner.send(f).want(http.StatusOK), s.owner.send(f).want(http.StatusOK)
	pin := first.doc.class("once")[0].words()
	if got := second.doc.class("once")[0].words(); got != pin {
		t.Errorf("got %s and %s, want one PIN", pin, got)
	}
	enter := s.visitor()
	enter.send(enter.pinPage(s.code, "Ana").form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusSeeOther)
	if next := s.owner.send(s.owner.open(here).form(here + "/pin")).doc.class("once")[0].words(); next == pin {
		t.Errorf("a new form gives the old PIN %s", pin)
	}
}
