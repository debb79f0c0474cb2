package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dossier/internal/quiz"
	"dossier/views"
)

// sameButTokens compares a page that may have been kept with one that was drawn for this request: what stands behind
// the question mark has a page drawn anew.
func (b *browser) sameButTokens(path string) (body string) {
	b.t.Helper()
	plain := func(body string) string { return formTokens.ReplaceAllString(body, "") }
	got, want := plain(b.open(path).body), plain(b.open(path+"?drawn=anew").body)
	if got != want {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		b.t.Errorf("%s shows what was so before: …%s, now …%s", path, got[max(0, at-80):min(len(got), at+80)],
			want[max(0, at-80):min(len(want), at+80)])
	}
	return got
}

// A page that is kept never shows what was so before the last thing that happened, whoever did it.
func TestAKeptPageIsNeverOld(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	gaps, gap, lesson := gapsQuestion(t, s)
	text, l := writer(t, s.course, "comparison")
	ana, ben := s.student("Ana"), s.student("Ben")
	pages := []string{checkPage(l, text)}
	if with, err := s.course.Lesson(lesson); err != nil {
		t.Fatal(err)
	} else if page := checkPage(with, gaps); page != pages[0] {
		pages = append(pages, page)
	}
	for _, section := range l.Sections[:2] {
		pages = append(pages, views.SectionPath(l.ID, section.ID))
	}
	odd := "Perhaps Somebody"
	for _, event := range []struct {
		name string
		does func()
	}{
		{"nothing", nil},
		{"an answer", func() {
			a := s.asked(ana.open(pages[0]), text.ID)
			ana.post(a.action, a.answer(true)).want(http.StatusSeeOther)
		}},
		{"the author's level", func() {
			card := ana.open(pages[0]).doc.id("q-" + text.ID)
			ana.send(card.forms()[0], "level", "2").want(http.StatusSeeOther)
		}},
		{"a teacher's level", func() {
			field := fmt.Sprintf("level.%d.%s", one[int64](s, `SELECT id FROM response`),
				text.Body.(quiz.Writer).Written()[0].ID)
			s.owner.send(s.owner.open("/marking/written").form("/marking/written"), field, "1").want(http.StatusSeeOther)
		}},
		{"an answer that no key knows", func() { ana.fills(gaps, gap, lesson, odd) }},
		{"a teacher accepts it", func() {
			here := fmt.Sprintf("/classes/%d/unmatched", s.class)
			accept := s.owner.open(here).link("1 student wrote " + odd)
			s.owner.send(s.owner.open(accept).form(accept)).want(http.StatusSeeOther)
		}},
		{"and takes that back", func() {
			undo := fmt.Sprintf("/classes/%d/unmatched/undo", s.class)
			s.owner.send(s.owner.open(strings.TrimSuffix(undo, "/undo")).form(undo)).want(http.StatusSeeOther)
		}},
		{"a section is read", func() { ana.send(ana.sectionForm(l, l.Sections[0])).want(http.StatusSeeOther) }},
		{"a quiz is passed", func() { ana.takeQuiz(l.ID, always) }},
		{"the teacher settles plain words", func() {
			here := s.studentAt("Ana") + "/settings"
			s.owner.send(s.owner.open(here).form(here), "extra", "0", "plain", "yes").want(http.StatusSeeOther)
		}},
		{"full words", func() {
			f := ana.open(pages[len(pages)-1]).form("/words")
			ana.send(f, "words", "full").want(http.StatusSeeOther)
		}},
		{"plain words", func() {
			f := ana.open(pages[len(pages)-1]).form("/words")
			ana.send(f, "words", "plain").want(http.StatusSeeOther)
		}},
	} {
		var before, after, other []string
		for _, page := range pages {
			before = append(before, ana.sameButTokens(page))
			other = append(other, ben.sameButTokens(page))
		}
		if event.does != nil {
			event.does()
		}
		for i, page := range pages {
			after = append(after, ana.sameButTokens(page))
			if ben.sameButTokens(page) != other[i] {
				t.Errorf("%s: Ben's %s has changed", event.name, page)
			}
		}
		if changed := strings.Join(before, "") != strings.Join(after, ""); changed != (event.does != nil) {
			t.Errorf("%s: a page has changed: %v", event.name, changed)
		}
	}
}

