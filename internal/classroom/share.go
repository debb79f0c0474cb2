package classroom

import "math"

// How many there must be for something to be shown. Few would tell who they are, and so would a text that one student
// alone has typed; a text needs fewer, since a number stands beside it only when FewestShown have answered.
const (
	FewestShown = 5 // students or answers, for a number or a share of them; below, a share says little too
	FewestTyped = 3 // students who typed a text, for it to be shown to a class
)

// Share is how many of how many.
type Share struct{ Count, Of int }

// Value is the share, 0 to 1; 0 of nobody.
func (s Share) Value() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Count) / float64(s.Of)
}

// Interval is Wilson's 95% interval for the share behind what was counted, 0 to 1: what a group of this size can
// prove. With p = k/n and z = 1.96 it is (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n) (Wilson 1927).
// Nobody proves nothing: 0 to 1.
func (s Share) Interval() (low, high float64) {
	if s.Of == 0 {
		return 0, 1
	}
	const z = 1.959964
	n, p := float64(s.Of), s.Value()
	middle, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return math.Max(0, (middle-half)/(1+z*z/n)), math.Min(1, (middle+half)/(1+z*z/n))
}
