package views

// SetupProps is the first start.
type SetupProps struct {
	Token, Name, Class string
	Problems           Problems
}
