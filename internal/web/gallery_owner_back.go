package web

import (
	"maps"

	"github.com/a-h/templ"

	"dossier/internal/store"
	"dossier/views"
)

func init() { maps.Copy(specimens, ownerBackSpecimens) }

// ownerBackSpecimens are states of the pages on which the owner goes back to a backup.
var ownerBackSpecimens = map[string]func(gallery) templ.Component{
	"owner-go-back": func(g gallery) templ.Component { return g.goBackPage(sampleGoBack()) },
	"owner-go-back-problem": func(g gallery) templ.Component {
		props := sampleGoBack()
		props.Problems = views.Problems{"pass": "That is not your passphrase."}
		return g.goBackPage(props)
	},
	"owner-go-back-damaged": func(g gallery) templ.Component {
		props := sampleGoBack()
		props.Cannot = whyNotBack(store.ErrDamaged)
		return g.goBackPage(props)
	},
	"owner-going-back": func(g gallery) templ.Component {
		return g.wentBackPage(views.WentBackProps{Title: "Going back to the backup of 27 November 2026, 04:00"})
	},
	"owner-not-gone-back": func(g gallery) templ.Component {
		return g.wentBackPage(views.WentBackProps{Failed: whyNotBack(store.ErrNoSpace)})
	},
	"owner-gone-back": func(g gallery) templ.Component {
		return g.wentBackPage(views.WentBackProps{Backup: "27 November 2026, 04:00", When: "a minute ago",
			Kept: "replaced-2026-11-28T07-31-12Z"})
	},
	"sign-in-gone-back": func(g gallery) templ.Component {
		return views.SignInPage(g.page(views.Visitor, "Sign in"), views.SignInProps{WentBack: true, To: views.WentBackPath})
	},
}

func sampleGoBack() views.GoBackProps {
	return views.GoBackProps{BackupRow: sampleOwner(1).Backups.Rows[0], Age: "27 hours ago", Holds: []views.Compared{
		{What: "Teachers", Then: "3", Now: "3"}, {What: "Classes", Then: "8", Now: "8"},
		{What: "Students", Then: "212", Now: "214"}, {What: "Answers", Then: "47,950", Now: "48,201"},
		{What: "Newest answer", Then: "27 Nov 2026, 15:02", Now: "28 Nov 2026, 08:14"}}}
}

func (g gallery) goBackPage(props views.GoBackProps) templ.Component {
	return views.GoBackPage(g.page(views.Teacher, "Go back to a backup"), props)
}

func (g gallery) wentBackPage(props views.WentBackProps) templ.Component {
	return views.WentBackPage(g.page(views.Teacher, "Going back to a backup"), props)
}
