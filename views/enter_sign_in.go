package views

// SignInProps is the teachers' door.
type SignInProps struct {
	Name     string
	Open     bool // the passphrase would travel where others can read it
	Problems Problems
}
