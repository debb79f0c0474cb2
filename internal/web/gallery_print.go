package web

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// printStates are the states of what is printed.
var printStates = map[string]func(gallery) templ.Component{
	"print-choice": func(g gallery) templ.Component { return g.printChoice("") },
	"print-choice-problem": func(g gallery) templ.Component {
		return g.printChoice("No question is ticked. Tick the questions that you want, or choose something else.")
	},
	"print-worksheet": func(g gallery) templ.Component {
		return g.worksheet(g.lesson().Questions(), views.NoAnswers, views.SomeLines)
	},
	"print-worksheet-one": func(g gallery) templ.Component {
		return g.worksheet(g.lesson().Questions()[:1], views.NoAnswers, views.SomeLines)
	},
	"print-kinds": func(g gallery) templ.Component {
		return g.worksheet(g.oneOfEachKind(), views.NoAnswers, views.ManyLines)
	},
	"print-kinds-answers": func(g gallery) templ.Component {
		return g.worksheet(g.oneOfEachKind(), views.AnswersInPlace, views.SomeLines)
	},
	"print-kinds-key": func(g gallery) templ.Component {
		return g.worksheet(g.oneOfEachKind(), views.KeyAlone, views.SomeLines)
	},
	"print-source":          func(g gallery) templ.Component { return g.printedSource("") },
	"print-source-original": func(g gallery) templ.Component { return g.printedSource(strings.Repeat(anOriginal, 9)) },
	"print-bench":           func(g gallery) templ.Component { return g.printedBench(false) },
	"print-bench-blind":     func(g gallery) templ.Component { return g.printedBench(true) },
}

// anOriginal stands for a paragraph of a text that a school has added.
const anOriginal = "<p>Here stands what the school has added, for as long as a paragraph is, with a long word now " +
	"and then, such as Parteiausschlussverfahrensordnung, with <em>words that the author stresses</em> and " +
	"&ldquo;words that somebody said&rdquo;. It tells nothing: it is there so that the lines are seen.</p>\n"

// oneOfEachKind are questions of the course, the first of each kind.
func (g gallery) oneOfEachKind() (all []*quiz.Question) {
	for _, kind := range quiz.Kinds {
		for _, l := range g.request.edition.course.Lessons {
			i := slices.IndexFunc(l.Questions(), func(q *quiz.Question) bool { return q.Kind == kind })
			if i >= 0 {
				all = append(all, l.Questions()[i])
				break
			}
		}
	}
	return all
}

func (g gallery) printedSheet(title, kicker string) views.PrintedSheet {
	return views.PrintedSheet{Title: title, Kicker: kicker, Paper: views.A4, Mark: "3f9a01c7",
		Back: views.Link{Text: "On paper", Href: views.PrintPath}, Papers: views.PaperWays("/", nil, views.A4), Named: true}
}

func (g gallery) printChoice(problem string) templ.Component {
	d := g.server.printProps(g.request, g.lesson())
	d.Problem = problem
	if problem != "" {
		d.What = views.PrintTicked
	}
	return views.PrintPage(g.page(views.Teacher, "On paper"), d)
}

func (g gallery) worksheet(questions []*quiz.Question, answers views.Answers, room views.Room) templ.Component {
	w := views.WorksheetProps{PrintedSheet: g.printedSheet(g.lesson().Title, "Lesson 1 · Questions"), Answers: answers,
		Room: room}
	w.Ways, w.Named = views.AnswerWays("/", nil, answers), false
	l := course.Lesson{Pool: questions}
	if err := g.server.putOnPaper(g.request, g.request.lessonOnPaper(&l, questions, nil), &w); err != nil {
		return nil
	}
	return views.WorksheetPage(g.page(views.Teacher, "Questions"), w)
}

func (g gallery) printedSource(original string) templ.Component {
	source := *g.request.edition.course.Sources[0]
	source.Original = []byte(original)
	props := views.PrintedSourceProps{Source: &source, Plain: original == "", Card: true,
		PrintedSheet: g.printedSheet(source.Title, "Source")}
	return views.PrintedSourcePage(g.page(views.Student, "A source"), props)
}

func (g gallery) printedBench(blind bool) templ.Component {
	b := g.bench()
	return views.PrintedBenchPage(g.page(views.Teacher, "A bench"), views.PrintedBenchProps{Bench: b, Blind: blind,
		Rubric: true, Room: views.SomeLines, PrintedSheet: g.printedSheet(b.Title, "Source bench")})
}
