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
	for id, want := range map[string]string{"a": "3.1", "b": "3.2", "p1": "3.3", "p10": "3.12", "p11": "3.13", "e": ""} {
		if got := l.QuestionNumber(q(id)); got != want {
			t.Errorf("question %s: got %q, want %q", id, got, want)
		}
	}
}
