package views

import "dossier/internal/course"

// TimelineProps is the timeline, or one thread of it.
type TimelineProps struct {
	Course *course.Course
	Events []*course.Event
	Thread string
}
