package views

import (
	"strings"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// ResultProps is a finished quiz.
type ResultProps struct {
	Withdrawn  int // questions that count for nothing any more
	Lesson     *course.Lesson
	Steps      []Step
	Marks      float64
	OutOf      float64
	Pass       float64 // how many marks pass
	Passed     bool
	Line       string // what it means, in a sentence
	Again      []ReadAgain
	Ideas      []*course.Misconception
	Calibrated []string
	Answers    []AnswerRow
	Entry      QuizEntry
	Next       Link
}

// ReadAgain is a place to read again, with the questions of the quiz that send there.
type ReadAgain struct {
	Link
	Questions []int
}

// because says which questions send to a place.
func (a ReadAgain) because() string {
	words := make([]string, len(a.Questions))
	for i, n := range a.Questions {
		words[i] = itoa(n)
	}
	last := len(words) - 1
	if last == 0 {
		return "for question " + words[0]
	}
	return "for questions " + strings.Join(words[:last], ", ") + " and " + words[last]
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

// allWithdrawn is said where nothing of a quiz counts any more.
const allWithdrawn = "Your teacher has withdrawn every question of this quiz, so it has no marks."

// ScoreWords is "7 of 9 marks"; where nothing counts any more, it says so.
func ScoreWords(marks, outOf float64) string {
	if outOf == 0 {
		return "No marks: withdrawn"
	}
	return Number(marks) + " of " + Number(outOf) + " marks"
}

// withdrawnWords says what becomes of the marks of questions that were withdrawn.
func withdrawnWords(n int) string {
	if n == 1 {
		return "Your teacher has withdrawn one question of this quiz. Its marks count for nobody."
	}
	return "Your teacher has withdrawn " + itoa(n) + " questions of this quiz. Their marks count for nobody."
}
