package classroom

import (
	"time"

	"dossier/internal/quiz"
)

// AttemptID is the number of an attempt.
type AttemptID int64

// The kinds of attempt.
const (
	QuizAttempt  = "quiz"  // the lesson's quiz
	CheckAttempt = "check" // one question in the text of a lesson
)

// Asked is a question of an attempt, in the version that was dealt.
type Asked struct {
	Question string
	Version  int
}

// Attempt is one go at a quiz or at a check question.
type Attempt struct {
	ID        AttemptID
	Student   StudentID
	Lesson    string
	Kind      string
	DealKey   []byte
	Questions []Asked
	Responses map[string]Response // by question id
	Started   time.Time
	Submitted time.Time // zero while questions are open
}

// Response is one answer with its grade, as it was given.
type Response struct {
	Question   string
	Version    int
	Answer     quiz.Answer
	Score      float64 // 0 to 1
	Marks      float64
	OutOf      float64
	Confidence string
	At         time.Time
}

// NewResponse is an answer to be stored.
type NewResponse struct {
	Question   Asked
	FormToken  string // unique for each form that was served; the same token stores once
	Answer     quiz.Answer
	Score      float64
	Marks      float64
	OutOf      float64
	Confidence string
	Unmatched  []string
}

// UnmatchedAnswer is a free answer that matched nothing known.
type UnmatchedAnswer struct {
	Question string
	Version  int
	Text     string
	Times    int // how many students of the class wrote it
}

// WrittenLevel is what was said of a written part of an answer.
type WrittenLevel struct{ Self, Teacher *int }

// WrittenAnswer is an answer with written parts that a teacher may give levels to.
type WrittenAnswer struct {
	Response int64
	Attempt  AttemptID
	Student  Student
	Given    Response
	Levels   map[string]WrittenLevel // by part
}
