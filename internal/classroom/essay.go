package classroom

import (
	"time"

	"dossier/internal/essay"
)

// EssayID is the number of a written judgement.
type EssayID int64

// Essay is a student's written judgement at a bench: where it stands, and its text.
type Essay struct {
	ID           EssayID
	Student      StudentID
	Bench        string
	BenchVersion int // the bench as it was when the essay was begun
	Rubric       string
	Place        essay.Place
	Rev          int
	Text         string
	Tab          string    // the page that saved it
	Saved        time.Time // when the text was saved
	Submitted    time.Time // in this round; zero while it is being written
	Claimer      TeacherID // 0 when nobody has claimed it
	Claimed      time.Time
}

// NewText is a text to be saved, and what it is based on.
type NewText struct {
	Bench        string
	BenchVersion int
	Rubric       string
	Base         int    // the revision that the page showed; 0 for none
	Tab          string // the page that sends it
	Text         string
	KeepText     bool      // the page has no box for the text: it stays as it is, and Text and Base say nothing
	Picks        []NewPick // phrases that were ticked since the page was made, or last heard what stands
	PutBack      []string  // phrases that were unticked since
}

// SelfAssessment is the level that an author gives their own draft in one skill, with the sentence that shows it.
type SelfAssessment struct {
	Skill    string
	Level    int
	Sentence string
}

// EssayText is one text of an essay.
type EssayText struct {
	Rev, Round int
	Text       string
	Saved      time.Time
	Submitted  bool // it was handed in and not taken back
	FromGuest  bool // written before its author joined the class, and put aside then
}

// EssayStep is one step of an essay.
type EssayStep struct {
	At       time.Time
	Actor    string // 'student', 'teacher 1', 'program'
	Name     string // of the teacher; "" for everybody else
	Action   essay.Action
	From, To essay.State
	Round    int
}

// Returned is a written judgement that came back to its author.
type Returned struct {
	Bench    string
	At       time.Time
	Answered bool // its author has read the comments and written what they do next
}
