package views

// LostProps is what was typed for an answer that cannot be marked any more.
type LostProps struct {
	Headline, Sentence string
	Typed              []Kept
	Links              []Link
}
