package web

import (
	"errors"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// setNamed are the words of a set's page that a form without a name or with a taken one gets.
const setTaken = "You have a set of this name already. Choose another name."

func (s *Server) showSets(r *request) error {
	sets, err := s.Store.QuestionSets(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.SetsPage(s.page(r, "Your questions", views.SetsPath), s.setRows(sets)))
}

func (s *Server) setRows(sets []classroom.QuestionSet) (rows []views.SetRow) {
	now := s.Now()
	for _, set := range sets {
		rows = append(rows, views.SetRow{ID: int64(set.ID), Name: set.Name, Questions: set.Questions,
			Changed: views.Ago(set.Changed, s.local(now))})
	}
	return rows
}

// set finds the set of the path. store.ErrNotFound, for somebody else's too.
func (s *Server) set(r *request) (classroom.QuestionSet, error) {
	return s.Store.QuestionSet(r.ctx, r.teacher.ID, classroom.QuestionSetID(r.number("set")))
}

func (s *Server) showSet(r *request) error {
	set, err := s.set(r)
	if err != nil {
		return err
	}
	return s.setPage(r, http.StatusOK, set, views.SetProps{Name: set.Name})
}

// setPage lists the questions of a set with their keys.
func (s *Server) setPage(r *request, status int, set classroom.QuestionSet, props views.SetProps) error {
	all, err := s.questionsOf(r, set.ID)
	if err != nil {
		return err
	}
	props.Set = s.setRows([]classroom.QuestionSet{set})[0]
	for _, q := range all {
		props.Questions = append(props.Questions, ownCard(q))
	}
	if props.HandOut, err = s.handingOutSet(r, set); err != nil {
		return err
	}
	return s.render(r, status, views.SetPage(s.page(r, set.Name, views.SetsPath), props))
}

// ownCard is a question of a teacher's own as its pages show it.
func ownCard(q *quiz.Question) views.OwnCard {
	number, _ := quiz.OwnNumber(q.ID)
	return views.OwnCard{Number: number, Question: q, Kind: classroom.OwnKind(q)}
}

func (s *Server) renameSet(r *request) error {
	set, err := s.set(r)
	if err != nil {
		return err
	}
	name, problem := classroom.CleanSetName(r.form.Value("name"))
	if problem == "" {
		err := s.Store.RenameSet(r.ctx, r.teacher.ID, set.ID, name)
		if err == nil {
			return redirect(views.SetHref(int64(set.ID), ""))
		}
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
		problem = setTaken
	}
	return s.setPage(r, http.StatusUnprocessableEntity, set, views.SetProps{Name: r.form.Value("name"), Problem: problem})
}

func (s *Server) showRemoveSet(r *request) error {
	set, err := s.set(r)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.RemoveSetPage(s.page(r, "Remove the set", views.SetsPath),
		s.setRows([]classroom.QuestionSet{set})[0]))
}

// removeSet removes a set. One that is gone already is gone.
func (s *Server) removeSet(r *request) error {
	set, err := s.set(r)
	if err != nil {
		return err
	}
	err = s.Store.RemoveSet(r.ctx, r.teacher.ID, set.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return redirect(views.SetsPath)
}

// ownQuestion finds the question of the path in the set of the path. store.ErrNotFound.
func (s *Server) ownQuestion(r *request) (set classroom.QuestionSet, q *quiz.Question, err error) {
	if set, err = s.set(r); err != nil {
		return set, nil, err
	}
	own, err := s.Store.OwnQuestion(r.ctx, r.teacher.ID, quiz.OwnID(r.number("question")))
	if err == nil && own.Set != set.ID {
		err = store.ErrNotFound
	}
	if err != nil {
		return set, nil, err
	}
	q, err = r.edition.course.DecodeOwn(own.ID, own.Version, own.Body)
	return set, q, err
}

func (s *Server) showRemoveOwn(r *request) error {
	set, q, err := s.ownQuestion(r)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.RemoveOwnPage(s.page(r, "Remove the question", views.SetsPath),
		s.setRows([]classroom.QuestionSet{set})[0], ownCard(q)))
}

func (s *Server) removeOwn(r *request) error {
	set, q, err := s.ownQuestion(r)
	if err != nil {
		return err
	}
	err = s.Store.RemoveOwnQuestion(r.ctx, r.teacher.ID, q.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return redirect(views.SetHref(int64(set.ID), ""))
}

// showAddOwn is the form in which a question is written: first which kind, then its fields.
func (s *Server) showAddOwn(r *request) error {
	set, err := s.set(r)
	if err != nil {
		return err
	}
	kind := r.query("kind")
	if !isOwnKind(kind) {
		kind = ""
	}
	return s.ownPage(r, http.StatusOK, set, views.OwnProps{Kind: kind, Form: quiz.Form{}})
}

func (s *Server) ownPage(r *request, status int, set classroom.QuestionSet, props views.OwnProps) error {
	props.Set = s.setRows([]classroom.QuestionSet{set})[0]
	if props.FormToken == "" {
		props.FormToken = account.FormToken()
	}
	title := "A new question"
	if props.Number > 0 {
		title = "Change the question"
	}
	return s.render(r, status, views.OwnPage(s.page(r, title, views.SetsPath), props))
}
