package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// away is an answer that was sent after its session had ended: the form, and the page that keeps it.
func away(t *testing.T, s *site, absent time.Duration) (*browser, ask, *page) {
	t.Helper()
	b := s.student("Ana")
	l := s.course.Lessons[0]
	a := s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	s.clock.pass(absent)
	return b, a, b.post(a.action, a.answer(true)).want(http.StatusConflict).plainly().says("kept on this page")
}

func TestAnswerSurvivesTheEndOfASession(t *testing.T) {
	t.Parallel()
	for _, absent := range []time.Duration{3 * hour, 26 * hour} {
		t.Run(absent.String(), func(t *testing.T) {
			s := newSite(t).setUp()
			s.student("Ana")
			l := s.course.Lessons[0]
			for _, where := range []func(*browser) ask{
				func(b *browser) ask { return s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID) },
				func(b *browser) ask { return s.firstAsk(b.open(b.startQuiz(l.ID))) },
			} {
				b := s.student("Ana")
				a := where(b)
				s.clock.pass(absent)
				p := b.post(a.action, a.answer(true)).want(http.StatusConflict).plainly()
				// Typing mistakes on the way back lose nothing.
				p = b.send(p.form("/join"), "code", "ZZZ-ZZZ", "name", "Ana").want(http.StatusNotFound)
				p = b.send(p.form("/join"), "code", "K7", "name", "Ana").want(http.StatusUnprocessableEntity)
				p = b.send(p.form("/join"), "code", s.code, "name", strings.Repeat("Ana", 100)).
					want(http.StatusUnprocessableEntity)
				p = b.send(p.form("/join/"+plain(s.code)), "name", "Ana").want(http.StatusOK)
				p = b.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", "918273").want(http.StatusUnprocessableEntity)
				p = b.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).
					want(http.StatusOK).
					says("Your answer was kept").
					says("Ana")
				resend := p.form(a.action)
				for range 2 {
					b.send(resend).want(http.StatusSeeOther)
				}
			}
			if got := one[int](s, `SELECT count(*) FROM response r JOIN attempt a ON a.id = r.attempt_id
				JOIN student s ON s.id = a.student_id WHERE s.name = 'Ana'`); got != 2 {
				t.Errorf("%d answers of Ana, want 2", got)
			}
			if got := one[int](s, `SELECT count(*) FROM student`); got != 1 {
				t.Errorf("%d students and guests, want 1", got)
			}
		})
	}
}

func TestSecondClickAfterTheEndOfASession(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	l := s.course.Lessons[0]
	a := s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	s.clock.pass(3 * hour)
	first, second := b.formRequest(a.action, a.answer(true)), b.formRequest(a.action, a.answer(true))
	for _, req := range []*http.Request{first, second} { // both with the cookie of the ended session
		for _, cookie := range b.client.Jar.Cookies(req.URL) {
			req.AddCookie(cookie)
		}
	}
	bare := &browser{t: t, site: s, client: &http.Client{CheckRedirect: b.client.CheckRedirect}}
	bare.do(first).want(http.StatusConflict).says("kept on this page")
	bare.do(second).want(http.StatusConflict).says("kept on this page")
	if n := one[int](s, `SELECT count(*) FROM response`); n != 0 {
		t.Errorf("%d answers were stored in nobody's name", n)
	}
}

func TestKeptAnswerLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b, _, p := away(t, s, 3*hour)
	fields := p.form("/join").with("code", s.code, "name", "Ana", "keep-to", "https://elsewhere.example/lessons/x")
	p = b.post("/join", fields).want(http.StatusOK)
	to := b.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusSeeOther).to()
	if to != "/?in=yes" {
		t.Errorf("the sign-in leads to %q", to)
	}
}

func TestHowLongSessionsLast(t *testing.T) {
	t.Parallel()
	signedIn := func(b *browser) bool {
		return b.get("/me").status == http.StatusOK || b.get("/classes").status == http.StatusOK
	}
	s := newSite(t).setUp()
	for _, row := range []struct {
		name  string
		who   func(*site) *browser
		steps []time.Duration // between one page and the next
		want  bool
	}{
		{"student, in use", (*site).ana, []time.Duration{119 * minute, 119 * minute}, true},
		{"student, idle", (*site).ana, []time.Duration{121 * minute}, false},
		{"student with extra time, in use", (*site).slow, []time.Duration{149 * minute, 149 * minute}, true},
		{"student with extra time, idle", (*site).slow, []time.Duration{151 * minute}, false},
		{"student, 12 hours", (*site).ana, times(13, 55*minute), true},
		{"student, too long", (*site).ana, times(14, 55*minute), false},
		{"teacher, in use", (*site).teacher, []time.Duration{59 * minute, 59 * minute}, true},
		{"teacher, idle", (*site).teacher, []time.Duration{61 * minute}, false},
		{"teacher, too long", (*site).teacher, times(14, 55*minute), false},
		{"guest, in use", (*site).guest, []time.Duration{89 * 24 * hour, 89 * 24 * hour}, true},
		{"guest, idle", (*site).guest, []time.Duration{91 * 24 * hour}, false},
		{"student, clock set back", (*site).ana, []time.Duration{-24 * hour}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := row.who(s)
			var got bool
			for _, d := range row.steps {
				s.clock.pass(d)
				got = signedIn(b)
			}
			if got != row.want {
				t.Errorf("signed in: %v, want %v", got, row.want)
			}
		})
	}
}

