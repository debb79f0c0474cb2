package views

import (
	"fmt"

	"dossier/internal/course"
)

// ClassCard is a class in a list.
type ClassCard struct {
	ID       int64
	Name     string
	Code     string // as shown, K7W-Q3M
	Students int
	Demo     bool // invented
	Archived bool

	// What a list of classes says besides.
	ToMark int    // answers written at the benches
	Active string // when somebody in it was last active; "" when nobody has joined
}

// ClassTab is one of the pages of a class that its other pages lead to.
type ClassTab string

// The pages of a class.
const (
	TodayTab     ClassTab = ""
	QuestionsTab ClassTab = "/questions"
	StudentsTab  ClassTab = "/roster"
	SettingsTab  ClassTab = "/settings"
)

// classTabs are the pages of a class in the order in which they are shown.
var classTabs = []struct {
	tab  ClassTab
	text string
}{{TodayTab, "Today"}, {QuestionsTab, "Questions"}, {StudentsTab, "Students"}, {SettingsTab, "Settings"}}

// ClassesProps is all classes of a teacher.
type ClassesProps struct {
	Classes   []ClassCard // that are taught
	Archived  []ClassCard
	Owner     bool
	Done      string // what has just been done, in a sentence
	Name      string
	Problem   string
	FormToken string
	Nobody    bool     // there is no student in any of them
	Warnings  []string // what the owner has to know about the data
}

// ClassHref is the address of a class, or of a page below it.
func ClassHref(id int64, rest string) string { return fmt.Sprintf("/classes/%d%s", id, rest) }

// ClassProps is the page of one class.
type ClassProps struct {
	Class     ClassCard
	Sub       string // "3 students · 1 active now · last answer a minute ago"
	Lessons   []*course.Lesson
	Rows      []ClassRow
	Version   string // of the list of students
	Unmatched int
	Teachers  []string
	Owner     bool            // the viewer may invite colleagues
	ToMark    int             // answers written at the benches
	Benches   []*course.Bench // with an evidence map
	Shared    []string        // names that somebody else in the class has as well, written differently
	Guessing  []string        // the names of students at whose PINs somebody is guessing
}

// ClassRow is one student in the table of a class.
type ClassRow struct {
	ID     int64
	Name   string
	Active string
	Cells  []State
}

// CellID is the id of one cell of the class table.
func CellID(student int64, column string) string { return fmt.Sprintf("cell-%d-%s", student, column) }
