// Package demo invents a class: students with first names alone, and six weeks of plausible work of theirs. The plan
// of it is made from a compiled course, a seed and a time, and nothing else, so that the same three make the same
// class. Plant carries a plan out on a store, step by step, by the rules that real work goes by.
package demo

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// Shape is how large the class is to be.
type Shape struct {
	Students int // 28 when it is 0
	Weeks    int // 6 when it is 0
	Seed     uint64
	Now      time.Time // until when they have worked, in the time zone of the school
}

// What a class looks like when nothing else is said, and the most that can be asked for.
const (
	Students     = 28
	Weeks        = 6
	MostStudents = 60
	MostWeeks    = 30
)

// ErrShape: nobody teaches a class like that.
var ErrShape = errors.New("a class of the demo has 1 to 60 students and 1 to 30 weeks")

// Plan is all that a class did.
type Plan struct {
	Began    time.Time
	Students []Student
	Steps    []Step // in the order in which they were taken
}

// Student is somebody invented.
type Student struct {
	Name   string
	Joined time.Time
}

// Step is something that a student does, or the teacher for a student.
type Step struct {
	At      time.Time
	Student int // in Plan.Students
	Do      Deed
}

// Deed is what is done in a step.
type Deed interface{ deed() }

// The deeds in a lesson.
type (
	// ReadSection goes on to the next section.
	ReadSection struct{ Lesson, Section string }
	// AnswerCheck answers a question in the text.
	AnswerCheck struct{ Given }
	// BeginQuiz begins a quiz with these questions.
	BeginQuiz struct {
		Lesson    string
		Questions []*quiz.Question
	}
	// AnswerQuiz answers a question of the quiz that was begun last in the lesson.
	AnswerQuiz struct{ Given }
	// JudgePart says what level the author gives a written part of the latest answer to a question.
	JudgePart struct {
		Lesson, Question, Part string
		Level                  int
	}
	// LevelPart is the teacher's level for it.
	LevelPart JudgePart
	// Believe says how far a source is trusted; with After it is said for the second time.
	Believe struct {
		Bench string
		Said  []classroom.Trust
	}
)

// Given is an answer to a question.
type Given struct {
	Lesson   string
	Question *quiz.Question
	Answer   quiz.Answer
	Sure     string
}

func (ReadSection) deed() {}
func (AnswerCheck) deed() {}
func (BeginQuiz) deed()   {}
func (AnswerQuiz) deed()  {}
func (JudgePart) deed()   {}
func (LevelPart) deed()   {}
func (Believe) deed()     {}

// Make plans a class. The course must have been compiled without errors.
func Make(c *course.Course, shape Shape) (*Plan, error) {
	shape.Students, shape.Weeks = cmp.Or(shape.Students, Students), cmp.Or(shape.Weeks, Weeks)
	if shape.Students < 1 || shape.Students > MostStudents || shape.Weeks < 1 || shape.Weeks > MostWeeks {
		return nil, ErrShape
	}
	p := newPlanner(c, shape)
	for i := range p.people {
		p.plan.Students = append(p.plan.Students, Student{Name: p.people[i].name, Joined: p.joined(i)})
		p.work(i)
	}
	p.essays()
	slices.SortStableFunc(p.plan.Steps, func(a, b Step) int { return a.At.Compare(b.At) })
	return &p.plan, nil
}
