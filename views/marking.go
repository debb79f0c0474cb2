package views

import (
	"fmt"
	"strings"

	"dossier/internal/course"
	"dossier/internal/essay"
)

// MarkingHref is an address below /marking: of a bench, or of an answer.
func MarkingHref(parts ...any) string {
	href := "/marking"
	for _, p := range parts {
		href += fmt.Sprintf("/%v", p)
	}
	return href
}

// EvidenceHref is the address of what a class picked at a bench.
func EvidenceHref(class int64, bench string) string { return ClassHref(class, "/evidence/"+bench) }

// MarkingProps is everything that waits to be marked, bench by bench.
type MarkingProps struct {
	Names   bool   // of the students are shown
	Said    string // what the last step came to
	Benches []QueueBench
	Quiet   []*course.Bench // where nothing has happened yet
	Classes []ClassCard
	Short   int // short answers in questions that wait for a level
}

// QueueBench is how many answers to one question are where.
type QueueBench struct {
	Bench                                              *course.Bench
	Waiting, Yours, Others, Marked, Returned, Drafting int
	Oldest                                             string // how long the oldest has waited; "" when nothing waits
	Lead                                               bool   // the one to go on with
}

// open is how many answers this teacher can go on with.
func (q QueueBench) open() int { return q.Waiting + q.Yours }

// ScriptLink is an answer in a list.
type ScriptLink struct {
	Essay  int64
	Label  string // the student's name, or a number in its place
	Title  string // of the bench
	State  string // in a teacher's words
	When   string
	Levels []string // one a skill; nil when there are none
	Return bool     // it can be given back
}

// ReturnedProps is what has been marked at a bench.
type ReturnedProps struct {
	Bench          *course.Bench
	Skills         []*course.RubricSkill
	Names          bool
	Said           string
	Held, Returned []ScriptLink
}

// ScriptProps is one answer as its marker sees it.
type ScriptProps struct {
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
	Own       map[string]OwnLevel // the student's judgement of the own text, by skill
	Before    *BeforeRound
	Notice    string // why there is no form
	Form      *MarkForm
	Given     *GivenMark
	CanClaim  string // the words on the button; "" when it cannot be claimed
	CanReturn bool
	CanReopen bool
	CanSecond bool // it waits for a second mark, and the first is hidden
	Way       []ScriptStep
}

// ScriptStep is one step of an answer since it was first handed in.
type ScriptStep struct{ At, Who, Did string }

// self is the address of the page: of a second mark or an agreement it is that of its form.
func (s ScriptProps) self() string {
	if s.Form != nil {
		return s.Form.Action
	}
	return MarkingHref("essays", s.Essay)
}

// OwnLevel is where a student puts the own text in a skill, and the sentence that shows it.
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

// MarkForm is a form in which levels are given.
type MarkForm struct {
	Action           string
	Token            string
	Rev              int
	Levels           map[string]string // by skill, as typed
	Comments         map[string]string
	Strength, Target string
	Comment          bool   // there are boxes for comments, strength and target
	First, Second    string // the names over the two columns of an agreement; "" elsewhere
	Pairs            map[string][2]int
	Before           map[string]int      // the levels of the round before
	Own              map[string]OwnLevel // the student's own
	Problems         Problems
	Saved            string
	Was              []Kept // hidden fields that say what the page showed
	Stored           []Kept // what another window of the same marker has put down meanwhile; nil for no conflict
}

// fields are the fields of the form in their order, for the list of problems.
func (f MarkForm) fields(r *course.Rubric) []string {
	var all []string
	for _, s := range r.Skills {
		all = append(all, "level."+s.ID, "comment."+s.ID)
	}
	return append(all, "strength", "target")
}

func (f MarkForm) describedBy(skill string) string {
	if f.Problems["level."+skill] != "" {
		return "problem." + skill
	}
	return ""
}

// apart says that two markers are two levels or more from each other in a skill.
func (f MarkForm) apart(skill string) bool {
	p, ok := f.Pairs[skill]
	return ok && (p[0]-p[1] >= 2 || p[1]-p[0] >= 2)
}

// chips are the people who gave a level, in words.
func (f MarkForm) chips(skill string, level int) (all []levelChip) {
	if own, ok := f.Own[skill]; ok && own.Level == level {
		all = append(all, levelChip{"S", "the student's own level"})
	}
	if before, ok := f.Before[skill]; ok && before == level {
		all = append(all, levelChip{"Last time", ""})
	}
	if p, ok := f.Pairs[skill]; ok {
		if p[0] == level {
			all = append(all, levelChip{f.First, ""})
		}
		if p[1] == level {
			all = append(all, levelChip{f.Second, ""})
		}
	}
	return all
}

type levelChip struct{ Short, Words string }

// SeedProps is an example with agreed levels, before or after the teacher has given theirs.
type SeedProps struct {
	Bench    *course.Bench
	Exemplar *course.Exemplar
	Pieces   []essay.Piece
	Number   int
	Given    map[string]int // the teacher's; nil before
	Form     *MarkForm
}

// SkillProps is one skill across many answers.
type SkillProps struct {
	Bench   *course.Bench
	Skill   *course.RubricSkill
	Skills  []*course.RubricSkill
	Names   bool
	Scripts []SkillScript
	Left    int // answers that the page has no room for
	Said    string
	Missed  []string // whose levels could not be stored, and why
}

// SkillScript is an answer among those of one skill.
type SkillScript struct {
	Essay  int64
	Rev    int
	Label  string
	Pieces []essay.Piece
	Cited  []Cited
	Level  string // "" for none yet
	Was    string // hidden: what the page shows
	Own    *OwnLevel
}

// LostProps is what was typed for an answer that cannot be marked any more.
type LostProps struct {
	Headline, Sentence string
	Typed              []Kept
	Links              []Link
}

// toMark is the entry of the navigation, with how many answers wait.
func toMark(n int) string {
	if n == 0 {
		return "To mark"
	}
	return fmt.Sprintf("To mark · %d", n)
}

// joined lists names in a sentence.
func joined(names []string) string { return strings.Join(names, ", ") }
