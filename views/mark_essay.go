package views

import (
	"dossier/internal/course"
	"dossier/internal/essay"
)

func ownSentence(o OwnLevel) string {
	if o.Sentence == "" {
		return "."
	}
	return ": “" + o.Sentence + "”"
}

// SubmissionProps is one answer as its marker sees it.
type SubmissionProps struct {
	Bench     *course.Bench
	Rubric    *course.Rubric
	Essay     int64
	Label     string
	Names     bool
	Kicker    string
	At, Of    int    // which one it is of how many; 0 for none
	Status    string // round, day, words
	Pieces    []essay.Piece
	Cited     []Cited
	Reasons   []ReasonLine
	Own       map[string]OwnLevel // the student's self-assessment, by skill
	Before    *BeforeRound
	Class     int64  // whose answers alone come next; 0 for all
	Notice    string // why there is no form
	Form      *MarkForm
	Given     *GivenMark
	CanClaim  string // the words on the button; "" when it cannot be claimed
	CanReturn bool
	CanReopen bool
	CanSecond bool // it waits for a second mark, and the first is hidden
	Way       []SubmissionStep
}

// SubmissionStep is one step of an answer since it was first handed in.
type SubmissionStep struct{ At, Who, Did string }

// self is the address of the page: of a second mark or an agreement it is that of its form.
func (s SubmissionProps) self() string {
	if s.Form != nil {
		return s.Form.Action
	}
	return MarkingHref("essays", s.Essay) + OfClass(s.Class)
}

// OwnLevel is the level that a student gives their own text in a skill, with the sentence that shows it.
type OwnLevel struct {
	Level    int
	Sentence string
}

// ReasonLine is a reason why the sources differ, as the student put it together.
type ReasonLine struct{ Title, First, Second, Fact, So string }

// BeforeRound is what a student got back for the text before, and what became of that text.
type BeforeRound struct {
	Changes  []essay.Change
	Levels   map[string]int
	Target   string
	NextStep string
}

// GivenMark is a finished marking.
type GivenMark struct {
	By, At           string
	Agreed           bool
	Levels           map[string]int
	Comments         map[string]string
	Strength, Target string
}
