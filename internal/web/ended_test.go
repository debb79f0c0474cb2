package web_test

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/store"
	"dossier/internal/web"
)

// byScript asks as a script of a page does.
func (b *browser) byScript(method, path string, fields url.Values) *page {
	b.t.Helper()
	req := b.request(method, path, nil)
	if method == http.MethodPost {
		req = b.formRequest(path, fields)
	}
	req.Header.Set("Accept", "application/json")
	return b.do(req)
}

// What a page asks for by itself neither renews nor replaces a session, whoever asks, so that a form of another tab is
// kept as it would have been.
func TestScriptsLeaveTheSessionAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	essay := s.handsIn("Ana", answerText)
	class := fmt.Sprintf("/classes/%d", s.class)
	teacher := s.visitor().signIn(ownerName)
	marking := teacher.seeds().next().marking()
	ben := s.student("Ben")
	desk := ben.atDesk()
	guest := s.guest()
	broken := s.visitor()
	at, _ := url.Parse(s.base)
	broken.client.Jar.SetCookies(at, []*http.Cookie{{Name: s.server.CookieName(), Value: "broken", Path: "/"}})
	everywhere := func(when string) {
		t.Helper()
		for name, b := range map[string]*browser{"teacher": teacher, "student": ben, "guest": guest, "broken cookie": broken,
			"visitor": s.visitor()} {
			for _, path := range []string{"/", "/me", "/atlantis", "/join", "/sign-in", "/classes", class, class + "/live",
				fmt.Sprintf("/marking/essays/%d", essay), "/lessons/kirov"} {
				if p := b.byScript(http.MethodGet, path, nil); p.header.Get("Set-Cookie") != "" {
					t.Errorf("%s, %s: GET %s sets %q", name, when, path, p.header.Get("Set-Cookie"))
				}
			}
			for _, f := range []form{marking, desk} {
				if p := b.byScript(http.MethodPost, f.action, f.with("do", "note")); p.header.Get("Set-Cookie") != "" {
					t.Errorf("%s, %s: POST %s sets %q", name, when, f.action, p.header.Get("Set-Cookie"))
				}
			}
			if p := b.get(class + "/live"); p.header.Get("Set-Cookie") != "" { // quiet, whatever it accepts
				t.Errorf("%s, %s: the live state sets %q", name, when, p.header.Get("Set-Cookie"))
			}
		}
	}
	everywhere("signed in")
	s.clock.pass(3 * hour)
	everywhere("session ended")
	// A page on the wall goes on until the school day ends, without names.
	if p := teacher.byScript(http.MethodGet, class+"/live", nil); p.status != http.StatusOK ||
		strings.Contains(p.body, "Ana") {
		t.Errorf("the live state of an ended session: got status %d: %s", p.status, p.body)
	}
	if p := teacher.byScript(http.MethodPost, marking.action, marking.with("do", "note")); p.status !=
		http.StatusUnauthorized || !strings.Contains(p.body, "signed out") {
		t.Errorf("a note under an ended session: got %d %s", p.status, p.body)
	}
	// The class page loads itself again when it is told so, in the same browser.
	teacher.follow(teacher.get(class))
	teacher.send(marking, whole(s.twoVerdicts().Rubric, "3", "comment.sourcing", "My long comment.")...).
		want(http.StatusConflict).says("You have been signed out").says("My long comment.").says("Sourcing Level 3")
}

// filled is a form with something in every field, as a person could leave it.
func filled(f form) url.Values {
	fields := url.Values{}
	for _, k := range f.node.tags("input", "select", "textarea") {
		name, value := k.attr["name"], k.attr["value"]
		if _, off := k.attr["disabled"]; off || name == "" {
			continue
		}
		switch kind := k.attr["type"]; {
		case k.tag == "textarea", k.tag == "input" && (kind == "" || kind == "text" || kind == "password"):
			fields.Set(name, "Typed into "+name+": \"ä\" & 50 % + [1];\r\n= Ягода")
		case k.tag == "select":
			for _, o := range k.tags("option") {
				fields.Set(name, o.attr["value"])
			}
		case kind == "date":
			fields.Set(name, "1936-08-23")
		case kind == "checkbox":
			fields.Add(name, value)
		default:
			fields.Set(name, value)
		}
	}
	return fields
}

