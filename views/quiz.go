package views

import "dossier/internal/course"

// Step is one question in the row above a quiz.
type Step struct {
	Number int
	Mark   string // "right", "near", "wrong", "now" or ""
}

// QuizProps is one question of a quiz.
type QuizProps struct {
	Lesson   *course.Lesson
	Steps    []Step
	Number   int
	Question QuestionProps
	Conflict *Conflict
}

// Conflict is an answer that came too late: another one stands.
type Conflict struct{ Yours, Stands string }
