package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// lifeForm is a form of the page on which a class is renamed, archived or deleted.
func (b *browser) lifeForm(class int64, page, action string) form {
	b.t.Helper()
	at := fmt.Sprintf("/classes/%d", class)
	return b.open(at + page).form(at + action)
}

func TestRenamingAClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	f := s.owner.lifeForm(s.class, "/rename", "/rename")
	if got := f.fields.Get("class"); got != className {
		t.Errorf("the field has %q", got)
	}
	for _, name := range []string{" ", strings.Repeat("long", 11)} {
		p := s.owner.send(f, "class", name).want(http.StatusUnprocessableEntity).says("a name of 1 to 40 characters")
		if got := p.form(f.action).fields.Get("class"); name != " " && got != name {
			t.Errorf("what was typed is lost: %q", got)
		}
	}
	s.owner.newClass("11B History")
	s.owner.send(f, "class", "11B History").want(http.StatusSeeOther) // two may have the same name
	ana.open("/").says("11B History").hides(className)
	s.visitor().join(s.code, "Ben", pin)
}

func TestAnArchivedClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	ana.atDesk()
	essay := s.handsIn("Ana", answerText)
	s.owner.open("/classes").says("1 to mark")
	late := s.visitor()
	lateForm := late.pinPage(s.code, "Late").form("/join/" + plain(s.code) + "/enter")
	to := s.owner.send(s.owner.lifeForm(s.class, "/rename", "/archive")).want(http.StatusSeeOther).to()
	p := s.owner.open(to).says("The class is in the archive").says("In the archive: 1 class").hides("to mark")
	if len(p.doc.class("classes")[0].find(func(n *node) bool { return n.tag == "li" })) != 0 {
		t.Error("the class still stands among those that are taught")
	}
	s.owner.open("/marking").hides("Ana")
	// Nobody new comes in, and whoever is in it stays.
	late.send(lateForm, "pin", pin).want(http.StatusUnprocessableEntity).
		says("nobody new can come in")
	b := s.visitor()
	b.send(b.open("/join/"+plain(s.code)).form("/join/"+plain(s.code)), "name", "Late").
		want(http.StatusOK).
		says("nobody new can come in")
	ana.open("/me")
	s.student("Ana").open("/me")
	// Everything can be read, and taken out again.
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)).says("Ana")
	s.owner.open(fmt.Sprintf("/marking/essays/%d", essay))
	action := fmt.Sprintf("/classes/%d/unarchive", s.class)
	for range 2 {
		s.owner.send(p.form(action)).want(http.StatusSeeOther)
	}
	s.owner.open("/classes").says("1 to mark").hides("In the archive")
	s.visitor().join(s.code, "Late", pin)
}

func TestDeletingAClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	ana.atDesk()
	s.handsIn("Ana", answerText)
	colleague := s.invited()
	f := s.owner.lifeForm(s.class, "/delete", "/delete")
	s.owner.open(f.action).says("1 student").says("1 essay").says("Second Reader").says("0 answers")
	for _, row := range []struct{ name, pass, says string }{
		{"", passphrase, "That is not the name of this class."},
		{"10C History", passphrase, "That is not the name of this class."},
		{className, "", "Type your passphrase."},
		{className, "wrong", "That is not your passphrase."},
	} {
		p := s.owner.send(f, "class", row.name, "pass", row.pass).want(http.StatusUnprocessableEntity).says(row.says)
		if got := p.form(f.action).fields.Get("class"); got != row.name {
			t.Errorf("what was typed is lost: %q", got)
		}
	}
	ana.open("/me")
	to := s.owner.send(f, "class", " 10b history ", "pass", passphrase).want(http.StatusSeeOther).to()
	s.owner.open(to).says("The class is deleted, and the answers are gone.").hides(className)
	colleague.open("/classes").says("9C").hides(className)
	s.owner.get(fmt.Sprintf("/classes/%d", s.class)).want(http.StatusNotFound)
	for _, table := range []string{"student", "essay", "essay_text", "trust", "device"} {
		if n := one[int](s, `SELECT count(*) FROM `+table); n != 0 {
			t.Errorf("%d rows of %s are left", n, table)
		}
	}
	ana.open("/").hides("Ana")
	b := s.visitor()
	b.send(b.open("/join").form("/join"), "code", s.code).want(http.StatusNotFound)
}
