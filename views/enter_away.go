package views

// AwayProps is a form that came after its session had ended.
type AwayProps struct {
	Keep      []Kept
	Typed     []Kept       // what stands in it, in words
	NoCookies bool         // the browser sent no cookie at all
	Resend    *ResendProps // the form, where it can also be sent without signing in
}

// ResendProps is a kept form, ready to be sent again.
type ResendProps struct {
	Action string
	Keep   []Kept
	Typed  []Kept // what stands in it, in words
	Old    bool   // it was made for another session of this browser; else its author has just signed in to send it
	New    bool   // its author has just joined, and has a PIN to write down
}
