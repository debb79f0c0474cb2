package web

import (
	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/views"
)

// halfRead is the work of somebody who has read the first section of the sample lesson.
func (g gallery) halfRead() work {
	return work{read: map[string]bool{g.lesson().Sections[0].ID: true}}
}

func (g gallery) lessonProps(w work) views.LessonProps {
	return g.server.lessonProps(g.request, g.lesson(), w)
}

func (g gallery) lessonPage(w work, here string) views.Page {
	p := g.page(views.Student, g.lesson().Title)
	p.Up = views.Link{Text: g.lesson().Title, Href: views.LessonPath(g.lesson().ID)}
	p.Place = views.PlaceInLesson(g.lesson(), w.read, here, false)
	return p
}

func (g gallery) contentsPage(w work) templ.Component {
	props := views.ContentsProps{LessonProps: g.lessonProps(w), State: quizState(w), Pass: quizWords(g.lesson())}
	props.GoOn, props.Here = g.server.nextIn(g.request, g.lesson(), w)
	return views.ContentsPage(g.page(views.Student, g.lesson().Title), props)
}

// blindPage is the blind reading for somebody who has said this about it.
func (g gallery) blindPage(again bool, said classroom.Trust, problems views.Problems) templ.Component {
	props := views.BlindReadingProps{Blind: g.request.edition.course.Blind, Again: again, Said: said, Problems: problems}
	props.Lesson = props.Blind.Lesson
	if again {
		props.Lesson = props.Blind.Again
	}
	props.GoOn, _ = g.server.nextIn(g.request, props.Lesson, work{believed: classroom.Trust{Before: 3, After: 2}})
	return views.BlindReadingPage(g.page(views.Student, props.Blind.Question), props)
}

func (g gallery) sectionPage(w work) templ.Component {
	section := g.lesson().Sections[1]
	props := views.SectionProps{LessonProps: g.lessonProps(w), Section: section}
	for _, q := range section.Checks() {
		props.Questions = append(props.Questions, g.checkCard(q))
	}
	return views.SectionPage(g.lessonPage(w, section.ID), props)
}

func (g gallery) wholePage() templ.Component {
	props := views.WholeProps{LessonProps: g.lessonProps(work{}), Questions: map[string]views.QuestionProps{},
		PrintedSheet: g.printedSheet(g.lesson().Title, "Lesson 1")}
	for _, q := range g.lesson().Checks {
		props.Questions[q.ID] = g.checkCard(q)
	}
	return views.WholePage(g.page(views.Student, g.lesson().Title), props)
}

func (g gallery) checkCard(q *quiz.Question) views.QuestionProps {
	props := g.server.questionProps(g.request, q, quiz.NewDeal([]byte("gallery"), q.ID))
	props.Kicker, props.Action = "Check yourself", "/lessons/"+g.lesson().ID+"/questions/"+q.ID
	return props
}
