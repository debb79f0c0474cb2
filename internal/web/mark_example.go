package web

import (
	"net/http"

	"dossier/internal/account"
	"dossier/internal/essay"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) seed(r *request) (views.SeedProps, error) {
	b, err := s.markedBench(r)
	if err != nil {
		return views.SeedProps{}, err
	}
	e := b.Exemplar(r.param("exemplar"))
	if e == nil {
		return views.SeedProps{}, store.ErrNotFound
	}
	props := views.SeedProps{Bench: b, Exemplar: e, Pieces: essay.Cut(e.Text, nil, b.Readings())}
	for i := range b.Exemplars {
		if b.Exemplars[i] == e {
			props.Number = i + 1
		}
	}
	given, err := s.Store.SeedLevels(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return props, err
	}
	if len(given[e.ID]) > 0 {
		props.Given = given[e.ID]
	} else {
		props.Form = &views.MarkForm{Action: views.MarkingHref(b.ID, "seeds", e.ID), Token: account.FormToken(),
			Levels: map[string]string{}}
	}
	return props, nil
}

// showSeed shows an example to be marked, and once it is marked the agreed levels beside the teacher's own.
func (s *Server) showSeed(r *request) error {
	props, err := s.seed(r)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.SeedPage(s.page(r, "Example: "+props.Bench.Title, "/marking"), props))
}

func (s *Server) markSeed(r *request) error {
	props, err := s.seed(r)
	if err != nil {
		return err
	}
	self := views.MarkingHref(props.Bench.ID, "seeds", props.Exemplar.ID)
	if props.Form == nil {
		return redirect(self)
	}
	f := readMark(r.form, props.Bench.Rubric, false)
	if incomplete(f, props.Bench.Rubric); len(f.Problems) > 0 {
		f.Action, props.Form = self, f
		return s.render(r, http.StatusUnprocessableEntity, views.SeedPage(s.page(r, "Example: "+props.Bench.Title,
			"/marking"), props))
	}
	if err := s.Store.GiveSeedLevels(r.ctx, r.teacher.ID, props.Bench.ID, props.Exemplar.ID, newMark(f, 0,
		"").Levels); err != nil {
		return err
	}
	return redirect(self)
}
