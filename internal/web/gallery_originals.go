package web

import (
	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/originals"
	"dossier/views"
)

// anchored are the sources of the course that can be recognised.
func (g gallery) anchored() (all []*course.Source) {
	for _, s := range g.request.edition.course.Sources {
		if len(s.Anchors) > 0 {
			all = append(all, s)
		}
	}
	return all
}

func (g gallery) originalsPage(props views.OriginalsProps) templ.Component {
	for i, s := range g.anchored() {
		row := views.OriginalRow{Source: s, Words: 120 + i, Added: "3 May 2026, 10:15", By: oddNames[0], File: "page.html"}
		if i < 3 {
			props.There = append(props.There, row)
		} else {
			props.Missing = append(props.Missing, row)
		}
	}
	return views.OriginalsPage(g.page(views.Teacher, "Originals"), props)
}

// foundPage shows an extract of each state. The texts are made up.
func (g gallery) foundPage(problems views.Problems) templ.Component {
	all := g.anchored()
	props := views.FoundProps{Files: []string{"page.html"}, Missing: all[3:], Problems: problems}
	for i, state := range []originals.State{originals.Found, originals.Doubtful, originals.Found} {
		a := all[i].Anchors[0]
		text := "Here stands the text that was found.\n\nIt has two paragraphs."
		props.Sources = append(props.Sources, views.FoundSource{Source: all[i], Has: i == 2, Spans: []views.FoundSpan{{
			Span:  originals.Span{Anchor: a, State: state, Text: text, Count: a.Words - i},
			Field: a.Source + ".0",
			Use:   i == 0,
		}}})
	}
	return views.FoundPage(g.page(views.Teacher, "What was found"), props)
}
