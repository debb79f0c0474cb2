package web

import (
	"errors"
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
	"deleted":  "The class is deleted, and the answers are gone. " + tracesGo,
	"kept":     "The class is kept.",

	"anonymised": "The names are out of the class. It is in the archive, below the others. " + tracesGo,
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
	if props.Due, err = s.dueClasses(r); err != nil {
		return err
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
