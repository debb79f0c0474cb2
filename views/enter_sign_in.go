package views

// SignInProps is the teachers' sign-in.
type SignInProps struct {
	Name     string
	To       string // where it leads back to; the classes when empty
	Open     bool   // the passphrase would travel where others can read it
	WentBack bool   // Dossier has gone back to a backup, which has signed everybody out
	Problems Problems
	Away     bool   // a form came after its session had ended, or without any cookie
	Keep     []Kept // that form
	Typed    []Kept // what stands in it, in words
}
