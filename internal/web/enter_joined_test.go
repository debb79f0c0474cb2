package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// After joining a student is told who they are here, and to write the PIN down; after signing in again, only who they
// are. Nobody is told the PIN.
func TestThePageAfterJoining(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Zelda")
	enter := "/join/" + plain(s.code) + "/enter"
	b := s.visitor()
	f := b.pinPage(s.code, "Amira").form(enter)
	p := b.follow(b.send(f, "pin", pin)).want(http.StatusOK).hides(pin).hides("Zelda")
	for _, words := range []string{"You are in as Amira", className, "Write your PIN down now", "Go to the lessons"} {
		if !strings.Contains(p.doc.id("main").words(), words) {
			t.Errorf("the page after joining does not say %q: %s", words, p.doc.id("main").words())
		}
	}
	dark := p.doc.id("main").find(func(n *node) bool { return strings.Contains(n.attr["class"], "primary") })
	if got := len(dark); got != 1 {
		t.Errorf("the page has %d dark buttons, want 1", got)
	}
	b.open("/joined").says("You are in as Amira") // loaded again

	// Pressed a second time, or gone back to: the form is of the session before.
	if to := b.send(f, "pin", pin).want(http.StatusSeeOther).to(); to != "/joined" {
		t.Errorf("the form sent again leads to %q", to)
	}
	if to := b.send(b.pageBefore(f), "name", "Amira").want(http.StatusSeeOther).to(); to != "/joined" {
		t.Errorf("the page of the name leads to %q", to)
	}
	// Two clicks so fast that both come with the cookie from before.
	one, two := s.visitor(), s.visitor()
	f = one.pinPage(s.code, "Cleo").form(enter)
	two.carry(one)
	for _, click := range []*browser{one, two} {
		if to := click.send(f, "pin", pin).want(http.StatusSeeOther).to(); to != "/joined" {
			t.Errorf("a double click leads to %q", to)
		}
	}

	again := s.visitor()
	p = again.follow(again.send(again.pinPage(s.code, "amira").form(enter), "pin", pin)).want(http.StatusOK)
	p.says("You are in as Amira in " + className).hides("Write your PIN down").hides(pin)
	again.open("/").hides("You are in as")
	s.visitor().open("/?in=yes").hides("You are in as")
	again.send(again.open("/joined").form("/sign-out")).want(http.StatusSeeOther)
	again.get("/joined").want(http.StatusNotFound)
}

// pageBefore is the form of the name, with the token of another form.
func (b *browser) pageBefore(f form) form {
	f.action = strings.TrimSuffix(f.action, "/enter")
	return f
}

// A new student who comes with an answer that was kept sees both: who they are, and the answer.
func TestJoiningWithAKeptAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	b := s.visitor()
	a := s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	b.client.Jar = nil
	p := b.post(a.action, a.answer(true)).want(http.StatusConflict)
	b.client.Jar = s.visitor().client.Jar
	p = b.send(p.form("/join"), "code", s.code, "name", "Dora").want(http.StatusConflict)
	p = b.send(p.form("/join"), "code", s.code, "name", "Dora").want(http.StatusOK)
	enter := p.form("/join/" + plain(s.code) + "/enter")
	p = b.send(enter, "pin", pin).want(http.StatusOK).says("You are in as Dora").says("Write your PIN down now").
		says("Your answer was kept").hides(pin)
	if b.send(enter, "pin", pin).want(http.StatusOK).form(a.action).fields.Get("sure") == "" { // pressed twice
		t.Error("the second click loses the answer")
	}
	b.send(p.form(a.action)).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM response r JOIN attempt a ON a.id = r.attempt_id
		JOIN student s ON s.id = a.student_id WHERE s.name = 'Dora'`); n != 1 {
		t.Errorf("%d answers of Dora, want 1", n)
	}
}

// Every field for a PIN or passphrase says to a password manager what it is, and stands beside the name it belongs to.
func TestFieldsForPasswordManagers(t *testing.T) {
	t.Parallel()
	s := newServer(t, true)
	for _, field := range []struct{ page, secret, autocomplete, name string }{
		{"pin-new", "pin", "new-password", "محمد عبد الرحمن"}, {"pin-known", "pin", "current-password", "محمد عبد الرحمن"},
		{"sign-in", "pass", "current-password", ""}, {"away-teacher", "pass", "current-password", ""},
		{"setup", "pass", "new-password", ""}, {"invitation", "pass", "new-password", ""},
	} {
		_, body := look(t, s, "/dev/gallery/"+field.page)
		doc := parse(t, body)
		secret, name := doc.id(field.secret), doc.id("name")
		if secret == nil || name == nil {
			t.Errorf("%s: a field is missing", field.page)
			continue
		}
		for attr, want := range map[string]string{"name": field.secret, "type": "password",
			"autocomplete": field.autocomplete, "spellcheck": "false", "autocapitalize": "off"} {
			if got := secret.attr[attr]; got != want {
				t.Errorf("%s: %s of the secret is %q, want %q", field.page, attr, got, want)
			}
		}
		if got := secret.attr["inputmode"]; (got == "numeric") != (field.secret == "pin") {
			t.Errorf("%s: inputmode is %q", field.page, got)
		}
		if name.attr["autocomplete"] != "username" || name.attr["name"] != "name" || name.attr["value"] != field.name {
			t.Errorf("%s: the name is %v", field.page, name.attr)
		}
		if _, fixed := name.attr["readonly"]; fixed != (field.secret == "pin") {
			t.Errorf("%s: the name is fixed: %v", field.page, fixed)
		}
	}
}
