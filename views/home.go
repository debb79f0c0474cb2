package views

import "dossier/internal/course"

// HomeProps is the first page: the course and how far the viewer is.
type HomeProps struct {
	Course  *course.Course
	Lessons []LessonLink
	GoOn    GoOn
	Work    []WorkCard // what was handed out and waits to be done, or has results that are new
	AllWork bool       // something was handed out
	Back    []Link     // what came back and has not been answered, each with the way to it
	More    bool       // there are lessons that the class may not read yet
	// Figure is the drawn figure of the first page, without its table.
	Figure []byte
}

// done is how many lessons are done.
func (h HomeProps) done() int {
	n := 0
	for _, l := range h.Lessons {
		if l.State.Done {
			n++
		}
	}
	return n
}
