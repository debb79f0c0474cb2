package web

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/views"
)

func init() {
	for name, students := range map[string]int{"none": 0, "one": 1, "class": 28, "forty": 40} {
		specimens["questions-"+name] = func(g gallery) templ.Component { return g.questionsPage(students, false) }
	}
	specimens["questions-present"] = func(g gallery) templ.Component { return g.questionsPage(28, true) }
	for _, kind := range quiz.Kinds {
		specimens["answers-"+strings.ReplaceAll(kind, "_", "-")] = func(g gallery) templ.Component {
			return g.itemPage(kind, 28, false)
		}
	}
	specimens["answers-none"] = func(g gallery) templ.Component { return g.itemPage("single_choice", 0, false) }
	specimens["answers-few"] = func(g gallery) templ.Component { return g.itemPage("matching", 3, false) }
	specimens["answers-forty"] = func(g gallery) templ.Component { return g.itemPage("single_choice", 40, false) }
	specimens["answers-present"] = func(g gallery) templ.Component { return g.itemPage("cloze", 28, true) }
	specimens["answers-present-few"] = func(g gallery) templ.Component { return g.itemPage("single_choice", 3, true) }
}

// samples are answers of a made-up class to a question: most are right, and the weaker ones less often.
func (g gallery) samples(q *quiz.Question, students int) (answers []quiz.Answer, grades []quiz.Grade) {
	all := sampleAnswers[q.Kind](q.Body)
	for i := range students {
		a := all[0]
		if i%3 == 0 && i < students*2/3 {
			a = all[i/3%len(all)]
		}
		answers, grades = append(answers, a), append(grades, q.Body.Grade(a))
	}
	return answers, grades
}

// sampleItem is a question with these answers, in a quiz in which later students did better.
func sampleItem(grades []quiz.Grade) *classroom.Item {
	it := &classroom.Item{}
	for i, grade := range grades {
		it.Answers = append(it.Answers, classroom.ItemAnswer{Rest: float64(i) / 40, Rested: true,
			FirstAnswer: classroom.FirstAnswer{Student: classroom.StudentID(i + 1), Response: int64(i + 1), Score: grade.Score,
				Marks: grade.Score, OutOf: 1, Confidence: []string{"certain", "fairly", "guess"}[i%3]}})
	}
	return it
}

func (g gallery) questionsPage(students int, present bool) templ.Component {
	l := g.request.edition.course.Lessons[2]
	props := views.QuestionsProps{Class: sampleClass, Lesson: l, InText: students, InQuiz: students, Present: present}
	if students >= classroom.FewestForSeparation {
		props.Drawn = &classroom.Drawn{Students: students, Reliability: 61.4, Error: 12.6}
	}
	for i, other := range g.request.edition.course.Lessons {
		props.Tabs = append(props.Tabs, views.LessonTab{Lesson: other, Look: max(0, 3-i) * students / 28,
			Answers: i < 5 && students > 0})
	}
	for at, q := range l.Questions() {
		_, grades := g.samples(q, students)
		if q.Kind == "single_choice" && at%4 == 0 { // which the class has not understood
			for i := range grades[:len(grades)*3/4] {
				grades[i] = q.Body.Grade(quiz.Answer{"a": {q.Body.(*quiz.SingleChoice).Options[1].ID}})
			}
		}
		one := classroom.Looked{Item: sampleItem(grades), At: at}
		one.Flags = one.Item.Flags(q.Body.GuessScore(), classroom.PartsOf(q.Body.Grade(nil), grades))
		row := views.QuestionRow{ID: q.ID, Number: l.QuestionNumber(q), Stem: q.Text(), Looked: one, Picked: "B",
			InQuiz: true}
		if ideas := classroom.IdeasIn(grades); len(ideas) > 0 && students > 4 {
			row.Idea, row.Holders = g.request.edition.course.Misconception(ideas[0].ID).Belief, ideas[0].Count
		}
		props.Rows = append(props.Rows, row)
	}
	return views.QuestionsPage(g.page(views.Teacher, "Questions"), props)
}

func (g gallery) itemPage(kind string, students int, present bool) templ.Component {
	q, _, _ := g.sample(kind, "")
	_, l, err := g.request.edition.course.Question(q.ID)
	if err != nil || l == nil {
		l = g.lesson()
	}
	_, grades := g.samples(q, students)
	props := views.ItemProps{Class: sampleClass, Lesson: l, Number: l.QuestionNumber(q), Present: present,
		Objectives: []string{l.Objectives[0].Text}, InText: slices.Contains(l.Checks, q), Finished: students * 3 / 2,
		Item: sampleItem(grades), Parts: classroom.PartsOf(q.Body.Grade(nil), grades),
		Question: g.server.questionProps(g.request, q, quiz.NewDeal([]byte("gallery"), q.ID)), Unmatched: students / 14}
	props.Letters = views.OptionLetters(q, props.Question.Deal)
	props.Flags, props.Picked = props.Item.Flags(q.Body.GuessScore(), props.Parts), "B"
	props.Before, props.After = besideQuestion(l, q)
	for i := range grades {
		name := thirty[i%len(thirty)]
		if i < len(oddNames) {
			name = oddNames[i]
		}
		props.People = append(props.People, views.Person{ID: int64(i + 1), Name: name})
	}
	if students > 0 {
		props.Then = classroom.Then{Latest: classroom.Share{Count: students * 3 / 4, Of: students},
			Mended: classroom.Share{Count: 1, Of: min(2, students)}}
	}
	g.server.fillIdeas(g.request, q, grades, &props)
	return views.ItemPage(g.page(views.Teacher, "A question"), props)
}
