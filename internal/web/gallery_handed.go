package web

import (
	"fmt"
	"maps"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/views"
)

func init() { maps.Copy(specimens, handedSpecimens) }

// handedSpecimens has the states of the pages on which a teacher hands out work.
var handedSpecimens = map[string]func(gallery) templ.Component{
	"handed-nothing": func(g gallery) templ.Component {
		return views.ClassWorkPage(g.page(views.Teacher, "Work"), views.ClassWorkProps{Class: sampleClass})
	},
	"handed-list": func(g gallery) templ.Component {
		return views.ClassWorkPage(g.page(views.Teacher, "Work"), views.ClassWorkProps{Class: sampleClass,
			Open: handedRows[:2], Coming: handedRows[2:3], Over: handedRows[3:], Done: workSaid["handed-out"]})
	},
	"handed-what": func(g gallery) templ.Component {
		props := views.WhatToHandOutProps{Class: sampleClass}
		for _, l := range g.request.edition.course.Lessons {
			props.Lessons = append(props.Lessons, views.Link{Text: fmt.Sprintf("%d. %s", l.Number, l.Title), Href: l.ID})
		}
		props.Essays = views.EssayGroups(g.request.edition.course.Benches)
		return views.WhatToHandOutPage(g.page(views.Teacher, "Hand out"), props)
	},
	"handed-form":   func(g gallery) templ.Component { return g.workFormPage(0, nil) },
	"handed-change": func(g gallery) templ.Component { return g.workFormPage(7, nil) },
	"handed-form-problems": func(g gallery) templ.Component {
		return g.workFormPage(0, views.Problems{"title": "Give it a title, so that students know what it is.",
			"closes": "It would close before it opens.", "minutes": "Write a whole number, or leave this empty.",
			"groups": "Tick at least one group, or choose the whole class."})
	},
	"handed-one": func(g gallery) templ.Component { return g.handedPage(1) },
	"handed-lesson": func(g gallery) templ.Component {
		row := handedRows[1]
		return views.HandedPage(g.page(views.Teacher, row.Title), views.HandedProps{Class: sampleClass, Row: row, Still: true,
			Hidden: true, HasClose: true, Subject: g.request.edition.course.Lessons[4].Title, Students: []views.TakerRow{
				{ID: 1, Name: oddNames[0], State: views.WorkStateWords(string(classroom.WorkToDo))}}})
	},
	"handed-forty":   func(g gallery) templ.Component { return g.handedPage(40) },
	"handed-nobody":  func(g gallery) templ.Component { return g.handedPage(0) },
	"groups-nothing": func(g gallery) templ.Component { return g.groupsPage(nil) },
	"groups": func(g gallery) templ.Component {
		return g.groupsPage(views.Problems{"name": "There is a group “Late” already. Choose another name."})
	},
	"lessons-open": func(g gallery) templ.Component {
		props := views.ClassLessonsProps{Class: sampleClass, Saved: true}
		for i, l := range g.request.edition.course.Lessons {
			props.Lessons = append(props.Lessons, views.LessonSwitch{ID: l.ID, Number: l.Number, Title: l.Title, Open: i < 4})
		}
		return views.ClassLessonsPage(g.page(views.Teacher, "Lessons"), props)
	},
}

var handedRows = []views.HandedRow{
	{ID: 1, Title: "Thursday's quiz", Kind: "Test", For: "The whole class", When: "closes today at 09:40", Students: 28,
		In: 18, Late: 2, Waits: true},
	{ID: 2, Title: "Read how the trial of the Sixteen was prepared, and answer the questions in the text", Kind: "Lesson",
		For: "Everybody who missed the lesson on Tuesday", When: "due tomorrow at 08:00", Students: 3},
	{ID: 3, Title: "Two verdicts", Kind: "Essay", For: "The whole class", When: "opens Monday 21 September at 08:00",
		Students: 28},
	{ID: 4, Title: "Quiz: The Kirov case", Kind: "Practice", For: "The whole class", When: "closed yesterday at 16:00",
		Students: 28, In: 28},
}

