package views

// ClassLifeProps is what a teacher does with a class as a whole: another name, the archive, the end.
type ClassLifeProps struct {
	Class    ClassCard
	Name     string // as it was typed; "" stands for the name that it has
	Problems Problems
}
