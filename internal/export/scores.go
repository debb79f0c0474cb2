package export

import (
	"io"
	"math"
	"time"

	"dossier/internal/classroom"
)

// WriteScores writes the attempts of a class at quizzes, one a line, and a line for each quiz that a student has not
// begun, with the lessons and essays that were handed out. counts_as says which attempt at the quiz of a lesson was the
// first try, and what is practice or a test. Until an attempt is over it has no score; a lesson has none,
// and of an essay no answers are counted.
func WriteScores(w io.Writer, class string, zone *time.Location, rows []classroom.ScoreRow) error {
	s := newSheet(w, "scores", zone, "student_id", "display_name", "group", "quiz_id", "quiz_title", "attempt",
		"counts_as", "status", "started_at", "submitted_at", "duration_s", "answered", "correct", "total_questions", "score",
		"max_score", "percent", "marked", "pending_marks", "needs_help", "late", "extra_time")
	for _, r := range rows {
		var attempt, duration, answered, correct, score, outOf, percent, marked, pending, late string
		if r.Attempt > 0 {
			attempt, correct = whole(r.Attempt), whole(r.Correct)
		}
		if answered = whole(r.Answered); r.Of == classroom.HandedBench {
			answered, correct = "", ""
		}
		if took, known := r.Took(); known {
			duration = number(math.Round(took.Seconds()), 0)
		}
		if r.Over() && r.OutOf > 0 {
			score, outOf = number(r.Marks, 2), number(r.OutOf, 2)
		}
		if r.Over() && r.Of != classroom.HandedLesson {
			pending, marked = whole(r.Pending), yes(r.Status == classroom.ScoreMarked)
		}
		if p, known := r.Percent(); known {
			percent = number(p, 1)
		}
		if r.Due {
			late = yes(r.Late)
		}
		s.row(studentID(r.Student), guarded(r.Student.Name), guarded(class), guarded(r.Quiz), guarded(r.Title), attempt,
			string(r.Counts), string(r.Status), s.at(r.Started), s.at(r.Submitted), duration, answered, correct,
			known(r.Questions), score, outOf, percent, marked, pending, yes(r.NeedsHelp), late, extraTime(r.Student.ExtraTime))
	}
	return s.end()
}

// known is a number that is 0 where nobody knows it.
func known(n int) string {
	if n == 0 {
		return ""
	}
	return whole(n)
}
