package export

import (
	"io"
	"strings"
	"time"

	"dossier/internal/classroom"
)

// WriteItems writes what the first answers of a class say about each question.
func WriteItems(w io.Writer, rows []classroom.ItemRow) error {
	s := newSheet(w, "items", time.UTC, "question_id", "version", "type", "objective", "n", "facility", "discrimination",
		"option_A", "option_B", "option_C", "option_D", "option_E", "option_F", "option_G", "option_H", "blank",
		"median_time_s")
	for _, r := range rows {
		cells := []string{guarded(r.Question), whole(r.Version), r.Kind, guarded(strings.Join(r.Objectives, "|")),
			whole(r.N), numberOr(r.Facility, 3), numberOr(r.Discrimination, 3)}
		for _, n := range r.Options {
			cells = append(cells, wholeOr(n))
		}
		s.row(append(cells, wholeOr(r.Blank), numberOr(r.Seconds, 1))...)
	}
	return s.end()
}
