package web

import (
	"maps"
	"slices"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/quiz"
	"dossier/views"
)

func init() { maps.Copy(specimens, benchSpecimens) }

// benchSpecimens has the states of the pages of the source bench.
var benchSpecimens = map[string]func(gallery) templ.Component{
	"benches": func(g gallery) templ.Component {
		var cards []views.BenchCard
		for i, b := range g.request.edition.course.Benches {
			cards = append(cards, views.BenchCard{Bench: b, State: essayState(essay.States[(i*3)%len(essay.States)])})
		}
		return views.BenchesPage(g.page(views.Student, "Source bench"), cards)
	},
	"bench-blind": func(g gallery) templ.Component {
		return views.BlindPage(g.page(views.Visitor, "Bench"), g.trustProps())
	},
	"bench-blind-problem": func(g gallery) templ.Component {
		props := g.trustProps()
		props.Before = [2]int{4, 0}
		props.Problems = views.Problems{"before.2": "Say how far you trust text B."}
		return views.BlindPage(g.page(views.Visitor, "Bench"), props)
	},
	"bench-reveal": func(g gallery) templ.Component {
		props := g.trustProps()
		props.Before = [2]int{4, 2}
		return views.RevealPage(g.page(views.Student, "Bench"), props)
	},
	"bench-look": func(g gallery) templ.Component { return g.benchPage(essay.Draft, views.Look, nil) },
	"bench-know": func(g gallery) templ.Component { return g.benchPage("", views.Know, nil) },
	"bench-know-guessed": func(g gallery) templ.Component {
		return g.benchPage("", views.Know, func(b *views.BenchProps) {
			b.Bar.Guesses = map[string]string{}
			for _, t := range b.Bench.Pair() {
				b.Bar.Guesses[t.Source.ID] = "The reports from the courtroom, I think."
			}
		})
	},
	"bench-guess-problem": func(g gallery) templ.Component {
		return g.benchPage("", views.Know, func(b *views.BenchProps) {
			b.Guess = [2]string{"The reports from the courtroom, I think.", "No."}
			b.Problems = views.Problems{"guess.2": "Write a sentence of at least three words."}
		})
	},
	"bench-unseen":     func(g gallery) templ.Component { return g.taskPage(course.UnseenBench) },
	"bench-exam":       func(g gallery) templ.Component { return g.taskPage(course.ExamBench) },
	"bench-pick-empty": func(g gallery) templ.Component { return g.benchPage("", views.Pick, nil) },
	"bench-pick":       func(g gallery) templ.Component { return g.benchPage(essay.Draft, views.Pick, nil) },
	"bench-pick-past":  func(g gallery) templ.Component { return g.benchPage(essay.Submitted, views.Pick, nil) },
	"bench-plan-empty": func(g gallery) templ.Component { return g.benchPage("", views.Plan, nil) },
	"bench-plan":       func(g gallery) templ.Component { return g.benchPage(essay.Draft, views.Plan, nil) },
	"bench-plan-past":  func(g gallery) templ.Component { return g.benchPage(essay.Submitted, views.Plan, nil) },
	"bench-empty":      func(g gallery) templ.Component { return g.benchPage("", views.Write, nil) },
	"bench-draft":      func(g gallery) templ.Component { return g.benchPage(essay.Draft, views.Write, nil) },
	"bench-conflict": func(g gallery) templ.Component {
		return g.benchPage(essay.Draft, views.Write, func(b *views.BenchProps) {
			b.Conflict = &views.TextConflict{
				Text:  "Another window wrote <i>nobody</i> this.\n\nAnd a second paragraph.",
				Saved: "10:41",
			}
		})
	},
	"bench-reason-conflict": func(g gallery) templ.Component {
		return g.benchPage(essay.Draft, views.Plan, func(b *views.BenchProps) {
			b.Reason = b.Reasons[0].Reason
			b.Reason.So = oddNames[1]
			b.Clash = &views.ReasonConflict{Kind: b.Reason.Kind, Title: b.Reasons[0].Title, Stands: &b.Reasons[0]}
		})
	},
	"bench-reason-gone": func(g gallery) templ.Component {
		return g.benchPage(essay.Draft, views.Plan, func(b *views.BenchProps) {
			b.Reason = essay.Reason{Kind: essay.Audience, So: oddNames[1]}
			b.Clash = &views.ReasonConflict{Kind: essay.Audience, Title: kindTitle(essay.Audience)}
		})
	},
	"bench-reason-not-dropped": func(g gallery) templ.Component {
		return g.benchPage(essay.Draft, views.Plan, func(b *views.BenchProps) {
			row := &b.Reasons[0]
			b.Clash = &views.ReasonConflict{Kind: row.Reason.Kind, Title: row.Title, Stands: row, Drop: true}
		})
	},
	"bench-problems": func(g gallery) templ.Component {
		return g.benchPage(essay.Draft, views.Plan, func(b *views.BenchProps) {
			b.Problems = views.Problems{"kind": "Choose what kind of reason it is."}
			b.Reason = essay.Reason{So: oddNames[1]}
		})
	},
	"bench-too-long": func(g gallery) templ.Component {
		return g.benchPage(essay.Draft, views.Write, func(b *views.BenchProps) {
			b.Problems = views.Problems{
				"text": "Your text has 20,001 characters. Shorten it to 20,000; until then it is not saved.",
			}
		})
	},
	"bench-waiting":  func(g gallery) templ.Component { return g.benchPage(essay.Submitted, views.Write, nil) },
	"bench-returned": func(g gallery) templ.Component { return g.benchPage(essay.Returned, views.Write, nil) },
	"bench-revising": func(g gallery) templ.Component { return g.benchPage(essay.Revising, views.Write, nil) },
	"bench-teacher":  func(g gallery) templ.Component { return g.wholeBench() },
	"hand-in-nothing": func(g gallery) templ.Component {
		return views.HandInPage(g.page(views.Student, "Hand it in"), views.HandInProps{Bar: g.stepBar("", views.HandIn)})
	},
	"hand-in-unjudged": func(g gallery) templ.Component { return g.handInPage(views.Student, essay.Draft, nil) },
	"hand-in-ready":    func(g gallery) templ.Component { return g.handInPage(views.Student, essay.Judged, nil) },
	"hand-in-guest":    func(g gallery) templ.Component { return g.handInPage(views.Guest, essay.Judged, nil) },
	"hand-in-short": func(g gallery) templ.Component {
		return g.handInPage(views.Student, essay.Judged, func(h *views.HandInProps) { h.Words, h.Short = 23, true })
	},
	"hand-in-stale": func(g gallery) templ.Component {
		return g.handInPage(views.Student, essay.Judged, func(h *views.HandInProps) { h.Stale = true })
	},
	"hand-in-done":     func(g gallery) templ.Component { return g.handInPage(views.Student, essay.Submitted, nil) },
	"hand-in-claimed":  func(g gallery) templ.Component { return g.handInPage(views.Student, essay.Claimed, nil) },
	"hand-in-again":    func(g gallery) templ.Component { return g.handInPage(views.Student, essay.Resubmitted, nil) },
	"hand-in-returned": func(g gallery) templ.Component { return g.handInPage(views.Student, essay.Returned, nil) },
	"hand-in-finished": func(g gallery) templ.Component { return g.handInPage(views.Student, essay.Final, nil) },
	"calibrate":        func(g gallery) templ.Component { return g.practicePage(false, false) },
	"calibrate-second": func(g gallery) templ.Component {
		return g.practicePage(true, false)
	},
	"calibrate-done": func(g gallery) templ.Component { return g.practicePage(false, true) },
	"judge": func(g gallery) templ.Component {
		return views.JudgePage(g.page(views.Student, "Judge your draft"), g.judgeProps())
	},
	"judge-problems": func(g gallery) templ.Component {
		props := g.judgeProps()
		props.Stale = true
		props.Problems = views.Problems{
			"level.judgement":   "Choose a level for judgement.",
			"sentence.sourcing": "Tap the sentence of your text that shows this level in sourcing.",
		}
		return views.JudgePage(g.page(views.Student, "Judge your draft"), props)
	},
	"judge-other": func(g gallery) templ.Component {
		props := g.judgeProps()
		props.Other = g.judgeProps().Rows[1:]
		return views.JudgePage(g.page(views.Student, "Judge your draft"), props)
	},
	"feedback": func(g gallery) templ.Component { return g.feedbackPage("", 1) },
	"feedback-levels": func(g gallery) templ.Component {
		return g.feedbackPage("I will quote both texts and say what each word does.", 2)
	},
	"texts": func(g gallery) templ.Component {
		d := g.benchWork()
		rows := []views.TextRow{
			{Rev: 9, Name: "Version 2, handed in", When: "10:42", Words: "201 words", Text: d.essay.Text},
			{Rev: 4, Name: "Version 1, handed in", When: "3 May 2026, 10:15", Words: "184 words", Text: d.Exemplars[0].Text},
			{Rev: 2, Name: "Written before you joined", When: "2 May 2026, 12:00", Words: "1 word", Text: oddNames[2]},
		}
		return views.TextsPage(
			g.page(views.Student, "Your texts"),
			views.TextsProps{
				Bench: d.Bench,
				Main:  rows,
				All:   rows,
				From:  4,
				To:    9,
				Diff:  essay.Diff(d.Exemplars[0].Text, d.essay.Text),
			},
		)
	},
}

