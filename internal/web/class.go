package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// activeWithin is how recently somebody must have done something to count as active now.
const activeWithin = 5 * time.Minute

func classCard(c classroom.Class) views.ClassCard {
	return views.ClassCard{ID: int64(c.ID), Name: c.Name, Code: account.FormatJoinCode(c.Code), Students: c.Students,
		Demo: c.Demo, Archived: c.Archived}
}

// class finds the class of the path among those of the teacher.
func (s *Server) class(r *request) (classroom.Class, error) {
	class, err := s.Store.Class(r.ctx, r.teacher.ID, classroom.ClassID(r.number("class")))
	if err == nil && class.Demo {
		r.demo = &class
	}
	return class, err
}

// classesDone says what a form has done, by the word behind the question mark of the page that it leads to.
var classesDone = map[string]string{
	"archived": "The class is in the archive, below the others.",
	"deleted":  "The class is deleted.",
}

func (s *Server) showClasses(r *request) error {
	return s.classesPage(r, http.StatusOK, views.ClassesProps{Done: classesDone[r.query("done")]})
}

func (s *Server) classesPage(r *request, status int, props views.ClassesProps) error {
	classes, err := s.Store.Classes(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	toMark, err := s.Store.ToMark(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	active, err := s.Store.ClassesActive(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props.FormToken, props.Owner = account.FormToken(), r.teacher.Owner
	if r.teacher.Owner {
		props.Warnings = s.Store.Warnings()
	}
	props.Nobody = true
	for _, class := range classes {
		card := classCard(class)
		card.ToMark = toMark[class.ID]
		if at, ok := active[class.ID]; ok {
			card.Active = views.Ago(at, s.local(s.Now()))
		}
		if class.Archived {
			props.Archived = append(props.Archived, card)
		} else {
			props.Classes = append(props.Classes, card)
		}
		props.Nobody = props.Nobody && class.Students == 0
	}
	return s.render(r, status, views.ClassesPage(s.page(r, "Classes", "/classes"), props))
}

func (s *Server) createClass(r *request) error {
	name, problem := account.CleanName(r.form.Value("class"))
	if problem != nil {
		return s.classesPage(r, http.StatusUnprocessableEntity, views.ClassesProps{Name: r.form.Value("class"),
			Problem: badClassName})
	}
	var id classroom.ClassID
	err := withFreeCode(func(code string) (err error) {
		id, err = s.Store.CreateClass(r.ctx, r.teacher.ID, name, code, formToken(r.form))
		return err
	})
	if err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(id), "/join-screen"))
}

// withFreeCode draws join codes until one is not taken.
func withFreeCode(try func(code string) error) error {
	var err error
	for range 5 {
		if err = try(account.NewJoinCode()); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}

func (s *Server) showClass(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	props, err := s.classProps(r, class)
	if err != nil {
		return err
	}
	unmatched, err := s.unmatched(r, class.ID)
	if err != nil {
		return err
	}
	props.Unmatched = len(unmatched)
	if props.Shared, err = s.Store.SharedNames(r.ctx, class.ID); err != nil {
		return err
	}
	if props.Teachers, err = s.Store.ClassTeachers(r.ctx, class.ID); err != nil {
		return err
	}
	props.Owner = r.teacher.Owner
	waiting, err := s.Store.ToMark(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props.ToMark, props.Benches = waiting[class.ID], benchesWithTexts(r.edition.course)
	return s.render(r, http.StatusOK, views.ClassPage(s.page(r, class.Name, "/classes"), props))
}

// classProps is the state of a class: for the page, and for keeping an open page up to date.
func (s *Server) classProps(r *request, class classroom.Class) (views.ClassProps, error) {
	props := views.ClassProps{Class: classCard(class), Lessons: r.edition.course.Lessons}
	rows, err := s.Store.ClassRows(r.ctx, class.ID)
	if err != nil {
		return props, err
	}
	guessed, err := s.guessedAt(r, class.ID)
	if err != nil {
		return props, err
	}
	list := sha256.New() // of what makes an open page load again
	for _, row := range rows {
		fmt.Fprintf(list, "%d %s\n", row.Student.ID, row.Student.Name)
		props.Rows = append(props.Rows, s.classRow(r, row))
	}
	for _, st := range guessed {
		fmt.Fprintf(list, "guessed at %d\n", st.ID)
		props.Guessing = append(props.Guessing, st.Name)
	}
	props.Version = hex.EncodeToString(list.Sum(nil)[:8])
	props.Sub = classSummary(rows, s.local(s.Now()))
	return props, nil
}

func (s *Server) classRow(r *request, row classroom.ClassRow) views.ClassRow {
	out := views.ClassRow{ID: int64(row.Student.ID), Name: row.Student.Name,
		Active: views.Ago(row.LastActive, s.local(s.Now()))}
	for _, l := range r.edition.course.Lessons {
		out.Cells = append(out.Cells, cellOf(progressOf(l, row.Lessons[l.ID])))
	}
	return out
}

// classSummary says in a line how many there are, and when the latest of them did something.
func classSummary(rows []classroom.ClassRow, now time.Time) string {
	if len(rows) == 0 {
		return "No students yet"
	}
	active, latest := 0, time.Time{}
	for _, row := range rows {
		if classroom.Age(now, row.LastActive) < activeWithin {
			active++
		}
		if row.LastActive.After(latest) {
			latest = row.LastActive
		}
	}
	noun := "students"
	if len(rows) == 1 {
		noun = "student"
	}
	return fmt.Sprintf("%d %s · %d active now · last active %s", len(rows), noun, active, views.Ago(latest, now))
}

// cellOf is the state of a lesson in the few words that a cell holds.
func cellOf(p classroom.Progress) views.State {
	cell := stateOf(p)
	cell.Word = p.Short()
	return cell
}
