package web

import (
	"net/http"
	"slices"

	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// exemplar finds the exemplar of the path, with the levels that the teacher gave it or the form to give them in.
func (s *Server) exemplar(r *request) (views.ExemplarProps, error) {
	b, err := s.markedBench(r)
	if err != nil {
		return views.ExemplarProps{}, err
	}
	at := slices.IndexFunc(b.Practice(), func(e *course.Exemplar) bool { return e.ID == r.param("exemplar") })
	if at < 0 {
		return views.ExemplarProps{}, store.ErrNotFound
	}
	e := b.Practice()[at]
	props := views.ExemplarProps{Bench: b, Exemplar: e, Number: at + 1, Pieces: essay.Cut(e.Text, nil, b.Readings()),
		Class: int64(r.markedClass())}
	given, err := s.Store.ExemplarLevels(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return props, err
	}
	if len(given[e.ID]) > 0 {
		props.Given = given[e.ID]
	} else {
		props.Form = newForm(b.Rubric, props.Href(), 0, false, marking.MarkDraft{})
	}
	return props, nil
}

// showExemplar shows an exemplar to be marked, and once it is marked the agreed levels beside the teacher's own.
func (s *Server) showExemplar(r *request) error {
	props, err := s.exemplar(r)
	if err != nil {
		return err
	}
	return s.exemplarPage(r, http.StatusOK, props)
}

func (s *Server) exemplarPage(r *request, status int, props views.ExemplarProps) error {
	return s.render(r, status, views.ExemplarPage(s.page(r, "Example: "+props.Bench.Title, "/marking"), props))
}

func (s *Server) markExemplar(r *request) error {
	props, err := s.exemplar(r)
	if err != nil {
		return err
	}
	self := props.Href()
	if props.Form == nil {
		return redirect(self)
	}
	sent := readMark(r.form, props.Bench.Rubric, false)
	if sent.incomplete(props.Bench.Rubric) {
		sent.Action, props.Form = self, sent.MarkForm
		return s.exemplarPage(r, http.StatusUnprocessableEntity, props)
	}
	err = s.Store.GiveExemplarLevels(r.ctx, r.teacher.ID, props.Bench.ID, props.Exemplar.ID, sent.draft.Levels())
	if err != nil {
		return err
	}
	return redirect(self)
}