// benchWork is a bench with an example as the text of its author, and two phrases of each text of the pair as evidence.
func (g gallery) benchWork() *benchWork {
	b := g.bench()
	d := &benchWork{
		Bench: b,
		essay: &classroom.Essay{
			Text:  b.Exemplars[1].Text + " [1]",
			Rev:   3,
			Place: essay.Place{State: essay.Draft, Round: 1},
		},
	}
	for _, t := range b.Pair() {
		for _, p := range t.Phrases[:2] {
			d.picks = append(d.picks, classroom.Pick{Number: len(d.picks) + 1, Phrase: p.ID, Source: t.Source.ID,
				Quote: p.Quote, Kept: true})
		}
	}
	return d
}

func (g gallery) trustProps() views.TrustProps {
	return views.TrustProps{Bench: g.bench(), Bar: views.StepBar{Bench: g.bench(), Here: views.Look}}
}

// stepBar is the bar over an essay in this state, "" before there is one.
func (g gallery) stepBar(state essay.State, here views.BenchStep) views.StepBar {
	bar := views.StepBar{Bench: g.bench(), Here: here, Open: true}
	for i := range bar.Done {
		bar.Done[i] = i == 0 || i < 5 && state != "" || i == 5 && state != "" && state != essay.Draft
	}
	return bar
}

