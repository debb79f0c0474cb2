package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/account"
)

// of is an address of the first class.
func (s *site) of(rest string) string { return fmt.Sprintf("/classes/%d%s", s.class, rest) }

// door sets the door of the first class by its page.
func (s *site) door(to string) {
	s.t.Helper()
	f := s.owner.open(s.of("/settings")).form(s.of("/door"))
	s.owner.send(f, "do", to).want(http.StatusSeeOther)
}

func (s *site) places(typed string) *page {
	s.t.Helper()
	return s.owner.send(s.owner.open(s.of("/settings")).form(s.of("/places")), "places", typed)
}

// list puts a name on the list of the first class, as a teacher does who pastes it.
func (s *site) list(name string) {
	s.t.Helper()
	_, err := s.db().ExecContext(s.t.Context(), `INSERT INTO student (class_id, name, name_key, pin_hash, created_at,
		last_active_at) VALUES (?, ?, ?, ?, 0, 0)`, s.class, name, account.FoldName(name), account.NoPIN)
	if err != nil {
		s.t.Fatal(err)
	}
}

// tries types a name and a PIN at the door of the first class.
func (b *browser) tries(name, pin string) *page {
	b.t.Helper()
	code := plain(b.site.code)
	p := b.send(b.open("/join/"+code).form("/join/"+code), "name", name).want(http.StatusOK)
	return b.send(p.form("/join/"+code+"/enter"), "pin", pin)
}

const (
	saysClosed = "The door of this class is closed"
	saysFull   = "Every place in this class is taken"
	saysOver   = "The year of this class is over"
	noSuchPair = "Nobody in this class has this name with this PIN."
)

func TestWhoComesThroughWhichDoor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                string
		set                 func(*site)
		says                string
		fresh, back, listed int // what a new name, a returning one and one from the list get
	}{
		{"open", func(*site) {}, "", 303, 303, 303},
		{"closed", func(s *site) { s.door("closed") }, saysClosed, 422, 303, 303},
		{"closed and opened", func(s *site) { s.door("closed"); s.door("open") }, "", 303, 303, 303},
		{"full", func(s *site) { s.places("2").want(http.StatusSeeOther) }, saysFull, 422, 303, 303},
		{"one place left", func(s *site) { s.places("3").want(http.StatusSeeOther) }, "", 303, 303, 303},
		{"full, then as many as come", func(s *site) { s.places("2"); s.places("").want(http.StatusSeeOther) }, "",
			303, 303, 303},
		{"archived", func(s *site) {
			s.stop()
			if _, err := s.db().ExecContext(s.t.Context(), `UPDATE class SET archived_at = 1`); err != nil {
				s.t.Fatal(err)
			}
			again := startSite(s.t, s.course, s.dir, s.clock)
			s.base, s.store, s.server = again.base, again.store, again.server
		}, saysOver, 422, 303, 422},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t).setUp()
			s.student("Ana")
			s.list("Listed One")
			test.set(s)
			first := s.visitor().open("/join/" + plain(s.code))
			if test.says != "" {
				first.says(test.says)
			} else {
				first.hides("nobody new can come in")
			}
			if got := s.visitor().tries("ana", pin); got.status != test.back {
				t.Errorf("a returning student gets %d: %s", got.status, got.excerpt())
			}
			s.visitor().tries("Ana", "000001").want(http.StatusUnprocessableEntity)
			if got := s.visitor().tries("listed one", "739104"); got.status != test.listed {
				t.Errorf("a listed student gets %d: %s", got.status, got.excerpt())
			}
			got := s.visitor().tries("Zoe", pin)
			if got.status != test.fresh {
				t.Errorf("a new student gets %d: %s", got.status, got.excerpt())
			}
			if test.says != "" {
				got.says(test.says).says(noSuchPair).plainly()
			}
			if test.listed == http.StatusSeeOther { // and as a returning one, with the PIN that they chose
				s.visitor().tries("Listed One", "739104").want(http.StatusSeeOther)
				s.visitor().tries("Listed One", "618273").want(http.StatusUnprocessableEntity)
			}
		})
	}
}

