package views

// InvitationProps is an invitation to teach a class.
type InvitationProps struct {
	Token, Class, By string
	Name             string
	Problems         Problems
}
