package web

import (
	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/export"
	"dossier/views"
)

// sampleList is a list with a line of each kind.
const sampleList = "student_id,display_name,extra_time,Gender\n,Amira,25,F\n,Jo-Anne,0,F\n,Cleo,,F\n,Cleo,,F\n" +
	",Dan,30,M\n"

func rosterRowsOf(names []string) (rows []views.RosterRow) {
	for i, name := range names {
		rows = append(rows, views.RosterRow{ID: int64(i + 1), Name: name, NoPIN: i%7 == 3, PlainWords: i%5 == 1,
			ExtraTime: classroom.ExtraTimes[max(0, i%9-5)],
			Seen:      []string{"3 minutes ago", "yesterday", "1 September 2026", ""}[i%4]})
	}
	return rows
}

func (g gallery) rosterPage(names []string, undo ...bool) templ.Component {
	props := views.RosterProps{Class: sampleClass, Students: rosterRowsOf(names)}
	if len(undo) > 0 {
		props.Problem = "Tick the students that you want to move."
		props.Refused = classroom.MayUndo(classroom.UndoFor, nil).Error()
		for i, kind := range []classroom.StepKind{classroom.StepRemove, classroom.StepRename, classroom.StepMove,
			classroom.StepMerge, classroom.StepRemove} {
			step := views.RosterStep{RosterStep: classroom.RosterStep{ID: int64(i), Kind: kind, Names: names[:1]}, Time: "10:42"}
			if i > 0 && i < 4 {
				step.To = names[1]
			}
			if i == 4 {
				step.Names, step.By = names[:4], "Ms Lee"
			}
			props.Steps = append(props.Steps, step)
		}
	}
	return views.RosterPage(g.page(views.Teacher, "Students"), props)
}

func (g gallery) rosterStudentPage(problem string) templ.Component {
	rows := rosterRowsOf(oddNames)
	return views.RosterStudentPage(g.page(views.Teacher, rows[1].Name), views.RosterStudentProps{Class: sampleClass,
		Student: rows[1], Others: rows[2:], Name: rows[1].Name, Problem: problem})
}

func (g gallery) rosterAddPage(list string) templ.Component {
	props := views.RosterAddProps{Class: sampleClass, Text: list, Problems: views.Problems{}}
	if list != "" {
		if read, err := export.ReadRoster([]byte(list), false); err == nil {
			props.Notes = read.Notes
			props.Plan = classroom.PlanRoster(sampleClass.Name, []classroom.RosterStudent{{ID: 1, Name: "Amira"},
				{ID: 2, Name: "Jo Anne"}}, read.Rows)
		}
	}
	return views.RosterAddPage(g.page(views.Teacher, "Add students"), props)
}

func (g gallery) rosterMovePage() templ.Component {
	props := views.RosterMoveProps{Class: sampleClass, Classes: []views.ClassCard{sampleClass},
		Problems: views.Problems{views.MoveField(2): nameTaken("Ana", "That class")}}
	for _, row := range rosterRowsOf(oddNames[:3]) {
		props.Moves = append(props.Moves, views.RosterMove{RosterRow: row, As: row.Name})
	}
	return views.RosterMovePage(g.page(views.Teacher, "Move students"), props)
}

func (g gallery) rosterMergePage() templ.Component {
	rows := rosterRowsOf(oddNames)
	return views.RosterMergePage(g.page(views.Teacher, "Merge two students"), views.RosterMergeProps{Class: sampleClass,
		Two: [2]views.RosterRow{rows[0], rows[3]},
		Both: []string{"Both have written at “Two verdicts” and are equally far. " +
			"Dossier keeps the answer of the student whose name stays."}})
}

func (g gallery) rosterRemovePage() templ.Component {
	return views.RosterRemovePage(g.page(views.Teacher, "Remove students"), views.RosterChosen{Class: sampleClass,
		Students: rosterRowsOf(oddNames[:3])})
}

func (g gallery) rosterSlipsPage() templ.Component {
	var slips []views.Slip
	for _, name := range oddNames {
		slips = append(slips, views.Slip{Name: name, PIN: "402713", Address: "192.168.1.20:8080"})
	}
	return views.RosterSlipsPage(g.page(views.Teacher, "Login slips"), sampleClass, slips)
}
