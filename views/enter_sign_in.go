package views

// SignInProps is the teachers' door.
type SignInProps struct {
	Name     string
	Problems Problems
	Away     bool   // a form came after its session had ended
	Keep     []Kept // that form
	Typed    []Kept // what stands in it, in words
}
