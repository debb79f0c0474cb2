package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
	"dossier/views"
)

// TestF8Clock moves the clock in the middle of a test: by a year either way, as a computer without a battery does, and
// by five minutes, as a teacher does. What was agreed stays: the test ends when it was said to end, the answer that was
// given last counts, sessions live as long as ever, and a guest finds everything they have done.
func TestF8Clock(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	for _, leap := range []struct {
		name    string
		by      time.Duration
		comes   bool // back again, before anybody goes on
		visited bool // while it is wrong, and somebody comes who was not here before
	}{
		{"a year slow and set right", -year, true, false},
		{"a year slow, used, and set right", -year, true, true},
		{"a year fast and set right", year, true, false},
		{"a year fast, used, and set right", year, true, true},
		{"five minutes slow and set right", -5 * time.Minute, true, true},
		{"set back by five minutes", -5 * time.Minute, false, true},
	} {
		t.Run(leap.name, func(t *testing.T) {
			s := newSite(t).setUp()
			ana, guest := s.student("Ana"), s.guest()
			a := s.handOut(t, s.thursday(t, s.course.Lessons[2].ID, 2))
			s.clock.pass(10 * time.Minute)
			attempt := ana.begin(a)
			question := func(n int) *page { return ana.get(fmt.Sprintf("%s/questions/%d", attempt, n)) }
			give := func(n int, right bool) {
				path := fmt.Sprintf("%s/questions/%d", attempt, n)
				ana.post(path, s.asked(question(n).want(http.StatusOK), a.Questions[n-1].Question).answer(right)).
					want(http.StatusSeeOther)
			}
			give(1, false)

			s.clock.leap(leap.by)
			guests := []*browser{guest}
			if leap.visited {
				guests = append(guests, s.guest())
				for _, b := range append(guests, ana, s.owner) {
					b.get("/").want(http.StatusOK)
				}
				ana.get("/me").want(http.StatusOK)
			}
			for range 3 { // the program tidies up once an hour
				old := s.clock.now().Add(-90 * 24 * time.Hour)
				if _, err := s.store.Sweep(t.Context(), store.Before{Guests: old, Idle: old, Others: old}); err != nil {
					t.Fatal(err)
				}
			}
			if leap.comes {
				s.clock.leap(-leap.by)
			}

			give(1, true)
			s.owner.get("/classes").want(http.StatusOK)
			for _, b := range guests {
				b.get("/me").want(http.StatusOK)
			}
			s.clock.pass(a.Closes.Add(classroom.Grace).Sub(s.clock.now()))
			late := s.asked(question(2).want(http.StatusOK), a.Questions[1].Question).answer(true)
			ana.post(attempt+"/questions/2", late).want(http.StatusSeeOther)
			before := s.responses()
			s.clock.pass(time.Millisecond)
			late.Set("form", account.FormToken())
			ana.post(attempt+"/questions/2", late)
			if after := s.responses(); after != before {
				t.Error("an answer is taken after the end")
			}
			for _, b := range append(guests, ana) {
				b.get("/me").want(http.StatusOK)
			}
			if err := s.store.ReleaseResults(t.Context(), 1, a.Class, a.ID, true); err != nil {
				t.Fatal(err)
			}
			marks := views.Number(a.Questions[0].OutOf + a.Questions[1].OutOf)
			ana.get(attempt + "/result").want(http.StatusOK).says(marks + " of " + marks + " marks")
			s.clock.pass(3 * time.Hour)
			ana.get("/me").want(http.StatusSeeOther)
			s.owner.get("/classes").want(http.StatusSeeOther)
			for _, b := range guests {
				b.get("/me").want(http.StatusOK)
			}
			s.clock.pass(91 * 24 * time.Hour)
			for _, b := range guests { // nor do they live for ever
				b.get("/me").want(http.StatusSeeOther)
			}
		})
	}
}

// TestF8WhatRunsOutMovesAlong sets the clock while something is on its way: it goes on for as long as was said, and no
// longer. Each case begins something, and returns how to see whether that still holds.
func TestF8WhatRunsOutMovesAlong(t *testing.T) {
	t.Parallel()
	const day, year = 24 * time.Hour, 365 * 24 * time.Hour
	for name, one := range map[string]struct {
		lasts time.Duration
		begin func(*site) (holds func() bool)
	}{
		"an invitation": {store.InvitationLife, func(s *site) func() bool {
			p := s.owner.send(s.owner.open(s.of("/settings")).form(s.of("/colleagues"))).want(http.StatusOK)
			return opens(s, p)
		}},
		"a link for a passphrase": {store.PassphraseLinkLife, func(s *site) func() bool {
			s.invited()
			give := fmt.Sprintf("/account/teachers/%d/link", s.second())
			return opens(s, s.owner.send(s.owner.open("/account/teachers").form(give)).want(http.StatusOK))
		}},
		"a wait after wrong PINs": {time.Minute, func(s *site) func() bool {
			s.student("Ana")
			thief, enter := s.visitorFrom("127.0.0.66"), "/join/"+plain(s.code)+"/enter"
			f := thief.pinPage(s.code, "Ana").form(enter)
			for range account.PINFree {
				thief.send(f, "pin", "918273").want(http.StatusUnprocessableEntity)
			}
			return func() bool { return thief.send(f, "pin", "918273").status == http.StatusTooManyRequests }
		}},
		"somebody at the door": {classroom.WaitsFor, func(s *site) func() bool {
			s.door("asks")
			zoe := s.waits(s.guest(), "Zoe")
			return func() bool { return zoe.state() == `{"state":"waits"}` }
		}},
		"a claim": {essay.ClaimFor, func(s *site) func() bool {
			second := s.colleague()
			s.student("Ana")
			path := fmt.Sprintf("/marking/essays/%d", s.handsIn("Ana", answerText))
			s.owner.seeds().send(s.owner.open(path).form(path), "do", "claim").want(http.StatusSeeOther)
			return func() bool { return strings.Contains(second.open(path).doc.words(), "has had this answer open") }
		}},
	} {
		for _, leap := range []time.Duration{-year, year, -5 * time.Minute, 3 * day} {
			t.Run(fmt.Sprint(name, " ", leap), func(t *testing.T) {
				t.Parallel()
				s := newSite(t).setUp()
				holds := one.begin(s)
				s.clock.pass(one.lasts / 2)
				s.clock.leap(leap)
				if !holds() {
					t.Error("it is over too early")
				}
				s.clock.pass(one.lasts/2 + time.Second)
				if holds() {
					t.Error("it is not over when it should be")
				}
			})
		}
	}
}

// opens shows whether the link that a page gives leads anywhere.
func opens(s *site, p *page) func() bool {
	_, path, _ := strings.Cut(p.doc.class("once-link")[0].words(), s.base)
	return func() bool { return s.visitor().get(path).status == http.StatusOK }
}
