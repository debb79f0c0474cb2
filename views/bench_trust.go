package views

import "dossier/internal/course"

// TrustProps is a form on which somebody says how far they trust the texts of a pair: before they know who wrote
// them, or after.
type TrustProps struct {
	Bench    *course.Bench
	Bar      StepBar
	Before   [2]int // what was said before; 0 when nothing was
	After    [2]int // chosen on a form that has to be corrected
	Moved    [2]string
	Problems Problems
}

// TrustSteps are the five answers to how far somebody trusts a text, the lowest first.
var TrustSteps = [5]string{"not at all", "a little", "half and half", "mostly", "fully"}

// trustWord is the answer of a step; "" for a step that does not exist.
func trustWord(step int) string {
	if step < 1 || step > len(TrustSteps) {
		return ""
	}
	return TrustSteps[step-1]
}

// letter names a text whose writer is not known yet.
func letter(i int) string { return string(rune('A' + i)) }

// problems lists what is wrong with a trust form, in the order of its fields.
func (t TrustProps) problems() []Problem {
	return t.Problems.list("before.1", "before.2", "after.1", "moved.1", "after.2", "moved.2")
}