// Every form of the gallery, which shows every kind of question and every page, is kept whole when its session has
// ended: carried through the sign-in and offered to be sent.
func TestEveryFormSurvivesTheEndOfASession(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	student, teacher := s.student("Ana").still(), s.owner.still()
	s.clock.pass(13 * hour)
	looks := newServer(t, true)
	_, index := look(t, looks, "/dev/gallery")
	bodies := map[string]string{"a lesson": s.visitor().open("/lessons/kirov/guard").body,
		"a class": s.visitor().signIn(ownerName).open(fmt.Sprintf("/classes/%d", s.class)).body}
	for _, link := range regexp.MustCompile(`href="(/dev/gallery/[^"]+)"`).FindAllStringSubmatch(index, -1) {
		_, bodies[link[1]] = look(t, looks, link[1])
	}
	walked, reached := map[string]bool{}, map[string]bool{}
	for _, from := range slices.Sorted(maps.Keys(bodies)) {
		for _, f := range parse(t, bodies[from]).forms() {
			route, ok := s.server.PostRoute(f.action)
			if !ok || !route.Keeps || f.node.attr["method"] != "post" {
				continue
			}
			fields := filled(f)
			shape := route.Path + fmt.Sprint(slices.Sorted(maps.Keys(fields)))
			if walked[shape] {
				continue
			}
			walked[shape] = true
			who := student
			if route.Teachers {
				who = teacher
			}
			s.survives(from, who, f.action, fields, !reached[route.Path])
			reached[route.Path] = true
		}
	}
	for _, r := range s.server.Routes() {
		if r.Keeps && !reached[r.Path] {
			t.Errorf("no page of the gallery has a form for %s", r.Path)
		}
	}
}

// survives sends a form under an ended session, and with signIn goes on until it can be sent again.
func (s *site) survives(page string, who *browser, action string, fields url.Values, signIn bool) {
	s.t.Helper()
	want := url.Values{}
	for name, values := range fields {
		if !slices.Contains([]string{"csrf", "pass", "new-pass", "pin", "token"}, name) {
			want[name] = values
		}
	}
	fields.Set("csrf", s.csrf(who))
	route, _ := s.server.PostRoute(action)
	b := s.visitor()
	at, _ := url.Parse(s.base)
	b.client.Jar.SetCookies(at, who.client.Jar.Cookies(at))
	p := b.post(action, fields).want(http.StatusConflict).plainly()
	door := "/join"
	if route.Teachers {
		door = "/sign-in"
	}
	kept, err := url.ParseQuery(p.form(door).fields.Get("keep-body"))
	if err != nil || !maps.EqualFunc(kept, want, slices.Equal) {
		s.t.Errorf("%s: %s keeps %v, want %v", page, action, kept, want)
	}
	for name, values := range want { // and what was typed is told
		if strings.HasPrefix(values[0], "Typed into ") && !p.hasWords(values[0]) {
			s.t.Errorf("%s: %s does not show what was typed into %s", page, action, name)
		}
	}
	if !signIn {
		return
	}
	if route.Teachers {
		p = b.send(p.form("/sign-in"), "name", ownerName, "pass", passphrase).want(http.StatusOK)
	} else {
		p = b.send(p.form("/join"), "code", s.code, "name", "Ana").want(http.StatusOK)
		p = b.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusOK)
	}
	sent := p.form(action).fields
	for name, values := range want { // a browser reads a line end in a page as \n, and sends it as \r\n
		for i := range values {
			want[name][i] = strings.ReplaceAll(values[i], "\r\n", "\n")
		}
	}
	if s.server.CSRF(b.session()) != strings.Split(sent.Get("csrf"), ".")[0] {
		s.t.Errorf("%s: %s has no token of the new session", page, action)
	}
	sent.Del("csrf")
	if !maps.EqualFunc(sent, want, slices.Equal) {
		s.t.Errorf("%s: %s would send %v, want %v", page, action, sent, want)
	}
}

// session is the cookie of this browser's session.
func (b *browser) session() string {
	at, _ := url.Parse(b.site.base)
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == b.site.server.CookieName() {
			return c.Value
		}
	}
	return ""
}

