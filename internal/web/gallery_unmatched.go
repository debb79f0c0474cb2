package web

import (
	"github.com/a-h/templ"

	"dossier/views"
)

// unmatchedStates are the pages on typed texts that were not recognised.
var unmatchedStates = map[string]func(gallery) templ.Component{
	"unmatched-none": func(g gallery) templ.Component { return g.unmatchedPage(views.UnmatchedProps{}) },
	"unmatched":      func(g gallery) templ.Component { return g.unmatchedPage(sampleUnmatched()) },
	"unmatched-accepted": func(g gallery) templ.Component {
		props := sampleUnmatched()
		props.Now = &views.DecidedNow{Texts: []string{"half a decade"}, IDs: []int64{1}, Regraded: 4}
		return g.unmatchedPage(props)
	},
	"unmatched-refused": func(g gallery) templ.Component {
		props := sampleUnmatched()
		props.Now = &views.DecidedNow{Texts: []string{"no idea", "<b>Jeschow</b>"}, IDs: []int64{1, 2}, Refused: true}
		return g.unmatchedPage(props)
	},
	"unmatched-problem": func(g gallery) templ.Component {
		props := sampleUnmatched()
		props.Problem = "Nothing is ticked. Tick the answers that you mean, or press the button beside one."
		return g.unmatchedPage(props)
	},
	"unmatched-accept": func(g gallery) templ.Component {
		return views.AcceptPage(g.page(views.Teacher, "Accept for everyone"), views.AcceptProps{
			Class: sampleClass, Stem: "Who led the NKVD?", Texts: []string{"<b>Jeschow</b>"}, Part: "Gap 1",
			Action:  "/classes/1/unmatched/1/1",
			Summary: "This will regrade 2 answers of 2 students.",
			Changed: []views.RegradeRow{
				{Student: oddNames[0], Class: sampleClass.Name, Before: "0 of 2", After: "1 of 2"},
				{Student: oddNames[2], Class: sampleClass.Name, Before: "1 of 2", After: "2 of 2"},
			},
		})
	},
	"unmatched-accept-many": func(g gallery) templ.Component {
		props := views.AcceptProps{Class: sampleClass, Texts: []string{"Comrade Yezhov", "half a decade"},
			Rows: []string{"1/a", "2/b"}, Action: "/classes/1/unmatched", More: 12,
			Summary: "This will regrade 42 answers of 40 students."}
		for _, name := range thirty {
			props.Changed = append(props.Changed, views.RegradeRow{Student: name, Class: sampleClass.Name, Before: "0 of 2",
				After: "1 of 2"})
		}
		return views.AcceptPage(g.page(views.Teacher, "Accept for everyone"), props)
	},
}

func sampleUnmatched() views.UnmatchedProps {
	stem := "Who led the NKVD, and for how long had he known Stalin when …?"
	row := func(n int, text string, others ...string) views.UnmatchedRow {
		return views.UnmatchedRow{Key: views.UnmatchedKey(int64(n), "a"), Text: text, Others: others, Students: n,
			Href: "/classes/1/unmatched/1/1"}
	}
	return views.UnmatchedProps{
		Questions: []views.UnmatchedQuestion{
			{Stem: stem, Lesson: "The Kirov case", Parts: []views.UnmatchedPart{
				{Name: "Gap 1", Accepted: []string{"Yezhov", "Ezhov"}, Rows: []views.UnmatchedRow{
					row(7, "<b>Jeschow</b>"), row(1, "يجوف"), row(1, oddNames[6])}},
				{Name: "Gap 2", Accepted: []string{"five years"}, Rows: []views.UnmatchedRow{
					row(4, "half a decade", "Half a decade.", "half-a-decade")}},
			}},
			{Stem: "The order named numbers for each region.", Lesson: "One day's notice", Older: true,
				Parts: []views.UnmatchedPart{{Accepted: []string{"quotas"}, Rows: []views.UnmatchedRow{row(1, "no idea")}}}},
		},
		Accepted: []views.AcceptedRow{
			{Stem: stem, Text: "Jeschoff", Part: "Gap 1", ID: 1},
			{Stem: stem, Text: "Comrade Y.", By: oddNames[2], ID: 2},
		},
		Refused: []views.AcceptedRow{{Stem: stem, Text: "nobody", Part: "Gap 1", ID: 1}},
	}
}
