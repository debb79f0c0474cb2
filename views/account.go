package views

// AccountPath is where a teacher looks after their own sign-in.
const AccountPath = "/account"

// StaffPath is where the owner looks after everybody else's.
const StaffPath = AccountPath + "/teachers"

// AccountProps is a teacher's own sign-in.
type AccountProps struct {
	Owner    bool
	Done     string // what has just been done, in a sentence; "" for nothing
	Sessions []SessionRow
	Problems Problems
}

// SessionRow is a browser in which the teacher is signed in.
type SessionRow struct {
	Handle           string // in addresses; it opens nothing
	Device           string // "Firefox on Windows"
	SignedIn, LastAt string
	Here             bool // this one
}

// StaffProps is everybody who teaches here, for the owner.
type StaffProps struct {
	Done  string
	Staff []StaffRow
}

// StaffRow is one of them.
type StaffRow struct {
	ID       int64
	Name     string
	Owner    bool
	Classes  []string
	LastSeen string // "" when it is not known
}

// StaffHref is the address of what the owner does about a teacher.
func StaffHref(teacher int64, rest string) string { return StaffPath + "/" + itoa64(teacher) + rest }

// PassphraseLinkProps is the link that an owner hands to a colleague.
type PassphraseLinkProps struct{ Name, Link string }

// RemoveTeacherProps is the question before a teacher is removed.
type RemoveTeacherProps struct {
	ID       int64
	Name     string
	Alone    []string // classes that nobody else teaches
	Problems Problems
}

// NewPassphraseProps is what a teacher sees who has opened such a link.
type NewPassphraseProps struct {
	Token, Name string
	Problems    Problems
}
