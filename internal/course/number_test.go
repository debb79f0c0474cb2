package course_test

import (
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

func TestQuestionNumbers(t *testing.T) {
	q := func(id string) *quiz.Question { return &quiz.Question{Common: quiz.Common{ID: id}} }
	l := &course.Lesson{Number: 3, Checks: []*quiz.Question{q("a"), q("b")}, Pool: []*quiz.Question{q("c"), q("d")}}
	for id, want := range map[string]string{"a": "3.1", "b": "3.2", "c": "3.Q1", "d": "3.Q2", "e": ""} {
		if got := l.QuestionNumber(q(id)); got != want {
			t.Errorf("question %s: got %q, want %q", id, got, want)
		}
	}
	// The first quiz of everybody asks the first ten, in this order.
	for i := range 14 {
		l.Pool = append(l.Pool[:i:i], q(string(rune('a'+i))))
	}
	for i, drawn := range l.Draw(nil) {
		if drawn != l.Pool[i] {
			t.Errorf("question %d of a first quiz is %s", i+1, drawn.ID)
		}
	}
}
