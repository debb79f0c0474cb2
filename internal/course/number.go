package course

import (
	"strconv"

	"dossier/internal/quiz"
)

// QuestionNumber is the short name of a question that the lesson asks, the same on every page: "3.2" is the second
// question in the text of lesson 3, and "3.Q2" the second of those that its quiz is drawn from. Everybody's first quiz
// has the first ten of them (see Draw), so that on students' screens it is "Question 2 of 10". "" for any other
// question.
func (l *Lesson) QuestionNumber(q *quiz.Question) string {
	for i, check := range l.Checks {
		if check.ID == q.ID {
			return strconv.Itoa(l.Number) + "." + strconv.Itoa(i+1)
		}
	}
	for i, drawn := range l.Pool {
		if drawn.ID == q.ID {
			return strconv.Itoa(l.Number) + ".Q" + strconv.Itoa(i+1)
		}
	}
	return ""
}
