package web

import (
	"errors"
	"slices"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// benchWork is a bench with all that somebody has done there.
type benchWork struct {
	*course.Bench
	student *classroom.Student // nil for a visitor or a teacher
	trust   map[string]classroom.Trust
	guesses map[string]string // about the writers, by source
	picks   []classroom.Pick  // those that are kept
	essay   *classroom.Essay  // nil before anything is written
	returns []marking.Feedback
	opens   string // when it opens to whoever asks; "" where they may work at it
	refused bool   // something was sent before that
}

// benchWork finds the bench of the path, what the student has done there, and when it opens to them.
func (s *Server) benchWork(r *request) (*benchWork, error) {
	w, err := s.doneAt(r)
	if err != nil {
		return nil, err
	}
	opens, err := s.opensTo(r, w)
	if !opens.IsZero() {
		w.opens = s.dayAndTime(opens)
	}
	return w, err
}

// doneAt finds the bench of the path and what the student has done there.
func (s *Server) doneAt(r *request) (*benchWork, error) {
	b, err := r.edition.course.Bench(r.param("bench"))
	if err != nil {
		return nil, err
	}
	w := &benchWork{Bench: b, student: r.student, trust: map[string]classroom.Trust{}}
	if r.student == nil {
		return w, nil
	}
	if w.trust, err = s.Store.Trusts(r.ctx, r.student.ID, b.ID); err != nil {
		return nil, err
	}
	if w.guesses, err = s.Store.CardGuesses(r.ctx, r.student.ID, b.ID); err != nil {
		return nil, err
	}
	if w.picks, err = s.Store.Picks(r.ctx, r.student.ID, b.ID); err != nil {
		return nil, err
	}
	w.picks = slices.DeleteFunc(w.picks, func(p classroom.Pick) bool { return !p.Kept || b.Phrase(p.Phrase) == nil })
	e, err := s.Store.Essay(r.ctx, r.student.ID, b.ID)
	if errors.Is(err, store.ErrNotFound) {
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	w.essay = &e
	w.returns, err = s.Store.Feedback(r.ctx, e)
	return w, err
}

// said reports whether somebody has said how far they trust both texts of the pair: before they knew the writers, and
// after.
func (w *benchWork) said() (before, after bool) {
	before, after = true, true
	for _, t := range w.Pair() {
		before = before && w.trust[t.Source.ID].Before > 0
		after = after && w.trust[t.Source.ID].After > 0
	}
	return before, after
}

// open reports whether the bench itself may be seen and used. Where nothing is read blind it is open at once.
func (w *benchWork) open() bool {
	_, after := w.said()
	return after || !w.Guided()
}

// openBench finds the bench of the path for somebody who works at it. Anybody who has not got that far is redirected to
// the stage they are at. When a new PIN or another window has ended the session, what was typed is kept until its
// author has signed in again.
func (s *Server) openBench(r *request) (*benchWork, error) {
	w, err := s.benchWork(r)
	switch {
	case err != nil:
		return nil, err
	case w.open():
		return w, nil
	case r.student != nil || r.form.Value("text")+r.form.Value("so")+r.form.Value("guess.1")+r.form.Value("guess.2") == "":
		return nil, redirect(views.BenchHref(w.Bench, ""))
	case r.wantsJSON(): // the form itself is still to come, under the same token
		return nil, answered(r.sayAway())
	}
	return nil, answered(s.showAway(r))
}

// place is where the essay stands now.
func (w *benchWork) place(now time.Time) essay.Place {
	return essay.PlaceAt(w.essay.Place, w.essay.Claimed, now)
}

// cited is the evidence as the pages show it, in the order of its numbers.
func (w *benchWork) cited() []views.Cited {
	var all []views.Cited
	for _, p := range w.picks {
		all = append(all, w.citedAs(p))
	}
	return all
}

func (w *benchWork) citedAs(p classroom.Pick) views.Cited {
	name := ""
	if t := w.Text(p.Source); t != nil {
		name = t.Name
	}
	return views.Cited{Number: p.Number, Phrase: p.Phrase, Quote: w.Shown(p.Phrase, p.Quote), Name: name}
}

func (w *benchWork) evidence() []essay.Pick {
	var all []essay.Pick
	for _, p := range w.picks {
		all = append(all, essay.Pick{Number: p.Number, Phrase: p.Phrase, Quote: p.Quote, Source: p.Source})
	}
	return all
}

// pieces cuts a text of the author into what is shown in different ways.
func (w *benchWork) pieces(text string) []essay.Piece {
	return essay.Cut(text, w.evidence(), w.Readings())
}

// notes says what can be counted and compared in a text; nothing about an empty one.
func (w *benchWork) notes(text string) []string {
	if essay.Words(text) == 0 {
		return nil
	}
	return essay.Notes(text, essay.Brief{Min: w.Words.Min, Max: w.Words.Max, Names: w.Names(), Quotes: w.Readings(),
		Picks: w.evidence()})
}

// mostNudges is how many questions the coach asks at a time.
const mostNudges = 3

// nudges are the coach's questions about a text, without those that its author has put away.
func (s *Server) nudges(r *request, w *benchWork, text string) ([]essay.Nudge, error) {
	var closed map[string]bool
	if r.student != nil {
		var err error
		if closed, err = s.Store.ClosedNudges(r.ctx, r.student.ID, w.ID); err != nil {
			return nil, err
		}
	}
	all := slices.DeleteFunc(essay.Nudges(r.edition.course.Coach, text),
		func(n essay.Nudge) bool { return closed[n.Rule] })
	return all[:min(len(all), mostNudges)], nil
}
