package web

import (
	"fmt"
	"maps"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/lan"
	"dossier/views"
)

func init() { maps.Copy(specimens, doorSpecimens) }

// doorSpecimens has the states of the pages about who comes into a class.
var doorSpecimens = map[string]func(gallery) templ.Component{
	"settings": func(g gallery) templ.Component {
		return g.settingsPage(views.SettingsProps{Door: classroom.OpenDoor, Colleagues: g.colleagues(1)})
	},
	"settings-waiting": func(g gallery) templ.Component {
		return g.settingsPage(views.SettingsProps{Door: classroom.AskingDoor, Way: classroom.WayAsks,
			Waiting: g.waiting(oddNames[:3]), Colleagues: g.colleagues(3), Owner: true, Pending: []views.InvitationRow{
				{Handle: "00ff", By: "Ms Lee", Until: "3 May 2026, 10:15"}, {Handle: "01ff", By: oddNames[6],
					Until: "4 May 2026, 09:00"}}})
	},
	"settings-one-waits": func(g gallery) templ.Component {
		return g.settingsPage(views.SettingsProps{Door: classroom.AskingDoor, Way: classroom.WayAsks,
			Waiting: g.waiting(thirty[:1]), Colleagues: g.colleagues(2)})
	},
	"settings-forty-wait": func(g gallery) templ.Component {
		return g.settingsPage(views.SettingsProps{Door: classroom.AskingDoor, Way: classroom.WayFull, Places: "30",
			Waiting: g.waiting(append(append([]string{}, oddNames...), thirty...)), Colleagues: g.colleagues(2),
			Stuck: stuckOf(classroom.Admitted{Taken: oddNames[:1], Full: oddNames[2:4]})})
	},
	"settings-nobody-waits": func(g gallery) templ.Component {
		return g.settingsPage(views.SettingsProps{Door: classroom.AskingDoor, Way: classroom.WayAsks,
			Colleagues: g.colleagues(2), Owner: true})
	},
	"settings-closed": func(g gallery) templ.Component {
		return g.settingsPage(views.SettingsProps{Door: classroom.ClosedDoor, Way: classroom.WayShut,
			Colleagues: g.colleagues(2), Owner: true})
	},
	"settings-archived": func(g gallery) templ.Component {
		return g.settingsPage(views.SettingsProps{Class: views.ClassCard{Archived: true}, Door: classroom.OpenDoor,
			Way: classroom.WayOver, Colleagues: g.colleagues(1)})
	},
	"settings-problem": func(g gallery) templ.Component {
		return g.settingsPage(views.SettingsProps{Door: classroom.OpenDoor, Places: "thirty", Colleagues: g.colleagues(1),
			Problems: views.Problems{"places": "Write a number from 1 to 500, or leave this empty."}})
	},
	"code-new": func(g gallery) templ.Component {
		return views.NewCodePage(g.page(views.Teacher, "A new code"), sampleClass)
	},
	"colleague-take-out": func(g gallery) templ.Component {
		return g.takeOutPage(views.TakeOutProps{ID: 2, Name: oddNames[6]})
	},
	"class-leave": func(g gallery) templ.Component { return g.takeOutPage(views.TakeOutProps{ID: 1, Me: true}) },
	"class-leave-last": func(g gallery) templ.Component {
		return g.takeOutPage(views.TakeOutProps{ID: 1, Me: true, Last: true})
	},
	"slips":       func(g gallery) templ.Component { return g.slipsPage(views.SlipsProps{}, thirty, "") },
	"slips-empty": func(g gallery) templ.Component { return g.slipsPage(views.SlipsProps{}, nil, "") },
	"slips-odd-names": func(g gallery) templ.Component {
		return g.slipsPage(views.SlipsProps{Problem: wrongNumber(0)}, oddNames, "")
	},
	"slips-pins": func(g gallery) templ.Component {
		return g.slipsPage(views.SlipsProps{Made: true}, append(append([]string{}, oddNames...), thirty[:10]...), "402713")
	},
	"slips-new-pins": func(g gallery) templ.Component {
		props := views.NewPINsProps{Class: sampleClass}
		for i, name := range oddNames {
			props.Students = append(props.Students, views.SlipStudent{ID: int64(i + 1), Name: name})
		}
		return views.NewPINsPage(g.page(views.Teacher, "New PINs"), props)
	},
	"poster": func(g gallery) templ.Component {
		return g.posterPage(views.PosterProps{Address: "192.168.1.20:8080", Reachable: true})
	},
	"poster-long": func(g gallery) templ.Component {
		return g.posterPage(views.PosterProps{Address: "https://history.upper-school.example.org", Way: classroom.WayShut,
			Class: views.ClassCard{Name: oddNames[6]}})
	},
	"wait":       func(g gallery) templ.Component { return g.waitPage(views.WaitProps{Name: "Zoe"}) },
	"wait-in":    func(g gallery) templ.Component { return g.waitPage(views.WaitProps{Name: oddNames[0], LetIn: true}) },
	"join-gone":  func(g gallery) templ.Component { return g.joinPage(views.JoinProps{Gone: true}) },
	"name-gone":  func(g gallery) templ.Component { return g.namePage(views.NameProps{Gone: true}) },
	"name-full":  func(g gallery) templ.Component { return g.namePage(views.NameProps{Way: classroom.WayFull}) },
	"pin-asks":   func(g gallery) templ.Component { return g.pinPage(views.PINProps{Way: classroom.WayAsks}) },
	"pin-listed": func(g gallery) templ.Component { return g.pinPage(views.PINProps{Listed: true}) },
	"pin-shut": func(g gallery) templ.Component {
		return g.pinPage(views.PINProps{Known: true, Way: classroom.WayShut, Problem: noSuchPair})
	},
	"pin-over": func(g gallery) templ.Component {
		return g.pinPage(views.PINProps{Known: true, Way: classroom.WayOver})
	},
	"join-screen-closed": func(g gallery) templ.Component {
		return g.joinScreen(views.JoinScreenProps{Address: "192.168.1.20:8080", Reachable: true, Way: classroom.WayShut,
			Door: classroom.ClosedDoor, Count: views.DoorCount{Students: 30, Active: 28},
			Others: []string{"10.0.0.7:8080"}})
	},
	"join-screen-asks": func(g gallery) templ.Component {
		return g.joinScreen(views.JoinScreenProps{Address: "192.168.1.20:8080", Reachable: true, Way: classroom.WayAsks,
			Door: classroom.AskingDoor, Count: views.DoorCount{Students: 12, Active: 9, Waiting: 3}})
	},
}

