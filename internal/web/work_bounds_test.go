package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// extraTime gives a student more time, in percent.
func (s *site) extraTime(name string, percent int) {
	s.t.Helper()
	db := s.db()
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), `UPDATE student SET extra_time = ? WHERE name = ?`, percent,
		name); err != nil {
		s.t.Fatal(err)
	}
}

// begin begins work and returns the address of the attempt; "" when it does not begin.
func (b *browser) begin(a classroom.Assignment) (attempt string) {
	b.t.Helper()
	work := fmt.Sprintf("/work/%d", a.ID)
	to := b.post(work, url.Values{"csrf": {b.token()}, "form": {fmt.Sprintf("begins-%d-%p", a.ID, b)}}).
		want(http.StatusSeeOther).to()
	if to == work {
		return ""
	}
	return to
}

func (s *site) responses() int { return one[int](s, `SELECT count(*) FROM response`) }

// The window is of forty minutes; the times count from its opening.
func TestTheEdgesOfATest(t *testing.T) {
	t.Parallel()
	const ms, end = time.Millisecond, 40 * time.Minute
	s := newSite(t).setUp()
	lesson := s.course.Lessons[2].ID
	for i, c := range []struct {
		name           string
		extra, minutes int
		begin, answer  time.Duration
		begins, taken  bool
	}{
		{"just before it opens", 0, 0, -ms, 0, false, false},
		{"when it opens", 0, 0, 0, 0, true, true},
		{"just before it closes", 0, 0, end - ms, end - ms, true, true},
		{"when it closes", 0, 0, end, 0, false, false},
		{"just before it closes with extra time", 25, 0, end + 10*time.Minute - ms, end + 10*time.Minute, true, true},
		{"when it closes with extra time", 25, 0, end + 10*time.Minute, 0, false, false},
		{"the last moment of grace", 0, 0, 0, end + classroom.Grace, true, true},
		{"after the grace", 0, 0, 0, end + classroom.Grace + ms, true, false},
		{"after the grace with extra time", 25, 0, 0, end + 10*time.Minute + classroom.Grace + ms, true, false},
		{"the last moment of ten minutes", 0, 10, 0, 10*time.Minute + classroom.Grace, true, true},
		{"after ten minutes", 0, 10, 0, 10*time.Minute + classroom.Grace + ms, true, false},
		{"the last moment of extra minutes", 25, 10, 0, 12*time.Minute + 30*time.Second + classroom.Grace, true, true},
		{"after the extra minutes", 25, 10, 0, 12*time.Minute + 30*time.Second + classroom.Grace + ms, true, false},
	} {
		name := fmt.Sprintf("Student %d", i)
		b := s.student(name)
		s.extraTime(name, c.extra)
		a := s.thursday(t, lesson, 2)
		a.Title, a.Minutes = c.name, c.minutes
		a = s.handOut(t, a)
		s.clock.pass(a.Opens.Sub(s.clock.now()) + c.begin)
		attempt := b.begin(a)
		if (attempt != "") != c.begins {
			t.Errorf("%s: begins is %v", c.name, attempt != "")
		}
		if attempt == "" {
			continue
		}
		given := s.firstAsk(b.open(attempt + "/questions/1")).answer(true)
		s.clock.pass(a.Opens.Add(c.answer).Sub(s.clock.now()))
		before := s.responses()
		p := b.post(attempt+"/questions/1", given)
		if c.taken {
			p.want(http.StatusSeeOther)
		} else {
			p.want(http.StatusConflict).says("This answer came too late").says("Not counted")
		}
		if taken := s.responses() > before; taken != c.taken {
			t.Errorf("%s: the answer is stored: %v", c.name, taken)
		}
	}
}

