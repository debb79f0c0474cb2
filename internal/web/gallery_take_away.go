package web

import (
	"github.com/a-h/templ"

	"dossier/views"
)

// takeAwayPage is the page with so many students; problem is said of the gradebook.
func (g gallery) takeAwayPage(students int, problem string) templ.Component {
	props := views.TakeAwayProps{Class: sampleClass, Students: students, Problem: problem, Unticked: problem != ""}
	for _, l := range g.request.edition.course.Lessons {
		props.Columns = append(props.Columns, views.TakeAwayColumn{ID: "lesson:" + l.ID, Title: "Quiz: " + l.Title})
	}
	props.Columns = append(props.Columns,
		views.TakeAwayColumn{ID: "work:1", Title: oddNames[len(oddNames)-1], Note: "students do not see these results yet"},
		views.TakeAwayColumn{ID: "bench:1", Title: "Two verdicts", Note: "only what has been returned"})
	return views.TakeAwayPage(g.page(views.Teacher, "Take away"), props)
}
