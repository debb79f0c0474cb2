package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/export"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showRoster(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.rosterPage(r, http.StatusOK, class, views.RosterProps{Done: rosterDone[r.query("done")]})
}

// rosterPage lists the students of a class, and what can be undone.
func (s *Server) rosterPage(r *request, status int, class classroom.Class, props views.RosterProps) error {
	students, err := s.Store.Roster(r.ctx, class.ID)
	if err != nil {
		return err
	}
	steps, err := s.Store.RosterSteps(r.ctx, class.ID)
	if err != nil {
		return err
	}
	props.Class, props.Students = classCard(class), s.rosterRows(students)
	for _, step := range steps {
		if step.By == r.teacher.Name {
			step.By = ""
		}
		props.Steps = append(props.Steps, views.RosterStep{RosterStep: step, Time: s.local(step.At).Format("15:04")})
	}
	return s.render(r, status, views.RosterPage(s.page(r, "Students of "+class.Name, "/classes"), props))
}

func (s *Server) rosterRows(students []classroom.RosterStudent) (rows []views.RosterRow) {
	for _, st := range students {
		row := views.RosterRow{ID: int64(st.ID), Name: st.Name, ExtraTime: st.ExtraTime,
			PlainWords: st.PlainWords, NoPIN: !st.HasPIN}
		if !st.Never {
			row.Seen = views.Seen(st.LastActive, s.local(s.Now()))
		}
		rows = append(rows, row)
	}
	return rows
}

// exportRoster sends the list as a file for a spreadsheet.
func (s *Server) exportRoster(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	students, err := s.Store.Roster(r.ctx, class.ID)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := export.WriteRoster(&file, class.Name, students); err != nil {
		return err
	}
	if err := s.Store.NoteExport(r.ctx, r.teacher.ID, class.ID, 0, "roster.csv"); err != nil {
		s.Log.Warn("note an export", "request", r.id, "error", err) // on a full disk, say: reading goes on
	}
	name := export.FileName(class.Name, "roster", s.local(s.Now()), "csv")
	return r.download(name, "text/csv; charset=utf-8", file.Bytes())
}

// chosen finds students of a class by their numbers, in the order of the list. It leaves out whoever is not in the
// class; nothing that it returns is somebody else's.
func (s *Server) chosen(r *request, class classroom.Class, ids []int64) (picked, all []views.RosterRow, err error) {
	students, err := s.Store.Roster(r.ctx, class.ID)
	all = s.rosterRows(students)
	for _, row := range all {
		if slices.Contains(ids, row.ID) {
			picked = append(picked, row)
		}
	}
	return picked, all, err
}

// sentStudents are the numbers of the students whom a form or an address names.
func (r *request) sentStudents() (ids []int64) {
	for _, value := range append(r.queryAll("student"), r.form["student"]...) {
		if id, err := strconv.ParseInt(value, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// fromRoster finds the class of the path and the students whom its list or a form names.
func (s *Server) fromRoster(r *request) (class classroom.Class, picked []views.RosterRow, err error) {
	if class, err = s.class(r); err != nil {
		return class, nil, err
	}
	picked, _, err = s.chosen(r, class, r.sentStudents())
	return class, picked, err
}

// showChosen leads on with the students who are ticked in the list, by the button that was pressed.
func (s *Server) showChosen(r *request) error {
	switch r.query("do") {
	case "merge":
		return s.showMerge(r)
	case "remove":
		return s.showRemove(r)
	}
	return s.showMove(r)
}

func (s *Server) showRemove(r *request) error {
	class, picked, err := s.fromRoster(r)
	if err != nil {
		return err
	}
	if len(picked) == 0 {
		return s.rosterPage(r, http.StatusUnprocessableEntity, class, views.RosterProps{
			Problem: "Tick the students that you want to remove."})
	}
	props := views.RosterChosen{Class: classCard(class), Students: picked, FormToken: account.FormToken()}
	return s.render(r, http.StatusOK, views.RosterRemovePage(s.page(r, "Remove students", "/classes"), props))
}

func (s *Server) removeStudents(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	var ids []classroom.StudentID
	for _, id := range r.sentStudents() {
		ids = append(ids, classroom.StudentID(id))
	}
	if len(ids) == 0 {
		return s.rosterPage(r, http.StatusUnprocessableEntity, class, views.RosterProps{
			Problem: "Tick the students that you want to remove."})
	}
	if err := s.Store.RemoveStudents(r.ctx, r.teacher.ID, class.ID, ids, formToken(r.form)); err != nil {
		return err
	}
	return redirect(views.RosterHref(int64(class.ID), ""))
}

// undoRoster takes back what was done to the list. Why it cannot be is said on the list.
func (s *Server) undoRoster(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(r.form.Value("step"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	err = s.Store.UndoRoster(r.ctx, r.teacher.ID, class.ID, id, s.regradeAsked(r))
	var refused classroom.UndoRefused
	if errors.As(err, &refused) {
		return s.rosterPage(r, http.StatusConflict, class, views.RosterProps{Refused: string(refused)})
	}
	if err != nil {
		return err
	}
	return redirect(views.RosterHref(int64(class.ID), ""))
}

// rosterStudent finds the student of the path, with the others of the class.
func (s *Server) rosterStudent(r *request) (props views.RosterStudentProps, err error) {
	class, err := s.class(r)
	if err != nil {
		return props, err
	}
	picked, all, err := s.chosen(r, class, []int64{r.number("student")})
	if err == nil && len(picked) != 1 {
		err = store.ErrNotFound
	}
	if err != nil {
		return props, err
	}
	props = views.RosterStudentProps{Class: classCard(class), Student: picked[0], Name: picked[0].Name,
		FormToken: account.FormToken()}
	for _, row := range all {
		if row.ID != picked[0].ID {
			props.Others = append(props.Others, row)
		}
	}
	return props, nil
}

func (s *Server) showRosterStudent(r *request) error {
	props, err := s.rosterStudent(r)
	if err != nil {
		return err
	}
	return s.rosterStudentPage(r, http.StatusOK, props)
}

func (s *Server) rosterStudentPage(r *request, status int, props views.RosterStudentProps) error {
	return s.render(r, status, views.RosterStudentPage(s.page(r, props.Student.Name, "/classes"), props))
}

// renameStudent corrects a name.
func (s *Server) renameStudent(r *request) error {
	props, err := s.rosterStudent(r)
	if err != nil {
		return err
	}
	name, problem := account.CleanName(r.form.Value("name"))
	if problem == nil {
		if name == props.Student.Name {
			return redirect(views.RosterHref(props.Class.ID, ""))
		}
		err = s.Store.RenameStudent(r.ctx, r.teacher.ID, classroom.ClassID(props.Class.ID),
			classroom.StudentID(props.Student.ID), name, account.FoldName(name), formToken(r.form))
		if errors.Is(err, store.ErrConflict) {
			problem = errors.New(nameTaken(name, "This class"))
		} else if err != nil {
			return err
		}
	}
	if problem != nil {
		props.Name, props.Problem = r.form.Value("name"), problem.Error()
		return s.rosterStudentPage(r, http.StatusUnprocessableEntity, props)
	}
	return redirect(views.RosterHref(props.Class.ID, ""))
}

// nameTaken says that a class has a name already.
func nameTaken(name, class string) string {
	return fmt.Sprintf("%s already has a student called “%s”. Add something to the name, such as the first letter "+
		"of the surname.", class,
		name)
}
