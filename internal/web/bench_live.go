package web

import (
	"errors"
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// liveDraft is what an open page is told after it has saved by itself.
type liveDraft struct {
	Rev     int         `json:"rev"`
	Saved   string      `json:"saved"`
	Stale   bool        `json:"stale,omitempty"`
	Locked  bool        `json:"locked,omitempty"`
	Problem string      `json:"problem,omitempty"`
	Text    string      `json:"text,omitempty"` // of the other window
	Chips   []liveChip  `json:"chips"`          // the evidence as it stands, whichever window changed it
	Nudges  []liveNudge `json:"nudges"`
	Notes   []string    `json:"notes"`
}

type liveNudge struct {
	Rule  string `json:"rule"`
	Quote string `json:"quote"`
	Ask   string `json:"ask"`
}

type liveChip struct {
	Number int    `json:"number"`
	Phrase string `json:"phrase"`
	Source string `json:"source"`
	Quote  string `json:"quote"`
	Name   string `json:"name"`
}

// saveLive answers a page that saves by itself. It leaves reasons out, because most of the time they are half typed.
func (s *Server) saveLive(r *request, t typedDraft) error {
	if problem := t.problems["text"]; problem != "" {
		return r.json(http.StatusUnprocessableEntity, liveDraft{Problem: problem})
	}
	e, err := s.Store.SaveText(r.own(), r.answerer(), t.new)
	stale := errors.Is(err, store.ErrStale)
	if errors.Is(err, store.ErrLocked) {
		return r.json(http.StatusConflict, liveDraft{
			Locked:  true,
			Problem: "This text has been handed in from another window. What you typed here is not saved.",
		})
	}
	if err != nil && !stale {
		return err
	}
	if r.student == nil { // these words have made a guest of a visitor, whose evidence the page shows
		r.student = &classroom.Student{ID: e.Student}
	}
	live, err := s.liveDraft(r, t.new.Text, e)
	if err != nil {
		return err
	}
	if stale {
		live.Stale, live.Text = true, e.Text
		return r.json(http.StatusConflict, live)
	}
	return r.json(http.StatusOK, live)
}

// liveDraft is the bench as it stands after a save, with what the coach says about the text on the page.
func (s *Server) liveDraft(r *request, text string, e classroom.Essay) (liveDraft, error) {
	w, err := s.benchWork(r)
	if err != nil {
		return liveDraft{}, err
	}
	live := liveDraft{
		Rev:    e.Rev,
		Saved:  s.when(e.Saved),
		Chips:  []liveChip{},
		Nudges: []liveNudge{},
		Notes:  w.notes(text),
	}
	for _, p := range w.picks {
		c := w.citedAs(p)
		live.Chips = append(live.Chips,
			liveChip{Number: c.Number, Phrase: c.Phrase, Source: p.Source, Quote: c.Quote, Name: c.Name})
	}
	nudges, err := s.nudges(r, w, text)
	for _, n := range nudges {
		live.Nudges = append(live.Nudges, liveNudge(n))
	}
	return live, err
}
