package views

import (
	"strings"

	"dossier/internal/classroom"
)

// recordWords says what somebody did, by the action of the record. A %s is what it is about.
var recordWords = map[string]string{
	"set up":                          "set Dossier up",
	"sign in":                         "signed in",
	"refuse to sign in":               "Too many wrong passphrases for %s: Dossier made whoever tried wait",
	"end a session":                   "signed out of another device",
	"sign out everywhere":             "signed out everywhere",
	"change passphrase":               "changed their passphrase",
	"give a new passphrase by link":   "made a link for a new passphrase for %s",
	"choose a new passphrase by link": "chose a new passphrase by a link",
	"reset owner":                     "The passphrase of %s was replaced on the command line",
	"invite a colleague":              "invited a colleague to %s",
	"withdraw an invitation":          "withdrew an invitation to %s",
	"join a class as a teacher":       "joined %s as a teacher",
	"take a teacher out":              "took a teacher out of %s",
	"remove teacher":                  "removed the teacher %s",
	"replace join code":               "made a new code for %s",
	"reset PIN":                       "gave a new PIN to %s",
	"correct question":                "put the key of a question right (%s)",
	"take correction back":            "took back what was put right (%s)",
	"archive class":                   "archived %s",
	"delete class":                    "deleted %s",
	"erase student":                   "erased %s for good",
	"erase guests":                    "Guests were erased for good (%s)",
	"wipe traces":                     "The last traces of what was erased are out of the file",
	"keep class":                      "decided to keep %s",
	"set days to keep":                "changed how long classes are kept (%s)",
	"anonymise class":                 "took the names out of %s",
	"back up":                         "made a backup",
	"download backup":                 "downloaded a backup",
	"restore":                         "A backup was put back (%s)",
	"go back":                         "went back to the backup %s",
	"check the database":              "had the database checked",
	"add originals":                   "added originals (%s)",
	"remove an original":              "removed the original %s",
}

// RecordWords says what was done, and to what, as it follows the name of whoever did it.
func RecordWords(action, subject string) string {
	before, about, after := recordParts(action, subject)
	return before + about + after
}

// recordParts are RecordWords before, about and after what was done something to, which is a name.
func recordParts(action, subject string) (before, about, after string) {
	if file, ok := strings.CutPrefix(action, classroom.TakenAway); ok {
		return "took " + file + " of ", subject, " away."
	}
	words, known := recordWords[action]
	if !known {
		words = action
	}
	before, after, some := strings.Cut(words, "%s")
	if !some {
		return words + ".", "", ""
	}
	return before, subject, after + "."
}
