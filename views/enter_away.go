package views

// AwayProps is a form that came after its session had ended.
type AwayProps struct {
	Keep []Kept
}

// ResendProps is a kept form, ready to be sent again.
type ResendProps struct {
	Action string
	Keep   []Kept
}
