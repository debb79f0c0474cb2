package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/views"
)

// thursday is a test of some of a lesson's questions, which opens in a minute and closes forty minutes later.
func (s *site) thursday(t *testing.T, lesson string, n int) classroom.Assignment {
	t.Helper()
	l, err := s.course.Lesson(lesson)
	if err != nil {
		t.Fatal(err)
	}
	a := classroom.Assignment{
		Class: classroom.ClassID(s.class), Title: "Thursday's quiz", Handed: classroom.HandedQuiz, Test: true, Attempts: 1,
		Results: classroom.ResultsReleased, Opens: s.clock.now().Add(time.Minute),
		Due: s.clock.now().Add(31 * time.Minute), Closes: s.clock.now().Add(41 * time.Minute),
	}
	for _, q := range l.Pool[:n] {
		a.Questions = append(a.Questions, classroom.Task{OutOf: q.Marks,
			Asked: classroom.Asked{Question: q.ID, Version: one[int](s, `SELECT max(version) FROM question_version WHERE id = ?`,
				q.ID)}})
	}
	return a
}

func (s *site) handOut(t *testing.T, a classroom.Assignment) classroom.Assignment {
	t.Helper()
	id, err := s.store.HandOut(t.Context(), 1, fmt.Sprintf("form-of-%s-%d", a.Title, s.clock.now().UnixNano()), a)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := s.store.Assignment(t.Context(), a.Class, id)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func TestATestTellsNothingUntilItsResultsAreReleased(t *testing.T) {
	s := newSite(t).setUp()
	ana := s.student("Ana")
	lesson := s.course.Lessons[2]
	a := s.handOut(t, s.thursday(t, lesson.ID, 3))
	work := fmt.Sprintf("/work/%d", a.ID)
	ana.get("/").says("Thursday's quiz").says("Not open yet")
	ana.get(work).says("Opens today at 08:01")
	s.clock.pass(time.Minute)
	begin := ana.get(work).want(http.StatusOK).form(work)
	attempt := ana.send(begin).want(http.StatusSeeOther).to()
	if again := ana.send(begin).want(http.StatusSeeOther).to(); again != attempt {
		t.Errorf("begun twice: %s and %s", attempt, again)
	}
	for i, task := range a.Questions {
		path := fmt.Sprintf("%s/questions/%d", attempt, i+1)
		given := s.asked(ana.get(path).want(http.StatusOK), task.Question).answer(i > 0)
		next := ana.post(path, given).want(http.StatusSeeOther).to()
		want := fmt.Sprintf("%s/questions/%d", attempt, i+2)
		if i+1 == len(a.Questions) {
			want = attempt + "/hand-in"
		}
		if next != want {
			t.Errorf("question %d leads to %s, want %s", i+1, next, want)
		}
		saved := s.asked(ana.get(path).want(http.StatusOK).says("Saved at 08:01"), task.Question).with()
		for name, values := range given {
			if name != "form" && name != "csrf" && !slices.Equal(saved[name], values) {
				t.Errorf("question %d comes back with %s=%q, want %q", i+1, name, saved[name], values)
			}
		}
		if i == 0 { // another thought
			ana.post(path, s.asked(ana.get(path), task.Question).answer(true)).want(http.StatusSeeOther)
		}
	}
	var marks float64
	for _, task := range a.Questions {
		marks += task.OutOf
	}
	outOf := views.Number(marks)
	silent := func(when string) {
		t.Helper()
		for _, path := range []string{"/", "/me", "/me/answers", "/me/days", "/work", work, attempt, attempt + "/result",
			attempt + "/questions/1", attempt + "/hand-in", "/lessons/" + lesson.ID} {
			page := ana.open(path)
			for _, task := range a.Questions {
				q, _, _ := s.course.Question(task.Question)
				for _, line := range q.Body.Grade(nil).Lines {
					if line.Feedback != "" && page.hasWords(line.Feedback) {
						t.Errorf("%s: %s says %q", when, path, line.Feedback)
					}
				}
			}
			if page.hasWords("of "+outOf+" marks") || page.hasWords("Right · ") || page.hasWords("Not yet · ") {
				t.Errorf("%s: %s tells how an answer was decided: %s", when, path, page.excerpt())
			}
		}
	}
	silent("while it is open")
	hand := attempt + "/hand-in"
	handIn := ana.get(hand).want(http.StatusOK).says("You have answered every question.").form(hand)
	for range 2 {
		if to := ana.send(handIn).want(http.StatusSeeOther).to(); to != work {
			t.Errorf("handing in leads to %s", to)
		}
	}
	ana.get(work).says("Handed in").says("You see your results when your teacher releases them.")
	silent("handed in")
	s.clock.pass(2 * time.Hour)
	ana = s.visitor().join(s.code, "Ana", pin)
	silent("closed")
	if err := s.store.ReleaseResults(t.Context(), 1, a.Class, a.ID, true); err != nil {
		t.Fatal(err)
	}
	ana.get("/").says("See your results")
	result := ana.get(attempt + "/result").want(http.StatusOK).says(outOf + " of " + outOf + " marks")
	q, _, _ := s.course.Question(a.Questions[0].Question)
	ana.get(attempt + "/questions/1").want(http.StatusOK)
	result.says(q.Text())
	ana.get("/me/answers").says(q.Text())
	if other := s.student("Ben"); other.get(attempt+"/result").status != http.StatusNotFound {
		t.Error("somebody else sees the result")
	}
}