// Where nobody new gets in, a visitor with the code learns nothing about who is in the class: the answers are the same
// for a name that is there, one that is on the list and one that nobody has.
func TestAClosedDoorTellsNoNames(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	s.list("Bea")
	s.door("closed")
	code := plain(s.code)
	// The three names are as long as each other; what is left is compared letter by letter.
	same := func(what string, ask func(b *browser, name string) *page) {
		t.Helper()
		var first string
		for i, name := range []string{"Ana", "Bea", "Zoe"} {
			p := ask(s.visitor(), name)
			shown := fmt.Sprint(p.status, " ", strings.ReplaceAll(p.doc.id("main").words(), name, "NAME"))
			if i > 0 && shown != first {
				t.Errorf("%s: %s gets\n%s\nAna gets\n%s", what, name, shown, first)
			}
			if first == "" {
				first = shown
			}
		}
	}
	same("the name", func(b *browser, name string) *page {
		return b.send(b.open("/join/"+code).form("/join/"+code), "name", name)
	})
	same("a PIN that is none", func(b *browser, name string) *page { return b.tries(name, "12") })
	same("a PIN of repeated digits", func(b *browser, name string) *page { return b.tries(name, "111111") })
	// A name on the list is for whoever comes first, so that only the other two can be compared by a wrong PIN.
	for _, name := range []string{"Ana", "ANA", "Zoe", "zoe"} {
		p := s.visitor().tries(name, "602913").want(http.StatusUnprocessableEntity).says(noSuchPair).says(name)
		if name != "Ana" {
			p.hides(">Ana<")
		}
	}
	var waits []string
	for _, name := range []string{"Ana", "Zoe"} {
		b := s.visitor()
		for range account.PINFree {
			b.tries(name, "602913")
		}
		waits = append(waits, strings.ReplaceAll(b.tries(name, "602913").want(http.StatusTooManyRequests).
			doc.id("main").words(), name, "NAME"))
	}
	if waits[0] != waits[1] {
		t.Errorf("after many guesses:\n%s\n%s", waits[0], waits[1])
	}
}

// waits has somebody new wait at the door of the first class.
func (s *site) waits(b *browser, name string) *browser {
	s.t.Helper()
	p := b.tries(name, pin).want(http.StatusSeeOther)
	if p.to() != "/waiting" {
		s.t.Fatalf("%s is led to %s", name, p.to())
	}
	b.open("/waiting").says("Wait a moment, " + name)
	return b
}

// state is what a script of the page of somebody who waits is told.
func (b *browser) state() string {
	b.t.Helper()
	req := b.request(http.MethodGet, "/waiting", nil)
	req.Header.Set("Accept", "application/json")
	return b.do(req).want(http.StatusOK).body
}

// decides presses a button of those who wait.
func (s *site) decides(do string) *page {
	s.t.Helper()
	return s.owner.send(s.owner.open(s.of("/settings")).form(s.of("/waiting")), "do", do)
}

