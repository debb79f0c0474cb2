package web

import (
	"errors"
	"net/http"

	"dossier/internal/store"
)

// liveDesk is what an open page hears when it has saved by itself.
type liveDesk struct {
	Rev     int         `json:"rev"`
	Saved   string      `json:"saved"`
	Stale   bool        `json:"stale,omitempty"`
	Locked  bool        `json:"locked,omitempty"`
	Problem string      `json:"problem,omitempty"`
	Text    string      `json:"text,omitempty"` // of the other window
	Chips   []liveChip  `json:"chips"`
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

// saveLive answers a page that saves by itself: reasons are not part of that, for they are half typed most of the time.
func (s *Server) saveLive(r *request, t typedDesk) error {
	if problem := t.problems["text"]; problem != "" {
		return r.json(http.StatusUnprocessableEntity, liveDesk{Problem: problem})
	}
	e, err := s.Store.SaveText(r.ctx, r.answerer(), t.new)
	stale := errors.Is(err, store.ErrStale)
	if errors.Is(err, store.ErrLocked) {
		return r.json(
			http.StatusConflict,
			liveDesk{
				Locked:  true,
				Problem: "This text has been handed in from another window. What you typed here is not saved.",
			},
		)
	}
	if err != nil && !stale {
		return err
	}
	d, err := s.desk(r) // with the evidence that was just stored
	if err != nil {
		return err
	}
	live := liveDesk{
		Rev:    e.Rev,
		Saved:  s.when(e.Saved),
		Chips:  []liveChip{},
		Nudges: []liveNudge{},
		Notes:  d.notes(t.text),
	}
	for _, p := range d.picks {
		chip := liveChip{Number: p.Number, Phrase: p.Phrase, Source: p.Source, Quote: d.Shown(p.Phrase, p.Quote)}
		if text := d.Text(p.Source); text != nil {
			chip.Name = text.Name
		}
		live.Chips = append(live.Chips, chip)
	}
	nudges, err := s.nudges(r, d, t.text)
	if err != nil {
		return err
	}
	for _, n := range nudges {
		live.Nudges = append(live.Nudges, liveNudge(n))
	}
	if stale {
		live.Stale, live.Text = true, e.Text
		return r.json(http.StatusConflict, live)
	}
	return r.json(http.StatusOK, live)
}
