package web

import (
	"maps"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/views"
)

func init() { maps.Copy(specimens, studentSpecimens) }

// studentSpecimens has the states of the pages about one student: their teacher's and their own.
var studentSpecimens = map[string]func(gallery) templ.Component{
	"student-no-answers": func(g gallery) templ.Component {
		return g.studentPage(views.StudentProps{Name: "Amira", Line: "0 of 12 lessons passed · last active a minute ago",
			Summary: g.summary(0)})
	},
	"student": func(g gallery) templ.Component {
		return g.studentPage(views.StudentProps{Name: "Yusuf A.", Summary: g.summary(64), Essays: 2, Handed: handedToStudent,
			Line:     "Working now in lesson 8 · 5 of 12 lessons passed · last active a minute ago",
			Next:     views.Link{Text: "Mark “" + g.bench().Title + "”", Href: "#"},
			Settings: views.StudentSettings{ExtraTime: 25, PlainWords: true},
			Note:     "Moved seats on Monday. Likes to be asked first about the picture."})
	},
	"student-full": func(g gallery) templ.Component {
		return g.studentPage(views.StudentProps{Name: oddNames[0], Summary: g.summary(412), Essays: 9,
			Line:     "Working now in lesson 12 · 9 of 12 lessons passed · last active just now",
			Next:     views.Link{Text: "Mark “" + g.bench().Title + "”", Href: "#"},
			Settings: views.StudentSettings{ExtraTime: 100, PlainWords: true},
			Note:     strings.Repeat("Reads aloud well and likes to be asked about the maps. ", 9)})
	},
	"student-odd-name": func(g gallery) templ.Component {
		return g.studentPage(views.StudentProps{Name: oddNames[6], Summary: g.summary(9), Line: "Nothing passed yet"})
	},
	"student-answers": func(g gallery) templ.Component {
		return views.StudentAnswersPage(g.page(views.Teacher, "Answers"), g.someStudent(oddNames[0]), g.answersShown())
	},
	"student-essays": func(g gallery) templ.Component { return g.essaysPage() },
	"student-days": func(g gallery) templ.Component {
		return views.StudentDaysPage(g.page(views.Teacher, "Work by day"), g.someStudent(oddNames[0]), sampleDays)
	},
	"student-pin": func(g gallery) templ.Component { return g.pinOfStudent(oddNames[2], "") },
	"student-new-pin": func(g gallery) templ.Component {
		return g.pinOfStudent(oddNames[2], "402713")
	},
	"student-settings": func(g gallery) templ.Component {
		return g.studentSettingsPage(func(*views.StudentSettingsProps) {})
	},
	"student-settings-problems": func(g gallery) templ.Component {
		return g.studentSettingsPage(func(s *views.StudentSettingsProps) {
			s.Note = strings.Repeat("A long note. ", 40)
			s.Problems = views.Problems{"extra": "Choose how much extra time the student gets.",
				"note": "The note has 520 characters. Shorten it to 500."}
		})
	},
	"student-settings-conflict": func(g gallery) templ.Component {
		return g.studentSettingsPage(func(s *views.StudentSettingsProps) {
			other := "Moved seats again on Tuesday."
			s.OtherSettings, s.OtherNote = "Extra time: 50%. Plain words: off.", &other
		})
	},
	"student-sheet":      func(g gallery) templ.Component { return g.sheetPage(oddNames[0], g.summary(412), true) },
	"student-sheet-none": func(g gallery) templ.Component { return g.sheetPage("Amira", g.summary(0), false) },
	"me-empty": func(g gallery) templ.Component {
		return g.mePage(views.MeProps{Guest: true, Summary: g.summary(0)})
	},
	"me": func(g gallery) templ.Component {
		return g.mePage(views.MeProps{Summary: g.summary(64),
			Settings: views.StudentSettings{ExtraTime: 25, PlainWords: true},
			Essays: []views.EssayCard{{Bench: g.bench(), State: views.State{Symbol: "▷", Word: "Back with comments",
				Class: "again"}, Saved: "10:15"}}})
	},
	"me-answers": func(g gallery) templ.Component {
		shown := g.answersShown()
		shown.Here = "/me/answers"
		return views.MyAnswersPage(g.page(views.Student, "Your answers"), shown)
	},
	"me-days": func(g gallery) templ.Component {
		return views.MyDaysPage(g.page(views.Student, "Work by day"), sampleDays)
	},
}

