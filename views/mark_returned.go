package views

import "dossier/internal/course"

// ReturnedProps is what has been marked at a bench.
type ReturnedProps struct {
	Bench            *course.Bench
	Skills           []*course.RubricSkill
	Names            bool
	Said             string
	Marked, Returned []SubmissionLink
}
