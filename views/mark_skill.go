package views

import (
	"dossier/internal/course"
	"dossier/internal/essay"
)

// SkillProps is one skill across many answers.
type SkillProps struct {
	Bench       *course.Bench
	Skill       *course.RubricSkill
	Skills      []*course.RubricSkill
	Names       bool
	Submissions []SkillSubmission
	Left        int // answers that the page has no room for
	Said        string
	Missed      []string // whose levels could not be stored, and why
}

// SkillSubmission is an answer among those of one skill.
type SkillSubmission struct {
	Essay  int64
	Rev    int
	Label  string
	Pieces []essay.Piece
	Cited  []Cited
	Level  string // "" for none yet
	Was    string // hidden: what the page shows
	Own    *OwnLevel
}
