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
	WorkAttempt  = "work"  // a quiz that was handed out; it belongs to no lesson
)

// Asked is a question of an attempt, in the version that was dealt. Version is the number under which the data folder
// keeps the wording. It need not be the one that the author gave it, since a school's own questions have version
// numbers of their own.
type Asked struct {
	Question string
	Version  int
}

// Attempt is one go at a quiz or at a check question.
type Attempt struct {
	ID      AttemptID
	Student StudentID
	Lesson  string // "" for a WorkAttempt
	Kind    string
	// Assignment is what a WorkAttempt belongs to; 0 when that is gone with its class.
	Assignment AssignmentID
	DealKey    []byte
	Questions  []Asked
	Responses  map[string]Response // by question id
	Started    time.Time
	Submitted  time.Time // zero while questions are open
}

// Response is one answer as it was given, with the decision about it that counts now.
type Response struct {
	Question   string
	Version    int // as in Asked
	Answer     quiz.Answer
	Score      float64 // 0 to 1
	Marks      float64
	OutOf      float64
	Grade      *quiz.Grade // as in Decision
	Confidence string
	At         time.Time
	// Ruled is the correction under which it was decided last; "" for none. OutOf is 0 where the question is withdrawn.
	Ruled                  CorrectionKind
	FirstMarks, FirstOutOf float64 // what it counted when it was given
	// FirstGrade is what was said about it then, where the key has been put right since; nil everywhere else.
	FirstGrade *quiz.Grade
}

// Withdrawn reports whether the question was withdrawn: the answer counts for nothing.
func (r Response) Withdrawn() bool { return r.Ruled == Withdrawn }

// Decision is the decision about the answer that counts now.
func (r Response) Decision() Decision {
	return Decision{Score: r.Score, Marks: r.Marks, Grade: r.Grade, Ruled: r.Ruled}
}

// Asked is the question that was answered.
func (r Response) Asked() Asked { return Asked{Question: r.Question, Version: r.Version} }

// NewResponse is an answer to be stored.
type NewResponse struct {
	Question   Asked
	FormToken  string // unique for each form that was served; the same token stores once
	Answer     quiz.Answer
	Score      float64 // as the question itself says, whatever teachers have ruled
	Marks      float64
	Grade      *quiz.Grade
	OutOf      float64
	Confidence string
	Unmatched  []string
	// Ruled decides once more under what the teachers of its author's class have ruled; changes is false when that makes
	// no difference.
	Ruled func(Ruling) (d Decision, changes bool)
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
