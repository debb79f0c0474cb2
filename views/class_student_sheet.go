package views

// SheetProps is what parents get to read about one student: words, and nobody else's.
type SheetProps struct {
	StudentProps
	Course  string // its title
	Date    string
	Lessons []LessonScore // those that were begun
	ToCome  int
	Can     []string // what they can do
	Work    []string // what to work on next
	Skills  []SkillRow
	Comment *SheetComment // nil when nothing has come back
}

// SheetComment is what a teacher wrote about one piece of work that has come back.
type SheetComment struct{ Title, Strength, Target string }
