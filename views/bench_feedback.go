package views

import (
	"dossier/internal/course"
	"dossier/internal/essay"
)

// FeedbackProps is what came back, the last round first.
type FeedbackProps struct {
	Bench    *course.Bench
	Bar      StepBar
	Rounds   []ReturnedRound
	Can      []essay.Action
	Typed    string // a next step that has to be corrected
	Problems Problems
	Model    bool // every round's next step is written, so that the model answer may be seen
}

// ReturnedRound is one text with what its marker said.
type ReturnedRound struct {
	Round            int
	At               string
	Strength, Target string
	Skills           []ReturnedSkill
	NextStep         string // "" until it is written; the levels are shown after
	Pieces           []essay.Piece
	Cited            []Cited
	Latest           bool
}

// ReturnedSkill is one skill of a returned text; Own is -1 when its author gave no level.
type ReturnedSkill struct {
	Skill      *course.RubricSkill
	Comment    string
	Level, Own int
}

func (f FeedbackProps) can(a essay.Action) bool { return BenchProps{Can: f.Can}.can(a) }
