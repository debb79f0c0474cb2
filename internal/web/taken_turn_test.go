package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"dossier/internal/web"
)

// When more files are being made than there are places, nobody's disk or memory fills up: who asks next is told to wait
// and when to come back, and gets the file then. One person cannot take all places.
func TestFilesAreMadeInTurn(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	const mine = "/me/pack"
	for range 2 * web.MadeForOne { // every place is given back
		ana.get(mine).want(http.StatusOK)
	}
	leave := s.server.TakePlaces("somebody")
	if len(leave) != web.MadeForOne {
		t.Errorf("one person has %d places, want %d", len(leave), web.MadeForOne)
	}
	ana.get(mine).want(http.StatusOK)
	for _, person := range letters(web.MadeInLine) {
		leave = append(leave, s.server.TakePlaces(person)...)
	}
	for _, p := range []*page{ana.get(mine), s.owner.get(fmt.Sprintf("/classes/%d/take-away/pack.zip", s.class))} {
		p.want(http.StatusTooManyRequests).says("Many files are being made").says("in ten seconds")
		if got := p.header.Get("Retry-After"); got != "10" {
			t.Errorf("Retry-After is %q, want 10", got)
		}
	}
	leave[0]()
	leave[0]()
	ana.get(mine).want(http.StatusOK)
	for _, done := range leave {
		done()
	}
	ana.get(mine).want(http.StatusOK)
	if n := s.server.Places(); n != 0 {
		t.Errorf("%d places are still taken", n)
	}
}

// letters are n names.
func letters(n int) (names []string) {
	for i := range n {
		names = append(names, string(rune('a'+i)))
	}
	return names
}
