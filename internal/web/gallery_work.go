package web

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/quiz"
	"dossier/views"
)

// workStates are the pages on what was handed out, as a student sees them.
var workStates = map[string]func(gallery) templ.Component{
	"work": func(g gallery) templ.Component {
		return g.workPage(views.WorkProps{Card: sampleWork(classroom.WorkToDo), Begins: true, Extra: true})
	},
	"work-waits": func(g gallery) templ.Component {
		return g.workPage(views.WorkProps{Card: sampleWork(classroom.WorkWaits)})
	},
	"work-begun": func(g gallery) templ.Component {
		return g.workPage(views.WorkProps{Card: sampleWork(classroom.WorkBegun), Open: "/attempts/1",
			Attempts: []views.WorkAttempt{{Number: 1, Answered: 4, Questions: 10, Href: "/attempts/1"}}})
	},
	"work-overdue": func(g gallery) templ.Component {
		return g.workPage(views.WorkProps{Card: sampleWork(classroom.WorkOverdue), Begins: true})
	},
	"work-late": func(g gallery) templ.Component {
		return g.workPage(views.WorkProps{Card: sampleWork(classroom.WorkLate), Attempts: []views.WorkAttempt{
			{Number: 1, Answered: 9, Questions: 10}, {Number: 2, Score: "14 of 20 marks", Href: "/attempts/2/result"}}})
	},
	"work-missed": func(g gallery) templ.Component {
		return g.workPage(views.WorkProps{Card: sampleWork(classroom.WorkMissed)})
	},
	"work-lesson": func(g gallery) templ.Component {
		card := sampleWork(classroom.WorkToDo)
		card.Kind, card.Title, card.Facts = "Lesson", g.lesson().Title, views.WorkFacts{}
		card.Go = views.Link{Text: "Go to the lesson", Href: views.LessonPath(g.lesson().ID)}
		return g.lessonOrBench(card)
	},
	"work-bench": func(g gallery) templ.Component {
		card := sampleWork(classroom.WorkOverdue)
		card.Kind, card.Title, card.Facts = "Essay", g.bench().Title, views.WorkFacts{}
		card.Go = views.Link{Text: "Go to the sources", Href: views.BenchHref(g.bench(), "")}
		return g.lessonOrBench(card)
	},
	"work-none": func(g gallery) templ.Component { return g.allWork(0) },
	"work-one":  func(g gallery) templ.Component { return g.allWork(1) },
	"work-all":  func(g gallery) templ.Component { return g.allWork(40) },
	"work-next": func(g gallery) templ.Component {
		home := g.homeUnderWay()
		home.Work, home.AllWork = sampleCards(5), true
		return views.HomePage(g.page(views.Student, home.Course.Title), home)
	},
	"work-question": func(g gallery) templ.Component { return g.sitting("multiple_response", false) },
	"work-answered": func(g gallery) templ.Component { return g.sitting("single_choice", true) },
	"work-too-late": func(g gallery) templ.Component {
		props := g.quizPage("single_choice", "")
		props.Handed = true
		props.Up, props.Steps = views.Link{Text: longTitle, Href: views.WorkPath(1)}, heldSteps(5)
		props.Conflict = &views.Conflict{Yours: "It was an accident, and nobody ordered it.", Stands: "Nobody knows.",
			Over: true}
		return g.drawQuiz(props)
	},
	"work-hand-in":     func(g gallery) templ.Component { return g.handInWork([]int{3, 5, 10}) },
	"work-hand-in-all": func(g gallery) templ.Component { return g.handInWork(nil) },
	"work-result": func(g gallery) templ.Component {
		lesson := g.lesson()
		return views.WorkResultPage(g.page(views.Student, "12 of 20 marks"), views.WorkResultProps{Title: longTitle,
			Marks: 12, OutOf: 20, Late: true, ToBeMarked: 2, Steps: g.steps(0), Answers: g.answerRows()[:6],
			Again: []views.ReadAgain{{Link: views.Link{Text: lesson.Sections[0].Title,
				Href: views.SectionPath(lesson.ID, lesson.Sections[0].ID)}, Questions: []int{2, 3}}},
			Unanswered: []views.UnansweredRow{{Number: 9, Stem: lesson.Checks[0].Text(), Counts: "0 of 2"},
				{Number: 10, Stem: lesson.Checks[1].Text(), Counts: "does not count"}},
			Back: views.WorkPath(1)})
	},
	"work-bench-due": func(g gallery) templ.Component {
		return g.handInPage(views.Student, essay.Judged, func(h *views.HandInProps) { h.Bar.Due = sampleDue() })
	},
	"work-bench-closed": func(g gallery) templ.Component {
		return g.handInPage(views.Student, essay.Judged, func(h *views.HandInProps) {
			h.Bar.Due, h.Closed = sampleDue(), "today at 9:40"
			h.Bar.Due[0].State, h.Bar.Due[0].When = string(classroom.WorkMissed), "Closed today at 9:40"
		})
	},
	"work-lesson-due": func(g gallery) templ.Component {
		props := views.ContentsProps{LessonProps: g.lessonProps(work{}), Pass: quizWords(g.lesson()), Due: sampleDue()}
		props.GoOn, props.Here = g.server.nextIn(g.request, g.lesson(), work{})
		return views.ContentsPage(g.page(views.Student, g.lesson().Title), props)
	},
}

