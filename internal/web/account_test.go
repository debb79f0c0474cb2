package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const newPassphrase = "velvet anchor tractor moss"

// accountForm is a form of the account page.
func (b *browser) accountForm(action string) form {
	b.t.Helper()
	return b.open("/account").form("/account/" + action)
}

func TestChangingThePassphrase(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	elsewhere, colleague := s.teacher(), s.invited()
	f := s.owner.accountForm("passphrase")
	for _, row := range []struct{ pass, next, says string }{
		{"", newPassphrase, "Type your passphrase."},
		{"not the right passphrase", newPassphrase, "That is not your passphrase."},
		{passphrase, "short", "at least 12 characters"},
		{passphrase, ownerName + " 1", "little more than a name"},
		{passphrase, passphrase, "That is the passphrase you have now."},
	} {
		p := s.owner.send(f, "pass", row.pass, "new-pass", row.next).want(http.StatusUnprocessableEntity).says(row.says)
		if strings.Contains(p.body, newPassphrase) || strings.Contains(p.body, passphrase) {
			t.Error("a passphrase stands on the page")
		}
	}
	elsewhere.open("/classes")
	to := s.owner.send(f, "pass", passphrase, "new-pass", newPassphrase).want(http.StatusSeeOther).to()
	s.owner.open(to).says("Your passphrase is changed.").says("this one")
	if to := elsewhere.get("/classes").want(http.StatusSeeOther).to(); to != "/sign-in" {
		t.Errorf("the other session leads to %s", to)
	}
	colleague.open("/classes")
	door := s.visitor()
	sign := door.open("/sign-in").form("/sign-in")
	door.send(sign, "name", ownerName, "pass", passphrase).want(http.StatusUnprocessableEntity)
	door.send(sign, "name", ownerName, "pass", newPassphrase).want(http.StatusSeeOther)
}

// Wrong passphrases on the account page, on a removal and at the sign-in are counted together.
func TestGuessingThePassphraseAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	f := s.owner.accountForm("passphrase")
	for range 20 { // right ones do not count
		s.owner.send(f, "pass", passphrase, "new-pass", "short").want(http.StatusUnprocessableEntity)
	}
	remove := s.owner.open(fmt.Sprintf("/classes/%d/delete", s.class)).form(fmt.Sprintf("/classes/%d/delete", s.class))
	for range 5 {
		s.owner.send(f, "pass", "wrong", "new-pass", newPassphrase).says("That is not your passphrase.")
		s.owner.send(remove, "class", className, "pass", "wrong").says("That is not your passphrase.")
	}
	s.owner.send(f, "pass", passphrase, "new-pass", newPassphrase).
		want(http.StatusUnprocessableEntity).
		says("Too many tries from this device.")
	s.owner.send(remove, "class", className, "pass", passphrase).
		want(http.StatusUnprocessableEntity).
		says("Too many tries from this device.")
	door := s.visitor()
	door.send(door.open("/sign-in").form("/sign-in"), "name", ownerName, "pass", passphrase).
		want(http.StatusTooManyRequests)
	s.clock.pass(15 * minute)
	s.owner.send(f, "pass", passphrase, "new-pass", newPassphrase).want(http.StatusSeeOther)
}

// A teacher whose passphrase was changed in another browser is signed out at once. What they have typed is kept, and
// goes once they have signed in with the new one; the passphrase itself is never kept.
func TestAFormOutlivesAChangedPassphrase(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"passphrase", "sign-out"} {
		t.Run(how, func(t *testing.T) {
			s := newSite(t).setUp()
			tab := s.teacher()
			class := fmt.Sprintf("/classes/%d", s.class)
			rename, remove := tab.open(class+"/rename").form(class+"/rename"), tab.open(class+"/delete").form(class+"/delete")
			now := passphrase
			f := s.owner.accountForm(how)
			if how == "passphrase" {
				now = newPassphrase
			}
			s.owner.send(f, "pass", passphrase, "new-pass", newPassphrase).want(http.StatusSeeOther)
			p := tab.send(remove, "class", className, "pass", passphrase).want(http.StatusConflict).says(className)
			if strings.Contains(p.body, "plum") {
				t.Error("the page that keeps the form has the passphrase in it")
			}
			p = tab.send(p.form("/sign-in"), "name", ownerName, "pass", now).want(http.StatusOK)
			p = tab.send(p.form(class + "/delete")).want(http.StatusUnprocessableEntity).says("Type your passphrase.")
			if got := p.form(class + "/delete").fields.Get("class"); got != className {
				t.Errorf("the name that was typed is %q", got)
			}
			tab.send(rename, "class", "11B History").want(http.StatusConflict) // from before the new sign-in
			if n := one[int](s, `SELECT count(*) FROM class WHERE name = ?1`, className); n != 1 {
				t.Error("a form of the ended session was taken")
			}
		})
	}
}

