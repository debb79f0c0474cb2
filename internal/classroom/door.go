package classroom

import (
	"strconv"
	"strings"
	"time"
)

// Way is what becomes of somebody who comes to a class with its code and a name that it does not have.
type Way int

// The ways.
const (
	WayIn   Way = iota // they choose a PIN and are in
	WayAsks            // they wait until a teacher lets them in
	WayShut            // the door is closed
	WayFull            // every place is taken
	WayOver            // the class is archived
)

// Way says what becomes of somebody new, by the state of the class.
func (c Class) Way() Way {
	switch {
	case c.Archived:
		return WayOver
	case c.Door == ClosedDoor:
		return WayShut
	case c.Places > 0 && c.Students >= c.Places:
		return WayFull
	case c.Door == AskingDoor:
		return WayAsks
	}
	return WayIn
}

// Lets reports whether somebody new gets in this way, at once or once a teacher has agreed.
func (w Way) Lets() bool { return w == WayIn || w == WayAsks }

// ParseDoor reads the name of a door; false when there is no such door.
func ParseDoor(name string) (Door, bool) {
	switch d := Door(name); d {
	case OpenDoor, AskingDoor, ClosedDoor:
		return d, true
	}
	return "", false
}

// ParsePlaces reads how many students a class takes, as a teacher types it; 0 when nothing is typed, for as many as come.
// false when it is no such number.
func ParsePlaces(typed string) (int, bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0, true
	}
	n, err := strconv.Atoi(typed)
	return n, err == nil && 1 <= n && n <= MostPlaces
}

// MostPlaces is the highest number of places that a class can be given.
const MostPlaces = 500

// MostWaiting is how many can wait at the door of one class.
const MostWaiting = 200

// WaitsFor is how long somebody is kept who waits to be let in.
const WaitsFor = 2 * time.Hour

// WaitingID is the number of somebody who waits at a door.
type WaitingID int64

// Waiting is somebody who waits to be let into a class.
type Waiting struct {
	ID    WaitingID
	Name  string
	Since time.Time
	Twin  bool // somebody else of the same name waits as well
}

// Asked is what somebody who waits at a door finds when they look again.
type AtDoor struct {
	Class     ClassID
	Code      string // of the class
	Name      string
	ClassName string
	LetIn     bool // a teacher has agreed
	Along     bool // the work of the guest at this computer is to come along
}

// Admitted is what became of those whom a teacher wanted to let in.
type Admitted struct {
	In    int
	Taken []string // names that somebody in the class has already
	Full  []string // names for whom there was no place
}
