package web

import (
	"github.com/a-h/templ"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/views"
)

// correctStates are the pages on keys that are put right.
var correctStates = map[string]func(gallery) templ.Component{
	"correct-choice":    func(g gallery) templ.Component { return g.correctPage("single_choice", nil) },
	"correct-several":   func(g gallery) templ.Component { return g.correctPage("multiple_response", nil) },
	"correct-statement": func(g gallery) templ.Component { return g.correctPage("true_false_correction", nil) },
	"correct-order":     func(g gallery) templ.Component { return g.correctPage("chronology", nil) },
	"correct-pairs":     func(g gallery) templ.Component { return g.correctPage("matching", nil) },
	"correct-gaps":      func(g gallery) templ.Component { return g.correctPage("cloze", nil) },
	"correct-number":    func(g gallery) templ.Component { return g.correctPage("numeric_estimate", nil) },
	"correct-passages":  func(g gallery) templ.Component { return g.correctPage("evidence_highlight", nil) },
	"correct-origin":    func(g gallery) templ.Component { return g.correctPage("provenance", nil) },
	"correct-points":    func(g gallery) templ.Component { return g.correctPage("comparison", nil) },
	"correct-next":      func(g gallery) templ.Component { return g.correctPage("next_source", nil) },
	"correct-problem": func(g gallery) templ.Component {
		return g.correctPage("cloze", func(c *views.CorrectProps) {
			part := &c.Parts[0]
			part.Chosen = nil
			c.Problems = views.Problems{part.FieldID(): "Write what is right.", "reason": "Say why, in a sentence.",
				"what": "This is what counts already. Change what is right below."}
		})
	},
	"correct-older": func(g gallery) templ.Component {
		return g.correctPage("single_choice", func(c *views.CorrectProps) {
			c.Version, c.Kind, c.Standing = 2, views.CorrectByNewer, "This question is withdrawn: it counts for nobody."
			c.Newer = &views.NewerKey{Version: 3, Lines: []views.KeyLine{{Right: c.Parts[0].Choices[1].Text}}}
		})
	},
	"correct-no-key": func(g gallery) templ.Component {
		return g.correctPage("single_choice", func(c *views.CorrectProps) {
			c.Parts, c.Kind, c.Written, c.Answers = nil, "", true, 0
		})
	},
	"regrade-none":     func(g gallery) templ.Component { return g.regradePage(0) },
	"regrade-one":      func(g gallery) templ.Component { return g.regradePage(1) },
	"regrade-40":       func(g gallery) templ.Component { return g.regradePage(40) },
	"regrades-none":    func(g gallery) templ.Component { return g.regradesPage(views.RegradesProps{}) },
	"regrades":         func(g gallery) templ.Component { return g.regradesPage(sampleRegrades(0)) },
	"regrades-done":    func(g gallery) templ.Component { return g.regradesPage(sampleRegrades(4)) },
	"regraded":         func(g gallery) templ.Component { return g.regradedPage(60) },
	"regraded-none":    func(g gallery) templ.Component { return g.regradedPage(0) },
	"regrades-undone":  func(g gallery) templ.Component { return g.regradesPage(sampleRegrades(2)) },
	"ruled-key":        func(g gallery) templ.Component { return g.ruledPage(classroom.KeyCorrected) },
	"ruled-withdrawn":  func(g gallery) templ.Component { return g.ruledPage(classroom.Withdrawn) },
	"ruled-full-marks": func(g gallery) templ.Component { return g.ruledPage(classroom.FullMarks) },
}

// firstOf is a question of a kind that has a key.
func (g gallery) firstOf(kind string) *quiz.Question {
	for _, q := range g.request.edition.course.Questions() {
		if q.Kind == kind {
			return q
		}
	}
	return g.request.edition.course.Questions()[0]
}

func (g gallery) correctPage(kind string, change func(*views.CorrectProps)) templ.Component {
	q := g.firstOf(kind)
	props := views.CorrectProps{Class: sampleClass, ID: q.ID, Stem: q.Stem, About: q.Body.Asks(), Marks: q.Marks,
		Answers: 27, Kind: views.CorrectByKey, FormToken: account.FormToken()}
	for _, p := range keyParts(q) {
		props.Parts = append(props.Parts, views.KeyPart{KeyPart: p, Chosen: p.Right})
	}
	if w, ok := q.Body.(quiz.Writer); ok {
		props.Written = len(w.Written()) > 0
	}
	if change != nil {
		change(&props)
	}
	return views.CorrectPage(g.page(views.Teacher, "Put the key right"), props)
}

