package views

import "dossier/internal/course"

// MeProps is a student's or guest's own progress.
type MeProps struct {
	Lessons    []LessonLink
	GoOn       GoOn
	Calibrated []string
	Ideas      []*course.Misconception
	Essays     []EssayCard
	Answers    []AnswerRow
	Guest      bool
}
