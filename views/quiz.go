package views

import "dossier/internal/quiz"

// Step is one question in the row above a quiz.
type Step struct {
	Number int
	Mark   string // "right", "near", "wrong", "now", "saved", StepGone or ""
	Here   bool   // the page shows this question
	Href   string // where the question is, when one may go there from any other; "" elsewhere
}

// StepGone marks a question that was withdrawn.
const StepGone = "gone"

// sign is what the row shows of a question.
func (s Step) sign() string {
	if sign := markSymbol(quiz.Mark(s.Mark)); sign != "" {
		return sign
	}
	if s.Mark == StepGone {
		return "–"
	}
	return itoa(s.Number)
}

// words say the same to those who hear the row.
func (s Step) words() string {
	words := map[string]string{"right": "right", "near": "partly right", "wrong": "not yet", "saved": "answered",
		StepGone: "withdrawn, it counts for nobody"}[s.Mark]
	switch {
	case words == "" && s.Here:
		return "this question"
	case words == "":
		return "open"
	case s.Here:
		return words + ", this question"
	}
	return words
}

// QuizProps is one question of a quiz.
type QuizProps struct {
	Up       Link // the lesson, or what was handed out
	Handed   bool // it is the latter
	Steps    []Step
	Number   int
	Question QuestionProps
	Conflict *Conflict
	Sitting  *SittingBar // of what was handed out; nil in the quiz of a lesson
}

// class is that of the page: an answered question opens on its verdict.
func (q QuizProps) class() string {
	if q.Question.Answered != nil {
		return "narrow verdict-page"
	}
	return "narrow plain"
}

// Conflict is an answer that came too late: another one stands, or the time was up.
type Conflict struct {
	Yours, Stands string
	Over          bool // the time was up, or it had been handed in
}
