package views

import "net/url"

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

// StaffProps is those who teach here, a page of them, for the owner.
type StaffProps struct {
	Done    string
	Query   string // what was searched for, as it was typed
	Longest int    // characters that a name has at most
	Staff   []StaffRow
	First   int // the number of the first of them, from 1
	Total   int // how many there are, or how many were found
	Most    int // how many a page has room for
}

// long reports whether there are more than one page has room for.
func (s StaffProps) long() bool { return s.Total > s.Most }

// line says which of all the teachers the page has.
func (s StaffProps) line() string {
	switch {
	case s.long():
		return "Teachers " + Number(float64(s.First)) + " to " + Number(float64(s.First+len(s.Staff)-1)) + " of " +
			Number(float64(s.Total)) + "."
	case s.Query != "":
		return plural(s.Total, "1 teacher", "teachers") + " found."
	}
	return ""
}

// page is the number of the page, from 1.
func (s StaffProps) page() int { return (s.First-1)/s.Most + 1 }

// pages is how many there are.
func (s StaffProps) pages() int { return (s.Total + s.Most - 1) / s.Most }

// StaffPageHref is a page of those who are found by a name; "" finds everybody.
func StaffPageHref(found string, page int) string {
	asked := url.Values{}
	if found != "" {
		asked.Set("q", found)
	}
	if page > 1 {
		asked.Set("page", itoa(page))
	}
	if len(asked) == 0 {
		return StaffPath
	}
	return StaffPath + "?" + asked.Encode()
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
