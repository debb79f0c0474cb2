package marking

import (
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// Entry is what a queue knows of an essay that was handed in: everything that the rules ask about, but not its text.
type Entry struct {
	ID        classroom.EssayID
	Student   classroom.Student
	Bench     string
	Rubric    string
	Place     essay.Place
	Rev       int                   // the text that teachers see: the one that was handed in, and never a draft
	Submitted time.Time             // in this round; zero while the next text is being written
	Claimer   classroom.TeacherID   // 0 when nobody has claimed it
	Claimed   time.Time             // when they did
	ClaimedBy string                // their name
	Marked    Purpose               // the marking that counts, the newest: First or Agreed; "" when this text has none
	MarkedBy  classroom.TeacherID   // who gave it its first marking; 0 for nobody
	Second    classroom.TeacherID   // who marked it blind a second time; 0 for nobody
	Team      []classroom.TeacherID // who teaches the student's class, by number
}

// Submission is an entry together with what its author handed in: the text and what belongs to it. Make it with
// HandedIn, which leaves out what is part of a draft.
type Submission struct {
	Entry
	Text    string
	Picks   []classroom.Pick // in the order of their numbers
	Reasons []essay.Reason
	Own     map[string]classroom.SelfAssessment // by skill
}

// Assessment is one level that an author gave to one revision of the text.
type Assessment struct {
	Rev, Round int
	classroom.SelfAssessment
}

// HandedIn puts a submission together from all that is known of its author's work. What belongs to another text than
// the one that was handed in is left out: levels for another revision or, while the next text is as yet the same, for
// that; and while it is being written the reasons and all evidence that the marked text does not cite, or cites by a
// number that had no phrase yet. assessed is in the order in which it was said.
func HandedIn(e Entry, text string, picks []classroom.Pick, reasons []essay.Reason, assessed []Assessment) Submission {
	s := Submission{Entry: e, Text: text, Own: map[string]classroom.SelfAssessment{}}
	revising := e.Place.State == essay.Revising
	cited := cited(text, picks)
	for _, p := range picks {
		if p.Round <= e.Round() && (cited[p.Number] || p.Kept && !revising) {
			s.Picks = append(s.Picks, p)
		}
	}
	if !revising {
		s.Reasons = reasons
	}
	for _, a := range assessed {
		if a.Rev == e.Rev && a.Round <= e.Round() {
			s.Own[a.Skill] = a.SelfAssessment
		}
	}
	return s
}

// cited finds the numbers that a text cites, as [2].
func cited(text string, picks []classroom.Pick) map[int]bool {
	known := make([]essay.Pick, len(picks))
	for i, p := range picks {
		known[i].Number = p.Number
	}
	cited := map[int]bool{}
	for _, piece := range essay.Cut(text, known, nil) {
		cited[piece.Cites] = true
	}
	return cited
}

// Round is the round of the text that teachers see: while the next one is being written it is the one before.
func (e Entry) Round() int {
	if e.Place.State == essay.Revising {
		return e.Place.Round - 1
	}
	return e.Place.Round
}