func TestTheTeacherLetsIn(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.door("asks")
	s.owner.open(s.of("/settings")).says("Nobody is waiting.")
	guest := s.guest()
	zoe, maxim := s.waits(guest, "Zoe"), s.waits(s.visitor(), "Max")
	for _, b := range []*browser{zoe, maxim} {
		if got := b.state(); got != `{"state":"waits"}` {
			t.Errorf("a script is told %s", got)
		}
		b.send(b.open("/waiting").form("/waiting")).want(http.StatusOK).says("Stay on this page.")
		b.get("/joined").want(http.StatusNotFound)
	}
	s.visitor().open("/join/" + plain(s.code)).hides("Zoe")
	if got := s.visitor().state(); got != `{"state":"gone"}` {
		t.Errorf("somebody else's script is told %s", got)
	}
	settings := s.owner.open(s.of("/settings")).says("Zoe").says("Let all 2 in")
	if got := s.owner.get(s.of("/door")).want(http.StatusOK).body; !strings.Contains(got, "2 are waiting to be let in") {
		t.Errorf("the page of the teacher is told %s", got)
	}
	s.owner.open(s.of("/join-screen")).says("2 are waiting to be let in").hides("Zoe")
	s.owner.send(settings.form(s.of("/waiting")), "do", "in").want(http.StatusSeeOther)
	if got := zoe.state(); got != `{"state":"in"}` {
		t.Errorf("a script is told %s", got)
	}
	zoe.send(zoe.open("/waiting").says("You may come in, Zoe").form("/waiting")).want(http.StatusSeeOther)
	zoe.open("/joined").says("You are in as Zoe")
	zoe.open("/me").says("1")
	maxim.send(maxim.open("/waiting").form("/waiting")).want(http.StatusSeeOther)
	maxim.open("/joined").says("You are in as Max")
	s.visitor().tries("zoe", pin).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM waiting`); n != 0 {
		t.Errorf("%d rows of who waited are left", n)
	}
}

func TestTheTeacherTurnsAway(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.door("asks")
	before := s.dump()
	zoe, maxim := s.waits(s.visitor(), "Zoe"), s.waits(s.visitor(), "Max")
	first := one[int64](s, `SELECT id FROM waiting WHERE name = 'Zoe'`)
	s.decides(fmt.Sprintf("away.%d", first)).want(http.StatusSeeOther)
	if got := zoe.state(); got != `{"state":"gone"}` {
		t.Errorf("a script is told %s", got)
	}
	f := maxim.open("/waiting").form("/waiting")
	zoe.send(form{action: f.action, fields: url.Values{"csrf": {s.csrf(zoe)}, "code": {plain(s.code)}}}).
		want(http.StatusOK).says("your teacher has not let you in").form("/join/" + plain(s.code))
	zoe.open("/waiting").says("You are not waiting any more").form("/join")
	s.decides("away").want(http.StatusSeeOther)
	if got := maxim.state(); got != `{"state":"gone"}` {
		t.Errorf("a script is told %s", got)
	}
	for _, changed := range differ(before, s.dump()) {
		if !strings.HasPrefix(changed, "audit:") && !strings.HasPrefix(changed, "meta:") &&
			!strings.HasPrefix(changed, "session:") {
			t.Errorf("something of them is kept: %s", changed)
		}
	}
	if strings.Contains(fmt.Sprint(s.dump()["audit"]), "Zoe") {
		t.Error("the record has the name")
	}
	// Somebody else at the same computer writes their own name.
	s.waits(zoe, "Other")
	zoe.send(zoe.open("/waiting").form("/waiting/stop")).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM waiting`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

func TestOneOfTwoNamesakesIsLetIn(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.door("asks")
	one, two := s.waits(s.visitor(), "Zoe"), s.waits(s.visitor(), "zoe")
	s.owner.open(s.of("/settings")).says("two with this name are waiting")
	s.decides("in").want(http.StatusConflict).says("somebody in the class has this name already").says("zoe").plainly()
	if got := one.state() + two.state(); got != `{"state":"in"}{"state":"waits"}` {
		t.Errorf("the scripts are told %s", got)
	}
	s.places("1").want(http.StatusSeeOther)
	s.visitor().tries("Max", pin).want(http.StatusUnprocessableEntity).says(saysFull)
	s.door("open") // whoever waits goes on waiting
	if got := two.state(); got != `{"state":"waits"}` {
		t.Errorf("the script is told %s", got)
	}
}

// A kept answer travels past the door: whoever is let in is offered to send it.
func TestAnAnswerWaitsAtTheDoor(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.door("asks")
	b := s.visitor()
	code := plain(s.code)
	keep := url.Values{"csrf": {b.token()}, "name": {"Zoe"}, "pin": {pin}, "new": {"yes"},
		"keep-to": {"/lessons/kirov/sections/guard"}, "keep-body": {"x=1"}}
	p := b.post("/join/"+code+"/enter", keep).want(http.StatusOK).says("Wait a moment, Zoe")
	again := p.form("/waiting")
	b.send(again).want(http.StatusOK).form("/waiting")
	s.decides("in").want(http.StatusSeeOther)
	b.send(again).want(http.StatusOK).form("/lessons/kirov/sections/guard")
}

func TestTheDoorChangesMeanwhile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, to string
		status   int
		says     string
	}{
		{"open", "closed", http.StatusUnprocessableEntity, saysClosed},
		{"open", "asks", http.StatusSeeOther, ""},
		{"asks", "open", http.StatusSeeOther, ""},
		{"asks", "closed", http.StatusUnprocessableEntity, saysClosed},
	} {
		s := newSite(t).setUp()
		s.door(test.from)
		b := s.visitor()
		p := b.pinPage(s.code, "Zoe")
		s.door(test.to)
		got := b.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(test.status)
		if test.says != "" {
			got.says(test.says)
		}
		s.stop()
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	p := s.places("many").want(http.StatusUnprocessableEntity).
		says("Write a number from 1 to 500, or leave this empty.").plainly()
	if got := p.form(s.of("/places")).fields.Get("places"); got != "many" {
		t.Errorf("what was typed is %q", got)
	}
	s.places(" 30 ").want(http.StatusSeeOther)
	if got := s.owner.open(s.of("/settings")).form(s.of("/places")).fields.Get("places"); got != "30" {
		t.Errorf("the page shows %q places", got)
	}
}

