package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
)

// liveState is what an open page of a class hears.
type liveState struct {
	View, Whole, Again, Have string
	Rows                     []string
	Parts                    map[string]string
}

// live asks as an open page does: with the view that it shows, and what it has.
func (b *browser) live(class int64, query string) *page {
	b.t.Helper()
	return b.byScript(http.MethodGet, fmt.Sprintf("/classes/%d/live?%s", class, query), nil)
}

func (p *page) state() (state liveState) {
	p.t.Helper()
	if err := json.Unmarshal([]byte(p.want(http.StatusOK).body), &state); err != nil {
		p.t.Fatal(err)
	}
	return state
}

func (s *site) classPage() string { return fmt.Sprintf("/classes/%d", s.class) }

// What changes comes as parts, and what the page has already is left out.
func TestLiveSendsWhatIsNew(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	lesson := s.course.Lessons[0]
	ana := s.student("Ana")
	s.student("Ben")
	s.owner.open(s.classPage())
	first := s.owner.live(s.class, "view=today").state()
	if len(first.Rows) != 2 || len(first.Parts) < 10 || first.Whole != "" || first.View != "today" {
		t.Fatalf("the first state: %+v", first)
	}
	if got := s.owner.live(s.class, "view=today&have="+first.Have).state(); len(got.Parts) != 0 {
		t.Errorf("nothing is new, and %d parts come", len(got.Parts))
	}
	ana.check(lesson.Checks[0].ID, true)
	next := s.owner.live(s.class, "view=today&have="+first.Have).state()
	row := fmt.Sprintf("row-%d", one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`))
	if !strings.Contains(next.Parts[row], "Reading") || len(next.Parts) != 2 {
		t.Errorf("after an answer of Ana: %v", next.Parts)
	}
	if !strings.Contains(next.Parts["today-sub"], "last answer 0 s ago") {
		t.Errorf("the summary says %q", next.Parts["today-sub"])
	}
	s.student("Cem")
	if got := s.owner.live(s.class, "view=today&have="+next.Have).state(); len(got.Rows) != 3 {
		t.Errorf("after Cem has come: rows %v", got.Rows)
	}
}

func TestOrdersOfTheTable(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	s.student("Cem")
	s.clock.pass(minute)
	s.student("Ana").check(l.Checks[0].ID, true)
	s.clock.pass(minute)
	s.student("Ben")
	for query, want := range map[string]string{"": "Ana Ben Cem", "?sort=name": "Ana Ben Cem", "?sort=seen": "Ben Ana Cem",
		"?sort=lesson-" + l.ID: "Ben Cem Ana", "?sort=lesson-none": "Ana Ben Cem", "?sort=%3Cb%3E": "Ana Ben Cem"} {
		p := s.owner.open(s.classPage() + query)
		var names []string
		for _, row := range p.doc.tags("tbody")[0].tags("tr") {
			names = append(names, row.tags("bdi")[0].words())
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q: got %s, want %s", query, got, want)
		}
		sorted := 0
		for _, th := range p.doc.tags("th") {
			if by := th.attr["aria-sort"]; by != "" && by != "none" {
				sorted++
			}
		}
		if sorted != 1 {
			t.Errorf("%q: %d columns are said to be sorted, want 1", query, sorted)
		}
	}
}

// For the wall the server sends nothing that tells of a person.
func TestThePageForTheWall(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	var names []string
	for i := range 6 {
		name := "Pupil" + string(rune('A'+i))
		names = append(names, name)
		b := s.student(name)
		if i < 2 {
			b.takeQuiz(l.ID, always)
		}
	}
	p := s.owner.open(s.classPage() + "?present=1")
	p.says("6 have joined").says("a few have passed").says(s.code)
	state := s.owner.live(s.class, "view=present").state()
	if state.View != "present" || state.Whole != "" || len(state.Rows) != 0 {
		t.Errorf("the page for the wall hears %+v", state)
	}
	live := s.owner.live(s.class, "view=present").body
	for _, private := range append(names, "row-", "of 6", "/students/", "May need help") {
		p.hides(private)
		if strings.Contains(live, private) {
			t.Errorf("the page for the wall hears %q", private)
		}
	}
	s.owner.open(s.classPage()).says(names[0])
}

// A page that is left open outlives its session for the school day, without names; see decision 016.
func TestAPageThatIsLeftOpen(t *testing.T) {
	t.Parallel()
	const named = "Anastasia"
	type step struct {
		after  time.Duration
		view   string
		status int
		want   string // the view that it may show
	}
	asleep := []step{{10 * minute, "today", 200, "today"}, {49 * minute, "today", 200, "today"}, // no use of the session
		{2 * minute, "today", 200, "wall"}, {5 * hour, "wall", 200, "wall"}, {6*hour - 2*minute, "wall", 200, "wall"}}
	for _, row := range []struct {
		name  string
		first func(*site, *browser)
		then  func(*site, *browser) // after the page has been left alone for two hours
		steps []step
	}{
		{"until the end of the day", nil, nil, append(asleep, step{2 * minute, "wall", 401, ""})},
		{"in presenter mode", nil, nil, []step{{2 * hour, "present", 200, "present"}, {11 * hour, "present", 401, ""}}},
		{"signed out", nil, func(s *site, b *browser) { b.endSession() }, []step{{0, "wall", 401, ""}}},
		{"a new passphrase", nil, func(s *site, b *browser) {
			if _, err := s.db().ExecContext(t.Context(), `UPDATE session SET created_at = 0`); err != nil {
				t.Fatal(err)
			}
			s.student("Late") // a write of the program itself, after which it reads sessions anew
		}, []step{{0, "wall", 401, ""}}},
		{"another class", func(s *site, b *browser) { b.open(fmt.Sprintf("/classes/%d", b.newClass("Another"))) }, nil,
			[]step{{2 * hour, "today", 401, ""}}},
		{"taken out of the class", nil, func(s *site, b *browser) {
			if _, err := s.db().ExecContext(t.Context(), `DELETE FROM class_teacher`); err != nil {
				t.Fatal(err)
			}
		}, []step{{0, "wall", 404, ""}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t).setUp()
			s.student(named)
			b := s.visitor().signIn(ownerName)
			b.open(s.classPage()).says(named)
			if row.first != nil {
				row.first(s, b)
			}
			if row.then != nil {
				s.clock.pass(2 * hour)
				row.then(s, b)
			}
			before := one[int64](s, `SELECT max(last_seen_at) FROM session WHERE teacher_id IS NOT NULL`)
			for i, step := range row.steps {
				s.clock.pass(step.after)
				p := b.live(s.class, "view="+step.view).want(step.status)
				if p.header.Get("Set-Cookie") != "" {
					t.Errorf("step %d: asking sets a cookie", i)
				}
				if step.want != "today" && strings.Contains(p.body, named) {
					t.Errorf("step %d: a student is named: %s", i, p.body)
				}
				if step.status != http.StatusOK {
					continue
				}
				state := p.state()
				if state.View != step.want || (state.Whole != "") != (step.want != step.view) {
					t.Errorf("step %d: got the view %s with a page of %d bytes", i, state.View, len(state.Whole))
				}
				if state.Whole != "" && !strings.Contains(state.Whole, "Names are hidden, because nobody has used this page") {
					t.Errorf("step %d: the page does not say why: %s", i, state.Whole)
				}
			}
			if after := one[int64](s, `SELECT max(last_seen_at) FROM session WHERE teacher_id IS NOT NULL`); after > before {
				t.Error("asking counts as a use of the session")
			}
			if got := b.get("/classes").status; row.name == "until the end of the day" && got != http.StatusSeeOther {
				t.Errorf("the session still opens other pages: status %d", got)
			}
		})
	}
}

// The sign-in leads back to the class, and nowhere else.
func TestTheSignInLeadsBack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for to, want := range map[string]string{s.classPage(): s.classPage(), "/marking": "/marking",
		"/originals":                "/originals",
		"https://elsewhere.example": "/classes", "//elsewhere.example": "/classes", "/me": "/classes", "/": "/classes",
		s.classPage() + "/live": "/classes", "/classes/1/../../me": "/classes", "/%2felsewhere.example": "/classes"} {
		b := s.visitor()
		f := b.open("/sign-in?to=" + to).form("/sign-in")
		got := b.send(f, "name", ownerName, "pass", passphrase).want(http.StatusSeeOther).to()
		if got != want {
			t.Errorf("the sign-in for %s leads to %s, want %s", to, got, want)
		}
		if got := b.get("/sign-in?to=" + to).want(http.StatusSeeOther).to(); got != want {
			t.Errorf("signed in already: %s leads to %s, want %s", to, got, want)
		}
	}
	b := s.visitor()
	p := b.send(b.open("/sign-in?to="+s.classPage()).form("/sign-in"), "name", ownerName, "pass", "not this one at all")
	p.want(http.StatusUnprocessableEntity)
	if got := b.send(p.form("/sign-in"), "name", ownerName, "pass", passphrase).to(); got != s.classPage() {
		t.Errorf("after a wrong passphrase the sign-in leads to %s", got)
	}
}

// Without JavaScript the page loads itself again when it has not been used for an hour, which is no use of it.
func TestThePageGoesWithoutJavaScript(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	for _, query := range []string{"", "?sort=name", "?present=1"} {
		p := s.owner.open(s.classPage() + query)
		at := strings.Index(p.body, `http-equiv="refresh" content="3660;url=`)
		if at < 0 {
			t.Fatalf("%q: the page does not load itself again", query)
		}
		to, _, _ := strings.Cut(p.body[at+len(`http-equiv="refresh" content="3660;url=`):], `"`)
		if to = strings.ReplaceAll(to, "&amp;", "&"); !strings.Contains(to, strings.TrimPrefix(query, "?")) {
			t.Errorf("%q: it loads %s", query, to)
		}
		s.clock.pass(40 * minute)
		seen := `SELECT max(last_seen_at) FROM session`
		before := one[int64](s, seen)
		if p := s.owner.get(to).want(http.StatusOK); p.header.Get("Set-Cookie") != "" || one[int64](s, seen) != before {
			t.Errorf("%q: the page that loads itself counts as used", query)
		}
		s.clock.pass(21 * minute)
		if got := s.owner.get(to).want(http.StatusSeeOther).to(); got != "/sign-in" {
			t.Errorf("%q: after an hour it leads to %s", query, got)
		}
		s.owner = s.visitor().signIn(ownerName)
	}
}

// What the left column says follows from what the class has done.
func TestWhatNeedsADecision(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	s.student("Ana")
	s.student("Ben").takeQuiz(l.ID, func(int) bool { return false })
	ben := s.student("Cem")
	attempt := ben.startQuiz(l.ID)
	a := s.firstAsk(ben.open(attempt))
	ben.post(a.action, a.answer(true)).want(http.StatusSeeOther)
	s.clock.pass(classroom.StuckAfter + minute)
	s.owner = s.visitor().signIn(ownerName)
	p := s.owner.open(s.classPage())
	p.says("3 joined").says(fmt.Sprintf("9 minutes on question 2 of quiz %d", l.Number)).says("Cem")
	p.says("two wrong on").says("Rules: 8 minutes on one quiz question")
	p.says("Everybody has been here today, 3 in the last hour.").hides("Not seen today")
	s.clock.pass(24 * hour)
	s.owner = s.visitor().signIn(ownerName)
	s.student("Dora")
	s.owner.open(s.classPage()).says("1 of 4 have been here today, 1 in the last hour.").
		says("Not seen today: Ana Ben Cem")
}
