package web

import (
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/views"
)

// bankPages are the pages of the questions to take away: all lessons, one, lessons with long titles, the last lesson
// with its answers, and a lesson without questions.
func (g gallery) bankPages() (all struct{ index, one, long, lesson, empty templ.Component }) {
	c, p := g.request.edition.course, g.page(views.Teacher, "Questions to take away")
	props := bankProps(c)
	all.index = views.BankPage(p, props)
	one := views.BankProps{Rows: props.Rows[:1], Questions: 1}
	one.Rows = []views.BankRow{{Lesson: props.Rows[0].Lesson, Questions: 1, Writing: 1}}
	all.one = views.BankPage(p, one)
	var long views.BankProps
	for i := range 40 {
		title := strings.Repeat("A title that goes on and on ", 4) + strings.Repeat("Word", 12)
		long.Rows = append(long.Rows, views.BankRow{Questions: 1234, Writing: 12,
			Lesson: &course.Lesson{ID: "before", Number: i + 1, Title: title}})
	}
	all.long = views.BankPage(p, long)
	all.lesson = views.BankLessonPage(p, g.server.bankLesson(g.request, c.Lessons[len(c.Lessons)-1], nil))
	all.empty = views.BankLessonPage(p, views.BankLessonProps{Lesson: &course.Lesson{ID: "x", Number: 13, Title: "Empty"},
		Groups: []views.BankGroup{{Title: "In the text"}, {Title: "The quiz"}}})
	return all
}
