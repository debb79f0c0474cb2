package views

// StudentProps is one student as a teacher sees them.
type StudentProps struct {
	Class     ClassCard
	ID        int64
	Name      string
	Active    string
	Lessons   []LessonLink
	Answers   []AnswerRow
	Written   []SubmissionLink // what was handed in at the benches
	NewPIN    string           // shown once, right after it was made
	FormToken string           // for the form that makes it
}

func studentHref(s StudentProps, rest string) string {
	return ClassHref(s.Class.ID, "/students/"+itoa64(s.ID)+rest)
}

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
