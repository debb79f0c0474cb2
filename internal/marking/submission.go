package marking

import "dossier/internal/classroom"

// Submission is an essay as a teacher may see it: handed in, with the text that was handed in and never a draft.
type Submission struct {
	classroom.Essay
	Student   classroom.Student
	Marked    Purpose // the marking that counts, which is the newest: First or Agreed; "" when there is none in this round
	MarkedBy  classroom.TeacherID
	Second    classroom.TeacherID // who marked it blind a second time; 0 for nobody
	ClaimedBy string              // the name of the teacher who has it open
	// who teaches the student's class, as "1,2": classes with the same teachers are moderated together
	Team string
}