// longTitle is as long as a title may be.
var longTitle = "Thursday’s quiz " + strings.Repeat("on the winter of 1937 ", 3)[:classroom.LongestTitle-16-17]

var sampleTimes = map[classroom.WorkState]string{
	classroom.WorkWaits:   "Opens Thursday 17 September at 09:00",
	classroom.WorkToDo:    "Due today at 09:30, closes today at 09:40",
	classroom.WorkBegun:   "Due today at 09:30",
	classroom.WorkOverdue: "Due yesterday at 09:30, closes tomorrow at 09:40",
	classroom.WorkMissed:  "Closed yesterday at 09:40",
	classroom.WorkIn:      "Handed in",
	classroom.WorkLate:    "Handed in late",
}

func sampleWork(state classroom.WorkState) views.WorkCard {
	return views.WorkCard{Title: "Thursday’s quiz", Href: views.WorkPath(1), Kind: "Test", State: string(state),
		When: sampleTimes[state], Facts: views.WorkFacts{Questions: 10, Minutes: 38, Extra: 8},
		Results: state == classroom.WorkLate}
}

func sampleDue() []views.DueLine {
	return []views.DueLine{{Title: "The essay on two verdicts", Href: views.WorkPath(1), State: string(classroom.WorkToDo),
		When: sampleTimes[classroom.WorkToDo]}}
}

func sampleCards(n int) (cards []views.WorkCard) {
	states := []classroom.WorkState{classroom.WorkOverdue, classroom.WorkToDo, classroom.WorkBegun, classroom.WorkWaits,
		classroom.WorkIn, classroom.WorkLate, classroom.WorkMissed}
	for i := range n {
		card := sampleWork(states[i%len(states)])
		card.Href = views.WorkPath(int64(i + 1))
		switch i % 4 {
		case 1:
			card.Title, card.Kind, card.Facts.Extra, card.Facts.Minutes = longTitle, "Practice", 0, 0
		case 2:
			card.Title, card.Kind, card.Facts = strings.Repeat("W", classroom.LongestTitle), "Essay", views.WorkFacts{}
		case 3:
			card.Facts.Minutes, card.Facts.Extra, card.Facts.Free = 0, 0, true
		}
		cards = append(cards, card)
	}
	return cards
}

func (g gallery) workPage(w views.WorkProps) templ.Component {
	w.Test, w.Limited, w.Left, w.FormToken = true, true, 1, "form"
	w.Results = "You see your results when it is closed for everybody."
	return views.WorkPage(g.page(views.Student, w.Card.Title), w)
}

func (g gallery) lessonOrBench(card views.WorkCard) templ.Component {
	return views.WorkPage(g.page(views.Student, card.Title), views.WorkProps{Card: card})
}

func (g gallery) allWork(n int) templ.Component {
	var props views.AllWorkProps
	for _, card := range sampleCards(n) {
		if card.Open() {
			props.Open = append(props.Open, card)
		} else {
			props.Over = append(props.Over, card)
		}
	}
	return views.AllWorkPage(g.page(views.Student, "Your work"), props)
}

// heldSteps is the row above a quiz whose results are held back.
func heldSteps(here int) (steps []views.Step) {
	for i := 1; i <= 10; i++ {
		step := views.Step{Number: i, Here: i == here, Href: fmt.Sprintf("/attempts/1/questions/%d", i)}
		switch {
		case i == 3, i == 5, i == 10:
			if step.Here {
				step.Mark = "now"
			}
		default:
			step.Mark = "saved"
		}
		steps = append(steps, step)
	}
	return steps
}

func sampleBar() *views.SittingBar {
	return &views.SittingBar{Held: true, Seconds: 24*60 + 20, Ends: "9:40", HandIn: "/attempts/1/hand-in",
		Skip: "/attempts/1/questions/6", End: "/attempts/1"}
}

// sitting is a question of a test: not answered yet, or with the answer that was saved.
func (g gallery) sitting(kind string, answered bool) templ.Component {
	props := g.quizPage(kind, "")
	props.Up, props.Handed = views.Link{Text: longTitle, Href: views.WorkPath(1)}, true
	props.Steps, props.Sitting, props.Question.Button = heldSteps(5), sampleBar(), "Save and go on"
	if answered {
		q, answer, _ := g.sample(kind, quiz.Right)
		props.Question.Form = filled(q, classroom.Response{Answer: answer}, props.Question.Deal)
		props.Steps, props.Sitting.Saved, props.Sitting.Seconds = heldSteps(4), "9:12", 40
	}
	return g.drawQuiz(props)
}

func (g gallery) handInWork(open []int) templ.Component {
	bar := sampleBar()
	bar.Held = false
	return views.HandInWorkPage(g.page(views.Student, "Check and hand in"), views.HandInWorkProps{Title: longTitle,
		Steps: heldSteps(0), Bar: bar, Open: open, Action: "/attempts/1/hand-in",
		When: "You see your results when your teacher releases them."})
}