func (g gallery) settingsPage(props views.SettingsProps) templ.Component {
	archived := props.Class.Archived
	props.Class = sampleClass
	props.Class.Archived = archived
	return views.SettingsPage(g.page(views.Teacher, "Settings"), props)
}

func (g gallery) waiting(names []string) (all []views.WaitingRow) {
	for i, name := range names {
		all = append(all, views.WaitingRow{ID: int64(i + 1), Name: name, Ago: fmt.Sprintf("%d minutes ago", i+2),
			Twin: i == 1})
	}
	return all
}

func (g gallery) colleagues(n int) []views.ColleagueRow {
	return []views.ColleagueRow{{ID: 1, Name: "Ms Lee", Owner: true, Me: true}, {ID: 2, Name: oddNames[6]},
		{ID: 3, Name: oddNames[2]}}[:n]
}

func (g gallery) takeOutPage(props views.TakeOutProps) templ.Component {
	props.Class = sampleClass
	return views.TakeOutPage(g.page(views.Teacher, "Take a colleague out"), props)
}

// slipsPage has a slip for each name; every fifth has never been here.
func (g gallery) slipsPage(props views.SlipsProps, names []string, pin string) templ.Component {
	props.Class = sampleClass
	for i, name := range names {
		props.Students = append(props.Students, views.SlipStudent{ID: int64(i + 1), Name: name, Ticked: true})
		props.Slips = append(props.Slips, views.Slip{Name: name, Address: "192.168.1.20:8080", PIN: pin, Listed: i%5 == 4})
	}
	return views.SlipsPage(g.page(views.Teacher, "Login slips"), props)
}

func (g gallery) posterPage(props views.PosterProps) templ.Component {
	if props.Class.Name == "" {
		props.Class.Name = sampleClass.Name
	}
	props.Class.ID, props.Class.Code = sampleClass.ID, sampleClass.Code
	if code, err := lan.NewQR("http://" + props.Address + "/join/K7WQ3M"); err == nil {
		props.QRSize, props.QRPath = code.Size(), code.SVGPath()
	}
	return views.PosterPage(g.page(views.Teacher, "Poster"), props)
}

func (g gallery) waitPage(props views.WaitProps) templ.Component {
	props.Code, props.Class = "K7WQ3M", sampleClass.Name
	return views.WaitPage(g.page(views.Visitor, "Your teacher lets you in"), props)
}