func TestSessionsOfATeacher(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	colleague := s.invited()
	for _, agent := range []string{"Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", ""} {
		b := s.visitor()
		f := b.open("/sign-in").form("/sign-in")
		req := b.formRequest("/sign-in", f.with("name", ownerName, "pass", passphrase))
		req.Header.Set("User-Agent", agent)
		b.do(req).want(http.StatusSeeOther)
	}
	s.student("Ana")
	p := s.owner.open("/account").says("Firefox on Windows").says("A browser")
	ends := func(p *page) (actions []string) {
		for _, f := range p.doc.forms() {
			if strings.HasSuffix(f.action, "/end") {
				actions = append(actions, f.action)
			}
		}
		return actions
	}
	others := ends(p)
	if len(others) != 2 {
		t.Fatalf("%d sessions can be ended, want the two others", len(others))
	}
	colleague.post(others[0], url.Values{"csrf": {s.csrf(colleague)}}).want(http.StatusNotFound)
	for range 2 { // a second click is no mistake
		s.owner.send(p.form(others[0])).want(http.StatusSeeOther)
	}
	if left := ends(s.owner.open("/account")); len(left) != 1 {
		t.Errorf("%d others are left, want 1", len(left))
	}
	s.clock.pass(61 * minute) // all have run out by now
	owner := s.teacher()
	if left := ends(owner.open("/account")); len(left) != 0 {
		t.Errorf("%d sessions that have run out are listed", len(left))
	}
	if n := one[int](s, `SELECT count(*) FROM session WHERE device <> '' AND student_id IS NOT NULL`); n != 0 {
		t.Error("something is kept of a student's browser")
	}
}

func TestSigningOutEverywhere(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	other, colleague := s.teacher(), s.invited()
	s.owner.send(s.owner.accountForm("sign-out")).want(http.StatusSeeOther)
	for _, b := range []*browser{s.owner, other} {
		if to := b.get("/classes").want(http.StatusSeeOther).to(); to != "/sign-in" {
			t.Errorf("a session is left: it leads to %s", to)
		}
	}
	colleague.open("/classes")
}

// invited is a colleague of the owner, with the class 9C and a part in the first one.
func (s *site) invited() *browser {
	s.t.Helper()
	class := fmt.Sprintf("/classes/%d", s.class)
	link := s.owner.send(s.owner.open(class + "/settings").form(class + "/colleagues")).doc.class("once-link")[0].words()
	b := s.visitor()
	_, path, _ := strings.Cut(link, s.base)
	b.send(b.open(path).form(path), "name", "Second Reader", "pass", passphrase).want(http.StatusSeeOther)
	b.newClass("9C")
	return b
}

// second is the number of that colleague.
func (s *site) second() int64 { return one[int64](s, `SELECT id FROM teacher WHERE owner = 0`) }

func TestANewPassphraseByLink(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	colleague := s.invited()
	give := fmt.Sprintf("/account/teachers/%d/link", s.second())
	link := func() string {
		p := s.owner.send(s.owner.open("/account/teachers").says("9C").form(give)).want(http.StatusOK)
		_, path, _ := strings.Cut(p.doc.class("once-link")[0].words(), s.base)
		return path
	}
	first := link()
	second := link()
	b := s.visitor()
	b.get(first).want(http.StatusNotFound) // a newer one was given
	f := b.open(second).says("Second Reader").form(second)
	b.send(f, "new-pass", "short").want(http.StatusUnprocessableEntity).says("at least 12 characters")
	s.visitor().signIn("Second Reader") // until then the old passphrase works
	colleague.open("/classes")
	b.send(f, "new-pass", newPassphrase).want(http.StatusSeeOther)
	b.open("/classes").says("9C")
	colleague.get("/classes").want(http.StatusSeeOther)
	b.get(second).want(http.StatusNotFound)
	b.send(f, "new-pass", "another "+newPassphrase).want(http.StatusSeeOther) // pressed twice: who is in goes on
	b.open("/classes")
	door := s.visitor()
	door.send(door.open("/sign-in").form("/sign-in"), "name", "Second Reader", "pass", passphrase).
		want(http.StatusUnprocessableEntity)
	third := link()
	s.clock.pass(7*24*hour + time.Second)
	s.visitor().get(third).want(http.StatusNotFound)
	if n := one[int](s, `SELECT count(*) FROM audit WHERE action LIKE '%by link'`); n != 4 {
		t.Errorf("%d links are in the record, want 3 that were given and 1 that was used", n)
	}
}

func TestNobodyGivesTheOwnerALink(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	colleague := s.invited()
	owner := one[int64](s, `SELECT id FROM teacher WHERE owner = 1`)
	for _, b := range []*browser{s.owner, colleague} {
		for _, rest := range []string{"/link", "/remove"} {
			b.post(fmt.Sprintf("/account/teachers/%d%s", owner, rest), url.Values{"csrf": {s.csrf(b)},
				"pass": {passphrase}}).want(http.StatusNotFound)
		}
	}
	colleague.open("/classes").hides("/account/teachers")
	s.owner.open("/classes").says("Teachers")
}

func TestRemovingATeacher(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	colleague := s.invited()
	ownClass := one[int64](s, `SELECT id FROM class WHERE name = '9C'`)
	remove := fmt.Sprintf("/account/teachers/%d/remove", s.second())
	f := s.owner.open(remove).says("9C").hides(className).form(remove)
	s.owner.send(f, "pass", "wrong").want(http.StatusUnprocessableEntity).says("That is not your passphrase.")
	s.owner.get(fmt.Sprintf("/classes/%d", ownClass)).want(http.StatusNotFound)
	colleague.open("/classes")
	to := s.owner.send(f, "pass", passphrase).want(http.StatusSeeOther).to()
	s.owner.open(to).says("The teacher is removed").hides("Second Reader")
	s.owner.open(fmt.Sprintf("/classes/%d", ownClass)).says("9C")
	colleague.get("/classes").want(http.StatusSeeOther)
	door := s.visitor()
	sign := door.open("/sign-in").form("/sign-in")
	for _, pass := range []string{passphrase, ""} {
		door.send(sign, "name", "Second Reader", "pass", pass).want(http.StatusUnprocessableEntity)
	}
	s.owner.send(f, "pass", passphrase).want(http.StatusNotFound)
	s.invited() // somebody else of the same name may come
}
