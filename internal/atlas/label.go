package atlas

import "math"

// Side is where a label stands beside its dot.
type Side string

// The sides.
const (
	Right Side = "right"
	Left  Side = "left"
	Above Side = "above"
	Below Side = "below"
)

// A map is drawn once and read at two sizes: on a narrow screen a place has a number, which the list below the map
// explains, and on a wide one its name as well. The style sheet has the same sizes, in units (lesson.css, .map-n).
const (
	NarrowFont = 46 // at least 11 CSS pixels on a screen of 320
	WideFont   = 28 // about 16 CSS pixels on a desk
)

// gap is how far, in units, a label stands from the middle of its dot; half is half of a dot on a narrow screen.
const (
	gap  = 18
	half = 11
)

// Anchor is the point to which a label is tied: the middle of the edge that looks at the dot.
func Anchor(dot XY, side Side) XY {
	switch side {
	case Left:
		return XY{dot.X - gap, dot.Y}
	case Above:
		return XY{dot.X, dot.Y - gap}
	case Below:
		return XY{dot.X, dot.Y + gap}
	}
	return XY{dot.X + gap, dot.Y}
}

// Box is a rectangle.
type Box struct{ Left, Top, Right, Bottom float64 }

// LabelBox is about the room that a label takes: more than half of its height for each letter.
func LabelBox(dot XY, side Side, letters int, font float64) Box {
	a, wide, high := Anchor(dot, side), .56*font*float64(letters), .8*font
	switch side {
	case Left:
		return Box{a.X - wide, a.Y - high/2, a.X, a.Y + high/2}
	case Above:
		return Box{a.X - wide/2, a.Y - high, a.X + wide/2, a.Y}
	case Below:
		return Box{a.X - wide/2, a.Y, a.X + wide/2, a.Y + high}
	}
	return Box{a.X, a.Y - high/2, a.X + wide, a.Y + high/2}
}

// DotBox is the room of a dot.
func DotBox(dot XY) Box { return Box{dot.X - half, dot.Y - half, dot.X + half, dot.Y + half} }

// Covers is the share of the smaller box on which the other one lies, from 0 to 1.
func (b Box) Covers(o Box) float64 {
	wide := math.Min(b.Right, o.Right) - math.Max(b.Left, o.Left)
	high := math.Min(b.Bottom, o.Bottom) - math.Max(b.Top, o.Top)
	if wide <= 0 || high <= 0 {
		return 0
	}
	return wide * high / math.Min((b.Right-b.Left)*(b.Bottom-b.Top), (o.Right-o.Left)*(o.Bottom-o.Top))
}

// ShowsBox tells whether all of a box is on the map.
func (v View) ShowsBox(b Box) bool {
	return v.Shows(XY{b.Left, b.Top}, 0) && v.Shows(XY{b.Right, b.Bottom}, 0)
}
