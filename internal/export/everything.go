package export

import (
	"fmt"

	"dossier/internal/classroom"
)

// EverythingFile names the file with all that is stored about a student.
func EverythingFile(id classroom.StudentID) string { return fmt.Sprintf("everything/%d.json", id) }

// EverythingReadMe says what is in such a file, and what to look at before it is handed over.
const EverythingReadMe = "everything.json, or a file in the folder everything, is all that Dossier stores about one " +
	"student: row by row, by table.\r\n" +
	"Times are in UTC. PINs, the names of sign-ins and the keys that shuffle questions are left out.\r\n" +
	"\r\n" +
	"Look through it before you hand it over:\r\n" +
	"- \"note\" in the table student is the private note that teachers have written about the student.\r\n" +
	"- \"mark\", \"mark_level\" and \"mark_note\" have marks that the student may not have been given back yet.\r\n" +
	"- \"response\" has the results of tests that are not released yet.\r\n" +
	"Teachers stand in it as numbers. No other student is in it.\r\n"
