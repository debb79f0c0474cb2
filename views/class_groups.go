package views

// GroupsProps is the groups of a class, each as a form; the first is for a new one.
type GroupsProps struct {
	Class    ClassCard
	Groups   []GroupForm
	Open     int64 // which form has to be corrected
	Problems Problems
}

// GroupForm is a group as a form.
type GroupForm struct {
	ID      int64 // 0 for a new one
	Name    string
	Members []int64 // who is ticked
	Named   string  // the name and the members when the page was made
	Shown   []int64
	Choices []MemberChoice
}

// MemberChoice is a student who may be in a group.
type MemberChoice struct {
	ID   int64
	Name string
	In   bool
}

// ClassLessonsProps is the lessons, and which of them a class may read.
type ClassLessonsProps struct {
	Class   ClassCard
	Lessons []LessonSwitch
	Saved   bool
}

// LessonSwitch is a lesson that is open to a class, or hidden.
type LessonSwitch struct {
	ID     string
	Number int
	Title  string
	Open   bool
}
