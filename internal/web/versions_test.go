package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/internal/web"
)

// at is the same browser after the program was started again.
func (b *browser) at(s *site) *browser { return &browser{t: b.t, site: s, client: b.client} }

// reword changes a question of single choice: its stem, its options and its key.
func reword(t *testing.T, c *course.Course, id string, raise bool) {
	t.Helper()
	q, _, err := c.Question(id)
	if err != nil {
		t.Fatal(err)
	}
	body, ok := q.Body.(*quiz.SingleChoice)
	if !ok {
		t.Fatalf("%s is no single choice", id)
	}
	q.Stem = "The new wording?"
	for i := range body.Options {
		body.Options[i].Text = fmt.Sprint("New option ", i)
		body.Options[i].Feedback = "New feedback."
		body.Options[i].Correct = i == 1
	}
	if raise {
		q.Version++
	}
}

// choices finds a question of single choice in the text of the first lesson, and one that its quiz can ask.
func choices(t *testing.T, c *course.Course) (inText, inQuiz *quiz.Question) {
	t.Helper()
	l := c.Lessons[0]
	return firstChoice(t, l.Checks), firstChoice(t, l.Pool)
}

// firstChoice is the first question of single choice whose first option is right.
func firstChoice(t *testing.T, all []*quiz.Question) *quiz.Question {
	t.Helper()
	for _, q := range all {
		if body, ok := q.Body.(*quiz.SingleChoice); ok && body.Options[0].Correct {
			return q
		}
	}
	t.Fatal("no single choice whose first option is right")
	return nil
}

func TestChangedQuestionNeedsANewVersion(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	q, _ := choices(t, s.course)
	s.stop()
	changed := builtIn(t)
	reword(t, changed, q.ID, false)
	data, err := store.Open(t.Context(), s.dir, s.clock.now)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	for _, dev := range []bool{false, true} { // who writes a question changes it all day
		_, err = web.New(web.Config{Course: changed, Store: data, Log: slog.New(slog.DiscardHandler), Now: s.clock.now,
			Dev: dev})
		switch {
		case dev && err != nil:
			t.Errorf("while questions are written a change is refused: %v", err)
		case !dev && err == nil:
			t.Error("a question changed under an unchanged version, and the program starts")
		case !dev && (!strings.Contains(err.Error(), q.ID) || !strings.Contains(err.Error(), "raise version of "+q.ID)):
			t.Errorf("the error does not say what to do: %v", err)
		}
	}
}

func TestOldAnswersKeepTheirWording(t *testing.T) {
	t.Parallel()
	before := newSite(t).setUp()
	inText, _ := choices(t, before.course)
	l := before.course.Lessons[0]
	ana := before.student("Ana")
	ana.check(inText.ID, true)
	attempt := ana.startQuiz(l.ID)
	inQuiz := before.drawnIn(attempt)[0]
	for _, q := range before.drawnIn(attempt) {
		if _, ok := q.Body.(*quiz.SingleChoice); ok {
			inQuiz = q
		}
	}
	for {
		a := before.firstAsk(ana.open(attempt))
		if a.q.ID == inQuiz.ID {
			break
		}
		ana.post(a.action, a.answer(true)).want(http.StatusSeeOther)
	}
	before.stop()

	changed := builtIn(t)
	reword(t, changed, inText.ID, true)
	reword(t, changed, inQuiz.ID, true)
	s := startSite(t, changed, before.dir, before.clock)
	ana, owner := ana.at(s), before.owner.at(s)

	card := ana.open(checkPage(l, inText)).doc.id("q-" + inText.ID).words()
	body := inText.Body.(*quiz.SingleChoice)
	for _, words := range []string{inText.Stem, body.Options[0].Text, body.Options[0].Feedback,
		"reworded since you answered"} {
		if !strings.Contains(card, squeeze(words)) {
			t.Errorf("the old answer is shown without %q: %s", words, card)
		}
	}
	if strings.Contains(card, "New option") {
		t.Errorf("the old answer is shown with the new wording: %s", card)
	}
	for _, p := range []*page{ana.open("/me/answers?of=all"),
		owner.open(fmt.Sprintf("/classes/%d/students/1/answers?of=all", before.class))} {
		p.says(inText.Stem).says("Right · 1 of 1").hides("The new wording?")
	}

	// A quiz that was begun goes on with the questions that it was begun with.
	p := ana.open(attempt).says(inQuiz.Stem).hides("The new wording?")
	old := ask{inQuiz, p.form(attempt + "/questions/" + p.doc.class("now")[0].tags("span")[0].words())}
	feedback(t, ana.follow(ana.post(old.action, old.answer(true)).want(http.StatusSeeOther)), inQuiz, quiz.Right)

	// A new try is asked the new question.
	again := s.asked(ana.open("/lessons/"+l.ID+"?again="+inText.ID), inText.ID)
	ana.post(again.action, again.answer(true)).want(http.StatusSeeOther)
	ana.open("/me/answers?of=all").says("The new wording?").says(inText.Stem)
	if got := one[int](s, `SELECT count(*) FROM question_version WHERE id = ?1`, inText.ID); got != 2 {
		t.Errorf("%d versions of the question are kept, want 2", got)
	}
}

// A program that was stopped and started again goes on where it was, for everybody.
func TestStartingAgainSignsNobodyOut(t *testing.T) {
	t.Parallel()
	before := newSite(t).setUp()
	ana, guest := before.student("Ana"), before.guest()
	page := ana.open(checkPage(before.course.Lessons[0], before.course.Lessons[0].Checks[0]))
	open := before.asks(page)[0]
	before.stop()
	s := startSite(t, builtIn(t), before.dir, before.clock)
	before.owner.at(s).open("/classes").says(className)
	guest.at(s).open("/me/answers").says("in the text")
	ana.at(s).post(open.action, open.answer(true)).want(http.StatusSeeOther) // from a page of before
	before.owner.at(s).get("/setup").want(http.StatusNotFound)
}
