package views

import "dossier/internal/classroom"

// SettingsProps is what a teacher settles for a class.
type SettingsProps struct {
	Class      ClassCard
	Door       classroom.Door
	Way        classroom.Way
	Places     string // how many students it takes, as typed; "" for as many as come
	Waiting    []WaitingRow
	Version    string // of the list of who waits
	Stuck      []Stuck
	Colleagues []ColleagueRow
	Pending    []InvitationRow
	Owner      bool // the viewer may invite colleagues and take them out
	Problems   Problems
}

// WaitingRow is somebody who waits at the door.
type WaitingRow struct {
	ID   int64
	Name string
	Ago  string
	Twin bool // somebody else of the same name waits as well
}

// Stuck is why some who wait could not be let in.
type Stuck struct {
	Names []string
	Why   string
}

// ColleagueRow is a teacher of the class.
type ColleagueRow struct {
	ID    int64
	Name  string
	Owner bool
	Me    bool
}

// InvitationRow is an invitation that can still be used.
type InvitationRow struct{ Handle, By, Until string }

// TakeOutProps is the question before a colleague is taken out of a class, or the viewer leaves it.
type TakeOutProps struct {
	Class ClassCard
	ID    int64
	Name  string
	Me    bool
	Last  bool // nobody else teaches the class
}

// doorWords says what a door does, by its name.
var doorWords = []struct {
	door        classroom.Door
	name, words string
}{
	{classroom.OpenDoor, "Open", "Anyone with the code can join."},
	{classroom.AskingDoor, "Asks you", "New students wait until you let them in."},
	{classroom.ClosedDoor, "Closed", "Nobody new can join."},
}

// doorNow says how the door stands, in a sentence.
func doorNow(way classroom.Way) string {
	switch way {
	case classroom.WayOver:
		return "This class is archived, so nobody new can join."
	case classroom.WayShut:
		return "The door is closed. Nobody new can join."
	case classroom.WayFull:
		return "The class is full. Nobody new can join."
	case classroom.WayAsks:
		return "The door asks you. New students wait until you let them in."
	}
	return "The door is open. Anyone with the code can join."
}

// inWords says how many are in a class, and how many of them are at work.
func (c DoorCount) inWords() string {
	if c.Students == 0 {
		return "Nobody has joined yet"
	}
	words := plural(c.Students, "1 student", "students") + " in the class"
	if c.Active > 0 {
		words += " · " + itoa(c.Active) + " here now"
	}
	return words
}

// waitWords says how many wait.
func (c DoorCount) waitWords() string {
	if c.Waiting == 0 {
		return ""
	}
	return plural(c.Waiting, "1 is waiting", "are waiting") + " to be let in"
}

// DoorCount is how many are in a class, how many of them did something just now, and how many wait at its door.
type DoorCount struct{ Students, Active, Waiting int }

// Words is the same in words: who is in, and who waits.
func (c DoorCount) Words() (in, waiting string) { return c.inWords(), c.waitWords() }

// TakeOutHref is where a colleague is taken out of a class.
func TakeOutHref(class, teacher int64) string {
	return ClassHref(class, "/colleagues/"+itoa64(teacher)+"/remove")
}

func (t TakeOutProps) action() string {
	if t.Me {
		return ClassHref(t.Class.ID, "/leave")
	}
	return TakeOutHref(t.Class.ID, t.ID)
}
