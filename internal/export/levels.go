package export

import (
	"io"
	"time"

	"dossier/internal/classroom"
)

// WriteLevels writes the texts of a class, a line for each skill with the levels from their authors and from teachers.
func WriteLevels(w io.Writer, zone *time.Location, rows []classroom.LevelRow) error {
	s := newSheet(w, "essays", zone, "student_id", "display_name", "bench_id", "bench_title", "round", "words",
		"handed_in_at", "skill", "self_level", "teacher_level", "max_level", "comment", "strength", "target", "marker",
		"marked_at", "returned", "returned_at")
	for _, r := range rows {
		s.row(studentID(r.Student), guarded(r.Student.Name), guarded(r.Bench), guarded(r.Title), whole(r.Round),
			whole(r.Words), s.at(r.HandedIn), guarded(r.Skill), wholeOr(r.Self), wholeOr(r.Teacher),
			whole(classroom.MostLevel), guarded(r.Comment), guarded(r.Strength), guarded(r.Target), guarded(r.Marker),
			s.at(r.Marked), yes(!r.Returned.IsZero()), s.at(r.Returned))
	}
	return s.end()
}
