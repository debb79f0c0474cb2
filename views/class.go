package views

import "fmt"

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
	WorkTab      ClassTab = "/work"
	QuestionsTab ClassTab = "/questions"
	StudentsTab  ClassTab = "/roster"
	TakeAwayTab  ClassTab = "/take-away"
	SettingsTab  ClassTab = "/settings"
)

// classTabs are the pages of a class in the order in which they are shown.
var classTabs = []struct {
	tab  ClassTab
	text string
}{
	{TodayTab, "Today"}, {WorkTab, "Work"}, {QuestionsTab, "Questions"}, {StudentsTab, "Students"},
	{TakeAwayTab, "Take away"}, {SettingsTab, "Settings"},
}

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
	Due       []DueClass
}

// ClassHref is the address of a class, or of a page below it.
func ClassHref(id int64, rest string) string { return fmt.Sprintf("/classes/%d%s", id, rest) }
