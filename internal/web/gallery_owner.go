package web

import (
	"fmt"
	"maps"

	"github.com/a-h/templ"

	"dossier/internal/store"
	"dossier/views"
)

func init() { maps.Copy(specimens, ownerSpecimens) }

// ownerSpecimens are states of the pages on which the owner looks after the program.
var ownerSpecimens = map[string]func(gallery) templ.Component{
	"owner-new": func(g gallery) templ.Component {
		return g.ownersPage(views.OwnerProps{Backups: views.BackupsProps{Old: true}, Keep: views.KeepProps{Days: "400"}})
	},
	"owner": func(g gallery) templ.Component { return g.ownersPage(sampleOwner(6)) },
	"owner-trouble": func(g gallery) templ.Component {
		props := sampleOwner(100)
		props.MoreOf, props.Backups.Old, props.Backups.Newest = true, true, "3 days ago"
		props.Backups.Trouble = "The database is damaged, and no backup was made of it. Go back to the newest backup that " +
			"is whole: what is there now is kept."
		props.Check = checkWords(checked{err: store.ErrDamaged}, "2 minutes ago")
		props.Keep.Days, props.Problems = "soon", views.Problems{"days": "Write a number of days from 30 to 3650."}
		return g.ownersPage(props)
	},
	"owner-take-backup": func(g gallery) templ.Component {
		return views.TakeBackupPage(g.page(views.Teacher, "Download"), views.TakeBackupProps{
			BackupRow: sampleOwner(1).Backups.Rows[0]})
	},
	"owner-take-backup-problem": func(g gallery) templ.Component {
		return views.TakeBackupPage(g.page(views.Teacher, "Download"), views.TakeBackupProps{
			BackupRow: sampleOwner(1).Backups.Rows[0], Problems: views.Problems{"pass": "That is not your passphrase."}})
	},
}

// sampleOwner is a school with so many backups, and as many lines in the record.
func sampleOwner(lines int) views.OwnerProps {
	props := views.OwnerProps{Backups: views.BackupsProps{Newest: "3 hours ago"}, Keep: views.KeepProps{Days: "400"},
		Check: checkWords(checked{}, "3 hours ago"),
		Storage: []views.Fact{{Label: "Database", Value: "31 MB"}, {Label: "Its log", Value: "0.2 MB"},
			{Label: "Backups", Value: "640 MB"}, {Label: "Free", Value: "22 GB"}}}
	for i := range lines {
		props.Backups.Rows = append(props.Backups.Rows, views.BackupRow{Name: fmt.Sprintf("dossier-%d", i),
			At: fmt.Sprintf("%d November 2026, 04:00", 1+i%28), Kind: "daily", Size: "31 MB"})
		who, action := []string{"Ms Lee", "", oddNames[i%len(oddNames)]}[i%3], []string{"sign in", "restore",
			"delete class"}[i%3]
		props.Record = append(props.Record, views.RecordRow{At: fmt.Sprintf("%d Nov 2026, 08:15", 1+i%28), Who: who,
			Action: action, Subject: sampleClass.Name})
		props.Keep.Due = append(props.Keep.Due, views.DueRow{Name: "10C", Teachers: "Mr Ito", LastUsed: "14 months ago",
			Students: "28 students"})
	}
	props.Keep.Due = props.Keep.Due[:min(3, len(props.Keep.Due))]
	return props
}

func (g gallery) ownersPage(props views.OwnerProps) templ.Component {
	props.Version = "dossier v1.4.0 (3c2a91f) go1.26.8"
	props.Zone = "Times are those of this server: it is 08:00 here now (GMT)."
	props.Addresses = []string{"http://192.168.1.20:8080"}
	props.SignedIn = signedInWords(2)
	props.Numbers = []views.Fact{{Label: "Teachers", Value: "3"}, {Label: "Classes", Value: "8"},
		{Label: "Students", Value: "214"}, {Label: "Guests", Value: "12"}, {Label: "Answers given so far", Value: "48,201"}}
	return views.OwnerPage(g.page(views.Teacher, "Running Dossier"), props)
}
