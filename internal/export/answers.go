package export

import (
	"io"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// Answers writes the answers of a class, student by student, so that they need not be in memory all at once.
type Answers struct{ sheet *sheet }

// NewAnswers begins the file.
func NewAnswers(w io.Writer, zone *time.Location) *Answers {
	return &Answers{newSheet(w, "answers", zone, "student_id", "display_name", "quiz_id", "attempt", "question_id",
		"question_version", "objective", "type", "response", "response_text", "correct", "score", "max_score", "level",
		"feedback", "marker", "marked_at", "tries", "time_s", "flags")}
}

// outcomes are the words for how right an answer was.
var outcomes = map[quiz.Mark]string{quiz.Right: "yes", quiz.Near: "partly", quiz.Wrong: "no"}

// Add writes some answers.
func (a *Answers) Add(rows []classroom.AnswerRow) error {
	s := a.sheet
	for _, r := range rows {
		marker := "program"
		if r.Marker != "" {
			marker = r.Marker
		}
		s.row(studentID(r.Student), guarded(r.Student.Name), guarded(r.Quiz), whole(r.Attempt), guarded(r.Question),
			whole(r.Version), guarded(strings.Join(r.Objectives, "|")), r.Kind, guarded(r.Response), guarded(r.Text),
			outcomes[r.Outcome], number(r.Marks, 2), number(r.OutOf, 2), guarded(r.Levels), guarded(r.Feedback),
			guarded(marker), s.at(r.MarkedAt), whole(r.Tries), wholeOr(r.Seconds), strings.Join(r.Flags, "|"))
	}
	return s.err
}

// Close ends the file.
func (a *Answers) Close() error { return a.sheet.end() }