// Kept pages and sessions do not outlive the session: by the clock, by the button, or by a teacher.
func TestAKeptPageEndsWithItsSession(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(s *site, b *browser){
		"away for long": func(s *site, _ *browser) { s.clock.pass(3 * time.Hour) },
		"signed out":    func(_ *site, b *browser) { b.send(b.open("/").form("/sign-out")).want(http.StatusSeeOther) },
		"ended":         func(_ *site, b *browser) { b.endSession() },
		"a new PIN": func(s *site, _ *browser) {
			student := fmt.Sprintf("/classes/%d/students/%d", s.class, one[int64](s, `SELECT id FROM student`))
			s.owner.send(s.owner.open(student + "/pin").form(student + "/pin")).want(http.StatusOK)
		},
		"removed": func(s *site, _ *browser) {
			s.removes("Ana")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t).setUp()
			b := s.student("Ana")
			l := s.course.Lessons[0]
			page := views.SectionPath(l.ID, l.Sections[1].ID)
			for range 3 {
				b.open(page).says("Ana")
			}
			end(s, b)
			b.open(page).hides("Ana")
		})
	}
}

// A session that is in use every hour lasts, though it is read from the database only when it has changed.
func TestAKeptSessionKnowsWhenItWasUsed(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	l := s.course.Lessons[0]
	page := views.SectionPath(l.ID, l.Sections[1].ID)
	for range 6 {
		b.open(page).says("Ana")
		s.clock.pass(90 * time.Minute)
	}
}

// Each copy of a kept page has form tokens of its own, so that two windows are two tries; a form that is sent twice
// still counts once.
func TestCopiesOfAPageHaveTokensOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	l := s.course.Lessons[0]
	page := checkPage(l, l.Checks[0])
	page, _, _ = strings.Cut(page, "?")
	first, second := s.asked(b.open(page), l.Checks[0].ID), s.asked(b.open(page), l.Checks[0].ID)
	if token := first.fields.Get("form"); token == second.fields.Get("form") || len(token) != 22 {
		t.Fatalf("the tokens are %q and %q", token, second.fields.Get("form"))
	}
	for range 2 {
		b.post(first.action, first.answer(true)).want(http.StatusSeeOther)
	}
	b.post(second.action, second.answer(true)).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM attempt`); n != 2 {
		t.Errorf("%d tries were stored, want 2", n)
	}
}

// While nothing happens a page that was read once is not read again; an answer of somebody else changes nothing.
func TestAKeptPageAsksTheDatabaseNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var reads atomic.Int64
	s.store.Watch(func(string, []any) { reads.Add(1) })
	s.setUp()
	ana, ben := s.student("Ana"), s.student("Ben")
	l := s.course.Lessons[0]
	page := views.SectionPath(l.ID, l.Sections[1].ID)
	ask := s.asked(ben.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	ana.open(page)
	ben.post(ask.action, ask.answer(true)).want(http.StatusSeeOther)
	before := reads.Load()
	ana.open(page)
	if n := reads.Load() - before; n != 0 {
		t.Errorf("%d reads for a page that was kept", n)
	}
}

// Under load too: whoever has been told that something is stored sees it on the next page.
func TestAKeptPageUnderLoad(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	page := views.SectionPath(l.ID, l.Sections[0].ID)
	var all sync.WaitGroup
	for i := range 4 {
		b := s.student(fmt.Sprintf("Student %d", i))
		other := &browser{t: t, site: s, client: b.client} // a second window
		done := make(chan struct{})
		all.Go(func() {
			defer close(done)
			for n, section := range l.Sections {
				b.send(b.sectionForm(l, section)).want(http.StatusSeeOther)
				if marks := strings.Count(b.open(page).body, `<span class="unseen">read</span>`); marks != n+1 {
					t.Errorf("%d sections are marked as read, %d are", marks, n+1)
				}
			}
		})
		all.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					other.open(page)
				}
			}
		})
	}
	all.Wait()
}
