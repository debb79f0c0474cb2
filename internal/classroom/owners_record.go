package classroom

import "time"

// RecordEntry is a line of what Dossier keeps for the owner about who got in and what was taken out, changed or removed
// for good. It has no names of students, no answers and no secrets.
type RecordEntry struct {
	ID      int64
	At      time.Time
	Action  string // as in OwnersRecord
	Actor   string // the teacher's name; "" for the program and its command line
	Subject string // the name of the teacher or of the class that it is about, or how many; "" for nothing of that kind
}

// OwnersRecord are the actions that the owner reads about. Everything else is a teacher's own work.
var OwnersRecord = []string{
	"set up", "sign in", "refuse to sign in", "end a session", "sign out everywhere",
	"change passphrase", "give a new passphrase by link", "choose a new passphrase by link", "reset owner",
	"invite a colleague", "withdraw an invitation", "join a class as a teacher", "take a teacher out", "remove teacher",
	"replace join code", "reset PIN", "correct question", "take correction back",
	"export class", "export student", "archive class", "delete class", "erase student", "erase class", "anonymise class",
	"purge", "back up", "download backup", "restore", "keep for days", "add originals", "remove an original",
}