// benchPage is a step of the bench with an essay in this state, "" before there is one.
func (g gallery) benchPage(state essay.State, step views.BenchStep, change func(*views.BenchProps)) templ.Component {
	b := g.benchProps(state)
	b.Bar = g.stepBar(state, step)
	b.Bar.Saves = b.Writable && step != views.Look && step != views.Know
	if change != nil {
		change(&b)
	}
	return stepPages[step](g.page(views.Student, step.Name()+" · "+b.Bench.Title), b)
}

func (g gallery) wholeBench() templ.Component {
	b := g.benchProps("")
	b.Writable = false
	return views.BenchPage(g.page(views.Teacher, b.Bench.Title), b)
}

// taskPage is where somebody writes at the first bench of a kind that gives no help.
func (g gallery) taskPage(kind course.BenchKind) templ.Component {
	all := g.request.edition.course.Benches
	b := all[slices.IndexFunc(all, func(b *course.Bench) bool { return b.Kind == kind })]
	return views.WritePage(g.page(views.Student, b.Title), views.BenchProps{
		Bench: b, Bar: views.StepBar{Bench: b, Here: views.Write, Open: true, Saves: true}, Writable: true,
		Tab: "a page of the gallery",
	})
}

// handInPage is the last step with an essay in this state.
func (g gallery) handInPage(role views.Role, state essay.State, change func(*views.HandInProps)) templ.Component {
	b, d := g.benchProps(state), g.benchWork()
	h := views.HandInProps{
		Bar: g.stepBar(state, views.HandIn), Words: essay.Words(b.Text), Judged: state != essay.Draft, Can: b.Can,
		State: b.State, HasReturn: b.HasReturn, Finished: state == essay.Final, Pieces: d.pieces(b.Text), Cited: b.Cited,
		Levels: b.Judged, Rev: 3,
	}
	if b.Locked && state != essay.Returned && state != essay.Final {
		h.Handed = "at 10:42"
	}
	if change != nil {
		change(&h)
	}
	return views.HandInPage(g.page(role, h.Title()), h)
}

