package views

// ErrorProps is a page that could not be shown.
type ErrorProps struct {
	Status   int
	Headline string
	Sentence string
	Request  string // its id, for whoever looks into the log
	Typed    []Kept // what was typed, so that it is not lost
	Back     Link
}
