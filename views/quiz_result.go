package views

import (
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// ResultProps is a finished quiz.
type ResultProps struct {
	Lesson     *course.Lesson
	Steps      []Step
	Marks      float64
	OutOf      float64
	Line       string // what it means, in a sentence
	Again      []Link // what to read again
	Ideas      []*course.Misconception
	Calibrated []string
	Answers    []AnswerRow
	Entry      QuizEntry
	Next       Link
}

// AnswerRow is one answer in a list.
type AnswerRow struct {
	Where      string // "Quiz of 3 May, question 4"
	Stem       string
	Given      string
	Grade      string // "Right", "Partly right · 1 of 2"
	Class      string
	Symbol     string
	Confidence string
	At         string
	Href       string
	Lines      *quiz.Grade // the answer part by part, for a teacher
}
