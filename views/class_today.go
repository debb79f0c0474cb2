package views

import (
	"fmt"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
)

// TodayProps is the page of a class that is open during a lesson.
type TodayProps struct {
	Class     ClassCard
	Joined    int
	AtDoor    int // wait until a teacher lets them in
	Here      Here
	LastHeard string // how long ago the last answer came, "" when none is known
	By        string // the order of the table, as the address says it
	Needs     []NeedLine
	Wrong     []IdeaLine
	Waiting   Waiting
	Lessons   []TodayLesson
	Rows      []TodayRow
	Again     string          // changes when the page has to be loaded again to be right
	Unmatched int             // answers that were not recognised
	Shared    []string        // names that somebody else in the class has as well, written differently
	Guessing  []string        // the names of students at whose PINs somebody is guessing
	Benches   []*course.Bench // with an evidence map
	Still     bool            // a sample, which nothing keeps up to date
}

// NeedLine is a student who may need help, and why.
type NeedLine struct {
	Student     int64
	Name, Words string
}

// TriesRule says what the tries at the quiz of a lesson are worth, beside results.
const TriesRule = "Numbers about the class count the first try. Later tries are practice, with the answers seen. To " +
	"pass, the best try counts."

// IdeaLine is a wrong idea that several students hold, of those who were asked about it.
type IdeaLine struct {
	Belief      string
	Holders, Of int
	Question    Link
	Again       Link            // the section to teach again; none when empty
	Public      classroom.Shown // how its share may be shown to the class
}

// Waiting is what waits to be marked.
type Waiting struct {
	Essays, Short         int
	Title                 string // of the bench, when all essays are of one
	OldestEssay, OldShort string // how long ago the oldest came
}

// Here is who of the class has been here.
type Here struct {
	Now, Hour, Today int
	Missing          []TodayName // not seen today
}

// TodayName is a student to be named.
type TodayName struct {
	ID   int64
	Name string
}

// TodayLesson is the head of a column.
type TodayLesson struct {
	ID     string
	Number int
	Title  string
	Short  string
	Passed int
}

// TodayRow is one student in the table.
type TodayRow struct {
	ID    int64
	Name  string
	Needs bool
	Seen  string
	Now   bool // seen within the last minutes
	Cells []classroom.Cell
}

// The ids of the parts of the page that are kept up to date, beside the rows of the table.
const (
	TodayID        = "today"
	todaySubID     = "today-sub"
	todayDoingID   = "today-doing"
	todayNeedsID   = "today-needs"
	todayWrongID   = "today-wrong"
	todayWaitingID = "today-waiting"
	todayHereID    = "today-here"
	todayEmptyID   = "today-empty"
	todayHeadID    = "today-head"
)

// TodayParts are the parts of the page that change while it is open, each an element with an id.
func TodayParts(c TodayProps) []Part {
	parts := []Part{
		{todaySubID, todaySub(c)}, {todayDoingID, todayDoing(c)}, {todayNeedsID, todayNeeds(c)},
		{todayWrongID, todayWrong(c)}, {todayWaitingID, todayWaiting(c)}, {todayHereID, todayHere(c)},
		{todayEmptyID, todayEmpty(c)}, {todayHeadID, todayHead(c)},
	}
	for _, row := range c.Rows {
		parts = append(parts, Part{RowID(row.ID), todayRow(c, row)})
	}
	return parts
}

// RowID is the id of the row of a student.
func RowID(student int64) string { return "row-" + itoa64(student) }

// TodayHref is the address of the page in an order.
func TodayHref(class int64, by string) string {
	if by == "" || by == string(classroom.ByHelp) {
		return ClassHref(class, "")
	}
	return ClassHref(class, "?sort="+by)
}

// PresentHref is the address of the page for the wall.
func PresentHref(class int64) string { return ClassHref(class, "?present=1") }

// SignInTo is the sign-in that leads back to a class.
func SignInTo(class int64) string { return fmt.Sprintf("/sign-in?to=/classes/%d", class) }

