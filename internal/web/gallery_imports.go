package web

import (
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/export"
	"dossier/internal/quiz"
	"dossier/views"
)

// sampleGIFT has an item of each outcome, and one of each kind.
const sampleGIFT = `// From a colleague
$CATEGORY: $course$/top/Purge

::Kirov::Who was killed on 1 December 1934?{=Sergei Kirov#He led the party in Leningrad. ~Nikolai Yezhov#He came later.
~Nikolai Bukharin#He was tried in 1938.####The murder came before the trials.}

::Speech::Khrushchev read out his report in public.{FALSE#It was a closed session.#It was a closed session.}

::Year::In which year was Bukharin tried?{#=1938:0 =%50%1938:1}

::NKVD::Who led the NKVD from 1936 to 1938?{=Yezhov =Ezhov =%50%Nikolai =%0%Beria#He followed in November 1938. =Yezh*}

::Trials::Which of them stood in the dock in August 1936?{~%50%Zinoviev ~%50%Kamenev ~Bukharin ~Radek}

::Pairs::Match the trial with its year.{=The sixteen -> 1936 =The seventeen -> 1937 =The twenty-one -> 1938 = -> 1935}

::Essay::Why did they confess?{}

[html]<p>Look at the <img src="map.png" alt="map of the camps"> and read on.</p>

::Half::Who signed the order?{=Yezhov ~Molotov
`

// setStates are the pages on a teacher's own questions.
var setStates = map[string]func(gallery) templ.Component{
	"sets-empty": func(g gallery) templ.Component { return g.setsPage(0) },
	"sets-one":   func(g gallery) templ.Component { return g.setsPage(1) },
	"sets-40":    func(g gallery) templ.Component { return g.setsPage(40) },
	"set-empty":  func(g gallery) templ.Component { return g.setPage(nil, "") },
	"set":        func(g gallery) templ.Component { return g.setPage(sampleOwn(), "") },
	"set-taken":  func(g gallery) templ.Component { return g.setPage(sampleOwn()[:1], setTaken) },
	"set-40": func(g gallery) templ.Component {
		var all []views.OwnCard
		for range 7 {
			all = append(all, sampleOwn()...)
		}
		return g.setPage(all[:40], "")
	},
	"set-long": func(g gallery) templ.Component {
		long := "Kommissariat" + strings.Repeat("verwaltungsangelegenheiten", 5)
		q := quiz.NewOwn(long, long+" "+strings.Repeat("and what came of it ", 12)+"?", quiz.ChooseOne([]quiz.Option{
			{Text: long, Correct: true, Feedback: long}, {Text: "<b>Jo</b>"}}))
		return g.setPage([]views.OwnCard{ownCard(q)}, "")
	},
	"set-remove": func(g gallery) templ.Component { return views.RemoveSetPage(g.setHead(), sampleSet(8)) },
	"set-remove-one": func(g gallery) templ.Component {
		return views.RemoveOwnPage(g.setHead(), sampleSet(8), sampleOwn()[0])
	},
	"set-new": func(g gallery) templ.Component { return views.NewSetPage(g.setHead(), views.SetNewProps{}) },
	"set-new-problem": func(g gallery) templ.Component {
		return views.NewSetPage(g.setHead(), views.SetNewProps{Text: "half", Problems: views.Problems{
			"file": sentenceOf(export.ErrForeignZip)}})
	},
	"set-new-look": func(g gallery) templ.Component {
		props := lookedAt(sampleGIFT)
		props.Name, props.Sets = "Purge", []views.SetRow{sampleSet(8)}
		return views.NewSetPage(g.setHead(), props)
	},
	"set-new-nothing": func(g gallery) templ.Component {
		return views.NewSetPage(g.setHead(), lookedAt("Only a text.\n\nWhy?{}"))
	},
	"own-kinds": func(g gallery) templ.Component {
		return views.OwnPage(g.setHead(), views.OwnProps{Set: sampleSet(8)})
	},
	"own-choice":     func(g gallery) templ.Component { return g.ownPage(0) },
	"own-true-false": func(g gallery) templ.Component { return g.ownPage(1) },
	"own-number":     func(g gallery) templ.Component { return g.ownPage(2) },
	"own-word":       func(g gallery) templ.Component { return g.ownPage(3) },
	"own-several":    func(g gallery) templ.Component { return g.ownPage(4) },
	"own-pairs":      func(g gallery) templ.Component { return g.ownPage(5) },
	"own-problems": func(g gallery) templ.Component {
		form := quiz.Form{"said.1": {"A comment"}, "marks": {"none"}}
		_, problems := parseOwn(classroom.OwnChoice, form)
		return views.OwnPage(g.setHead(), views.OwnProps{Set: sampleSet(8), Kind: classroom.OwnChoice, Form: form,
			Problems: problems})
	},
	"own-stale": func(g gallery) templ.Component {
		card := sampleOwn()[0]
		return views.OwnPage(g.setHead(), views.OwnProps{Set: sampleSet(8), Kind: classroom.OwnChoice, Number: 7,
			Form: views.OwnForm(card.Question), Now: &card})
	},
}

func (g gallery) setHead() views.Page { return g.page(views.Teacher, "Your questions") }

func sampleSet(n int) views.SetRow {
	return views.SetRow{ID: 1, Name: "Show trials, year 9", Questions: n, Changed: "2 days ago"}
}

func (g gallery) setsPage(n int) templ.Component {
	var rows []views.SetRow
	for i := range n {
		row := sampleSet(i * 7 % 30)
		if row.ID = int64(i + 1); i > 0 {
			row.Name = "Set of " + oddNames[i%len(oddNames)]
		}
		rows = append(rows, row)
	}
	return views.SetsPage(g.setHead(), rows)
}

// sampleOwn are questions of all kinds.
func sampleOwn() (all []views.OwnCard) {
	in, err := export.ReadGIFT([]byte(sampleGIFT))
	if err != nil {
		return nil
	}
	for i, q := range in.Questions() {
		q.ID = quiz.OwnID(int64(i + 1))
		all = append(all, ownCard(q))
	}
	return all
}

func (g gallery) setPage(all []views.OwnCard, problem string) templ.Component {
	set := sampleSet(len(all))
	return views.SetPage(g.setHead(), views.SetProps{Set: set, Name: set.Name, Questions: all, Problem: problem})
}

func (g gallery) ownPage(n int) templ.Component {
	card := sampleOwn()[n]
	return views.OwnPage(g.setHead(), views.OwnProps{Set: sampleSet(8), Kind: card.Kind, Number: card.Number, Version: 1,
		Form: views.OwnForm(card.Question)})
}

func lookedAt(text string) views.SetNewProps {
	in, err := export.ReadQuestions([]byte(text))
	if err != nil {
		return views.SetNewProps{Text: text, Problems: views.Problems{"text": sentenceOf(err)}}
	}
	return setNewProps(in)
}
