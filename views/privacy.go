package views

import (
	"fmt"
	"time"

	"dossier/internal/classroom"
)

// Addresses of the pages about what is kept of somebody.
const (
	PrivacyPath = "/privacy"
	MyDataPath  = "/me/data"
)

// MyData is what somebody is told is stored about them.
type MyData struct {
	Guest      bool
	Class      string
	Since      string // a day
	Settings   StudentSettings
	Stored     classroom.Stored
	Back       int // pieces of written work that teachers have returned
	KeepMonths int // how long nobody has used a class before its teacher is asked about it
}

// StoredLine is one thing that is stored, why and who sees it.
type StoredLine struct{ What, Why string }

// Lines is what is stored, line by line. What there is none of is left out.
func (d MyData) lines() (lines []StoredLine) {
	add := func(n int, one, many, why string) {
		if n > 0 {
			lines = append(lines, StoredLine{counted(n, one, many), why})
		}
	}
	s := d.Stored
	add(s.Answers, "answer", "answers",
		"with the time, how sure you were and what was decided, so that you can look at them again. Your teachers see them.")
	add(s.Sections, "section that you have read", "sections that you have read",
		"so that you can go on where you stopped.")
	add(s.Texts, "saved text", "saved texts",
		"for "+counted(s.Essays, "piece", "pieces")+" of written work. Your teachers see what you have handed in, no drafts.")
	add(s.Evidence, "phrase", "phrases", "that you have picked as evidence.")
	add(s.Guesses, "thing", "things",
		"that you have said about sources: how far you trust a source, a guess about a writer, a reason.")
	add(s.Own, "level", "levels", "that you have given to your own work or to an example. They never count as marks.")
	add(d.Back, "piece of marked work", "pieces of marked work",
		"that a teacher has given back, with comments and levels.")
	add(s.Sessions, "browser", "browsers", "in which you are signed in, so that you need not type your PIN for each page.")
	return lines
}

// keeps says how long nobody uses a class before its teacher is asked.
func (d MyData) keeps() string { return plural(d.KeepMonths, "a month", "months") }

// EraseStudent is the question before a student is erased.
type EraseStudent struct {
	Class    ClassCard
	ID       int64
	Name     string
	Stored   classroom.Stored
	Typed    string // the name, as it was typed
	Problems Problems
}

func (e EraseStudent) path() string { return RosterHref(e.Class.ID, fmt.Sprintf("/%d/erase", e.ID)) }

// Anonymise is the question before the names of a class are taken away.
type Anonymise struct {
	Class    ClassCard
	Students int
	Others   []string // who else teaches it
	Typed    string   // the name of the class, as it was typed
	Problems Problems
}

// DueClass is a class that nobody has used for so long that its teacher is asked what is to become of it.
type DueClass struct {
	Class ClassCard
	Used  string // '13 months ago'
}

// MonthsAgo says how long ago something was that is more than a month ago.
func MonthsAgo(then, now time.Time) string {
	return plural(Months(classroom.Age(now, then)), "a month ago", "months ago")
}

// Months is how many whole months there are in a time, at least one.
func Months(d time.Duration) int { return max(1, int(d.Hours()/24/30.44)) }