var sampleDays = []views.DayRow{
	{Date: "Thu 7 May 2026", Answers: 3}, {Date: "Tue 5 May 2026", Sections: 2, Answers: 14},
	{Date: "Mon 4 May 2026", Sections: 5, Answers: 61}, {Date: "Sun 3 May 2026", Sections: 1},
}

func (g gallery) someStudent(name string) views.StudentProps {
	return views.StudentProps{Class: sampleClass, ID: 1, Name: name}
}

func (g gallery) studentPage(props views.StudentProps) templ.Component {
	props.Class, props.ID = sampleClass, 1
	props.Summary.Called = calledHere(props.Name)
	return views.StudentPage(g.page(views.Teacher, props.Name), props)
}

func (g gallery) pinOfStudent(name, pin string) templ.Component {
	props := g.someStudent(name)
	props.NewPIN = pin
	return views.StudentPINPage(g.page(views.Teacher, "New PIN"), props)
}

func (g gallery) studentSettingsPage(change func(*views.StudentSettingsProps)) templ.Component {
	props := views.StudentSettingsProps{StudentProps: g.someStudent("Yusuf A."), Problems: views.Problems{},
		Longest: classroom.LongestNote}
	props.Settings = views.StudentSettings{ExtraTime: 25, PlainWords: true}
	props.Note = "Moved seats on Monday."
	for _, percent := range classroom.ExtraTimes {
		props.ExtraTimes = append(props.ExtraTimes, views.ExtraTime{PerCent: percent, Words: extraTimeWords(percent)})
	}
	change(&props)
	return views.StudentSettingsPage(g.page(views.Teacher, "Settings"), props)
}

func (g gallery) mePage(props views.MeProps) templ.Component {
	role := views.Student
	if props.Guest {
		role = views.Guest
	}
	props.Summary.Own = true
	props.Summary.Lessons, props.Summary.ToCome = begunLessons(props.Summary.Lessons)
	props.GoOn = views.GoOn{Link: views.Link{Text: "Go on: The shot", Href: "/"}, Hint: "Lesson 3"}
	return views.MePage(g.page(role, "My progress"), props)
}

func (g gallery) answersShown() views.AnswersShown {
	rows := g.answerRows()
	shown := views.AnswersShown{Here: "/classes/1/students/1/answers", Answers: rows, Total: 5 * len(rows)}
	for _, l := range g.request.edition.course.Lessons {
		shown.Parts = append(shown.Parts, views.AnswerPart{ID: l.ID, Title: l.Title, Answers: len(rows)})
	}
	shown.Part = shown.Parts[0].ID
	return shown
}

// summary is the work of somebody who has given so many answers. From 100 on everything is full.
func (g gallery) summary(answers int) views.Summary {
	c := g.request.edition.course
	sum := views.Summary{Answers: answers}
	records := []classroom.LessonRecord{
		quizRecord(0.82, 0.82), quizRecord(0.55, 0.75), quizRecord(0.4, 0.58), quizRecord(0.7, 0.7), {Answered: 4},
		{Checks: 2},
	}
	aims := map[string]classroom.Aim{}
	for i, l := range c.Lessons {
		var record classroom.LessonRecord
		if i < answers/7 {
			record = records[i%len(records)]
			for j, o := range l.Objectives {
				aims[o.ID] = classroom.Aim{Objective: o.ID, Grasp: classroom.Grasp((i + j) % 4), Right: 2, Of: 5,
					Missed: l.Pool[0].ID}
			}
		}
		sum.Lessons = append(sum.Lessons, lessonScore(l, record))
	}
	addAims(&sum, c, aims)
	for i := range min(answers/20, 5) {
		m := c.Misconceptions[i]
		sum.Ideas = append(sum.Ideas, views.IdeaRow{Belief: m.Belief, Question: views.Link{Text: "8.4", Href: "#"}})
	}
	sum.Skills = skillRows(c, g.skills(answers))
	counts := []classroom.SureCount{{Confidence: "certain", Right: answers / 4, Of: answers / 3},
		{Confidence: "fairly", Right: answers / 3, Of: answers / 2},
		{Confidence: "guess", Right: answers / 20, Of: answers / 10}}
	for i, label := range []string{"Certain", "Fairly sure", "A guess"} {
		sum.Sure = append(sum.Sure, views.SureRow{Label: label, Right: counts[i].Right, Of: counts[i].Of})
	}
	sum.SureSays = classroom.SureSentence(counts)
	return sum
}