func TestAnswersFromTwoWindows(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	a := s.handOut(t, s.thursday(t, s.course.Lessons[2].ID, 2))
	s.clock.pass(time.Minute)
	attempt := ana.begin(a)
	path := attempt + "/questions/1"
	first, second := s.firstAsk(ana.open(path)).answer(false), s.firstAsk(ana.open(path)).answer(true)
	for range 2 { // a form that arrives twice counts once
		ana.post(path, first).want(http.StatusSeeOther)
	}
	if n := s.responses(); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
	ana.post(path, second).want(http.StatusSeeOther) // the last one counts until it is handed in
	third := s.firstAsk(ana.open(path)).answer(false)
	hand := attempt + "/hand-in"
	in := ana.open(hand).says("Question 2 is not answered.").form(hand)
	ana.send(in).want(http.StatusSeeOther)
	ana.send(in).want(http.StatusSeeOther)
	ana.post(path, third).want(http.StatusConflict).says("This answer came too late").says("Your answer that counts")
	if n := s.responses(); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
	if err := s.store.ReleaseResults(t.Context(), 1, a.Class, a.ID, true); err != nil {
		t.Fatal(err)
	}
	result := fmt.Sprintf("%g of %g marks", a.Questions[0].OutOf, a.Questions[0].OutOf+a.Questions[1].OutOf)
	ana.open(attempt + "/result").says(result).says("Not answered")
	if err := s.store.ReleaseResults(t.Context(), 1, a.Class, a.ID, false); err != nil {
		t.Fatal(err)
	}
	ana.get(attempt + "/result").want(http.StatusSeeOther)
	ana.open(fmt.Sprintf("/work/%d", a.ID)).hides(result)
	if n := one[int](s, `SELECT count(*) FROM quiz_progress`); n != 0 {
		t.Errorf("a test counts in %d lessons", n)
	}
}

func TestResultsAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	a := s.thursday(t, s.course.Lessons[2].ID, 2)
	a.Test, a.Results, a.Attempts = false, classroom.ResultsAtOnce, 0
	a = s.handOut(t, a)
	s.clock.pass(time.Minute)
	attempt := ana.begin(a)
	path := attempt + "/questions/1"
	first, second := s.firstAsk(ana.open(path)).answer(true), s.firstAsk(ana.open(path)).answer(false)
	ana.post(path, first).want(http.StatusSeeOther)
	ana.open(path).says("Next question")
	ana.post(path, second).want(http.StatusConflict).says("You have already answered this question")
	path = attempt + "/questions/2"
	ana.post(path, s.firstAsk(ana.open(path)).answer(true)).want(http.StatusSeeOther)
	ana.open(attempt + "/result").says("marks")
	if again := ana.open(fmt.Sprintf("/work/%d", a.ID)).says("Try again"); again.hasWords("attempts left") {
		t.Error("there are only so many attempts")
	}
}

// Results that wait for the close wait for the last student, and for what is still on its way.
func TestResultsWaitForExtraTime(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	s.student("Ben")
	s.extraTime("Ben", 25)
	a := s.thursday(t, s.course.Lessons[2].ID, 2)
	a.Results = classroom.ResultsClosed
	a = s.handOut(t, a)
	s.clock.pass(time.Minute)
	attempt := ana.begin(a)
	ana.post(attempt+"/questions/1", s.firstAsk(ana.open(attempt)).answer(true)).want(http.StatusSeeOther)
	s.clock.pass(50*time.Minute + classroom.Grace - time.Millisecond)
	ana.get(attempt + "/result").want(http.StatusSeeOther)
	s.clock.pass(time.Millisecond)
	ana.get(attempt + "/result").want(http.StatusOK)
}

