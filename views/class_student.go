package views

import (
	"fmt"

	"dossier/internal/classroom"
)

// StudentProps is one student as a teacher sees them.
type StudentProps struct {
	Class     ClassCard
	ID        int64
	Name      string
	Line      string // "Working now in lesson 8 · 5 of 12 lessons passed"
	Summary   Summary
	Essays    int // that were handed in
	Handed    []StudentWorkRow
	Next      Link // what to do next for this student; none when empty
	Settings  StudentSettings
	Note      string // for the teachers of the class alone
	NewPIN    string // shown once, right after it was made
	FormToken string // for the form that makes it
}

// noTab is for pages that none of the tabs of a class leads to.
const noTab ClassTab = "-"

func studentHref(s StudentProps, rest string) string { return StudentHref(s.Class.ID, s.ID, rest) }

// StudentHref is the address of a student of a class, or of a page below it.
func StudentHref(class, student int64, rest string) string {
	return ClassHref(class, "/students/"+itoa64(student)+rest)
}

// rosterHref is where a student is renamed, moved or removed.
func rosterHref(s StudentProps) string { return ClassHref(s.Class.ID, "/roster/"+itoa64(s.ID)) }

// SubmissionLink is an answer in a list.
type SubmissionLink struct {
	Essay  int64
	Label  string // the student's name, or a number in its place
	Title  string // of the bench
	State  string // in a teacher's words
	When   string
	Levels []string // one a skill; nil when there are none
	Return bool     // it can be given back
}

// EssayShown is what a student handed in at one bench, with the marks that their teacher may see.
type EssayShown struct {
	SubmissionLink
	Hidden bool // its levels wait for a second mark, and this teacher must not see them before
	Marks  []MarkShown
}

// MarkShown is what was said of one text.
type MarkShown struct {
	Round            int
	At               string
	Strength, Target string
	Skills           []SkillRow
	Comments         []Kept
}

// StudentSettingsProps is the form in which a teacher settles things for a student, and the one with the private note.
type StudentSettingsProps struct {
	StudentProps
	ExtraTimes    []ExtraTime
	SettingsShown string // the stamp of the settings on the page
	NoteShown     string
	Problems      Problems
	// What another window has stored since, in words; "" when there is nothing.
	OtherSettings string
	OtherNote     *string
	Longest       int // letters of a note
}

// ExtraTime is one share that can be added to time limits, with what it does to the limit that everybody has.
type ExtraTime struct {
	PerCent int
	Words   string
}

func (e ExtraTime) value() string { return itoa(e.PerCent) }

// SettledWords says what is settled for a student, in a teacher's words.
func SettledWords(s StudentSettings) string {
	extra, plain := "none", "off"
	if s.ExtraTime > 0 {
		extra = classroom.ExtraTimeWords(s.ExtraTime)
	}
	if s.PlainWords {
		plain = "on"
	}
	return fmt.Sprintf("Extra time: %s. Plain words: %s.", extra, plain)
}