func (s *site) ana() *browser { return s.student("Ana") }
func (s *site) slow() *browser {
	b := s.student("Slow")
	student, was := s.pupil("Slow"), classroom.Settings{}
	teacher := classroom.TeacherID(one[int64](s, `SELECT id FROM teacher`))
	if err := s.store.SettleStudent(s.t.Context(), teacher, classroom.ClassID(s.class), student, was.Stamp(),
		classroom.Settings{ExtraTime: 25}); err != nil {
		s.t.Fatal(err)
	}
	return b
}
func (s *site) teacher() *browser { return s.visitor().signIn(ownerName) }
func (s *site) guest() *browser {
	b := s.visitor()
	b.check(s.course.Lessons[0].Checks[0].ID, true)
	return b
}

func times(n int, d time.Duration) (all []time.Duration) {
	for range n {
		all = append(all, d)
	}
	return all
}

func TestGuestsCookieIsRenewedWithUse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.guest()
	s.clock.pass(10 * 24 * hour)
	found := false
	for _, c := range (&http.Response{Header: b.get("/").header}).Cookies() {
		kept := c.MaxAge == 90*24*60*60 && c.HttpOnly && c.SameSite == http.SameSiteLaxMode && c.Path == "/"
		found = found || kept && c.Name == s.server.CookieName()
	}
	if !found {
		t.Error("a guest's cookie still ends 90 days after the first visit")
	}
}

func TestASignInMakesANewToken(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	at, _ := url.Parse(s.base)
	cookie := func(b *browser) string {
		for _, c := range b.client.Jar.Cookies(at) {
			if c.Name == s.server.CookieName() {
				return c.Value
			}
		}
		return ""
	}
	b := s.visitor()
	b.open("/")
	before := cookie(b)
	b.join(s.code, "Ana", pin)
	if after := cookie(b); after == before || before == "" {
		t.Error("the token of the visitor became the student's")
	}
	teacher := s.visitor()
	f := teacher.open("/sign-in").form("/sign-in")
	before = cookie(teacher)
	teacher.send(f, "name", ownerName, "pass", passphrase).want(http.StatusSeeOther)
	if cookie(teacher) == before {
		t.Error("the token of the visitor became the teacher's")
	}
	for _, rows := range s.dump() {
		if strings.Contains(strings.Join(rows, "\n"), cookie(teacher)) {
			t.Error("the token itself stands in the database")
		}
	}
}

func TestTwoWindows(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	attempt := b.startQuiz(s.course.Lessons[0].ID)
	one1, two := s.firstAsk(b.open(attempt)), s.firstAsk(b.open(attempt))
	b.post(one1.action, one1.answer(true)).want(http.StatusSeeOther)
	before := s.dump()
	p := b.post(two.action, two.answer(false)).want(http.StatusConflict).plainly()
	p.says("Your first answer counts")
	words := p.doc.class("summary")[0].words()
	for _, fields := range []url.Values{one1.answer(true), two.answer(false)} {
		answer, problems := one1.q.Body.Parse(quiz.Form(fields), two.deal(s))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if in := one1.q.Body.Grade(answer).Given; !strings.Contains(words, squeeze(in)) {
			t.Errorf("the page does not show the answer %q: %s", in, words)
		}
	}
	if !slices.Equal(before["response"], s.dump()["response"]) {
		t.Error("the answer that came too late changed something")
	}
	// The form that was sent first may come again: it is the same answer.
	b.post(one1.action, one1.answer(true)).want(http.StatusSeeOther)
	if !slices.Equal(before["response"], s.dump()["response"]) {
		t.Error("the repeated form changed something")
	}
}

// deal is how the question was dealt in the only attempt of the site.
func (a ask) deal(s *site) quiz.Deal {
	return quiz.NewDeal(one[[]byte](s, `SELECT deal_key FROM attempt`), a.q.ID)
}

func TestManyTimesTheSameForm(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	l := s.course.Lessons[0]
	attempt := b.startQuiz(l.ID)
	for _, a := range []ask{s.firstAsk(b.open(attempt)), s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)} {
		before := one[int](s, `SELECT count(*) FROM response`)
		var all sync.WaitGroup
		statuses := make([]int, 50)
		for i := range statuses {
			all.Go(func() { statuses[i] = b.post(a.action, a.answer(true)).status })
		}
		all.Wait()
		for i, status := range statuses {
			if status != http.StatusSeeOther {
				t.Fatalf("form %d: got status %d, want 303", i, status)
			}
		}
		if n := one[int](s, `SELECT count(*) FROM response`) - before; n != 1 {
			t.Errorf("%d answers, want 1", n)
		}
	}
	// A visitor's first answer, sent many times, makes one guest.
	v := s.visitor()
	a := s.asked(v.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { v.post(a.action, a.answer(true)) })
	}
	all.Wait()
	if got := fmt.Sprint(one[int](s, `SELECT count(*) FROM student WHERE class_id IS NULL`), one[int](s, `SELECT count(*)
		FROM response`)); got != "1 3" {
		t.Errorf("guests and answers are %s, want 1 3", got)
	}
	// So does beginning a quiz.
	start := v.open("/lessons/" + l.ID + "/quiz").form("/lessons/" + l.ID + "/attempts")
	attempts := make([]string, 20)
	for i := range attempts {
		all.Go(func() { attempts[i] = v.send(start).to() })
	}
	all.Wait()
	for _, to := range attempts {
		if to != attempts[0] || to == "" {
			t.Errorf("one form began the quizzes %q and %q", attempts[0], to)
		}
	}
}
