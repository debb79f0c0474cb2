package web

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/lan"
	"dossier/internal/quiz"
	"dossier/views"
)

// What the gallery shows pages with. Nobody here exists.
var (
	sampleClass = views.ClassCard{ID: 1, Name: "10B History", Code: "K7W-Q3M", Students: 30}
	thirty      = strings.Fields(
		"Ada Amira Ben Chidi Clara Dana Emil Eva Farid Finn Gus Hana Ines Ivan Jana " +
			"Jo Kofi Lea Li Mats Mia Nia Noor Olu Pia Rosa Sam Tim Uma Zoe")
	oddNames = []string{
		"Maximiliane-Theodora von Hohenfels-Okafor", "<script>alert(1)</script>", "محمد عبد الرحمن", "שירה בן־דוד",
		"Zoë 👩🏽‍🎓 & Co", "李小龍", "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
	}
	// One progress for each status, so that a table shows all of them.
	sampleProgress = []classroom.Progress{
		{
			Sections: 5,
		}, {Sections: 5, SectionsRead: 2}, {Sections: 5, SectionsRead: 5}, {Sections: 5, Answered: 4,
			Questions: course.QuizLength},
		{Sections: 5, Quiz: &classroom.Quiz{FirstMarks: 4, FirstOutOf: 10, Best: 0.4}},
		{Sections: 5, Quiz: &classroom.Quiz{FirstMarks: 8, FirstOutOf: 10, Best: 0.8}},
		{Sections: 5, SectionsRead: 5, Quiz: &classroom.Quiz{FirstMarks: 10, FirstOutOf: 10, Best: 1}},
	}
)

// page is what every page needs, as somebody of this role sees it.
func (g gallery) page(role views.Role, title string) views.Page {
	p := views.Page{Title: title, Assets: g.server.assets.links, Viewer: views.Viewer{Role: role}}
	switch role {
	case views.Student:
		p.Viewer.Name, p.Viewer.Class = oddNames[0], sampleClass.Name
	case views.Teacher:
		p.Viewer.Name = "Ms Lee"
	}
	return p
}

// lesson is the first of the course.
func (g gallery) lesson() *course.Lesson { return g.request.edition.course.Lessons[0] }

func (g gallery) lessons() []views.LessonLink {
	var links []views.LessonLink
	for i, l := range g.request.edition.course.Lessons {
		links = append(links, views.LessonLink{Lesson: l, State: stateOf(sampleProgress[(i+5)%len(sampleProgress)])})
	}
	return links
}

func (g gallery) homeUnderWay() views.HomeProps {
	l := g.request.edition.course.Lessons[2]
	goOn := views.Link{Text: "Go on: " + l.Sections[1].Title, Href: views.SectionPath(l.ID, l.Sections[1].ID)}
	bench := g.bench()
	return views.HomeProps{
		Course:  g.request.edition.course,
		Lessons: g.lessons(),
		Figure:  g.request.edition.homeFigure,
		GoOn:    views.GoOn{Link: goOn, Hint: fmt.Sprintf("Lesson %d, %s · Section 2 of 5", l.Number, l.Title)},
		Back:    []views.Link{{Text: bench.Title, Href: views.BenchHref(bench, "/feedback")}},
	}
}

func (g gallery) searchPage(query, kind string) templ.Component {
	return views.SearchPage(g.page(views.Student, "Search"), g.request.found(query, kind))
}

func (g gallery) classesPage(props views.ClassesProps) templ.Component {
	return views.ClassesPage(g.page(views.Teacher, "Classes"), props)
}

func (g gallery) joinPage(props views.JoinProps) templ.Component {
	return views.JoinPage(g.page(views.Visitor, "Join your class"), props)
}

func (g gallery) namePage(props views.NameProps) templ.Component {
	props.Code, props.Class = "K7WQ3M", sampleClass.Name
	return views.NamePage(g.page(views.Visitor, "Name"), props)
}

func (g gallery) pinPage(props views.PINProps) templ.Component {
	props.Code, props.Class, props.Name = "K7WQ3M", sampleClass.Name, oddNames[2]
	return views.PINPage(g.page(views.Visitor, "PIN"), props)
}

func (g gallery) joinScreen(props views.JoinScreenProps) templ.Component {
	props.Class = sampleClass
	if code, err := lan.NewQR("http://" + props.Address + "/join/K7WQ3M"); err == nil {
		props.QRSize, props.QRPath = code.Size(), code.SVGPath()
	}
	return views.JoinScreenPage(g.page(views.Teacher, "Join screen"), props)
}