// skills are some that are marked, among them a level 0, and some that are not; from 100 answers on all.
func (g gallery) skills(answers int) map[classroom.RubricSkill]classroom.Skill {
	skills := map[classroom.RubricSkill]classroom.Skill{}
	for _, rubric := range g.request.edition.course.Rubrics {
		for i, skill := range rubric.Skills {
			if answers >= 100 || answers > 10 && i%2 == 0 && rubric == g.bench().Rubric {
				skills[classroom.RubricSkill{Rubric: rubric.ID, Skill: skill.ID}] = classroom.Skill{Marked: true, First: 1,
					Latest: i % 5}
			}
		}
	}
	return skills
}

func quizRecord(first, latest float64) classroom.LessonRecord {
	return classroom.LessonRecord{Quiz: &classroom.QuizRecord{FirstMarks: first * 10, FirstOutOf: 10,
		BestShare: max(first, latest), LatestShare: latest}}
}

func (g gallery) essaysPage() templ.Component {
	link := views.SubmissionLink{Essay: 1, Title: g.bench().Title, State: "returned", When: "3 May 2026, 10:15"}
	mark := views.MarkShown{Round: 1, At: "4 May 2026, 16:00", Strength: "You name both writers.",
		Target: "Put one claim from each text side by side."}
	for i, skill := range g.bench().Rubric.Skills {
		mark.Skills = append(mark.Skills, views.SkillRow{Title: skill.Title, Marked: true, Level: i % 5})
		mark.Comments = append(mark.Comments, views.Kept{Name: skill.Title, Value: skill.Comments[0].Text})
	}
	return views.StudentEssaysPage(g.page(views.Teacher, "Essays"), g.someStudent("Yusuf A."), []views.EssayShown{
		{SubmissionLink: link, Marks: []views.MarkShown{mark}}, {SubmissionLink: link, Hidden: true}})
}

// sheetPage is the sheet for parents, with as much on it as there can be when full says so.
func (g gallery) sheetPage(name string, sum views.Summary, full bool) templ.Component {
	sheet := sheetOf(sum)
	sheet.StudentProps, sheet.Course = g.someStudent(name), g.request.edition.course.Title
	sheet.Date = "3 May 2026"
	if full {
		sheet.Lessons, sheet.ToCome = sum.Lessons, 0
		sheet.Can, sheet.Work = longest(g.request.edition.course, sheetCan), longest(g.request.edition.course, sheetWork)
		long := strings.Repeat("You name the writer and say why that matters. ", 9)
		sheet.Comment = &views.SheetComment{Title: g.bench().Title, Strength: cutWords(long, sheetComment),
			Target: cutWords(long, sheetComment)}
		for i := range sheet.Skills {
			sheet.Skills[i].Means = g.bench().Rubric.Skills[2].Levels[4].Can
		}
	}
	return views.StudentSheetPage(g.page(views.Teacher, "Parents’ evening sheet"), sheet)
}

// longest are the n longest objectives of a course.
func longest(c *course.Course, n int) (texts []string) {
	for range n {
		text := ""
		for _, l := range c.Lessons {
			for _, o := range l.Objectives {
				if len(o.Text) > len(text) {
					text = o.Text
				}
			}
		}
		texts = append(texts, text)
	}
	return texts
}