// An essay as long as it may be passes the sign-in in every script.
func TestLongTextsOfEveryScript(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	f := b.atDesk()
	for name, letter := range map[string]string{"Latin": "a", "Cyrillic": "я", "Devanagari": "क", "emoji": "🦊",
		"signs": "%", "ampersands": "&", "lines": "x\r\n"} {
		t.Run(name, func(t *testing.T) {
			text := strings.Repeat(letter, 20_000/len([]rune(letter)))
			f.fields.Set("csrf", b.open("/").form("/sign-out").fields.Get("csrf"))
			s.clock.pass(3 * hour)
			p := b.send(f, "do", "save", "text", text).want(http.StatusConflict)
			p = b.send(p.form("/join"), "code", s.code, "name", "Ana").want(http.StatusOK)
			p = b.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusOK)
			if got := p.form(at + "/desk").fields.Get("text"); got != strings.ReplaceAll(text, "\r\n", "\n") {
				t.Errorf("got %d bytes %.20q, want %d", len(got), got, len(text))
			}
		})
	}
}

// A teacher's form goes out under the same teacher and nobody else; what they typed is shown in any case.
func TestKeptFormOfATeacher(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.colleague()
	old := s.owner.open("/classes").form("/classes")
	s.clock.pass(2 * hour)
	p := s.owner.send(old, "class", "11C History").want(http.StatusConflict).says("11C History")
	door := p.form("/sign-in")
	p = s.visitor().carry(s.owner).send(door, "name", "Second", "pass", passphrase).want(http.StatusConflict).
		says("11C History")
	if p.formFor("/classes") != nil {
		t.Error("the form of one teacher is offered to another")
	}
	p = s.owner.send(door, "name", ownerName, "pass", "a wrong passphrase").want(http.StatusUnprocessableEntity)
	p = s.owner.send(p.form("/sign-in"), "name", ownerName, "pass", passphrase).want(http.StatusOK)
	s.owner.send(p.form("/classes")).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM class_teacher ct JOIN class c ON c.id = ct.class_id
		JOIN teacher t ON t.id = ct.teacher_id WHERE c.name = '11C History' AND t.owner = 1`); n != 1 {
		t.Errorf("%d classes of that name are the owner's, want 1", n)
	}
	// A tab that is older than the present session of the same person, and of another.
	s.owner.send(old, "class", "11D").want(http.StatusConflict).says("Send it again").form("/classes")
	other := s.visitor().signIn("Second")
	p = other.send(old, "class", "11D").want(http.StatusConflict).says("somebody else").says("11D")
	if p.formFor("/classes") != nil {
		t.Error("an old form of one teacher is offered to another")
	}
}

// formFor is the form of the page with that action, nil when there is none.
func (p *page) formFor(action string) *form {
	for _, f := range p.doc.forms() {
		if f.action == action {
			return &f
		}
	}
	return nil
}

// carry gives a browser the cookies of another.
func (b *browser) carry(other *browser) *browser {
	at, _ := url.Parse(b.site.base)
	b.client.Jar.SetCookies(at, other.client.Jar.Cookies(at))
	return b
}

// A page that the browser brought back without the cookie of its session leads to the sign-in with everything on it.
func TestRestoredPage(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	f := b.atDesk()
	l := s.course.Lessons[0]
	quiz := s.firstAsk(b.open(b.startQuiz(l.ID)))
	restored := func() *browser { // the session cookie is gone, the others are there
		v := s.visitor().carry(b)
		u, _ := url.Parse(s.base)
		v.client.Jar.SetCookies(u, []*http.Cookie{{Name: s.server.CookieName(), Path: "/", MaxAge: -1}})
		return v
	}
	v := restored()
	p := v.send(f, "do", "save", "text", "Half an hour of work.").want(http.StatusConflict).
		says("You have been away").says("Half an hour of work.")
	p = v.send(p.form("/join"), "code", s.code, "name", "Ana").want(http.StatusOK)
	p = v.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusOK)
	v.send(p.form(at + "/desk")).want(http.StatusSeeOther)
	if got := one[string](s, `SELECT text FROM essay_text ORDER BY rev DESC LIMIT 1`); got != "Half an hour of work." {
		t.Errorf("the text is %q", got)
	}
	v = restored()
	v.open("/") // another page was looked at first: the browser has a visitor's cookie
	p = v.post(quiz.action, quiz.answer(true)).want(http.StatusConflict).says("You have been away")
	p = v.send(p.form("/join"), "code", s.code, "name", "Ana").want(http.StatusOK)
	p = v.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusOK)
	v.send(p.form(quiz.action)).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM response`); n != 1 {
		t.Errorf("%d answers, want 1", n)
	}
}

