package web

import (
	"fmt"
	"net/http"
	"sort"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// gallery draws states of pages from sample data, for whoever works on their looks: questions and
// lessons are those of the course, people and classes are made up.
type gallery struct {
	server  *Server
	request *request
}

// specimens has the states of pages by name. Their forms lead nowhere useful: they are there to be looked at.
var specimens = map[string]func(gallery) templ.Component{
	"home": func(g gallery) templ.Component {
		c := g.request.edition.course
		return views.HomePage(
			g.page(views.Visitor, c.Title),
			views.HomeProps{
				Course:  c,
				Lessons: g.lessons(),
				GoOn:    views.GoOn{Link: views.Link{Text: "Begin lesson 1", Href: "/"}, Hint: "13 minutes"},
				Figure:  g.request.edition.homeFigure,
			},
		)
	},
	"home-student": func(g gallery) templ.Component {
		return views.HomePage(g.page(views.Student, g.request.edition.course.Title), g.homeUnderWay())
	},
	"lesson-contents":           func(g gallery) templ.Component { return g.contentsPage(work{}) },
	"lesson-contents-under-way": func(g gallery) templ.Component { return g.contentsPage(g.halfRead()) },
	"lesson-section":            func(g gallery) templ.Component { return g.sectionPage(g.halfRead()) },
	"lesson-quiz": func(g gallery) templ.Component {
		return views.LessonQuizPage(g.lessonPage(g.halfRead(), "quiz"), g.lessonProps(g.halfRead()))
	},
	"lesson-whole": func(g gallery) templ.Component { return g.wholePage() },
	"search":       func(g gallery) templ.Component { return g.searchPage("", "") },
	"search-found": func(g gallery) templ.Component { return g.searchPage("Ezhov", "") },
	"search-all":   func(g gallery) templ.Component { return g.searchPage("confess", "lesson") },
	"search-none":  func(g gallery) templ.Component { return g.searchPage("<b>Atlantis</b>", "") },
	"search-short": func(g gallery) templ.Component { return g.searchPage("🙂 ki", "") },
	"search-long":  func(g gallery) templ.Component { return g.searchPage(strings.Repeat("w", 201), "") },
	"documents": func(g gallery) templ.Component {
		return views.DocumentsPage(g.page(views.Visitor, "The documents"), g.request.edition.course)
	},
	"blind-first": func(g gallery) templ.Component { return g.blindPage(false, classroom.Trust{}, nil) },
	"blind-problem": func(g gallery) templ.Component {
		return g.blindPage(false, classroom.Trust{}, views.Problems{"before": "Say how far you believe it."})
	},
	"blind-said":  func(g gallery) templ.Component { return g.blindPage(false, classroom.Trust{Before: 4}, nil) },
	"blind-again": func(g gallery) templ.Component { return g.blindPage(true, classroom.Trust{Before: 4}, nil) },
	"blind-done": func(g gallery) templ.Component {
		return g.blindPage(true, classroom.Trust{Before: 4, After: 2, Moved: "The dates, above all."}, nil)
	},
	"guide":                   func(g gallery) templ.Component { return g.guidePages().index },
	"guide-lesson":            func(g gallery) templ.Component { return g.guidePages().lesson },
	"guide-route":             func(g gallery) templ.Component { return g.guidePages().route },
	"guide-marks":             func(g gallery) templ.Component { return g.guidePages().marks },
	"guide-timeline":          func(g gallery) templ.Component { return g.guidePages().timeline },
	"guide-people":            func(g gallery) templ.Component { return g.guidePages().people },
	"guide-words":             func(g gallery) templ.Component { return g.guidePages().words },
	"bank":                    func(g gallery) templ.Component { return g.bankPages().index },
	"bank-one":                func(g gallery) templ.Component { return g.bankPages().one },
	"bank-long":               func(g gallery) templ.Component { return g.bankPages().long },
	"bank-lesson":             func(g gallery) templ.Component { return g.bankPages().lesson },
	"bank-empty":              func(g gallery) templ.Component { return g.bankPages().empty },
	"lesson-contents-teacher": func(g gallery) templ.Component { return g.guidedContents() },
	"classes-warning": func(g gallery) templ.Component {
		return g.classesPage(views.ClassesProps{Classes: []views.ClassCard{sampleClass}, Warnings: []string{
			"The database begins anew, although the folder has backups of another one."}})
	},
	"classes-nobody": func(g gallery) templ.Component { return g.classesPage(views.ClassesProps{Nobody: true}) },
	"demo-banner":    func(g gallery) templ.Component { return g.demoPage() },
	"classes": func(g gallery) templ.Component {
		return g.classesPage(views.ClassesProps{Classes: []views.ClassCard{sampleClass}})
	},
	"classes-problem": func(g gallery) templ.Component {
		return g.classesPage(views.ClassesProps{Problem: "Give the class a name of 1 to 40 characters."})
	},
	"roster-empty":        func(g gallery) templ.Component { return g.rosterPage(nil) },
	"roster-one":          func(g gallery) templ.Component { return g.rosterPage(thirty[:1]) },
	"roster-40":           func(g gallery) templ.Component { return g.rosterPage(append(thirty[:30:30], thirty[:10]...)) },
	"roster-odd-names":    func(g gallery) templ.Component { return g.rosterPage(oddNames, true) },
	"roster-student":      func(g gallery) templ.Component { return g.rosterStudentPage("") },
	"roster-student-same": func(g gallery) templ.Component { return g.rosterStudentPage(nameTaken("Ana", "This class")) },
	"roster-add":          func(g gallery) templ.Component { return g.rosterAddPage("") },
	"roster-add-look":     func(g gallery) templ.Component { return g.rosterAddPage(sampleList) },
	"roster-move":         func(g gallery) templ.Component { return g.rosterMovePage() },
	"roster-merge":        func(g gallery) templ.Component { return g.rosterMergePage() },
	"roster-remove":       func(g gallery) templ.Component { return g.rosterRemovePage() },
	"roster-slips":        func(g gallery) templ.Component { return g.rosterSlipsPage() },
	"take-away":           func(g gallery) templ.Component { return g.takeAwayPage(40, "") },
	"take-away-nobody":    func(g gallery) templ.Component { return g.takeAwayPage(0, "") },
	"take-away-unticked":  func(g gallery) templ.Component { return g.takeAwayPage(1, "Tick at least one column.") },
	"originals":           func(g gallery) templ.Component { return g.originalsPage(views.OriginalsProps{Kept: 3}) },
	"originals-problem": func(g gallery) templ.Component {
		return g.originalsPage(views.OriginalsProps{Text: "Some other text.", Problems: views.Problems{
			"file": "picture.png: it is no text.", "text": "None of the extracts was recognised."}})
	},
	"originals-found": func(g gallery) templ.Component { return g.foundPage(nil) },
	"originals-found-problem": func(g gallery) templ.Component {
		return g.foundPage(views.Problems{"keep": "Nothing is ticked. Tick the texts that you want to keep."})
	},
	"originals-text": func(g gallery) templ.Component {
		return views.OriginalTextPage(g.page(views.Teacher, "The original"), views.OriginalTextProps{
			Source: g.anchored()[0], Text: "Here stands the text that was kept."})
	},
	"originals-remove": func(g gallery) templ.Component {
		return views.RemoveOriginalPage(g.page(views.Teacher, "Remove an original"), g.anchored()[0])
	},
	"marking-empty": func(g gallery) templ.Component { return g.queuePage(true) },
	"marking-queue": func(g gallery) templ.Component { return g.queuePage(false) },
	"script-form": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) { s.Form = g.markForm("") })
	},
	"script-again": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Form = g.markForm("2")
			s.Form.Before = map[string]int{"sourcing": 2, "judgement": 2}
			s.Before = &views.BeforeRound{
				Changes:  essay.Diff("One text. It stays. It goes.", "Another text. It stays."),
				Target:   "Name a date.",
				NextStep: "I will add two dates.",
			}
		})
	},
	"script-conflict": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Form = g.markForm("2")
			s.Form.Comments["sourcing"] = "What I typed in this window."
			s.Form.Stored = []views.Kept{{Name: "Sourcing", Value: "Level 3"},
				{Name: "Comment on sourcing", Value: "What the other window has."}, {Name: "Target", Value: "(nothing)"}}
		})
	},
	"script-problems": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Form = g.markForm("2")
			s.Form.Problems = views.Problems{
				"level.sourcing": "Choose a level for sourcing.",
				"target":         "Set one target in three words or more.",
			}
		})
	},
	"script-agree": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Form = g.markForm("")
			s.Form.Action = views.MarkingHref("essays", 1, "agree")
			s.Form.First, s.Form.Second, s.Form.Pairs = "First", "Second", map[string][2]int{
				"sourcing":  {1, 4},
				"judgement": {3, 3},
			}
		})
	},
	"script-second": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Form = g.markForm("")
			s.Form.Action, s.Form.Comment = views.MarkingHref("essays", 1, "second"), false
		})
	},
	"written": func(g gallery) templ.Component { return g.writtenPage() },
	"script-waits": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Notice, s.CanClaim = "Nobody is marking this answer.",
				"Mark this one"
		})
	},
	"script-taken": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Notice = "Mr Ode has had this answer open since 20:10 and keeps it until 21:10."
		})
	},
	"script-marked": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Given, s.CanReturn, s.CanClaim = g.givenMark(), true, "Change the marking"
		})
	},
	"script-drawn": func(g gallery) templ.Component {
		return g.submissionPage(func(s *views.SubmissionProps) {
			s.Notice, s.CanSecond, s.CanReturn = "This answer was drawn for a second mark. You cannot see the first "+
				"mark until the second one is given.", true, true
		})
	},
	"script-lost": func(g gallery) templ.Component {
		return views.LostPage(
			g.page(views.Teacher, "Lost"),
			views.LostProps{
				Headline: "The answer has changed",
				Sentence: "Nothing was stored of what you typed; it stands below.",
				Typed: []views.Kept{
					{Name: "Strength", Value: "You quote exactly."},
				},
				Links: []views.Link{{Text: "To the queue", Href: "/marking"}},
			},
		)
	},
	"seed-form":       func(g gallery) templ.Component { return g.exemplarPage(false) },
	"seed-marked":     func(g gallery) templ.Component { return g.exemplarPage(true) },
	"marking-skill":   func(g gallery) templ.Component { return g.skillPage() },
	"moderation-none": func(g gallery) templ.Component { return g.moderationPage(0) },
	"moderation":      func(g gallery) templ.Component { return g.moderationPage(28) },
	"evidence-none":   func(g gallery) templ.Component { return g.evidencePage(0) },
	"evidence-map":    func(g gallery) templ.Component { return g.evidencePage(28) },
	"quiz-conflict": func(g gallery) templ.Component {
		props := g.quizPage("single_choice", quiz.Right)
		props.Conflict = &views.Conflict{Yours: "another answer", Stands: props.Question.Answered.Grade.Given}
		props.Question.Answered.Opens = false
		return g.drawQuiz(props)
	},
	"quiz-older-question": func(g gallery) templ.Component {
		props := g.quizPage("single_choice", quiz.Wrong)
		props.Question.Answered.Older = true
		return g.drawQuiz(props)
	},
	"quiz-as-teacher": func(g gallery) templ.Component {
		return views.QuizPage(g.page(views.Teacher, "Quiz"), g.quizPage("matching", ""))
	},
	"result-good": func(g gallery) templ.Component { return g.resultPage(1, nil) },
	"result-bad":  func(g gallery) templ.Component { return g.resultPage(0.2, g.answerRows()) },
	"join":        func(g gallery) templ.Component { return g.joinPage(views.JoinProps{}) },
	"join-problem": func(g gallery) templ.Component {
		return g.joinPage(views.JoinProps{Code: "K7W-Q3", Problem: "A code has six letters and digits."})
	},
	"name": func(g gallery) templ.Component { return g.namePage(views.NameProps{}) },
	"name-problem": func(g gallery) templ.Component {
		return g.namePage(views.NameProps{Name: strings.Repeat("A", 41), Problem: "A name has 1 to 40 characters."})
	},
	"pin-new": func(g gallery) templ.Component { return g.pinPage(views.PINProps{HasWork: true}) },
	"pin-known": func(g gallery) templ.Component {
		return g.pinPage(views.PINProps{Known: true, Namesake: "Add the first letter of your family name."})
	},
	"pin-problem": func(g gallery) templ.Component {
		return g.pinPage(views.PINProps{Known: true, Problem: "That PIN is not right."})
	},
	"join-no-cookies": func(g gallery) templ.Component {
		said, p := saidOf(errBareEntry), g.page(views.Visitor, "Join your class")
		p.Refusal = &views.Refusal{Headline: said.headline, Sentence: said.sentence}
		return views.JoinPage(p, views.JoinProps{Code: "K7WQ3M"})
	},
	"joined": func(g gallery) templ.Component {
		return views.JoinedPage(g.page(views.Student, "You are in"))
	},
	"invitation": func(g gallery) templ.Component {
		return views.InvitationPage(g.page(views.Visitor, "Teach"), views.InvitationProps{Token: "token",
			Class: sampleClass.Name, By: "Ms Lee", Problems: views.Problems{}})
	},
	"join-screen": func(g gallery) templ.Component {
		return g.joinScreen(views.JoinScreenProps{Address: "192.168.1.20:8080", Reachable: true,
			Others: []string{"10.0.0.7:8080"}})
	},
	"join-screen-alone": func(g gallery) templ.Component {
		return g.joinScreen(views.JoinScreenProps{
			Address: "localhost:8080"})
	},
	"away": func(g gallery) templ.Component {
		return views.AwayPage(g.page(views.Visitor, "Away"), views.AwayProps{Keep: []views.Kept{{Name: "g.1",
			Value: "Yezhov"}}})
	},
	"away-no-cookies": func(g gallery) templ.Component {
		return views.AwayPage(g.page(views.Visitor, "Away"), views.AwayProps{NoCookies: true, Typed: g.typedSample(),
			Resend: &views.ResendProps{Action: "/"}})
	},
	"away-visitor": func(g gallery) templ.Component {
		return views.AwayPage(g.page(views.Visitor, "Away"), views.AwayProps{Typed: g.typedSample(),
			Resend: &views.ResendProps{Action: "/"}})
	},
	"away-teacher": func(g gallery) templ.Component {
		return g.signInPage(views.SignInProps{Away: true, Typed: g.typedSample()})
	},
	"resend-old": func(g gallery) templ.Component {
		return views.ResendPage(g.page(views.Teacher, "Send it again"), views.ResendProps{Action: "/", Old: true,
			Typed: g.typedSample()})
	},
	"resend": func(g gallery) templ.Component {
		return views.ResendPage(g.page(views.Student, "Welcome back"), views.ResendProps{Action: "/",
			Keep: []views.Kept{{Name: "g.1", Value: "Yezhov"}}})
	},
	"resend-joined": func(g gallery) templ.Component {
		return views.ResendPage(g.page(views.Student, "You are in"), views.ResendProps{Action: "/", New: true})
	},
	"sign-in":      func(g gallery) templ.Component { return g.signInPage(views.SignInProps{}) },
	"sign-in-open": func(g gallery) templ.Component { return g.signInPage(views.SignInProps{Open: true}) },
	"sign-in-problem": func(g gallery) templ.Component {
		return g.signInPage(views.SignInProps{Name: "Ms Lee", Problems: views.Problems{
			"pass": "Name or passphrase is not right."}})
	},
	"setup": func(g gallery) templ.Component { return g.setupPage(views.SetupProps{}) },
	"setup-problems": func(g gallery) templ.Component {
		return g.setupPage(
			views.SetupProps{
				Name: "Ms Lee",
				Problems: views.Problems{
					"pass":  "Use 12 characters or more.",
					"class": "Give the class a name of 1 to 40 characters.",
				},
			},
		)
	},
}

