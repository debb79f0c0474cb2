package views

import "dossier/internal/course"

// HomeProps is the first page: the course and how far the viewer is.
type HomeProps struct {
	Course  *course.Course
	Lessons []LessonLink
	Next    Link // the one thing to do now
	// Figure is the drawn figure of the first page, without its table.
	Figure []byte
}
