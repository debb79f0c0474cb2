package views

// DemoProps is what stands on every page of an invented class.
type DemoProps struct {
	Class     int64
	Code      string // as shown, K7W-Q3M
	Name, PIN string // of the student as whom a teacher may enter; Name is "" when that student is gone
}