// failing has the states that are errors. They are answered as the error itself would be, status and all.
var failing = map[string]error{
	"error-403": errForeignForm,
	"error-404": store.ErrNotFound,
	"error-409": errStaleForm,
	"error-431": fiber.ErrRequestHeaderFieldsTooLarge,
	"error-413": fiber.ErrRequestEntityTooLarge,
	"error-415": errNotAForm,
	"error-429": fiber.ErrTooManyRequests,
	"error-500": errPanic,
	"error-503": account.ErrBusy,
	"error-507": store.ErrNoSpace,
}

// questionStates are the states of a question, by the end of their name. A state names how right the
// answer is; "" is none yet. What was written can be judged, or has been.
var questionStates = map[string]quiz.Mark{
	"form": "", "problems": "", "right": quiz.Right, "partly": quiz.Near, "wrong": quiz.Wrong, "judge": quiz.Near,
	"judged": quiz.Near,
}

// names lists the gallery. No answer to some kinds is partly right, and those have no such state.
func (g gallery) names() []string {
	var names []string
	for name := range specimens {
		names = append(names, name)
	}
	for name := range failing {
		names = append(names, name)
	}
	for _, kind := range quiz.Kinds {
		for state := range questionStates {
			if name := "question-" + kind + "-" + state; g.questionState(name) != nil {
				names = append(names, name)
			}
		}
	}
	for name := range correctStates {
		names = append(names, name)
	}
	for name := range unmatchedStates {
		names = append(names, name)
	}
	for name := range setStates {
		names = append(names, name)
	}
	for name := range workStates {
		names = append(names, name)
	}
	for name := range printStates {
		names = append(names, name)
	}
	names = append(names, shownNames()...)
	sort.Strings(names)
	return names
}