// A visitor whose first two tabs opened at once loses nothing in the first, and neither does one who joined meanwhile.
func TestFirstTabOfAVisitor(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	for name, meanwhile := range map[string]func(*browser){
		"second tab": func(b *browser) {
			u, _ := url.Parse(s.base)
			b.client.Jar.SetCookies(u, []*http.Cookie{{Name: s.server.CookieName(), Path: "/", MaxAge: -1}})
			b.open("/")
		},
		"joined": func(b *browser) { b.join(s.code, "Ana", pin) },
	} {
		t.Run(name, func(t *testing.T) {
			b := s.visitor()
			a := s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
			meanwhile(b)
			before := one[int](s, `SELECT count(*) FROM response`)
			again := b.post(a.action, a.answer(true)).want(http.StatusConflict).plainly().says("Send it again").form(a.action)
			if n := one[int](s, `SELECT count(*) FROM response`); n != before {
				t.Error("the answer was stored without a click")
			}
			b.send(again).want(http.StatusSeeOther)
			if n := one[int](s, `SELECT count(*) FROM response`); n != before+1 {
				t.Errorf("%d answers more, want 1", n-before)
			}
		})
	}
}

// A browser that keeps no cookies is told so first, whatever it sends, and what was typed stays on the page.
func TestNoCookies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	setUp := form{action: "/setup", fields: url.Values{"token": {strings.TrimPrefix(s.setupLink(), "/setup?token=")}}}
	bare := s.visitor()
	bare.client.Jar = nil
	said := func(p *page) string { return p.want(http.StatusConflict).plainly().doc.id("main").words() }
	const first = "Your browser keeps no cookies"
	p := bare.send(setUp, "name", "Ms Typed", "pass", "typed secret words", "class", "Typed 10B")
	if got := said(p); !strings.HasPrefix(got, first) {
		t.Errorf("set-up says %q", got)
	}
	if f := p.form("/setup").fields; f.Get("name") != "Ms Typed" || f.Get("class") != "Typed 10B" || f.Get("token") == "" {
		t.Errorf("the set-up holds %v", f)
	}
	s.setUp()
	w := populate(t, s)
	kept, shown, others := 0, 0, 0
	for _, route := range s.server.Routes() {
		if route.Method != http.MethodPost || route.Path == "/setup" {
			continue
		}
		path := w.path(route.Path)
		fields := url.Values{"name": {"Typed name"}, "code": {"TYPED-1"}, "text": {"Typed text."}, "pin": {"246813"},
			"pass": {"typed secret words"}, "new": {"yes"}, "csrf": {"0." + "v"}}
		p := bare.post(path, fields).hides("246813").hides("typed secret words")
		if got := said(p); !strings.HasPrefix(strings.TrimPrefix(got, "409 "), first) {
			t.Errorf("%s says %.80q", route.Path, got)
		}
		if route.Keeps {
			door := map[bool]string{true: "/sign-in", false: "/join"}[route.Teachers]
			if body := p.form(door).fields.Get("keep-body"); !strings.Contains(body, "text=Typed text.") {
				t.Errorf("%s keeps %q", route.Path, body)
			}
			p.says("Typed text.")
			kept++
			continue
		}
		if same := p.formFor(path); same != nil {
			typed := map[string]string{"/join": "code"}[route.Path]
			if typed == "" {
				typed = "name"
			}
			secret := route.Path == "/passphrase/:token" // nothing else is typed there
			if got := same.fields.Get(typed); got != fields.Get(typed) && !secret {
				t.Errorf("%s: the form holds %q, want %q", route.Path, got, fields.Get(typed))
			}
			shown++
		} else {
			others++
		}
	}
	if kept < 20 || shown != 6 || others != 4 {
		t.Errorf("%d forms are kept, %d shown again, %d neither", kept, shown, others)
	}
	// Once cookies are allowed the same page works, the second time it comes at the latest.
	b := s.visitor()
	l := s.course.Lessons[0]
	a := s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	jar := b.client.Jar
	b.client.Jar = nil
	p = b.post(a.action, a.answer(true)).want(http.StatusConflict)
	b.client.Jar = s.visitor().client.Jar
	p = b.send(p.form(a.action)).want(http.StatusConflict).says(first)
	b.send(p.form(a.action)).want(http.StatusSeeOther)
	b.client.Jar = jar
	join := b.open("/join").form("/join")
	b.client.Jar = nil
	p = b.send(join, "code", s.code).want(http.StatusConflict)
	b.client.Jar = jar
	p = b.send(p.form("/join")).want(http.StatusConflict).says("out of date")
	b.send(p.form("/join")).want(http.StatusSeeOther)
	// A page that saves by itself is told the same.
	if p := bare.byScript(http.MethodPost, at+"/desk", url.Values{"text": {"x"}}); p.status != http.StatusUnauthorized ||
		!strings.Contains(p.body, first) {
		t.Errorf("a script is told %d %s", p.status, p.body)
	}
}

