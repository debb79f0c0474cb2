package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"dossier/internal/classroom"
)

// handsOutSubject hands out a lesson or a bench and returns its page.
func (s *site) handsOutSubject(handed classroom.Handed, subject string, pairs ...string) string {
	s.t.Helper()
	form := s.owner.open(fmt.Sprintf("%s?handed=%s&subject=%s", newWork, handed, subject)).form(newWork)
	to := s.owner.send(form, append([]string{"do", "hand-out"}, pairs...)...).want(http.StatusSeeOther).to()
	return to[:len(to)-len("?done=handed-out")]
}

// Lessons and essays that were handed out have rows in the table of scores. What is not marked is empty.
func TestLessonsAndEssaysInTheScores(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	s.student("Ben")
	l := s.course.Lessons[0]
	s.handsOutSubject(classroom.HandedLesson, l.ID, "due", "2026-09-01T08:30")
	s.handsOutSubject(classroom.HandedBench, "two-verdicts")
	says := func(quizID, name string, want map[string]string) {
		t.Helper()
		rows := s.scores(quizID, name)
		if len(rows) != 1 {
			t.Errorf("%s has %d rows of %s", name, len(rows), quizID)
			return
		}
		for column, value := range want {
			if rows[0][column] != value {
				t.Errorf("%s of %s in %s is %q, want %q", column, name, quizID, rows[0][column], value)
			}
		}
	}
	nothing := map[string]string{"status": "not_started", "score": "", "max_score": "", "percent": "", "marked": "",
		"attempt": "", "late": "", "correct": ""}
	says("work:1", "Ana", nothing)
	says("work:2", "Ana", nothing)
	for _, q := range l.Checks[:2] {
		ana.check(q.ID, false)
	}
	half := map[string]string{"status": "in_progress", "answered": "2", "total_questions": fmt.Sprint(len(l.Checks)),
		"percent": fmt.Sprintf("%.4g", 200/float64(len(l.Checks))), "score": "", "max_score": "", "correct": "", "marked": ""}
	if len(l.Checks)%2 != 0 {
		delete(half, "percent")
	}
	says("work:1", "Ana", half)
	s.clock.pass(40 * time.Minute)
	ana.takeQuiz(l.ID, always)
	says("work:1", "Ana", map[string]string{"status": "marked", "late": "yes", "score": "", "pending_marks": ""})
	says("work:1", "Ben", nothing)

	s.writes(s.pupil("Ben"), answerText)
	says("work:2", "Ben", map[string]string{"status": "in_progress", "score": "", "percent": "", "answered": ""})
	id := s.handsIn("Ana", answerText)
	skills := len(s.twoVerdicts().Rubric.Skills)
	waits := map[string]string{"status": "submitted", "score": "", "max_score": "", "percent": "", "marked": "no",
		"pending_marks": fmt.Sprint(skills), "attempt": "1", "answered": "", "correct": "", "total_questions": ""}
	says("work:2", "Ana", waits)
	teacher, _ := s.mark("Ana")
	says("work:2", "Ana", waits) // nobody has been told yet
	if err := s.store.ReturnEssays(t.Context(), teacher, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for i := range skills {
		sum += (i + 2) % 5
	}
	says("work:2", "Ana", map[string]string{"status": "marked", "score": fmt.Sprint(sum),
		"max_score": fmt.Sprint(4 * skills), "marked": "yes", "pending_marks": "0"})
	says("work:2", "Ben", map[string]string{"status": "in_progress", "score": ""})
}
