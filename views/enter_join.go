package views

import "dossier/internal/classroom"

// JoinProps is the first step of joining a class: the code.
type JoinProps struct {
	Code    string
	Problem string
	Keep    []Kept
	Gone    bool // somebody waited here to be let in, and does not any more
}

// NameProps is the second step: the name.
type NameProps struct {
	Code, Class   string
	Name, Problem string
	Keep          []Kept
	Way           classroom.Way
	Gone          bool // somebody waited here to be let in, and does not any more
}

// PINProps is the third step: the PIN, chosen the first time and asked for later.
type PINProps struct {
	Code, Class, Name string
	Known             bool // the class has somebody of this name
	Listed            bool // it has, and nobody has come in under it yet
	Way               classroom.Way
	Problem           string
	Namesake          string // what to do when it is somebody else's name
	HasWork           bool   // there is a guest's work to take along
	Answers           int    // how many answers that is
	Recent            bool   // it is from the last two hours
	Keep              []Kept
}

// Kept is a field of a form that was sent after its session had ended.
type Kept struct{ Name, Value string }

// WaitProps is the page of somebody who waits to be let into a class.
type WaitProps struct {
	Code, Class, Name string
	LetIn             bool
	Along             bool // the work of the guest at this computer comes along
	Keep              []Kept
}

// shutWords says why nobody new gets in; "" when somebody may.
func shutWords(way classroom.Way) string {
	switch way {
	case classroom.WayShut:
		return "The door of this class is closed, so nobody new can come in."
	case classroom.WayFull:
		return "Every place in this class is taken, so nobody new can come in."
	case classroom.WayOver:
		return "The year of this class is over, so nobody new can come in."
	}
	return ""
}

// WaitPath is the page of somebody who waits to be let into a class.
const WaitPath = "/waiting"

// pinHint says what to type as a PIN. Where nobody new gets in the page is the same for every name, so it also speaks
// to whoever comes for the first time and is on the list.
func pinHint(way classroom.Way) string {
	if way == classroom.WayShut || way == classroom.WayFull {
		return "Six digits. If your teacher has put your name on the list and you have never been here, choose them now. " +
			"Forgotten? Your teacher can give you a new one."
	}
	return "Six digits. Forgotten? Your teacher can give you a new one."
}

// alongWords asks whether a guest's work comes along: what was read, and the answers where there are any.
func alongWords(answers int) string {
	with := ""
	if answers > 0 {
		with = ", with " + plural(answers, "1 answer", "answers")
	}
	return "Take along what was read on this device before joining" + with + "."
}