// Two installations on one computer, at two ports, share a browser's cookies and leave each other alone.
func TestTwoServersOneBrowser(t *testing.T) {
	t.Parallel()
	first, second := newSite(t).setUp(), newSite(t).setUp()
	if first.server.CookieName() == second.server.CookieName() {
		t.Fatal("both name their cookies the same")
	}
	ana := first.student("Ana")
	there := &browser{t: t, site: second, client: ana.client}
	there.open("/")
	there.join(second.code, "Ben", pin)
	ana.open("/").says("Ana")
	there.open("/").says("Ben")
	there.send(there.open("/").form("/sign-out")).want(http.StatusSeeOther)
	ana.open("/me").says("Ana")
}

// Whoever was signed in before an upgrade still is, under the new name of the cookie.
func TestFormerCookies(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	teacher := s.owner
	for name, b := range map[string]*browser{"teacher": teacher, "student": s.student("Ana"), "guest": s.guest()} {
		token := b.session()
		old := s.visitor()
		u, _ := url.Parse(s.base)
		old.client.Jar.SetCookies(u, []*http.Cookie{{Name: "dossier", Value: token, Path: "/"},
			{Name: "dossier-words", Value: "plain", Path: "/"}})
		page := "/me"
		if b == teacher {
			page = "/classes"
		}
		if p := old.byScript(http.MethodGet, page, nil).want(http.StatusOK); p.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: a script's request renames the cookie", name)
		}
		old.get(page).want(http.StatusOK)
		if old.session() != token {
			t.Errorf("%s: the cookie has no new name", name)
		}
		for _, c := range old.client.Jar.Cookies(u) {
			if c.Name == "dossier" || c.Name == "dossier-words" {
				t.Errorf("%s: %s is still there", name, c.Name)
			}
		}
		old.get(page).want(http.StatusOK)
		if name == "student" && !strings.Contains(old.open("/lessons/kirov/guard").body, "data-words") &&
			old.open("/lessons/kirov/guard").body == b.open("/lessons/kirov/guard").body {
			t.Error("the choice of plain words is forgotten")
		}
	}
}

// A clock that was ahead and is set right keeps nobody signed in for ever, and signs nobody out.
func TestF8ClockSetRight(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * hour
	for name, who := range map[string]func(*site) *browser{"student": (*site).ana, "teacher": (*site).teacher} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t).setUp()
			s.clock.leap(year)
			b := who(s)
			s.clock.leap(-year)
			page := map[string]string{"student": "/me", "teacher": "/classes"}[name]
			b.get(page).want(http.StatusOK)
			s.clock.pass(3 * hour)
			b.get(page).want(http.StatusSeeOther)
			b = who(s)
			s.clock.leap(year)
			s.clock.leap(-year)
			for range 12 {
				s.clock.pass(55 * minute)
				b.get(page).want(http.StatusOK)
			}
			s.clock.pass(2 * hour)
			b.get(page).want(http.StatusSeeOther)
		})
	}
}

// A guest at a shared computer can say so: the next person finds nothing of theirs.
func TestGuestIsSomebodyElse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.guest()
	old := s.visitor().carry(b)
	b.send(b.open("/me").says("I am somebody else").form("/sign-out")).want(http.StatusSeeOther)
	b.get("/me").want(http.StatusNotFound)
	old.get("/me").want(http.StatusNotFound) // nor does the cookie that somebody may have kept
	if n := one[int](s, `SELECT count(*) FROM session`); n != 0 {
		t.Errorf("%d sessions, want none", n)
	}
}

