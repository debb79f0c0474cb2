package web

import (
	"net/http"
	"slices"
	"time"

	"dossier/internal/essay"
	"dossier/views"
)

func (s *Server) showBenches(r *request) error {
	states := map[string]views.State{}
	if r.student != nil {
		essays, err := s.Store.Essays(r.ctx, r.student.ID)
		if err != nil {
			return err
		}
		for _, e := range essays {
			states[e.Bench] = essayState(e.Place.State)
		}
	}
	var cards []views.BenchCard
	for _, b := range r.edition.course.Benches {
		cards = append(cards, views.BenchCard{Bench: b, State: states[b.ID]})
	}
	slices.SortStableFunc(cards, func(a, b views.BenchCard) int { return a.Bench.Lesson.Number - b.Bench.Lesson.Number })
	return s.render(r, http.StatusOK, views.BenchesPage(s.page(r, "Source bench", "/bench"), cards))
}

// essayState is where an essay stands, in its author's words.
func essayState(state essay.State) views.State {
	out := views.State{Symbol: "◐", Word: state.Words()}
	switch state {
	case essay.Submitted, essay.Resubmitted, essay.Claimed, essay.Marked:
		out.Symbol = "◕"
	case essay.Returned:
		out.Symbol, out.Class = "▷", "again"
	case essay.Final:
		out.Symbol, out.Class, out.Done = "✓", "ok", true
	}
	return out
}

// essayCards lists what a student has written.
func (s *Server) essayCards(r *request) ([]views.EssayCard, error) {
	essays, err := s.Store.Essays(r.ctx, r.student.ID)
	if err != nil {
		return nil, err
	}
	var cards []views.EssayCard
	for _, e := range essays {
		if b, err := r.edition.course.Bench(e.Bench); err == nil {
			cards = append(cards, views.EssayCard{Bench: b, State: essayState(e.Place.State), Saved: s.when(e.Saved)})
		}
	}
	return cards, nil
}

// when says when something was saved: the time if it was today, otherwise the day too.
func (s *Server) when(t time.Time) string {
	t = s.local(t)
	if now := s.local(s.Now()); now.Format(time.DateOnly) == t.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("2 January 2006, 15:04")
}
