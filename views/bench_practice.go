package views

import "dossier/internal/course"

// PracticeProps is the practice of judging on two examples.
type PracticeProps struct {
	Bench    *course.Bench // where the student is
	Bar      StepBar
	Of       *course.Bench // the bench that the examples belong to
	Examples []PractisedExemplar
	Done     bool
}

// PractisedExemplar is one example with somebody's tries at it.
type PractisedExemplar struct {
	Exemplar *course.Exemplar
	Number   int
	Try      int            // the one to make now, from 1
	Given    map[string]int // the last levels given, by skill; on a form that has to be corrected, those that were chosen
	Far      []string       // titles of the skills in which the last try was more than one level away
	Done     bool
	Problems Problems
}

// sources is the bar of the bench that the examples belong to, for the cards of its texts.
func (c PracticeProps) sources() StepBar {
	if c.Of == c.Bench {
		return c.Bar
	}
	return StepBar{Bench: c.Of}
}

// problems are those of the one form that is open, in its order.
func (c PracticeProps) problems() (all []Problem) {
	var fields []string
	for _, skill := range c.Of.Rubric.Skills {
		fields = append(fields, "level."+skill.ID)
	}
	for _, e := range c.Examples {
		all = append(all, e.Problems.list(fields...)...)
	}
	return all
}

// besideTitle says where an example that is only read lies on the scale.
func besideTitle(e *course.Exemplar) string {
	total := 0
	for _, level := range e.Levels {
		total += level
	}
	if total < 2*len(e.Levels) {
		return "A weaker example, with its levels"
	}
	return "A stronger example, with its levels"
}

// level is what was given in a skill; -1 when nothing was.
func (e PractisedExemplar) level(skill string) int {
	if level, ok := e.Given[skill]; ok {
		return level
	}
	return -1
}
