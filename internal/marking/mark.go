package marking

import (
	"time"

	"dossier/internal/classroom"
)

// MarkID is the number of a finished marking.
type MarkID int64

// Purpose says which of several markings of one text a mark is.
type Purpose string

// The purposes: the marking that is returned, a blind second one for moderation, and what two markers
// agreed on after they had differed.
const (
	First  Purpose = "first"
	Second Purpose = "second"
	Agreed Purpose = "agreed"
)

// Mark is a finished marking of one text.
type Mark struct {
	ID       MarkID
	Essay    classroom.EssayID
	Rev      int
	Round    int
	Teacher  classroom.TeacherID
	Purpose  Purpose
	Levels   map[string]int    // by skill, 0 to 4
	Comments map[string]string // by skill
	Strength string
	Target   string
	At       time.Time
}

// NewMark is a marking to be stored, whole or in parts.
type NewMark struct {
	Essay     classroom.EssayID
	Rev       int // the text that was marked
	Purpose   Purpose
	FormToken string
	Levels    map[string]int
	Comments  map[string]string
	Strength  string
	Target    string
}

// Feedback is what a student got back in one round.
type Feedback struct {
	Mark     Mark
	Text     string // what was marked
	NextStep string // "" until the student has written it; the levels are shown after
	At       time.Time
}
