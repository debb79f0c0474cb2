package web

import (
	"maps"
	"strings"

	"github.com/a-h/templ"

	"dossier/docs"
	"dossier/internal/classroom"
	"dossier/views"
)

func init() { maps.Copy(specimens, privacySpecimens) }

// privacySpecimens are states of the pages about what is kept of somebody, and how it ends.
var privacySpecimens = map[string]func(gallery) templ.Component{
	"privacy": func(g gallery) templ.Component {
		return views.PrivacyPage(g.page(views.Visitor, "What is kept about students"), docs.Privacy())
	},
	"my-data": func(g gallery) templ.Component {
		return views.MyDataPage(g.page(views.Student, "What Dossier knows about you"), views.MyData{Class: sampleClass.Name,
			Since: "1 September 2026", Stored: sampleStored, Back: 1, KeepMonths: 13,
			Settings: views.StudentSettings{ExtraTime: 25, PlainWords: true}})
	},
	"my-data-guest": func(g gallery) templ.Component {
		return views.MyDataPage(g.page(views.Guest, "What Dossier knows about you"), views.MyData{Guest: true,
			Since: "1 September 2026", Stored: classroom.Stored{Answers: 1, Sections: 1, Sessions: 1}, KeepMonths: 13})
	},
	"student-erase": func(g gallery) templ.Component { return g.erasePage(nil) },
	"student-erase-problem": func(g gallery) templ.Component {
		return g.erasePage(views.Problems{"name": wrongStudentName})
	},
	"class-anonymise": func(g gallery) templ.Component {
		return views.AnonymisePage(g.page(views.Teacher, "Names"), views.Anonymise{Class: sampleClass, Students: 28,
			Others: []string{"Mr Ito", oddNames[0]}})
	},
	"class-anonymise-problem": func(g gallery) templ.Component {
		return views.AnonymisePage(g.page(views.Teacher, "Names"), views.Anonymise{Class: sampleClass, Students: 1,
			Typed: sampleClass.Name, Problems: views.Problems{"pass": "That is not your passphrase."}})
	},
	"classes-due": func(g gallery) templ.Component {
		due := []views.DueClass{{Class: sampleClass, Used: "13 months ago"}, {Class: sampleClass, Used: "2 years ago"}}
		due[1].Class.ID, due[1].Class.Name = 99, strings.Repeat("Long", 10)
		return g.classesPage(views.ClassesProps{Classes: manyClasses(2), Due: due})
	},
}

var sampleStored = classroom.Stored{Answers: 214, Attempts: 9, Sections: 31, Essays: 2, Texts: 48, Evidence: 11,
	Guesses: 7, Own: 10, Marks: 2, Sessions: 1, HasNote: true}

func (g gallery) erasePage(problems views.Problems) templ.Component {
	return views.EraseStudentPage(g.page(views.Teacher, "Erase"), views.EraseStudent{Class: sampleClass, ID: 3,
		Name: oddNames[0], Stored: sampleStored, Typed: "somebody", Problems: problems})
}