func TestTheDoorOnTheJoinScreen(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	p := s.owner.open(s.of("/join-screen")).says("The door is open.").says("1 student in the class · 1 here now")
	for _, says := range []string{"The door is closed.", "The door is open."} {
		to := s.owner.send(p.form(s.of("/door")), "do", map[bool]string{true: "closed", false: "open"}[says ==
			"The door is closed."]).want(http.StatusSeeOther).to()
		if to != s.of("/join-screen") {
			t.Errorf("the button leads to %s", to)
		}
		p = s.owner.open(to).says(says)
	}
}

func TestANewCodeAsksFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	p := s.owner.open(s.of("/code")).says("stops working at once").says(s.code)
	s.visitor().open("/join/" + plain(s.code))
	s.owner.send(p.form(s.of("/code"))).want(http.StatusSeeOther)
	s.visitor().get("/join/" + plain(s.code)).want(http.StatusNotFound)
	s.owner.open(s.of("/settings")).hides(s.code)
}

var sixDigits = regexp.MustCompile(`^\d{6}$`)

// pinsOn reads the PINs on the slips of a page, by name.
func pinsOn(p *page) map[string]string {
	all := map[string]string{}
	for _, slip := range p.doc.class("slip") {
		words := strings.Fields(slip.words())
		name, last := words[2], words[len(words)-1] // after the name of the class, which has two words
		if sixDigits.MatchString(last) {
			all[name] = last
		} else {
			all[name] = ""
		}
	}
	return all
}

func TestLoginSlips(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.owner.open(s.of("/slips")).says("Nobody is in the class yet.")
	ana := s.student("Ana")
	s.student("Ben")
	s.list("Cem")
	id := func(name string) string {
		return fmt.Sprint(one[int64](s, `SELECT id FROM student WHERE name = ?`, name))
	}
	p := s.owner.open(s.of("/slips")).says("3 slips").says("you choose it when you first come in").says(s.code)
	if got := fmt.Sprint(pinsOn(p)); got != "map[Ana: Ben: Cem:]" {
		t.Errorf("the slips: %s", got)
	}
	if got := pinsOn(s.owner.open(s.of("/slips?student=" + id("Ben")))); len(got) != 1 {
		t.Errorf("the slip of one: %v", got)
	}
	s.owner.get(s.of("/slips/pins")).want(http.StatusUnprocessableEntity).says("Nobody is ticked.").plainly()

	ask := s.owner.open(s.of("/slips?pins=new&student=" + id("Ana") + "&student=" + id("Cem"))).says("2 new PINs?").
		says("stop working at once")
	ana.open("/me")
	f := ask.form(s.of("/slips/pins"))
	fields := f.with()
	if len(fields["student"]) != 2 {
		t.Fatalf("the form is about %v", fields["student"])
	}
	made := s.owner.post(f.action, fields).want(http.StatusOK).says("Print this page before you leave it.")
	pins := pinsOn(made)
	if len(pins) != 2 || pins["Ana"] == "" || pins["Cem"] == "" || pins["Ana"] == pins["Cem"] {
		t.Fatalf("the new PINs: %v", pins)
	}
	if again := pinsOn(s.owner.post(f.action, fields).want(http.StatusOK)); fmt.Sprint(again) != fmt.Sprint(pins) {
		t.Errorf("sent twice, the form makes %v, then %v", pins, again)
	}
	if strings.Contains(fmt.Sprint(s.dump()), pins["Ana"]) {
		t.Error("a PIN is stored")
	}
	ana.get("/me").want(http.StatusSeeOther) // signed out
	s.visitor().tries("Ana", pin).want(http.StatusUnprocessableEntity)
	s.visitor().tries("Ana", pins["Ana"]).want(http.StatusSeeOther)
	s.visitor().tries("Cem", pins["Cem"]).want(http.StatusSeeOther)
	s.visitor().tries("Ben", pin).want(http.StatusSeeOther)
	if got := pinsOn(s.owner.open(s.of("/slips"))); got["Ana"] != "" {
		t.Error("a slip shows a PIN a second time")
	}
}

