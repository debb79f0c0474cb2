package views

// Slip is what one student needs to sign in, on a piece of paper of their own.
type Slip struct {
	Name    string
	Address string // of the page to join, without http://
	PIN     string // only when it was just made
	Listed  bool   // they have never been here, and choose a PIN when they come
}
