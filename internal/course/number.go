package course

import (
	"slices"
	"strconv"

	"dossier/internal/quiz"
)

// QuestionNumber is the short name of a question that the lesson asks, the same on every page: "3.7" is the seventh of
// lesson 3. Those in the text come first, in the order of the text, and then those that the quiz is drawn from, in the
// order of the file. "" for any other question.
func (l *Lesson) QuestionNumber(q *quiz.Question) string {
	if n := l.position(q); n > 0 {
		return strconv.Itoa(l.Number) + "." + strconv.Itoa(n)
	}
	return ""
}

// Questions are all that the lesson asks, each once, in the order of their numbers.
func (l *Lesson) Questions() []*quiz.Question { return slices.Concat(l.Checks, l.Pool) }

// position is the place of a question in the lesson, from 1; 0 when the lesson does not ask it.
func (l *Lesson) position(q *quiz.Question) int {
	return 1 + slices.IndexFunc(l.Questions(), func(asked *quiz.Question) bool { return asked.ID == q.ID })
}