func TestPosterAndSlipsHaveTheAddressOfNow(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	for _, address := range []string{"http://192.168.1.20:9401", "https://dossier.school.example"} {
		s.addresses = []string{address}
		shown := strings.TrimPrefix(address, "http://") + "/join"
		s.owner.open(s.of("/poster")).says(shown).says(s.code)
		s.owner.open(s.of("/slips")).says(shown)
	}
}

func TestColleagues(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	s.owner.open(s.of("/settings")).says(ownerName).hides("Leave the class")
	s.owner.open(s.of("/leave")).says("Nobody else teaches this class")
	s.owner.post(s.of("/leave"), url.Values{"csrf": {s.csrf(s.owner)}}).want(http.StatusConflict).plainly()

	invite := func() string {
		t.Helper()
		p := s.owner.send(s.owner.open(s.of("/settings")).form(s.of("/colleagues"))).want(http.StatusOK)
		_, token, _ := strings.Cut(p.doc.class("once-link")[0].words(), "/invitation/")
		return "/invitation/" + token
	}
	withdrawn, used := invite(), invite()
	p := s.owner.open(s.of("/settings")).says("is open until 8 September 2026")
	s.owner.send(p.form(s.of("/colleagues/withdraw")), "do", fmt.Sprintf("%x", one[[]byte](s, `SELECT token_hash
		FROM invitation ORDER BY made_at, token_hash LIMIT 1`))).want(http.StatusSeeOther)
	open := 0
	for _, link := range []string{withdrawn, used} {
		if p := s.visitor().get(link); p.status == http.StatusOK {
			open, used = open+1, link
		} else {
			p.want(http.StatusNotFound)
		}
	}
	if open != 1 {
		t.Fatalf("%d invitations are open, want 1", open)
	}
	second := s.visitor()
	second.send(second.open(used).form(used), "name", "Second", "pass", passphrase).want(http.StatusSeeOther)
	theirs := second.open(s.of("/settings")).says("Second").says("Leave the class").hides("Take out").
		hides("Invite a colleague").hides("Withdraw")
	theirs.form(s.of("/door"))
	id := fmt.Sprint(one[int64](s, `SELECT id FROM teacher WHERE name = 'Second'`))
	mine := fmt.Sprint(one[int64](s, `SELECT id FROM teacher WHERE owner = 1`))
	second.get(s.of("/colleagues/" + mine + "/remove")).want(http.StatusNotFound)
	second.post(s.of("/colleagues/"+mine+"/remove"), url.Values{"csrf": {s.csrf(second)}}).want(http.StatusNotFound)
	p = s.owner.open(s.of("/colleagues/" + id + "/remove")).says("Take Second out of").
		says("The marks that they gave stay")
	s.owner.send(p.form(s.of("/colleagues/" + id + "/remove"))).want(http.StatusSeeOther)
	second.get(s.of("/settings")).want(http.StatusNotFound).hides("Ana")
	second.get(s.of("")).want(http.StatusNotFound)

	link := invite()
	second.send(second.open(link).form(link)).want(http.StatusSeeOther)
	second.send(second.open(s.of("/leave")).form(s.of("/leave"))).want(http.StatusSeeOther)
	second.get(s.of("/settings")).want(http.StatusNotFound)
}
