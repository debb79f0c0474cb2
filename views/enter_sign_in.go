package views

// SignInProps is the teachers' door.
type SignInProps struct {
	Name     string
	Problems Problems
}
