package views

import "dossier/internal/course"

// MeProps is a student's or guest's own progress.
type MeProps struct {
	Lessons    []LessonLink
	Next       Link
	Calibrated []string
	Ideas      []*course.Misconception
	Essays     []EssayCard
	Answers    []AnswerRow
	Guest      bool
}
