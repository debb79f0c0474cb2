package views

// JoinProps is the first step of joining a class: the code.
type JoinProps struct {
	Code    string
	Problem string
	Keep    []Kept
}

// NameProps is the second step: the name.
type NameProps struct {
	Code, Class   string
	Name, Problem string
	Keep          []Kept
}

// PINProps is the third step: the PIN, chosen the first time and asked for later.
type PINProps struct {
	Code, Class, Name string
	Known             bool // the class has somebody of this name
	Problem           string
	Namesake          string // what to do when it is somebody else's name
	HasWork           bool   // there is a guest's work to take along
	Answers           int    // how many answers that is
	Recent            bool   // it is from the last two hours
	Keep              []Kept
}

// Kept is a field of a form that was sent after its session had ended.
type Kept struct{ Name, Value string }