// What cannot be read shows what was typed and chosen all the same, ready to be sent again.
func TestFailedReadKeepsTheForm(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	f := b.atDesk()
	db := s.db()
	if _, err := db.ExecContext(t.Context(), `ALTER TABLE session RENAME TO session_away`); err != nil {
		t.Fatal(err)
	}
	// Something happens, so that what is kept of the session is asked for anew.
	if _, err := s.store.CreateClass(t.Context(), 1, "Another", "K7WQ3X", "a form of sixteen letters"); err != nil {
		t.Fatal(err)
	}
	p := b.send(f, "do", "save", "text", "Half an hour of work.", "pick", "t1").want(http.StatusInternalServerError).
		plainly().says("Half an hour of work.")
	if got := p.form(at + "/desk").fields; got.Get("text") != "Half an hour of work." || got.Get("pick") != "t1" {
		t.Errorf("the form holds %v", got)
	}
	if _, err := db.ExecContext(t.Context(), `ALTER TABLE session_away RENAME TO session`); err != nil {
		t.Fatal(err)
	}
	b.send(p.form(at+"/desk"), "do", "save").want(http.StatusSeeOther)
	if !strings.Contains(s.log.String(), "no such table") {
		t.Errorf("the failure is not logged: %s", s.log)
	}
	s.log.mu.Lock()
	s.log.text.Reset()
	s.log.mu.Unlock()
}

// A form that was refused stands in the log with its reason, and nothing of what was in it.
func TestRefusedFormsAreLogged(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.visitor()
	f := b.open("/join").form("/join")
	f.fields.Set("csrf", "stale")
	b.send(f, "code", "SECRET-WORDS").want(http.StatusConflict)
	foreign := b.formRequest("/join/SECRET-WORDS", f.with("code", "SECRET-WORDS"))
	foreign.Header.Set("Origin", "http://elsewhere.example")
	b.do(foreign).want(http.StatusForbidden)
	log := s.log.String()
	for _, want := range []string{`route="POST /join"`, `route="POST /join/:code"`, "request=", "form of another session",
		"coming from elsewhere"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %s: %s", want, log)
		}
	}
	if strings.Contains(log, "SECRET") {
		t.Errorf("the log holds what was typed: %s", log)
	}
}

// Where people come over HTTPS the cookies are bound to it and to this host; on plain HTTP they would be dropped.
func TestCookiesOverHTTPS(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*web.Config){
		"public URL": func(c *web.Config) { c.PublicURL = &url.URL{Scheme: "https", Host: "dossier.school.example"} },
		"own TLS":    func(c *web.Config) { c.TLS = true },
		"plain":      func(c *web.Config) { c.PublicURL = &url.URL{Scheme: "http", Host: "dossier.school.example"} },
	} {
		t.Run(name, func(t *testing.T) {
			now := &clock{at: morning}
			data, err := store.Open(t.Context(), t.TempDir(), now.now)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { data.Close() })
			c, err := unchanged()
			if err != nil {
				t.Fatal(err)
			}
			cfg := web.Config{Course: c, Store: data, Log: slog.New(slog.DiscardHandler), Now: now.now,
				Hosts: []string{"dossier.school.example"}}
			change(&cfg)
			s, err := web.New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			asked := httptest.NewRequest(http.MethodGet, "/", nil)
			asked.Host = "dossier.school.example"
			res, err := s.App().Test(asked, -1)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			for _, cookie := range res.Cookies() {
				bound := strings.HasPrefix(cookie.Name, "__Host-dossier-") && cookie.Secure && cookie.Path == "/" &&
					cookie.Domain == ""
				loose := strings.HasPrefix(cookie.Name, "dossier-") && !cookie.Secure
				if name != "plain" && !bound || name == "plain" && !loose {
					t.Errorf("the cookie is %v", cookie)
				}
			}
			if len(res.Cookies()) == 0 {
				t.Error("there is no cookie")
			}
		})
	}
}

// A student who was removed while writing is led to the sign-in, and what they wrote stays on the page.
func TestRemovedWhileWriting(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	f := b.atDesk()
	l := s.course.Lessons[0]
	check := s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	quiz := s.firstAsk(b.open(b.startQuiz(l.ID)))
	s.removes("Ana")
	for name, p := range map[string]*page{
		"text":  b.send(f, "do", "save", "text", "Half an hour of work."),
		"check": b.post(check.action, check.answer(true)),
		"quiz":  b.post(quiz.action, quiz.answer(true)),
	} {
		if p.want(http.StatusConflict).form("/join").fields.Get("keep-body") == "" {
			t.Errorf("%s: the form is not kept", name)
		}
	}
	if n := one[int](s, `SELECT count(*) FROM response`) + one[int](s, `SELECT count(*) FROM session
		WHERE student_id IS NOT NULL`); n != 0 {
		t.Errorf("%d rows of somebody who was removed", n)
	}
}
