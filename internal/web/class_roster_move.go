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

func (s *Server) showMove(r *request) error {
	class, picked, err := s.fromRoster(r)
	if err != nil {
		return err
	}
	if len(picked) == 0 {
		return s.rosterPage(r, http.StatusUnprocessableEntity, class, views.RosterProps{
			Problem: "Tick the students that you want to move."})
	}
	props := views.RosterMoveProps{}
	for _, row := range picked {
		props.Moves = append(props.Moves, views.RosterMove{RosterRow: row, As: row.Name})
	}
	return s.movePage(r, http.StatusOK, class, props)
}

func (s *Server) movePage(r *request, status int, class classroom.Class, props views.RosterMoveProps) error {
	classes, err := s.Store.Classes(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	for _, other := range classes {
		if other.ID != class.ID && !other.Archived && !other.Demo && !class.Demo { // nobody is half invented
			props.Classes = append(props.Classes, classCard(other))
		}
	}
	props.Class, props.FormToken = classCard(class), account.FormToken()
	return s.render(r, status, views.RosterMovePage(s.page(r, "Move students", "/classes"), props))
}

// moveStudents takes students to another class of the teacher. A name that is taken there is refused beside its field.
func (s *Server) moveStudents(r *request) error {
	class, picked, err := s.fromRoster(r)
	if err != nil {
		return err
	}
	props, moves := typedMoves(r, picked)
	if len(moves) == 0 {
		return s.moveNobody(r, class)
	}
	to, err := strconv.ParseInt(r.form.Value("to"), 10, 64)
	if err != nil {
		props.Problems["to"] = "Choose the class."
	}
	if len(props.Problems) == 0 {
		err = s.Store.MoveStudents(r.ctx, r.teacher.ID, class.ID, classroom.ClassID(to), moves, formToken(r.form),
			s.regradeAsked(r))
		var taken store.NamesTaken
		if err != nil && !errors.As(err, &taken) {
			return err
		}
		for _, id := range taken {
			at := slices.IndexFunc(moves, func(m store.Moved) bool { return m.ID == id })
			props.Problems[views.MoveField(int64(id))] = nameTaken(moves[at].Name, "That class")
		}
	}
	if len(props.Problems) > 0 {
		props.To = to
		return s.movePage(r, http.StatusUnprocessableEntity, class, props)
	}
	return redirect(views.RosterHref(int64(class.ID), ""))
}

// moveNobody answers a form about nobody who is in the class: it was sent before, or nobody was ticked.
func (s *Server) moveNobody(r *request, class classroom.Class) error {
	_, sent, err := s.Store.AddedBy(r.ctx, class.ID, formToken(r.form))
	if err != nil {
		return err
	}
	if sent {
		return redirect(views.RosterHref(int64(class.ID), ""))
	}
	return s.rosterPage(r, http.StatusUnprocessableEntity, class, views.RosterProps{
		Problem: "Tick the students that you want to move."})
}

// typedMoves reads under which names students go to the other class.
func typedMoves(r *request, picked []views.RosterRow) (props views.RosterMoveProps, moves []store.Moved) {
	props.Problems = views.Problems{}
	for _, row := range picked {
		as := row.Name
		if typed, there := r.form["name."+strconv.FormatInt(row.ID, 10)]; there {
			as = typed[0]
		}
		name, problem := account.CleanName(as)
		if problem != nil {
			props.Problems[views.MoveField(row.ID)] = problem.Error()
		}
		props.Moves = append(props.Moves, views.RosterMove{RosterRow: row, As: as})
		moves = append(moves, store.Moved{ID: classroom.StudentID(row.ID), Name: name, Key: account.FoldName(name)})
	}
	return props, moves
}

func (s *Server) showMerge(r *request) error {
	class, picked, err := s.fromRoster(r)
	if err != nil {
		return err
	}
	if len(picked) != 2 {
		return s.rosterPage(r, http.StatusUnprocessableEntity, class, views.RosterProps{
			Problem: "Tick exactly two rows that belong to the same student."})
	}
	props := views.RosterMergeProps{Class: classCard(class), FormToken: account.FormToken()}
	var work [2][]classroom.BenchWork
	for i, row := range picked {
		props.Two[i] = row
		if work[i], err = s.Store.BenchWork(r.ctx, classroom.StudentID(row.ID)); err != nil {
			return err
		}
	}
	for _, one := range work[0] {
		for _, other := range work[1] {
			if one.Bench == other.Bench && one.State != "" && other.State != "" {
				props.Both = append(props.Both, s.bothWrote(r, picked, one, other))
			}
		}
	}
	return s.render(r, http.StatusOK, views.RosterMergePage(s.page(r, "Merge two students", "/classes"), props))
}

// bothWrote says whose answer stays where two students who become one have written at the same bench.
func (s *Server) bothWrote(r *request, two []views.RosterRow, one, other classroom.BenchWork) string {
	title := one.Bench
	if b, err := r.edition.course.Bench(one.Bench); err == nil {
		title = b.Title
	}
	stays, goes := two[0].Name, two[1].Name
	switch {
	case classroom.Stays(one, other):
		stays, goes = goes, stays
	case !classroom.Stays(other, one):
		return fmt.Sprintf("Both have written at “%s” and are equally far. Dossier keeps the answer of the student "+
			"whose name stays.", title)
	}
	return fmt.Sprintf("Both have written at “%s”. Dossier keeps the answer of %s, because it is further on, and drops "+
		"that of %s.", title, stays, goes)
}

// mergeStudents makes one student of two.
func (s *Server) mergeStudents(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	ids := r.sentStudents()
	if len(ids) != 2 {
		return s.rosterPage(r, http.StatusUnprocessableEntity, class, views.RosterProps{
			Problem: "Tick exactly two rows that belong to the same student."})
	}
	chosen := func(field string) int { // which of the two; the first where nothing was chosen
		return max(0, slices.Index(ids, numberIn(r.form.Value(field))))
	}
	first := chosen("stays")
	err = s.Store.MergeStudents(r.ctx, r.teacher.ID, class.ID, classroom.StudentID(ids[first]),
		classroom.StudentID(ids[1-first]), chosen("keeps") != first, formToken(r.form))
	if err != nil {
		return err
	}
	return redirect(views.RosterHref(int64(class.ID), ""))
}

// numberIn is a number that was sent; 0 when it is none.
func numberIn(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
