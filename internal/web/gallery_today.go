package web

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/views"
)

func init() { maps.Copy(specimens, todaySpecimens) }

// todaySpecimens are the states of the page of a class.
var todaySpecimens = map[string]func(gallery) templ.Component{
	"class-empty": func(g gallery) templ.Component { return g.classPage(nil) },
	"class-one":   func(g gallery) templ.Component { return g.classPage(thirty[:1]) },
	"class-30":    func(g gallery) templ.Component { return g.classPage(thirty) },
	"class-40": func(g gallery) templ.Component {
		return g.classPage(append(slices.Clone(thirty), "Alva", "Bo", "Cleo", "Dov", "Elif", "Fritz", "Gita", "Hugo",
			"Iris", "Jun"))
	},
	"class-odd-names": func(g gallery) templ.Component { return g.classPage(oddNames) },
	"class-guessing": func(g gallery) templ.Component {
		return g.classPage(oddNames, func(c *views.TodayProps) { c.Guessing, c.Shared = thirty[:3], oddNames[:1] })
	},
	"class-nothing-yet": func(g gallery) templ.Component {
		return g.classPage(thirty[:3], func(c *views.TodayProps) {
			c.Needs, c.Wrong, c.Waiting, c.LastHeard = nil, nil, views.Waiting{}, ""
		})
	},
	"class-archived": func(g gallery) templ.Component {
		return g.classPage(thirty, func(c *views.TodayProps) { c.Class.Archived = true })
	},
	"class-demo": func(g gallery) templ.Component {
		return g.classPage(thirty, func(c *views.TodayProps) { c.Class.Demo = true })
	},
	"class-present":       func(g gallery) templ.Component { return g.presentPage(28, false) },
	"class-present-empty": func(g gallery) templ.Component { return g.presentPage(0, false) },
	"class-present-few":   func(g gallery) templ.Component { return g.presentPage(4, false) },
	"class-wall":          func(g gallery) templ.Component { return g.presentPage(28, true) },
}

// noon is when the pages of the gallery are looked at.
var noon = time.Date(2026, 5, 6, 12, 0, 0, 0, time.UTC)

// sampleClassToday is a class in the middle of a lesson.
func (g gallery) sampleClassToday(names []string) today {
	t := today{class: classroom.Class{ID: 1, Name: sampleClass.Name, Code: "K7WQ3M"}, now: noon, by: classroom.ByHelp,
		heard: noon.Add(-20 * time.Second)}
	c := g.request.edition.course
	for i, name := range names {
		row := classroom.ClassRow{Student: classroom.Student{ID: classroom.StudentID(i + 1), Name: name},
			LastActive: noon.Add(-time.Duration(i*i*i) * time.Minute), Lessons: map[string]classroom.LessonRecord{}}
		for j, l := range c.Lessons {
			row.Lessons[l.ID] = sampleRecord(i, j)
		}
		t.rows = append(t.rows, row)
	}
	t.presence = classroom.PresenceAt(t.now, t.rows, activeWithin)
	kirov := c.Lessons[2]
	needs := []classroom.Need{
		{Rule: classroom.Stuck, Open: &classroom.OpenQuestion{Lesson: kirov.ID, Number: 4}, For: 11 * time.Minute},
		{Rule: classroom.TwoWrong, Objective: kirov.Objectives[0].ID},
		{Rule: classroom.SureAndWrong, Count: 3}, {Rule: classroom.LongAway, For: 8 * 24 * time.Hour},
		{Rule: classroom.TwoWrong, Objective: kirov.Objectives[1].ID},
		{Rule: classroom.LongAway, For: 12 * 24 * time.Hour},
	}
	for i, n := range needs[:min(len(needs), len(names)/4+len(names)%4)] {
		n.Student, n.Name = classroom.StudentID(i+1), names[i]
		t.needs = append(t.needs, n)
	}
	for i, m := range c.Misconceptions[:min(3, len(names)/3)] {
		t.ideas = append(t.ideas, classroom.Idea{Misconception: m.ID, Question: kirov.Pool[i].ID,
			Holders: max(2, len(names)*(4-i)/9), Asked: max(2, len(names)*2/3)})
	}
	return t
}

// sampleRecord is a way through the lessons: most have passed the first ones, and the last ones are still to come.
func sampleRecord(student, lesson int) classroom.LessonRecord {
	quiz := func(first, latest float64) *classroom.QuizRecord {
		return &classroom.QuizRecord{FirstMarks: 10 * first, FirstOutOf: 10, BestShare: max(first, latest),
			LatestShare: latest}
	}
	far := 5 + student*7%4
	switch odd := (student*5 + lesson*3) % 11; {
	case lesson > far+1:
		return classroom.LessonRecord{}
	case lesson == far+1:
		return classroom.LessonRecord{SectionsRead: []string{"a", "b"}}
	case lesson == far && odd%2 == 0:
		return classroom.LessonRecord{SectionsRead: []string{"a"}, Answered: 4}
	case odd == 0:
		return classroom.LessonRecord{Quiz: quiz(0.4, 0.4)}
	case odd == 1:
		return classroom.LessonRecord{Quiz: quiz(0.6, 0.5)}
	case odd == 2:
		return classroom.LessonRecord{Quiz: quiz(0.4, 0.6)}
	case odd < 5:
		return classroom.LessonRecord{Quiz: quiz(0.5, 0.9)}
	}
	return classroom.LessonRecord{Quiz: quiz(0.8, 0.8)}
}

func (g gallery) classPage(names []string, change ...func(*views.TodayProps)) templ.Component {
	t := g.sampleClassToday(names)
	c := g.request.edition.course
	props := views.TodayProps{Class: sampleClass, Joined: len(names), By: string(t.by), Lessons: todayLessons(c, t),
		Here:  views.Here{Now: t.presence.Now, Hour: t.presence.Hour, Today: t.presence.Today},
		Wrong: ideaLines(c, t), LastHeard: views.Lately(t.heard, t.now), Unmatched: len(names) / 10,
		Benches: benchesWithTexts(c), Still: true}
	if len(names) > 1 {
		props.Waiting = views.Waiting{Essays: 7, Title: g.bench().Title, OldestEssay: "2 days", Short: 12, OldShort: "today"}
	}
	for _, row := range t.presence.Missing {
		props.Here.Missing = append(props.Here.Missing, views.TodayName{ID: int64(row.Student.ID), Name: row.Student.Name})
	}
	for _, n := range t.needs {
		props.Needs = append(props.Needs, views.NeedLine{Student: int64(n.Student), Name: n.Name,
			Words: needWords(c, n, t.now)})
	}
	for i, row := range t.rows {
		props.Rows = append(props.Rows, todayRow(c, row, t.now, i < len(t.needs)))
	}
	for _, set := range change {
		set(&props)
	}
	return views.TodayPage(g.page(views.Teacher, sampleClass.Name), props)
}

func (g gallery) presentPage(n int, asleep bool) templ.Component {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("Student %d", i+1)
	}
	props := g.server.presentProps(g.request, g.sampleClassToday(names))
	props.Asleep, props.Address, props.Still = asleep, "192.168.1.20:8080", true
	return views.PresentPage(g.page(views.Teacher, sampleClass.Name), props)
}
