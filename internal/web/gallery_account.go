package web

import (
	"fmt"
	"maps"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/account"
	"dossier/views"
)

func init() { maps.Copy(specimens, accountSpecimens) }

// accountSpecimens are states of the pages about teachers, and about a class as a whole.
var accountSpecimens = map[string]func(gallery) templ.Component{
	"account": func(g gallery) templ.Component { return g.accountPage(1, views.AccountProps{}) },
	"account-many": func(g gallery) templ.Component {
		return g.accountPage(9, views.AccountProps{Owner: true, Done: accountDone["passphrase"]})
	},
	"account-problems": func(g gallery) templ.Component {
		return g.accountPage(2, views.AccountProps{Problems: views.Problems{"pass": "That is not your passphrase.",
			"new-pass": account.PassphraseShort.Error()}})
	},
	"teachers-alone": func(g gallery) templ.Component { return g.staffPage(0) },
	"teachers":       func(g gallery) templ.Component { return g.staffPage(4) },
	"teachers-40":    func(g gallery) templ.Component { return g.staffPage(39) },
	"teachers-pages": func(g gallery) templ.Component { return g.staffFound("", 51, 50, 1234) },
	"teachers-found": func(g gallery) templ.Component { return g.staffFound("le", 1, 2, 2) },
	"teachers-none":  func(g gallery) templ.Component { return g.staffFound("Schmidt-Hohenlohe", 1, 0, 0) },
	"teachers-link": func(g gallery) templ.Component {
		return views.PassphraseLinkPage(g.page(views.Teacher, "A new passphrase"), views.PassphraseLinkProps{
			Name: oddNames[0], Link: "http://192.168.1.20:8080/passphrase/" + strings.Repeat("Kq3x", 13) + "Zw"})
	},
	"teachers-remove": func(g gallery) templ.Component {
		return views.RemoveTeacherPage(g.page(views.Teacher, "Remove"), views.RemoveTeacherProps{ID: 2,
			Name: oddNames[0], Alone: []string{"10C", "9A History"}})
	},
	"teachers-remove-problem": func(g gallery) templ.Component {
		return views.RemoveTeacherPage(g.page(views.Teacher, "Remove"), views.RemoveTeacherProps{ID: 2, Name: "Mr Ito",
			Problems: views.Problems{"pass": "That is not your passphrase."}})
	},
	"passphrase-link": func(g gallery) templ.Component {
		return views.NewPassphrasePage(g.page(views.Visitor, "A new passphrase"), views.NewPassphraseProps{
			Name: "Mr Ito"})
	},
	"class-life": func(g gallery) templ.Component {
		return views.ClassLifePage(g.page(views.Teacher, "10B"), views.ClassLifeProps{Class: sampleClass})
	},
	"class-life-archived": func(g gallery) templ.Component {
		class := sampleClass
		class.Archived, class.Name = true, strings.Repeat("Long", 10)
		return views.ClassLifePage(g.page(views.Teacher, "10B"), views.ClassLifeProps{Class: class})
	},
	"class-life-problem": func(g gallery) templ.Component {
		return views.ClassLifePage(g.page(views.Teacher, "10B"), views.ClassLifeProps{Class: sampleClass,
			Name: strings.Repeat("Long", 11), Problems: views.Problems{"class": badClassName}})
	},
	"class-delete": func(g gallery) templ.Component {
		return views.DeleteClassPage(g.page(views.Teacher, "Delete"), views.DeleteClassProps{Class: sampleClass,
			Students: 28, Answers: 1204, Essays: 14, Others: []string{"Mr Ito", oddNames[0]}})
	},
	"class-delete-problem": func(g gallery) templ.Component {
		return views.DeleteClassPage(g.page(views.Teacher, "Delete"), views.DeleteClassProps{Class: sampleClass,
			Students: 1, Name: "10 C", Problems: views.Problems{"class": wrongClassName}})
	},
	"classes-none": func(g gallery) templ.Component { return g.classesPage(views.ClassesProps{}) },
	"classes-many": func(g gallery) templ.Component {
		return g.classesPage(views.ClassesProps{Owner: true, Classes: manyClasses(7), Archived: manyClasses(3),
			Done: classesDone["archived"]})
	},
}

func (g gallery) accountPage(sessions int, props views.AccountProps) templ.Component {
	for i := range sessions {
		props.Sessions = append(props.Sessions, views.SessionRow{Handle: fmt.Sprint(i), Here: i == 0,
			Device:   []string{"Firefox on Windows", "A browser", "Samsung Internet on Android"}[i%3],
			SignedIn: "2 hours ago", LastAt: "a minute ago"})
	}
	return views.AccountPage(g.page(views.Teacher, "Your account"), props)
}

func (g gallery) staffPage(others int) templ.Component {
	return views.StaffPage(g.page(views.Teacher, "Teachers"), sampleStaff(others))
}

// staffFound is a page of a list that goes on, or of those who were found.
func (g gallery) staffFound(query string, first, here, total int) templ.Component {
	props := sampleStaff(max(0, here-1))
	props.Query, props.First, props.Total, props.Staff = query, first, total, props.Staff[:here]
	return views.StaffPage(g.page(views.Teacher, "Teachers"), props)
}

func sampleStaff(others int) views.StaffProps {
	props := views.StaffProps{First: 1, Total: others + 1, Most: staffOnPage, Longest: account.NameMost,
		Staff: []views.StaffRow{{ID: 1, Name: "Ms Lee", Owner: true, Classes: []string{"10B History", "10C"},
			LastSeen: "just now"}}}
	for i := range others {
		row := views.StaffRow{ID: int64(i + 2), Name: thirty[i%len(thirty)], Classes: []string{"9A"}, LastSeen: "yesterday"}
		switch i {
		case 0:
			row.Name, row.Classes = oddNames[0], nil
		case 1:
			row.Classes, row.LastSeen = strings.Fields("7A 7B 8A 8C 9B 9D 10A 11B 12C"), ""
		}
		props.Staff = append(props.Staff, row)
	}
	return props
}

func manyClasses(n int) (classes []views.ClassCard) {
	for i := range n {
		class := views.ClassCard{ID: int64(i + 1), Name: fmt.Sprintf("%dB History", 7+i), Code: "K7W-Q3M", Students: 28,
			ToMark: i * 3 % 7, Active: "2 hours ago", Demo: i == 2}
		switch i {
		case 0:
			class.Name = strings.Repeat("Long", 10)
		case 1:
			class.Students, class.Active, class.ToMark = 0, "", 0
		}
		classes = append(classes, class)
	}
	return classes
}
