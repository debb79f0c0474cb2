package views

// UnmatchedRow is a typed text that the program did not recognise.
type UnmatchedRow struct {
	Stem, Text, Times string
	Part              string // which part of the question it was written for
	Accept            string // where it can be accepted
}

// AcceptedRow is a typed text that a teacher of the class has accepted.
type AcceptedRow struct {
	Stem, Text, Part string
	By               string // the teacher who did, if it was a colleague: only they can take it back
	ID               int64
}

// UnmatchedProps is what was typed in a class and not recognised, and what was accepted of it.
type UnmatchedProps struct {
	Class    ClassCard
	Rows     []UnmatchedRow
	Accepted []AcceptedRow
	Undo     string // where an acceptance is taken back
}

// AcceptProps asks whether a typed text is to be accepted for everyone.
type AcceptProps struct {
	Class            ClassCard
	Stem, Text, Part string
	Action           string
	Summary          string // how many answers of how many students are graded again
	Rows             []RegradeRow
}

// RegradeRow is what accepting a text does to one answer.
type RegradeRow struct {
	Student, Class, Before, After string
}
