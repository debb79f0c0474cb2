package views

// OwnerPath is where the owner sees how the program is and what it keeps.
const OwnerPath = "/owner"

// OwnerProps is how the program is, and what it keeps of the whole school.
type OwnerProps struct {
	Done      string // what has just been done, in a sentence; "" for nothing
	Problems  Problems
	Version   string
	Zone      string // in a sentence: whose clock it is, and what it says
	Addresses []string
	Numbers   []Fact // how much there is in the school
	SignedIn  string // in a sentence
	Backups   BackupsProps
	Check     CheckProps
	Storage   []Fact
	Keep      KeepProps
	Record    []RecordRow
	MoreOf    bool // the record has more than the page has room for
}

// Fact is a thing and how much of it there is, in words.
type Fact struct{ Label, Value string }

// BackupsProps is what there is to go back to.
type BackupsProps struct {
	Newest  string // "3 hours ago"; "" when there is none
	Old     bool   // the newest is too old to go to bed with, or there is none
	Trouble string // what the last backup found wrong with the database; "" for nothing
	Rows    []BackupRow
}

// BackupRow is one backup.
type BackupRow struct{ Name, At, Kind, Size string }

// KeepProps is how long a class that nobody uses is kept, and which are due.
type KeepProps struct {
	Days    string // as it was typed
	Due     []DueRow
	MoreDue int // that the page has no room for
}

// DueRow is a class that nobody has used for so long that the school should decide about it.
type DueRow struct {
	Name, Teachers, LastUsed, Students string
}

// RecordRow is a line of the record: when, who and what they did.
type RecordRow struct{ At, Who, Action, Subject string }

// BackupHref is the address of one backup.
func BackupHref(name string) string { return OwnerPath + "/backups/" + name }

// TakeBackupProps is the question before a backup is downloaded.
type TakeBackupProps struct {
	BackupRow
	Problems Problems
}