func (g gallery) signInPage(props views.SignInProps) templ.Component {
	return views.SignInPage(g.page(views.Visitor, "Sign in"), props)
}

func (g gallery) unmatchedPage(props views.UnmatchedProps) templ.Component {
	props.Class = sampleClass
	return views.UnmatchedPage(g.page(views.Teacher, "Answers to look at"), props)
}

func (g gallery) setupPage(props views.SetupProps) templ.Component {
	return views.SetupPage(g.page(views.Visitor, "Set up"), props)
}

// answerRows is an answer of each outcome to questions of the course.
func (g gallery) answerRows() []views.AnswerRow {
	var rows []views.AnswerRow
	for i, kind := range quiz.Kinds {
		for _, outcome := range []quiz.Mark{quiz.Right, quiz.Near, quiz.Wrong} {
			q, answer, ok := g.sample(kind, outcome)
			if !ok {
				continue
			}
			grade := q.Body.Grade(answer)
			row := views.AnswerRow{
				Where:      fmt.Sprintf("%s · quiz, question %d", g.lesson().Title, i+1),
				Stem:       q.Text(),
				Given:      grade.Given,
				Grade:      map[quiz.Mark]string{quiz.Right: "Right", quiz.Near: "Partly right", quiz.Wrong: "Not yet"}[outcome],
				Class:      map[quiz.Mark]string{quiz.Right: "ok", quiz.Near: "again"}[outcome],
				Symbol:     map[quiz.Mark]string{quiz.Right: "✓", quiz.Near: "◐", quiz.Wrong: "✕"}[outcome],
				Confidence: "fairly sure",
				At:         "3 May 2026, 10:15",
				Href:       "#",
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func (g gallery) resultPage(share float64, answers []views.AnswerRow) templ.Component {
	props := views.ResultProps{
		Lesson:  g.lesson(),
		Steps:   g.steps(0),
		Marks:   15 * share,
		OutOf:   15,
		Pass:    classroom.PassMark(15),
		Passed:  classroom.Passed(15*share, 15),
		Line:    "A sentence about these marks.",
		Answers: answers,
		Entry: views.QuizEntry{
			Action: "/lessons/" + g.lesson().ID + "/attempts",
			Button: "Take the quiz again",
		},
		Next: views.Link{Text: "To the lessons", Href: "/"},
	}
	if len(answers) > 0 {
		props.Ideas = g.request.edition.course.Misconceptions[:1]
		first := g.lesson().Sections[0]
		props.Again = []views.ReadAgain{{
			Link:      views.Link{Text: first.Title, Href: views.SectionPath(g.lesson().ID, first.ID)},
			Questions: []int{2, 3, 5},
		}}
		props.Calibrated = []string{"When you said “certain” you were right 1 of 6 times."}
	}
	return views.ResultPage(g.page(views.Student, "Result"), props)
}

// steps is the row above a quiz; now is the question that is shown, 0 for none.
func (g gallery) steps(now int) []views.Step {
	steps := make([]views.Step, course.QuizLength)
	for i := range steps {
		steps[i] = views.Step{Number: i + 1, Here: i+1 == now}
		switch {
		case i+1 == now:
			steps[i].Mark = "now"
		case now == 0 || i < now:
			steps[i].Mark = []string{"right", "near", "wrong"}[i%3]
		}
	}
	return steps
}

// questionState draws the state of a question that a name such as question-cloze-partly stands for;
// nil when there is none.
func (g gallery) questionState(name string) templ.Component {
	at := strings.LastIndex(name, "-")
	if at < 0 {
		return nil
	}
	state := name[at+1:]
	kind, ok := strings.CutPrefix(name[:at], "question-")
	outcome, known := questionStates[state]
	if !ok || !known {
		return nil
	}
	if _, _, ok := g.sample(kind, outcome); !ok {
		return nil
	}
	props := g.quizPage(kind, outcome)
	if state == "problems" {
		props.Question.Form = quiz.Form{}
		props.Question.Problems = read(props.Question.Question, props.Question.Form, props.Question.Deal).problems
	}
	if state == "judge" || state == "judged" {
		if len(props.Question.Answered.Written) == 0 {
			return nil
		}
		for i := range props.Question.Answered.Written {
			w := &props.Question.Answered.Written[i]
			if w.Action = "/attempts/1/written/" + props.Question.Question.ID; state == "judged" {
				one, two := 1, 2
				w.Self, w.Teacher = &one, &two
			}
		}
	}
	return g.drawQuiz(props)
}

// drawQuiz draws a question of a quiz under the title it has for a student.
func (g gallery) drawQuiz(props views.QuizProps) templ.Component {
	return views.QuizPage(g.page(views.Student, quizTitle(props.Question)), props)
}

// quizPage is the sample of a kind inside a quiz.
func (g gallery) quizPage(kind string, outcome quiz.Mark) views.QuizProps {
	q, answer, _ := g.sample(kind, outcome)
	props := views.QuizProps{
		Up:       views.Link{Text: g.lesson().Title, Href: views.LessonPath(g.lesson().ID)},
		Steps:    g.steps(5),
		Question: g.server.questionProps(g.request, q, quiz.NewDeal([]byte("gallery"), q.ID)),
	}
	props.Question.Alone, props.Question.Kicker, props.Question.Action = true, "Question 5 of 10",
		"/attempts/1/questions/5"
	props.Question.Number = 5
	if outcome != "" {
		grade := q.Body.Grade(answer)
		props.Steps[4].Mark = string(grade.Outcome())
		props.Question.Answered = &views.Answered{
			Grade:      grade,
			Words:      q.Feedback,
			Confidence: "certain",
			WrongIdeas: g.server.wrongIdeas(g.request, grade),
			Written:    written(q, answer),
			ReadAgain:  readAgain(g.request.edition.course, q),
			Next:       views.Link{Text: "Next question", Href: "#"},
			Opens:      true,
			Calibrated: "When you said “certain” you were right 7 of 9 times.",
		}
	}
	return props
}

// sample finds a question of a kind, and for an outcome an answer that has it. Not every kind has every outcome.
func (g gallery) sample(kind string, outcome quiz.Mark) (*quiz.Question, quiz.Answer, bool) {
	for _, q := range g.request.edition.course.Questions() {
		if q.Kind != kind {
			continue
		}
		if outcome == "" {
			return q, nil, true
		}
		for _, a := range sampleAnswers[kind](q.Body) {
			if q.Body.Grade(a).Outcome() == outcome {
				return q, a, true
			}
		}
	}
	return nil, nil, false
}

// sampleAnswers makes answers to each kind of question, among them right, partly right and wrong ones.
var sampleAnswers = map[string]func(quiz.Body) []quiz.Answer{
	"single_choice": func(b quiz.Body) []quiz.Answer { return pickings(b.(*quiz.SingleChoice).Options) },
	"multiple_response": func(b quiz.Body) []quiz.Answer {
		return pickings(b.(*quiz.MultipleResponse).Options)
	},
	"true_false_correction": func(b quiz.Body) []quiz.Answer {
		answers := []quiz.Answer{{"verdict": {"true"}}, {"verdict": {"false"}}}
		for _, a := range b.(*quiz.TrueFalse).Correction.Accept {
			answers = append(answers, quiz.Answer{"verdict": {"false"}, "fix": {a.Text}})
		}
		return answers
	},
	"chronology": func(b quiz.Body) []quiz.Answer {
		var order, backwards []string
		for _, item := range b.(*quiz.Chronology).Items {
			order, backwards = append(order, item.ID), append([]string{item.ID}, backwards...)
		}
		swapped := append([]string{order[1], order[0]}, order[2:]...)
		return []quiz.Answer{{"order": order}, {"order": swapped}, {"order": backwards}}
	},
	"matching": func(b quiz.Body) []quiz.Answer {
		right, partly, wrong := quiz.Answer{}, quiz.Answer{}, quiz.Answer{}
		prompts := b.(*quiz.Matching).Prompts
		for i, p := range prompts {
			right[p.ID], partly[p.ID] = []string{p.Answer}, []string{p.Answer}
			wrong[p.ID] = []string{prompts[(i+1)%len(prompts)].Answer}
		}
		partly[prompts[0].ID] = wrong[prompts[0].ID]
		return []quiz.Answer{right, partly, wrong}
	},
	"cloze": func(b quiz.Body) []quiz.Answer {
		right, partly, wrong := quiz.Answer{}, quiz.Answer{}, quiz.Answer{}
		for i, gap := range b.(*quiz.Cloze).Gaps {
			right[gap.ID], partly[gap.ID], wrong[gap.ID] = []string{
				gap.Accept[0].Text,
			}, []string{
				gap.Accept[0].Text,
			}, []string{
				"<i>nobody</i>",
			}
			if i == 0 {
				partly[gap.ID] = wrong[gap.ID]
			}
		}
		return []quiz.Answer{right, partly, wrong}
	},
	"numeric_estimate": func(b quiz.Body) []quiz.Answer {
		var answers []quiz.Answer
		for _, share := range []float64{1, 1.05, 1.1, 1.2, 1.4, 2, 9} {
			n := strconv.FormatFloat(b.(*quiz.NumericEstimate).Answer*share, 'f', 0, 64)
			answers = append(answers, quiz.Answer{"n": {n}, "lo": {n}, "hi": {n}})
		}
		return answers
	},
	"evidence_highlight": func(b quiz.Body) []quiz.Answer {
		body := b.(*quiz.EvidenceHighlight)
		var keys, others []string
		for i, s := range body.Segments {
			if body.IsKey(i) {
				keys = append(keys, s.ID)
			} else {
				others = append(others, s.ID)
			}
		}
		answers := []quiz.Answer{{"a": keys}, {"a": keys[:1]}, {"a": others}}
		if body.Because != nil {
			for _, reason := range pickings(body.Because.Options)[:2] {
				for _, picked := range [][]string{keys, others[:1]} {
					answers = append(answers, quiz.Answer{"a": picked, "because": reason["a"]})
				}
			}
		}
		return answers
	},
	"provenance": func(b quiz.Body) []quiz.Answer {
		body := b.(*quiz.Provenance)
		right, partly, wrong := quiz.Answer{}, quiz.Answer{}, quiz.Answer{}
		for i, p := range body.Auto {
			picked := pickings(p.Options)
			right[p.ID], partly[p.ID], wrong[p.ID] = picked[0]["a"], picked[0]["a"], picked[1]["a"]
			if i == 0 {
				partly[p.ID] = wrong[p.ID]
			}
		}
		return withTexts(body, right, partly, wrong)
	},
	"comparison": func(b quiz.Body) []quiz.Answer {
		body := b.(*quiz.Comparison)
		right, partly, wrong := quiz.Answer{}, quiz.Answer{}, quiz.Answer{}
		for i, p := range body.Points {
			other := "both"
			if p.Answer == other {
				other = "neither"
			}
			right[p.ID], partly[p.ID], wrong[p.ID] = []string{p.Answer}, []string{p.Answer}, []string{other}
			if i == 0 {
				partly[p.ID] = wrong[p.ID]
			}
		}
		return withTexts(body, right, partly, wrong)
	},
	"next_source": func(b quiz.Body) []quiz.Answer {
		var answers []quiz.Answer
		for _, o := range b.(*quiz.NextSource).Options {
			answers = append(answers, quiz.Answer{"a": {o.ID}, "why": o.Reasons}, quiz.Answer{"a": {o.ID}})
		}
		return answers
	},
}

// withTexts adds what was written to answers.
func withTexts(body quiz.Writer, answers ...quiz.Answer) []quiz.Answer {
	for _, a := range answers {
		for _, part := range body.Written() {
			a[part.Field()] = []string{
				"The writer <i>nobody</i> knew these men for years.\nSo the text shows what an insider thought of the charges.",
			}
		}
	}
	return answers
}

// pickings picks the right options, one of them with a wrong one, and the first wrong options.
func pickings(options []quiz.Option) []quiz.Answer {
	var right, wrong []string
	for _, o := range options {
		if o.Correct {
			right = append(right, o.ID)
		} else {
			wrong = append(wrong, o.ID)
		}
	}
	answers := []quiz.Answer{{"a": right}, {"a": wrong[:min(len(right), len(wrong))]}}
	if len(right) > 1 {
		answers = append(answers, quiz.Answer{"a": {right[0], wrong[0]}},
			quiz.Answer{"a": append(right[:len(right):len(right)], wrong[0])})
	}
	return answers
}

// bench is the one whose pages the gallery shows.
func (g gallery) bench() *course.Bench {
	c := g.request.edition.course
	if b, err := c.Bench("two-verdicts"); err == nil {
		return b
	}
	return c.Benches[0]
}

// typedSample is what stands in a form that was kept.
func (g gallery) typedSample() []views.Kept {
	return []views.Kept{
		{Name: "Sourcing", Value: "Level 3"},
		{Name: "Comment on sourcing", Value: "You name the author and say <b>why</b> that matters."},
		{Value: oddNames[2]},
	}
}