// benchProps is the bench with an essay in this state, "" before there is one.
func (g gallery) benchProps(state essay.State) views.BenchProps {
	d := g.benchWork()
	b := views.BenchProps{
		Bench:    d.Bench,
		Clock:    d.ReadClock(d.Texts[0].Source.Date.Last()),
		Writable: true,
		Tab:      "a page of the gallery",
		Trust:    map[string][2]int{},
	}
	for i, t := range d.Pair() {
		b.Trust[t.Source.ID] = [2]int{4 - 2*i, 2 + i}
	}
	for i, skill := range d.Rubric.Skills {
		level := -1
		if state != "" && state != essay.Draft {
			level = i % 5
		}
		b.Judged = append(b.Judged, views.SkillLevel{Skill: skill, Level: level})
	}
	var reasons []essay.Reason
	if state != "" {
		place := essay.Place{State: state, Round: 1}
		if state == essay.Revising {
			place.Round = 2
		}
		b.Text, b.Saved, b.State, b.HasTexts, b.Cited = d.essay.Text, "10:42", essayState(state), true, d.cited()
		b.Can, b.Locked, b.HasReturn = essay.Allowed(place, essay.Author), essay.Locked(state),
			slices.Contains([]essay.State{essay.Returned, essay.Revising, essay.Resubmitted, essay.Final}, state)
		b.Writable = !b.Locked
		b.Pieces, b.Notes = d.pieces(b.Text), d.notes("Trotsky is biased.")
		b.Nudges = essay.Nudges(g.request.edition.course.Coach, "Trotsky is biased. Newspapers are reliable.")
		reasons = []essay.Reason{
			{
				Kind:   essay.Timing,
				First:  d.picks[0].Phrase,
				Second: d.picks[2].Phrase,
				Fact:   d.Clock.Facts[0].ID,
				So:     "One wrote before the verdict, and the other when the men were dead.",
			},
			{Kind: essay.Purpose, So: oddNames[2]},
		}
	}
	b.Reasons, b.Reach = d.reasonRows(reasons), essay.Reach(reasons)
	b.Sort = g.server.questionProps(g.request, d.Clock.Sort, quiz.NewDeal([]byte("gallery"), d.Clock.Sort.ID))
	b.Sort.Kicker, b.Sort.Aside, b.Sort.Action = "Sort the facts", true, views.BenchHref(d.Bench, "/clock")
	return b
}

func (g gallery) practicePage(second, done bool) templ.Component {
	b := g.bench()
	props := views.PracticeProps{Bench: b, Of: b, Done: done, Bar: g.stepBar(essay.Draft, views.Judge)}
	for i, e := range b.Practice() {
		example := views.PractisedExemplar{Exemplar: e, Number: i + 1, Try: 1, Done: done}
		if done {
			example.Given = b.Practice()[1-i].Levels
		}
		if second && i == 0 {
			example.Try, example.Given, example.Far = 2, map[string]int{
				"sourcing":  4,
				"judgement": 3,
			}, []string{
				"Sourcing",
				"Judgement",
			}
		}
		props.Examples = append(props.Examples, example)
	}
	return views.PracticePage(g.page(views.Student, "Two examples"), props)
}

func (g gallery) judgeProps() views.JudgeProps {
	d := g.benchWork()
	props := views.JudgeProps{Bench: d.Bench, Rev: 3, Pieces: d.pieces(d.essay.Text), Cited: d.cited(),
		Bar: g.stepBar(essay.Draft, views.Judge)}
	for i, skill := range d.Rubric.Skills {
		row := views.JudgeRow{Skill: skill, Level: i - 1}
		if i > 1 {
			row.Sentence = essay.Sentences(d.essay.Text)[i]
		}
		showSentences(d.essay.Text, &row)
		props.Rows = append(props.Rows, row)
	}
	return props
}

func (g gallery) feedbackPage(next string, rounds int) templ.Component {
	d := g.benchWork()
	props := views.FeedbackProps{
		Bench: d.Bench,
		Bar:   g.stepBar(essay.Judged, ""),
		Can:   essay.Allowed(essay.Place{State: essay.Returned, Round: rounds}, essay.Author),
		Model: next != "",
	}
	for n := rounds; n > 0; n-- {
		round := views.ReturnedRound{
			Round:    n,
			At:       "3 May 2026, 10:15",
			Strength: "You set both dates beside each other, and you say what each writer could not know.",
			Target:   "Test one claim with something from outside both texts.",
			NextStep: next,
			Pieces:   d.pieces(d.essay.Text),
			Cited:    d.cited(),
			Latest:   n == rounds,
		}
		for i, skill := range d.Rubric.Skills {
			row := views.ReturnedSkill{Skill: skill, Level: (i + n) % 5, Own: i - 1}
			if i%2 == 0 {
				row.Comment = skill.Comments[0].Text
			}
			round.Skills = append(round.Skills, row)
		}
		props.Rounds = append(props.Rounds, round)
	}
	return views.FeedbackPage(g.page(views.Student, "Comments"), props)
}
