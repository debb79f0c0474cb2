package web

import (
	"maps"
	"slices"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
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
		return views.BlindPage(g.page(views.Visitor, "Bench"), views.TrustProps{Bench: g.bench()})
	},
	"bench-blind-problem": func(g gallery) templ.Component {
		return views.BlindPage(
			g.page(views.Visitor, "Bench"),
			views.TrustProps{
				Bench:    g.bench(),
				Before:   [2]int{4, 0},
				Problems: views.Problems{"before.2": "Say how far you trust text B."},
			},
		)
	},
	"bench-reveal": func(g gallery) templ.Component {
		return views.RevealPage(g.page(views.Student, "Bench"), views.TrustProps{Bench: g.bench(), Before: [2]int{4, 2}})
	},
	"bench-empty":  func(g gallery) templ.Component { return g.benchPage(views.Student, "", nil) },
	"bench-guest":  func(g gallery) templ.Component { return g.benchPage(views.Guest, essay.Draft, nil) },
	"bench-draft":  func(g gallery) templ.Component { return g.benchPage(views.Student, essay.Draft, nil) },
	"bench-judged": func(g gallery) templ.Component { return g.benchPage(views.Student, essay.Judged, nil) },
	"bench-conflict": func(g gallery) templ.Component {
		return g.benchPage(views.Student, essay.Draft, func(b *views.BenchProps) {
			b.Conflict = &views.TextConflict{
				Text:  "Another window wrote <i>nobody</i> this.\n\nAnd a second paragraph.",
				Saved: "10:41",
			}
		})
	},
	"bench-reason-conflict": func(g gallery) templ.Component {
		return g.benchPage(views.Student, essay.Draft, func(b *views.BenchProps) {
			b.Reason = b.Reasons[0].Reason
			b.Reason.So = oddNames[1]
			b.Clash = &views.ReasonConflict{Kind: b.Reason.Kind, Title: b.Reasons[0].Title, Stands: &b.Reasons[0]}
		})
	},
	"bench-reason-gone": func(g gallery) templ.Component {
		return g.benchPage(views.Student, essay.Draft, func(b *views.BenchProps) {
			b.Reason = essay.Reason{Kind: essay.Audience, So: oddNames[1]}
			b.Clash = &views.ReasonConflict{Kind: essay.Audience, Title: kindTitle(essay.Audience)}
		})
	},
	"bench-reason-not-dropped": func(g gallery) templ.Component {
		return g.benchPage(views.Student, essay.Draft, func(b *views.BenchProps) {
			row := &b.Reasons[0]
			b.Clash = &views.ReasonConflict{Kind: row.Reason.Kind, Title: row.Title, Stands: row, Drop: true}
		})
	},
	"bench-problems": func(g gallery) templ.Component {
		return g.benchPage(views.Student, essay.Draft, func(b *views.BenchProps) {
			b.Problems = views.Problems{
				"text": "Your text has 20,001 characters. Shorten it to 20,000; until then it is not saved.",
				"kind": "Choose what kind of reason it is.",
			}
			b.Reason = essay.Reason{So: oddNames[1]}
		})
	},
	"bench-waiting":  func(g gallery) templ.Component { return g.benchPage(views.Student, essay.Submitted, nil) },
	"bench-returned": func(g gallery) templ.Component { return g.benchPage(views.Student, essay.Returned, nil) },
	"bench-revising": func(g gallery) templ.Component { return g.benchPage(views.Student, essay.Revising, nil) },
	"bench-teacher":  func(g gallery) templ.Component { return g.benchPage(views.Teacher, "", nil) },
	"calibrate":      func(g gallery) templ.Component { return g.practicePage(false, false) },
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
			"sentence.sourcing": "Copy the words from your text that show this level in sourcing, letter by letter.",
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

// benchPage is the bench with an essay in this state, "" before there is one.
func (g gallery) benchPage(role views.Role, state essay.State, change func(*views.BenchProps)) templ.Component {
	d := g.benchWork()
	b := views.BenchProps{
		Bench:    d.Bench,
		Clock:    d.ReadClock(d.Texts[0].Source.Date.Last()),
		Writable: role != views.Teacher,
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
		b.Writable, b.Practised = !b.Locked, state != essay.Draft
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
	if change != nil {
		change(&b)
	}
	return views.BenchPage(g.page(role, d.Title), b)
}

func (g gallery) practicePage(second, done bool) templ.Component {
	b := g.bench()
	props := views.PracticeProps{Bench: b, Of: b, Done: done}
	for i, e := range b.Exemplars {
		example := views.PractisedExemplar{Exemplar: e, Number: i + 1, Try: 1, Done: done}
		if done {
			example.Given = b.Exemplars[1-i].Levels
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
	props := views.JudgeProps{Bench: d.Bench, Rev: 3, Pieces: d.pieces(d.essay.Text), Cited: d.cited()}
	for i, skill := range d.Rubric.Skills {
		row := views.JudgeRow{Skill: skill, Level: i - 1}
		if i > 1 {
			row.Sentence = "The verdict only came the next day and nobody had been shot yet."
		}
		props.Rows = append(props.Rows, row)
	}
	return props
}

func (g gallery) feedbackPage(next string, rounds int) templ.Component {
	d := g.benchWork()
	props := views.FeedbackProps{
		Bench: d.Bench,
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