// workFormPage is the form with three questions, and four more on the shelf.
func (g gallery) workFormPage(id int64, problems views.Problems) templ.Component {
	l := g.request.edition.course.Lessons[2]
	props := views.WorkFormProps{Class: sampleClass, ID: id, Handed: string(classroom.HandedQuiz), Shelf: l.ID,
		Problems: problems, FormToken: "gallery-form-token", Begun: id > 0, Extra: []string{"Yusuf A. (25%)", oddNames[0]},
		Zone:   "Times are those of this server: it is 08:00 here now (BST).",
		Groups: []views.GroupChoice{{ID: 1, Name: "Late", Students: 3}, {ID: 2, Name: oddNames[1], Students: 12}},
		Form: quiz.Form{"title": {"Thursday's quiz"}, "closes": {"2026-09-17T09:40"}, "minutes": {"30"}, "mode": {"test"},
			"results": {"released"}, "attempts": {"1"}}}
	for i, q := range l.Pool[:7] {
		chosen := g.server.chosenQuestion(g.request, q, i+1)
		if i < 3 {
			props.Questions = append(props.Questions, chosen)
		} else {
			props.OnShelf = append(props.OnShelf, chosen)
		}
	}
	for _, l := range g.request.edition.course.Lessons {
		props.Shelves = append(props.Shelves, views.Link{Text: fmt.Sprintf("%d. %s", l.Number, l.Title), Href: l.ID})
	}
	return views.WorkFormPage(g.page(views.Teacher, "Hand out"), props)
}

func (g gallery) handedPage(n int) templ.Component {
	props := views.HandedProps{Class: sampleClass, Row: handedRows[0], Still: true, Quiz: true, Test: true,
		HasClose: true, Attempts: 1, Facts: views.WorkFacts{Questions: 10, Minutes: 30},
		Copies: []views.Link{{Text: "10C", Href: "#"}, {Text: oddNames[0], Href: "#"}},
		Later: []views.LaterClose{{Names: []string{"Ada", "Emil", "Ines"}, At: "today at 09:50"},
			{Names: []string{oddNames[0]}, At: "tomorrow at 12:00"}},
		Results: "Students see their results when you release them."}
	names := append(append([]string{}, oddNames...), thirty...)
	states := []classroom.WorkState{classroom.WorkIn, classroom.WorkLate, classroom.WorkBegun, classroom.WorkToDo,
		classroom.WorkMissed, classroom.WorkOverdue}
	for i := range n {
		row := views.TakerRow{ID: int64(i + 1), Name: names[i%len(names)], State: views.WorkStateWords(string(states[i%6]))}
		switch i % 6 {
		case 0:
			row.At, row.Score, row.Attempts, row.Class = "today at 09:31", "12 of 14", 1, "ok"
		case 1:
			row.At, row.Score, row.Attempts, row.Granted = "today at 09:44", "7.5 of 14", 2, 1
			row.Extra, row.Until, row.Class = "25%", "until today at 09:50", "again"
		case 2:
			row.Score, row.Attempts = "3 of 10 answered", 1
		}
		props.Students = append(props.Students, row)
	}
	for i, q := range g.request.edition.course.Lessons[2].Pool[:4] {
		props.Questions = append(props.Questions, views.HandedQuestion{Number: i + 1, ID: q.ID, Stem: q.Text(), Right: n / 2,
			Of: n})
	}
	return views.HandedPage(g.page(views.Teacher, "Thursday's quiz"), props)
}

func (g gallery) groupsPage(problems views.Problems) templ.Component {
	props := views.GroupsProps{Class: sampleClass, Problems: problems, Groups: []views.GroupForm{{}}}
	if problems != nil {
		props.Groups = append(props.Groups, views.GroupForm{ID: 1, Name: "Late", Members: []int64{2, 3}},
			views.GroupForm{ID: 2, Name: oddNames[1]})
		for i := range props.Groups {
			for id, name := range oddNames {
				props.Groups[i].Choices = append(props.Groups[i].Choices, views.MemberChoice{ID: int64(id), Name: name,
					In: i == 1 && (id == 2 || id == 3)})
			}
		}
	}
	return views.GroupsPage(g.page(views.Teacher, "Groups"), props)
}

// handedToStudent is what was handed out to a student, in several states.
var handedToStudent = []views.StudentWorkRow{
	{Title: "Thursday's quiz", Kind: "Test", Href: "#", When: "closes today at 09:40", TakerRow: views.TakerRow{
		State: views.WorkStateWords(string(classroom.WorkBegun)), Score: "3 of 10 answered"}},
	{Title: handedRows[1].Title, Kind: "Lesson", Href: "#", When: "due tomorrow at 08:00", TakerRow: views.TakerRow{
		State: views.WorkStateWords(string(classroom.WorkToDo))}},
	{Title: "Quiz: The Kirov case", Kind: "Practice", Href: "#", When: "closed yesterday at 16:00", In: true,
		TakerRow: views.TakerRow{State: views.WorkStateWords(string(classroom.WorkLate)), Class: "again",
			At: "yesterday at 15:58", Score: "12 of 14"}},
}
