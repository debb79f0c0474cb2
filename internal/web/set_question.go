package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

func isOwnKind(kind string) bool { return slices.Contains(classroom.OwnKinds, kind) }

func (s *Server) showOwn(r *request) error {
	set, q, err := s.ownQuestion(r)
	if err != nil {
		return err
	}
	number, _ := quiz.OwnNumber(q.ID)
	return s.ownPage(r, http.StatusOK, set, views.OwnProps{Kind: classroom.OwnKind(q), Number: number, Version: q.Version,
		Form: views.OwnForm(q)})
}

// addOwn keeps a question that was written in the form.
func (s *Server) addOwn(r *request) error {
	set, err := s.set(r)
	if err != nil {
		return err
	}
	kind := r.form.Value("kind")
	if !isOwnKind(kind) {
		return s.ownPage(r, http.StatusUnprocessableEntity, set, views.OwnProps{Form: quiz.Form{},
			Problems: views.Problems{"kind": "Choose what kind of question it is."}})
	}
	props := views.OwnProps{Kind: kind, Form: r.form, FormToken: formToken(r.form)}
	q, problems := parseOwn(kind, r.form)
	own, err := store.NewOwn{}, error(nil)
	if len(problems) == 0 {
		if own, err = encodeOwn(r.edition.course, q); err != nil {
			problems["stem"] = cannotStore
		}
	}
	if props.Problems = problems; len(problems) > 0 {
		return s.ownPage(r, http.StatusUnprocessableEntity, set, props)
	}
	if err := s.Store.AddToSet(r.ctx, r.teacher.ID, set.ID, props.FormToken, []store.NewOwn{own}); err != nil {
		return err
	}
	return redirect(views.SetHref(int64(set.ID), ""))
}

const cannotStore = "Dossier cannot keep a text with these signs in it."

// changeOwn gives a question a new wording. What was handed out with an older one keeps it.
func (s *Server) changeOwn(r *request) error {
	set, old, err := s.ownQuestion(r)
	if err != nil {
		return err
	}
	number, _ := quiz.OwnNumber(old.ID)
	was, err := strconv.Atoi(r.form.Value("was"))
	if err != nil {
		was = 0
	}
	props := views.OwnProps{Kind: classroom.OwnKind(old), Number: number, Version: was, Form: r.form,
		FormToken: formToken(r.form)}
	q, problems := parseOwn(props.Kind, r.form)
	if props.Problems = problems; len(problems) > 0 {
		return s.ownPage(r, http.StatusUnprocessableEntity, set, props)
	}
	keepRest(q, old)
	own, err := encodeOwn(r.edition.course, q)
	if err != nil {
		props.Problems["stem"] = cannotStore
		return s.ownPage(r, http.StatusUnprocessableEntity, set, props)
	}
	err = s.Store.ChangeOwnQuestion(r.ctx, r.teacher.ID, old.ID, was, props.FormToken, own)
	if errors.Is(err, store.ErrStale) {
		card := ownCard(old)
		props.Now, props.Version = &card, old.Version
		return s.ownPage(r, http.StatusConflict, set, props)
	}
	if err != nil {
		return err
	}
	return redirect(fmt.Sprintf("%s#q-%d", views.SetHref(int64(set.ID), ""), number))
}

// keepRest takes over from an older wording what the form does not show.
func keepRest(q, old *quiz.Question) {
	marks, title, stem, said := q.Marks, q.Title, q.Stem, q.Feedback.General
	q.Common = old.Common
	q.Marks, q.Title, q.Stem, q.Feedback.General = marks, title, stem, said
	if kind := quiz.NewOwn("", "", q.Body).Kind; kind != "" {
		q.Kind = kind
	}
}
