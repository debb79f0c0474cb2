package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// scores are the rows of scores.csv of the first class for one quiz and one student.
func (s *site) scores(quizID, name string) []map[string]string {
	s.t.Helper()
	return slices.DeleteFunc(s.owner.table(s.takes("scores.csv")), func(row map[string]string) bool {
		return row["quiz_id"] != quizID || row["display_name"] != name
	})
}

// A question that is withdrawn counts for nobody, also not for whoever has left it unanswered; and the change of work
// that is going on is no other work because of that.
func TestAWithdrawnQuestionThatWasLeftOut(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	a := s.handOut(t, s.thursday(t, s.course.Lessons[2].ID, 3))
	s.clock.pass(time.Minute)
	work, id := fmt.Sprintf("/work/%d", a.ID), fmt.Sprintf("work:%d", a.ID)
	attempt := ana.send(ana.get(work).form(work)).want(http.StatusSeeOther).to()
	first := attempt + "/questions/1"
	ana.post(first, s.asked(ana.get(first), a.Questions[0].Question).answer(true)).want(http.StatusSeeOther)
	ana.send(ana.get(attempt + "/hand-in").form(attempt + "/hand-in")).want(http.StatusSeeOther)
	here := fmt.Sprintf("/classes/%d/work/%d", s.class, a.ID)
	s.owner.send(s.owner.open(here).form(here), "do", "released").want(http.StatusSeeOther)
	marks := a.Questions[0].OutOf
	all := marks + a.Questions[1].OutOf + a.Questions[2].OutOf
	said := func(outOf float64) {
		t.Helper()
		ana.open(attempt + "/result").says(fmt.Sprintf("%v of %v marks", marks, outOf))
		ana.open(work).says(fmt.Sprintf("%v of %v marks", marks, outOf))
		s.owner.open(here).says(marksIn(marks, outOf))
		rows := s.scores(id, "Ana")
		if len(rows) != 1 || rows[0]["max_score"] != fmt.Sprint(outOf) {
			t.Errorf("scores.csv says %v, want %v marks", rows, outOf)
		}
	}
	said(all)
	left := s.question(a.Questions[1].Question)
	s.corrects(left, classroom.Withdrawn)
	said(all - left.Marks)
	p := ana.open(attempt + "/result").says("Your teacher has withdrawn one question of this quiz.").
		says("does not count").says("2: withdrawn, it counts for nobody")
	if n := len(p.doc.class("gone")); n != 1 {
		t.Errorf("%d questions are marked as withdrawn", n)
	}
	change := s.owner.open(here + "/change").form(here + "/change")
	s.owner.send(change, "do", "hand-out", "title", "Friday's quiz").want(http.StatusSeeOther)
	for _, task := range []classroom.Task{a.Questions[0], a.Questions[2]} {
		s.corrects(s.question(task.Question), classroom.Withdrawn)
	}
	ana.open(attempt + "/result").says("No marks").says("has withdrawn every question").hides("0 of 0")
	ana.open(work).says("No marks").hides("0 of 0")
	s.owner.open(here).says("withdrawn").hides("0 of 0")
	if rows := s.scores(id, "Ana"); rows[0]["percent"] != "" {
		t.Errorf("a quiz without marks has %s per cent", rows[0]["percent"])
	}
}

// question is a question of the course.
func (s *site) question(id string) *quiz.Question {
	s.t.Helper()
	q, _, err := s.course.Question(id)
	if err != nil {
		s.t.Fatal(err)
	}
	return q
}

// The row above a quiz shows what counts now, and a quiz of which nothing counts says so.
func TestAQuizOfWhichEverythingIsWithdrawn(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	ana.takeQuiz(s.course.Lessons[0].ID, func(int) bool { return false })
	marks := func(name string) int {
		return len(ana.open("/attempts/1/result").doc.class("steps")[0].class(name))
	}
	var ids []string
	for n := 1; n <= one[int](s, `SELECT count(*) FROM attempt_question`); n++ {
		ids = append(ids, one[string](s, `SELECT question_id FROM attempt_question WHERE position = ?1`, n))
	}
	before := marks("right")
	s.corrects(s.question(ids[0]), classroom.FullMarks)
	if got := marks("right"); got != before+1 {
		t.Errorf("%d are right in the row, want %d", got, before+1)
	}
	for n, id := range slices.Backward(ids) {
		s.corrects(s.question(id), classroom.Withdrawn)
		if got := marks("gone"); got != len(ids)-n {
			t.Errorf("%d are withdrawn in the row, want %d", got, len(ids)-n)
		}
	}
	ana.open("/attempts/1/result").says("No marks").says("has withdrawn every question").says("Take the quiz once more").
		hides("not enough").hides("to pass").hides("0 of 0")
}
