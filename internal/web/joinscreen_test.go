package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const noNetwork = "This computer is not on a network"

// underHost opens a page of the owner under a Host and returns what it says.
func (s *site) underHost(host, path string) *page {
	s.t.Helper()
	req := s.owner.request(http.MethodGet, path, nil)
	req.Host = host
	stranger := s.visitor() // a browser keeps cookies by host, so the owner's go along by hand
	for _, cookie := range s.owner.client.Jar.Cookies(req.URL) {
		req.AddCookie(cookie)
	}
	return stranger.do(req).want(http.StatusOK)
}

// A laptop wakes up in another room: the next look at the join screen has its new address.
func TestJoinScreenFollowsTheNetwork(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	screen := "/classes/" + fmt.Sprint(s.class) + "/join-screen"
	host := strings.TrimPrefix(s.base, "http://")
	tests := []struct {
		name      string
		addresses []string
		host      string
		says      string // the address in large letters
		others    []string
		reachable bool
	}{
		{"before the network is up", []string{"http://127.0.0.1:9401"}, host, "127.0.0.1:9401/join", nil, false},
		{
			"on a network", []string{"http://192.168.1.20:9401", "http://127.0.0.1:9401"}, host,
			"192.168.1.20:9401/join", []string{"127.0.0.1:9401/join"}, true,
		},
		{"on another one", []string{"http://10.3.0.7:9401"}, host, "10.3.0.7:9401/join", nil, true},
		{"IPv6 alone", []string{"http://[2001:db8::1]:9401"}, host, "[2001:db8::1]:9401/join", nil, true},
		{"HTTPS", []string{"https://10.3.0.7:9401"}, host, "https://10.3.0.7:9401/join", nil, true},
		{
			"asked for under an address that nobody knew of", []string{"http://127.0.0.1:9401"}, "10.20.30.40:9401",
			"10.20.30.40:9401/join", []string{"127.0.0.1:9401/join"}, true,
		},
		{
			"asked for under a name", []string{"http://127.0.0.1:9401"}, "teacher.local:9401",
			"teacher.local:9401/join", []string{"127.0.0.1:9401/join"}, true,
		},
		{
			"asked for under one more address", []string{"http://192.168.1.20:9401"}, "10.20.30.40:9401",
			"192.168.1.20:9401/join", []string{"10.20.30.40:9401/join"}, true,
		},
		{"nothing known", nil, "10.20.30.40:9401", "10.20.30.40:9401/join", nil, true},
		{"nothing known and asked for here", nil, "localhost:9401", "localhost:9401/join", nil, false},
		{"asked for under IPv6 loopback", []string{"http://127.0.0.1:9401"}, "[::1]:9401", "127.0.0.1:9401/join", nil, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s.addresses = test.addresses
			p := s.underHost(test.host, screen)
			if got := p.doc.class("addr")[0].words(); got != test.says {
				t.Errorf("the screen says %q, want %q", got, test.says)
			}
			if test.reachable {
				p.hides(noNetwork)
			} else {
				p.says(noNetwork)
			}
			for _, other := range test.others {
				p.says(other)
			}
		})
	}
}

func TestInvitationHasTheAddressOfNow(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	here := "/classes/" + fmt.Sprint(s.class)
	for _, address := range []string{"http://192.168.1.20:9401", "https://dossier.school.example"} {
		s.addresses = []string{address, "http://127.0.0.1:9401"}
		invite := s.owner.open(here + "/settings").form(here + "/colleagues")
		s.owner.send(invite).want(http.StatusOK).says(address + "/invitation/")
	}
}
