package course_test

import (
	"fmt"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

func TestQuestionNumbers(t *testing.T) {
	q := func(id string) *quiz.Question { return &quiz.Question{Common: quiz.Common{ID: id}} }
	l := &course.Lesson{Number: 3, Checks: []*quiz.Question{q("a"), q("b")}}
	for i := range 12 {
		l.Pool = append(l.Pool, q(fmt.Sprint("p", i+1)))
	}
	for id, want := range map[string]struct {
		number string
		quiz   int
	}{
		"a": {"3.1", 0}, "b": {"3.2", 0}, "p1": {"3.3", 1}, "p10": {"3.12", 10}, "p11": {"3.13", 0}, "e": {"", 0},
	} {
		if got := l.QuestionNumber(q(id)); got != want.number {
			t.Errorf("question %s: got %q, want %q", id, got, want.number)
		}
		if got := l.InFirstQuiz(q(id)); got != want.quiz {
			t.Errorf("question %s in the first quiz: got %d, want %d", id, got, want.quiz)
		}
	}
}
