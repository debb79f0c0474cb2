package web

import (
	"github.com/a-h/templ"

	"dossier/views"
)

// guidePages are the pages of the teacher's guide: of the last lesson, and of the shortest route.
func (g gallery) guidePages() (all struct{ index, lesson, route, marks, timeline, people, words templ.Component }) {
	c, p := g.request.edition.course, g.page(views.Teacher, "Teacher's guide")
	p.Here, p.Viewer.ToMark = views.GuidePath, 28
	all.index = views.GuidePage(p, c)
	last := c.Guide.Pages[len(c.Guide.Pages)-1]
	all.lesson = views.GuideLessonPage(p, views.GuideLessonProps{Guide: c.Guide, Page: last})
	all.route = views.GuideRoutePage(p, c.Guide.Routes[0])
	all.marks = views.GuideMarksPage(p, c.Guide.Marks)
	all.timeline = views.GuideTimelinePage(p, c.Events)
	all.people = views.GuidePeoplePage(p, c.Guide.People)
	all.words = views.GuideWordsPage(p, c.Guide.Words)
	return all
}

// guidedContents is the contents of a lesson as a teacher sees them.
func (g gallery) guidedContents() templ.Component {
	props := views.ContentsProps{LessonProps: g.lessonProps(work{}), State: quizState(work{}), Pass: quizWords(g.lesson())}
	props.GoOn, props.Here = g.server.nextIn(g.request, g.lesson(), work{})
	props.Guide = views.GuideLessonPath(g.lesson().ID)
	return views.ContentsPage(g.page(views.Teacher, g.lesson().Title), props)
}