// showGallery lists the states of pages, or draws the one that the path names.
func (s *Server) showGallery(c *fiber.Ctx) error {
	e, err := s.current(c.UserContext())
	if err != nil {
		return err
	}
	r := &request{c: c, ctx: c.UserContext(), id: requestID(c), edition: e}
	g := gallery{s, r}
	name := r.param("page")
	if name == "" {
		return s.render(r, http.StatusOK, views.GalleryPage(g.page(views.Visitor, "Gallery"), g.names()))
	}
	if err, ok := failing[name]; ok {
		return fmt.Errorf("gallery: %w", err)
	}
	if draw, ok := specimens[name]; ok {
		return s.render(r, http.StatusOK, draw(g))
	}
	if draw, ok := correctStates[name]; ok {
		return s.render(r, http.StatusOK, draw(g))
	}
	if draw, ok := unmatchedStates[name]; ok {
		return s.render(r, http.StatusOK, draw(g))
	}
	if draw, ok := setStates[name]; ok {
		return s.render(r, http.StatusOK, draw(g))
	}
	if draw, ok := workStates[name]; ok {
		return s.render(r, http.StatusOK, draw(g))
	}
	if draw, ok := printStates[name]; ok {
		return s.render(r, http.StatusOK, draw(g))
	}
	if page := g.questionState(name); page != nil {
		return s.render(r, http.StatusOK, page)
	}
	if page := g.shownState(name); page != nil {
		return s.render(r, http.StatusOK, page)
	}
	return fiber.ErrNotFound
}