// regradePage asks about as many answers.
func (g gallery) regradePage(n int) templ.Component {
	q := g.firstOf("single_choice")
	part := keyParts(q)[0]
	props := views.RegradeProps{Class: sampleClass, Stem: q.Stem, Action: "/classes/1/questions/" + q.ID + "/correct",
		Back: "/classes/1/questions/" + q.ID, What: "The key is put right.",
		Lines: []views.KeyLine{{Right: part.Choices[1].Text}}, Reason: "The book says it the other way round.",
		Fields: []views.HiddenField{{Name: "form", Value: account.FormToken()}, {Name: "kind", Value: "key"},
			{Name: "reason", Value: "The book says it the other way round."}, {Name: "key.a", Value: part.Choices[1].ID}},
		Count: classroom.ChangeCount{Answers: n, Students: n, Shown: 3, More: n}}
	if n > 1 {
		props.Count.More, props.Count.Fewer, props.Count.NowPassed, props.Count.NoLongerPass = n-9, 9, 4, 1
	}
	for i := range n {
		c := views.RegradeChange{Student: thirty[i%len(thirty)], Class: sampleClass.Name, Before: "0 of 1", After: "1 of 1",
			Quiz: "6 of 10 → 7 of 10", Passed: "passed now"}
		switch i % 4 {
		case 1:
			c.Quiz, c.Passed = "", ""
		case 2:
			c.Before, c.After, c.Quiz, c.Passed, c.Lost = "1 of 1", "0 of 1", "7 of 10 → 6 of 10", "no longer passed", true
		case 3:
			c.Student, c.After, c.Quiz, c.Passed = oddNames[i%len(oddNames)], "does not count", "8 of 10 → 8 of 9", ""
		}
		props.Changes = append(props.Changes, c)
	}
	return views.RegradePage(g.page(views.Teacher, "Regrade"), props)
}

func (g gallery) regradesPage(props views.RegradesProps) templ.Component {
	props.Class = sampleClass
	return views.RegradesPage(g.page(views.Teacher, "Corrected questions"), props)
}

// regradedPage says what the newest correction of the samples did to so many answers.
func (g gallery) regradedPage(answers int) templ.Component {
	props := views.RegradedProps{Class: sampleClass, Row: sampleRegrades(0).Rows[0], More: answers > 0}
	for i := range answers {
		props.Changes = append(props.Changes, views.RegradeChange{Student: oddNames[i%len(oddNames)],
			Class: sampleClass.Name, Before: "0 of 1", After: "1 of 1", InQuiz: i%2 == 0})
	}
	return views.RegradedPage(g.page(views.Teacher, "What was graded again"), props)
}

// sampleRegrades are corrections, one of which was just made or taken back; 0 for none.
func sampleRegrades(done int64) (props views.RegradesProps) {
	question := views.Link{Text: "What set off the arrests of December 1934?", Href: "/classes/1/questions/kirov-04"}
	props.Rows = []views.RegradeRowLog{
		{ID: 4, Question: question, Where: "The Kirov case, question 3.4", What: "The key is put right.",
			Lines:  []views.KeyLine{{Right: "the murder of Sergei Kirov"}, {Part: "Gap 2", Right: "Yezhov; Ezhov; Jeschow"}},
			Reason: "Two answers are right.", By: "Teacher", At: "28 November 2026, 10:12",
			Answers: "27 answers were graded again.", Regraded: true,
			Mine: true, Stands: true},
		{ID: 3, Question: question, Where: "The Kirov case, question 3.4", What: "The question is withdrawn.",
			Reason: "We have not done this yet.", By: oddNames[2], At: "27 November 2026, 9:00",
			Answers: "1 answer of this class was graded again.", State: "A later correction of this question counts.",
			Stands: true},
		{ID: 2, Question: question, What: "The key of version 3 counts.", Where: "The Kirov case, question 3.4",
			Reason: "<b>A slip</b>", By: "Teacher", At: "3 November 2026, 8:15",
			Answers: "1,204 answers were graded again.", Mine: true,
			State: "Taken back on 3 November 2026, 8:16. Another correction of this question counts."},
		{ID: 1, Question: question, What: "Everybody who has answered gets full marks.", Reason: "The power went.",
			By: "Teacher", At: "2 November 2026, 8:15",
			Answers: "1,000 answers were graded again.", Mine: true, Stands: true, Cut: true},
	}
	for i := range props.Rows {
		if props.Rows[i].ID == done {
			props.Done = &props.Rows[i]
		}
	}
	return props
}

// ruledPage is a wrong answer of a student after a teacher has corrected its question.
func (g gallery) ruledPage(kind classroom.CorrectionKind) templ.Component {
	q, answer, _ := g.sample("single_choice", quiz.Wrong)
	first := classroom.Decide(q, answer)
	correction := &classroom.Correction{NewCorrection: classroom.NewCorrection{Kind: kind, Key: answer}}
	d := classroom.Ruling{Correction: correction}.Decide(q, answer, first, q.Marks)
	props := g.quizPage("single_choice", quiz.Wrong)
	props.Question.Answered.Grade, props.Question.Answered.Words = *d.Grade, quiz.Feedback{}
	props.Question.Answered.WrongIdeas = nil
	props.Question.Answered.Ruling = ruling(classroom.Response{Marks: d.Marks, OutOf: q.Marks, Ruled: kind,
		FirstMarks: first.Marks, FirstOutOf: q.Marks, FirstGrade: first.Grade})
	return views.QuizPage(g.page(views.Student, quizTitle(props.Question)), props)
}
