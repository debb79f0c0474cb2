package export

import (
	"fmt"
	"io"
	"slices"
	"time"

	"dossier/internal/classroom"
)

// WriteCanvas writes scores for the gradebook of Canvas, which finds students by SIS User ID. The second line says what
// each column counts. Whoever has no score has an empty cell, which changes nothing in Canvas.
func WriteCanvas(w io.Writer, class string, students []classroom.RosterStudent, columns []classroom.GradeColumn) error {
	heads := append([]string{"Student", "ID", "SIS User ID", "SIS Login ID", "Section"}, titles(columns)...)
	s := newSheet(w, "gradebook for Canvas", time.UTC, heads...)
	points := []string{"    Points Possible", "", "", "", ""}
	for _, c := range columns {
		points = append(points, number(c.OutOf, 2))
	}
	s.row(points...)
	for _, st := range students {
		s.row(append([]string{guarded(st.Name), "", studentID(st), "", guarded(class)}, scores(columns, st)...)...)
	}
	return s.end()
}

// WriteMoodle writes scores for the import of grades in Moodle, which finds students by ID number.
func WriteMoodle(w io.Writer, students []classroom.RosterStudent, columns []classroom.GradeColumn) error {
	s := newSheet(w, "gradebook for Moodle", time.UTC, append([]string{"ID number", "Full name"}, titles(columns)...)...)
	for _, st := range students {
		s.row(append([]string{studentID(st), guarded(st.Name)}, scores(columns, st)...)...)
	}
	return s.end()
}

// titles are the headings of columns, each only once: a gradebook puts two columns of one name together.
func titles(columns []classroom.GradeColumn) (all []string) {
	for _, c := range columns {
		title := guarded(c.Title)
		if slices.Contains(all, title) {
			title = guarded(fmt.Sprintf("%s (%s)", c.Title, c.ID))
		}
		all = append(all, title)
	}
	return all
}

func scores(columns []classroom.GradeColumn, st classroom.RosterStudent) (cells []string) {
	for _, c := range columns {
		cell := ""
		if score, marked := c.Scores[st.ID]; marked {
			cell = number(score, 2)
		}
		cells = append(cells, cell)
	}
	return cells
}
