package views

// WentBackPath is where the owner sees how far going back to a backup is, and that it is done.
const WentBackPath = OwnerPath + "/back"

// CheckPath is where the owner has the database checked.
const CheckPath = OwnerPath + "/check"

// GoBackHref is the address of the question whether to go back to a backup.
func GoBackHref(name string) string { return BackupHref(name) + "/restore" }

// GoBackProps is the question before Dossier goes back to a backup.
type GoBackProps struct {
	BackupRow
	Age      string // "3 hours ago"
	Cannot   string // why nobody can go back to it, in a sentence; "" when it can be read
	Holds    []Compared
	Problems Problems
}

// Compared is how much of something a backup holds, and how much there is now.
type Compared struct{ What, Then, Now string }

// WentBackProps is how far going back is.
type WentBackProps struct {
	Title  string // of what is under way; "" for nothing
	Failed string // why it came to nothing, in a sentence
	Backup string // what Dossier has gone back to, as its time or its name
	When   string // how long ago
	Kept   string // the folder of what was there before
}

func wentBackPage(p Page, w WentBackProps) Page {
	p.Again = w.Title != "" && w.Failed == ""
	return p
}

// CheckProps is what the last check of the database has found.
type CheckProps struct {
	Found string // in a sentence; "" before the first
	Wrong bool
}
