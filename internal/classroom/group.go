package classroom

import "slices"

// GroupID is the number of a group.
type GroupID int64

// Group is some students of a class, to whom work can be handed out. A student may be in several.
type Group struct {
	ID      GroupID
	Class   ClassID
	Name    string // unique in its class after folding
	Members []StudentID
}

// GroupChange is what a form changes about a group; ID 0 makes a new one. It names only what is to change, so that a
// form which was opened early takes nothing back that another window has done since.
type GroupChange struct {
	ID      GroupID
	Class   ClassID
	Name    string // "" leaves the name as it is
	In, Out []StudentID
}

// Ticked is what somebody has changed in a list of boxes: in are those that they ticked, out those from which they took
// the tick, both in order and each once. shown are the boxes that were ticked when the page was made.
func Ticked[T comparable](shown, now []T) (in, out []T) {
	only := func(list, without []T) (left []T) {
		for _, one := range list {
			if !slices.Contains(without, one) && !slices.Contains(left, one) {
				left = append(left, one)
			}
		}
		return left
	}
	return only(now, shown), only(shown, now)
}