// Work that is no longer a student's takes no answers, and what they typed is shown to them.
func TestWorkThatIsTakenAway(t *testing.T) {
	t.Parallel()
	for name, away := range map[string]func(*site, classroom.Assignment) error{
		"taken back": func(s *site, a classroom.Assignment) error {
			return s.store.WithdrawAssignment(t.Context(), 1, a.Class, a.ID, true)
		},
		"in another class": func(s *site, a classroom.Assignment) error {
			to := classroom.ClassID(s.owner.newClass("Another"))
			_, err := s.db().ExecContext(t.Context(), `UPDATE student SET class_id = ? WHERE name = 'Ana'`, to)
			return err
		},
	} {
		s := newSite(t).setUp()
		ana := s.student("Ana")
		a := s.handOut(t, s.thursday(t, s.course.Lessons[2].ID, 2))
		s.clock.pass(time.Minute)
		attempt := ana.begin(a)
		given := s.firstAsk(ana.open(attempt)).answer(true)
		if err := away(s, a); err != nil {
			t.Fatal(err)
		}
		ana.post(attempt+"/questions/1", given).want(http.StatusConflict).says("This answer came too late")
		if n := s.responses(); n != 0 {
			t.Errorf("%s: %d answers are stored", name, n)
		}
		ana.get(attempt).want(http.StatusSeeOther)
		ana.get(attempt + "/result").want(http.StatusSeeOther)
	}
}

func TestABenchThatClosed(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	ana.atDesk()
	bench := s.twoVerdicts()
	a := s.thursday(t, s.course.Lessons[2].ID, 1)
	a.Handed, a.Subject, a.Questions, a.Test, a.Results = classroom.HandedBench, bench.ID, nil, false,
		classroom.ResultsAtOnce
	s.handOut(t, a)
	id := s.handsIn("Ana", answerText)
	hand := at + "/hand-in"
	ana.open(hand).says("Handed in").says("Thursday's quiz")
	s.clock.pass(time.Minute)
	ana.post(at+"/withdraw", url.Values{"csrf": {ana.token()}}).want(http.StatusSeeOther)
	form := ana.open(hand).says("Due today").form(hand)
	s.clock.pass(42 * time.Minute)
	ana.open(hand).says("you cannot hand it in any more").says("Your text stays here")
	ana.send(form).want(http.StatusConflict).says("you cannot hand it in any more")
	if state := s.stateOf(id); state != essay.Judged {
		t.Errorf("the essay is %s", state)
	}
}

// Nothing that a student can open tells what was right while the results are held back.
func TestHeldBackResultsStandOnNoPage(t *testing.T) {
	t.Parallel()
	c := builtIn(t)
	words := canaries(c)
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	ana := s.student("Ana")
	lesson := c.Lessons[2]
	a := s.thursday(t, lesson.ID, 3)
	a.Attempts = 2
	a = s.handOut(t, a)
	s.clock.pass(time.Minute)
	hear := func(attempt string) (heard []string) {
		start := []string{"/work", "/me/answers", "/me/days", "/lessons/" + lesson.ID, attempt, attempt + "/result",
			attempt + "/hand-in", attempt + "/questions/1", attempt + "/questions/2", attempt + "/questions/3",
			"/search?q=" + url.QueryEscape(lesson.Title)}
		for path, text := range everything(ana, start...) {
			for _, task := range a.Questions {
				for _, word := range words[task.Question] {
					if strings.Contains(text, word) {
						heard = append(heard, path+" says "+word)
					}
				}
			}
		}
		return heard
	}
	var attempt string
	for n := range 2 {
		form := url.Values{"csrf": {ana.token()}, "form": {fmt.Sprintf("attempt-number-%d-of-ana", n)}}
		attempt = ana.post(fmt.Sprintf("/work/%d", a.ID), form).want(http.StatusSeeOther).to()
		for i := range a.Questions {
			path := fmt.Sprintf("%s/questions/%d", attempt, i+1)
			ana.post(path, s.firstAsk(ana.open(path)).answer(false)).want(http.StatusSeeOther)
		}
		if n == 0 {
			ana.post(attempt+"/hand-in", url.Values{"csrf": {ana.token()}}).want(http.StatusSeeOther)
		}
	}
	for _, leak := range hear(attempt) {
		t.Error(leak)
	}
	s.clock.pass(time.Hour)
	for _, leak := range hear(attempt) {
		t.Error("closed: " + leak)
	}
	if err := s.store.ReleaseResults(t.Context(), 1, a.Class, a.ID, true); err != nil {
		t.Fatal(err)
	}
	if len(hear(attempt)) == 0 {
		t.Error("nothing is said after the release: the test cannot fail")
	}
}
