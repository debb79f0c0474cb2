package views

import "dossier/internal/course"

func lastButton(f MarkForm) string {
	switch {
	case f.Pairs != nil:
		return "Save what you agreed"
	case !f.Comment:
		return "Save the levels"
	}
	return "Save and next"
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
