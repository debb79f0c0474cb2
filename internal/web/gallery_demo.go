package web

import (
	"github.com/a-h/templ"

	"dossier/internal/demo"
	"dossier/views"
)

// demoPage is a page of an invented class.
func (g gallery) demoPage() templ.Component {
	p := g.page(views.Teacher, "Answers to look at")
	p.Demo = &views.DemoProps{Class: 1, Code: sampleClass.Code, Name: demo.ShownName, PIN: "402713"}
	return views.UnmatchedPage(p, views.UnmatchedProps{Class: sampleClass})
}
