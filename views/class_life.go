package views

// ClassLifeProps is what a teacher does with a class as a whole: another name, the archive, the end.
type ClassLifeProps struct {
	Class    ClassCard
	Name     string // as it was typed; "" stands for the name that it has
	Problems Problems
}

func (c ClassLifeProps) called() string {
	if c.Name == "" {
		return c.Class.Name
	}
	return c.Name
}

// DeleteClassProps is the question before a class is deleted.
type DeleteClassProps struct {
	Class                     ClassCard
	Students, Answers, Essays int
	Others                    []string // who else teaches it
	Name                      string   // as it was typed
	Problems                  Problems
}
