package classroom

// GroupID is the number of a group.
type GroupID int64

// Group is some students of a class, to whom work can be handed out. A student may be in several.
type Group struct {
	ID      GroupID
	Class   ClassID
	Name    string // unique in its class after folding
	Members []StudentID
}
