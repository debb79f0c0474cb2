package views

// TakeAwayProps is what a teacher can take away of a class.
type TakeAwayProps struct {
	Class    ClassCard
	Students int
	Columns  []TakeAwayColumn // that a gradebook can have
	Unticked bool             // the form came back without any
	Problem  string
}

// TakeAwayColumn is a quiz or an essay in a gradebook.
type TakeAwayColumn struct{ ID, Title, Note string }

// TakeAwayFile is a file with what it is for.
type TakeAwayFile struct{ Name, Title, About string }

// TakeAwayFiles are the tables, in the order in which they are shown. The class pack has all of them.
var TakeAwayFiles = []TakeAwayFile{
	{"scores.csv", "Scores", "One line for each student, quiz and attempt, and for lessons and essays that you handed " +
		"out. Students who have done nothing have a line too. The quiz of a lesson is practice, and each time it asks " +
		"other questions: “counts_as” says which was the first try."},
	{"answers.csv", "Answers", "Every answer with its question, what it earned, and who decided."},
	{"items.csv", "Questions", "One line for each question: how hard it was, and what was chosen. First answers only."},
	{"essays.csv", "Essay levels", "One line for each skill of a text: the student’s own level and yours."},
	{"roster.csv", "Students", "The list of the class. You can bring it back under Students, changed or not."},
}

// GradebookFiles are the tables for other programs.
var GradebookFiles = []TakeAwayFile{
	{"canvas.csv", "Canvas", "Scores for the gradebook of Canvas."},
	{"moodle.csv", "Moodle", "Scores for the grade import of Moodle."},
}

// PackAbout says what the class pack is.
const PackAbout = "All tables, and a page for each student with their answers, essays and comments, as one zip file."

// TakeAwayHref is the address of a file of a class.
func TakeAwayHref(class int64, file string) string {
	return ClassHref(class, string(TakeAwayTab)+"/"+file)
}
