package views

import "strings"

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

// unmarkedWords names the skills that nobody has marked yet; "" when there are none.
func (s SheetProps) unmarkedWords() string {
	var names []string
	for _, row := range s.Skills {
		if !row.Marked {
			names = append(names, row.Title)
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) == len(s.Skills):
		return "Nothing has been marked yet."
	}
	return "Not marked yet: " + strings.ToLower(strings.Join(names, ", ")) + "."
}
