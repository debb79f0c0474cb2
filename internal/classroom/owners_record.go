package classroom

import (
	"slices"
	"strings"
	"time"
)

// RecordEntry is a line of what Dossier keeps for the owner about who got in and what was taken out, changed or removed
// for good. It has no names of students, no answers and no secrets.
type RecordEntry struct {
	ID      int64
	At      time.Time
	Action  string // as in OwnersRecord, or TakenAway and the file
	Actor   string // the teacher's name; "" for the program and its command line
	Subject string // the name of the teacher or of the class that it is about, or how many; "" for nothing of that kind
}

// OwnersRecord are the actions that the owner reads about. Everything else is a teacher's own work.
var OwnersRecord = []string{
	"set up", "sign in", "refuse to sign in", "end a session", "sign out everywhere",
	"change passphrase", "give a new passphrase by link", "choose a new passphrase by link", "reset owner",
	"invite a colleague", "withdraw an invitation", "join a class as a teacher", "take a teacher out", "remove teacher",
	"replace join code", "reset PIN", "correct question", "take correction back",
	"archive class", "delete class", "erase student", "erase guests", "anonymise class", "keep class", "set days to keep",
	"wipe traces",
	"back up", "download backup", "restore", "go back", "check the database", "add originals", "remove an original",
}

// ForOwner reports whether the owner reads about an action.
func ForOwner(action string) bool {
	return strings.HasPrefix(action, TakenAway) || slices.Contains(OwnersRecord, action)
}

// TakenAway is how the action of a line begins that is about a file with students' work.
const TakenAway = "take away "
