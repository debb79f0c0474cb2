package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// showGroups lists the groups of a class, each as a form.
func (s *Server) showGroups(r *request) error {
	return s.groupsPage(r, http.StatusOK, views.GroupForm{}, nil)
}

// groupsPage shows the groups. typed is the form that has to be corrected, with what is wrong in it.
func (s *Server) groupsPage(r *request, status int, typed views.GroupForm, problems views.Problems) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	groups, err := s.Store.Groups(r.ctx, class.ID)
	if err != nil {
		return err
	}
	students, err := s.Store.Roster(r.ctx, class.ID)
	if err != nil {
		return err
	}
	props := views.GroupsProps{Class: classCard(class), Problems: problems, Open: typed.ID}
	forms := []views.GroupForm{{}}
	for _, g := range groups {
		f := views.GroupForm{ID: int64(g.ID), Name: g.Name, Named: g.Name}
		for _, m := range g.Members {
			f.Members = append(f.Members, int64(m))
		}
		f.Shown = f.Members
		forms = append(forms, f)
	}
	for _, f := range forms {
		if len(problems) > 0 && f.ID == typed.ID {
			f = typed
		}
		f.Choices = nil
		for _, st := range students {
			f.Choices = append(f.Choices, views.MemberChoice{ID: int64(st.ID), Name: st.Name,
				In: slices.Contains(f.Members, int64(st.ID))})
		}
		props.Groups = append(props.Groups, f)
	}
	return s.render(r, status, views.GroupsPage(s.page(r, "Groups · "+class.Name, "/classes"), props))
}

// numbersOf reads the numbers that a form sends under one name. What is none is left out.
func numbersOf(values []string) (all []int64) {
	for _, v := range values {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}

func studentIDs(numbers []int64) (all []classroom.StudentID) {
	for _, n := range numbers {
		all = append(all, classroom.StudentID(n))
	}
	return all
}

// keepGroup makes or changes a group, or removes it.
func (s *Server) keepGroup(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	typed := views.GroupForm{Name: r.form.Value("name")}
	typed.ID, _ = strconv.ParseInt(r.form.Value("group"), 10, 64)
	typed.Members, typed.Shown = numbersOf(r.form["student"]), numbersOf(r.form["shown"])
	typed.Named = r.form.Value("named")
	if r.form.Value("do") == "remove" {
		return s.removeGroup(r, class, typed)
	}
	g := classroom.GroupChange{ID: classroom.GroupID(typed.ID), Class: class.ID}
	if g.Name, err = account.CleanName(typed.Name); err != nil {
		return s.groupsPage(r, http.StatusUnprocessableEntity, typed, views.Problems{"name": err.Error()})
	}
	if g.ID != 0 && g.Name == r.form.Value("named") {
		g.Name = ""
	}
	in, out := classroom.Ticked(typed.Shown, typed.Members)
	g.In, g.Out = studentIDs(in), studentIDs(out)
	_, err = s.Store.KeepGroup(r.ctx, r.teacher.ID, g, account.FoldName(g.Name))
	if errors.Is(err, store.ErrConflict) {
		return s.groupsPage(r, http.StatusUnprocessableEntity, typed, views.Problems{"name": fmt.Sprintf(
			"There is a group “%s” already. Choose another name.", g.Name)})
	}
	if err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class.ID), "/groups"))
}

// removeGroup removes a group to which no work is handed out.
func (s *Server) removeGroup(r *request, class classroom.Class, typed views.GroupForm) error {
	err := s.Store.RemoveGroup(r.ctx, r.teacher.ID, class.ID, classroom.GroupID(typed.ID))
	if errors.Is(err, store.ErrLocked) {
		return s.groupsPage(r, http.StatusConflict, typed, views.Problems{"name": "Work is handed out to this group. Take " +
			"the group out of that work first; then you can remove it."})
	}
	if err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class.ID), "/groups"))
}