// sorted says for those who do not see it how a column is sorted.
func (c TodayProps) sorted(by classroom.Order) string {
	switch {
	case c.By != string(by):
		return "none"
	case by == classroom.BySeen:
		return "descending"
	}
	return "ascending"
}

func (c TodayProps) sortedNames() string {
	if c.By == string(classroom.ByHelp) {
		return "other"
	}
	return c.sorted(classroom.ByName)
}

func (c TodayProps) summary() string {
	parts := []string{fmt.Sprintf("%d joined", c.Joined), fmt.Sprintf("%d working now", c.Here.Now)}
	if c.LastHeard != "" {
		parts = append(parts, "last answer "+c.LastHeard)
	}
	return strings.Join(parts, " · ")
}

// needsShown is how many of those who may need help are listed before the others are folded.
const needsShown = 5

func (c TodayProps) needsFirst() []NeedLine { return c.Needs[:min(len(c.Needs), needsShown)] }

func (c TodayProps) needsMore() []NeedLine { return c.Needs[len(c.needsFirst()):] }

// needRules says in words by which rules somebody is listed.
func needRules() string {
	return fmt.Sprintf("Rules: %d minutes on one quiz question (plus extra time); in one week, %s wrong in a "+
		"row on one objective, or certain and wrong %d times; %d days away while others worked.",
		int(classroom.StuckAfter/time.Minute), map[int]string{2: "two", 3: "three"}[classroom.WrongOnOneAim],
		classroom.SureWrongs, int(classroom.AwayAfter/(24*time.Hour)))
}

// missingShown is how many names of those who have not been here are listed before they are folded.
const missingShown = 8

func (h Here) words(joined int) string {
	switch {
	case h.Today == 0:
		return "Nobody has been here today."
	case h.Today == joined:
		return "Everybody has been here today, " + plural(h.Hour, "1 in the last hour.", "in the last hour.")
	}
	return fmt.Sprintf("%d of %d have been here today, %d in the last hour.", h.Today, joined, h.Hour)
}

func (w Waiting) essayWords() string {
	words := "written at the bench"
	if w.Title != "" {
		words = "to “" + w.Title + "”"
	}
	return words + ", oldest " + w.OldestEssay
}

// cellName is the name of a cell in the style sheet and among the symbols.
func cellName(c classroom.Cell) string {
	return [...]string{"none", "read", "quiz", "again", "pass"}[c.State]
}

// Seen says in a narrow column when somebody was seen last. now is in the zone of the school.
func Seen(t, now time.Time) string {
	if t.IsZero() {
		return "not yet"
	}
	d, t := now.Sub(t), t.In(now.Location())
	days := int(calendarDay(now).Sub(calendarDay(t)).Hours()) / 24
	switch {
	case d < 2*time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case days == 0:
		return "today"
	case days < 100:
		return plural(days, "1 day", "days")
	}
	return t.Format("Jan 2006")
}

// Lately says how long ago something happened during a lesson.
func Lately(t, now time.Time) string {
	if d := now.Sub(t); d < time.Minute {
		return fmt.Sprintf("%d s ago", max(0, int(d.Seconds()))/10*10)
	} else if d < time.Hour {
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	}
	return Ago(t, now)
}

// Waited says how long something has been waiting. now is in the zone of the school.
func Waited(t, now time.Time) string {
	days := int(calendarDay(now).Sub(calendarDay(t.In(now.Location()))).Hours()) / 24
	if days <= 0 {
		return "today"
	}
	return plural(days, "1 day", "days")
}

// calendarDay is the day of a time as a moment in UTC, so that days can be counted although clocks change.
func calendarDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// peopleAt draws counted people: n small squares from the first to before the last.
func peopleAt(from, to int) string {
	var path strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&path, "M%d.5 .5h8v6h-8z", 12*i)
	}
	return path.String()
}

// counted is how many hold the idea, of those who were asked about it.
func (i IdeaLine) counted() string { return fmt.Sprintf("%d of %d asked", i.Holders, i.Of) }
