package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// benchOf finds the bench whose sorting task stands under this name among the lessons of attempts.
func (s *Server) benchOf(r *request, lesson string) (*course.Bench, bool) {
	id, ok := strings.CutPrefix(lesson, "bench:")
	if !ok {
		return nil, false
	}
	b, err := r.edition.course.Bench(id)
	return b, err == nil
}

// desk is a bench with all that somebody has done there.
type desk struct {
	*course.Bench
	student *classroom.Student // nil for a visitor or a teacher
	trust   map[string]classroom.Trust
	picks   []classroom.Pick // those that are kept
	essay   *classroom.Essay // nil before anything is written
	returns []marking.Feedback
}

// desk finds the bench of the path and what the student has done there.
func (s *Server) desk(r *request) (*desk, error) {
	b, err := r.edition.course.Bench(r.param("bench"))
	if err != nil {
		return nil, err
	}
	d := &desk{Bench: b, student: r.student, trust: map[string]classroom.Trust{}}
	if r.student == nil {
		return d, nil
	}
	if d.trust, err = s.Store.Trusts(r.ctx, r.student.ID, b.ID); err != nil {
		return nil, err
	}
	if d.picks, err = s.Store.Picks(r.ctx, r.student.ID, b.ID); err != nil {
		return nil, err
	}
	d.picks = slices.DeleteFunc(d.picks, func(p classroom.Pick) bool { return !p.Kept || b.Phrase(p.Phrase) == nil })
	e, err := s.Store.Essay(r.ctx, r.student.ID, b.ID)
	if errors.Is(err, store.ErrNotFound) {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	d.essay = &e
	d.returns, err = s.Store.Feedback(r.ctx, e)
	return d, err
}

// said tells whether somebody has said how far they trust both texts of the pair: before they knew the
// writers, and after.
func (d *desk) said() (before, after bool) {
	before, after = true, true
	for _, t := range d.Pair() {
		before = before && d.trust[t.Source.ID].Before > 0
		after = after && d.trust[t.Source.ID].After > 0
	}
	return before, after
}

// open tells whether the bench itself may be seen and used.
func (d *desk) open() bool {
	_, after := d.said()
	return after
}

// openDesk finds the bench of the path for somebody who works at it. Who has not got so far yet is led
// to where they are, and d is nil. A text from somebody who is nobody any more, because a new PIN or
// another window has ended the session, is kept until they have signed in again.
func (s *Server) openDesk(r *request) (d *desk, err error) {
	d, err = s.desk(r)
	if err != nil {
		return nil, err
	}
	if !d.open() && r.student == nil && r.form.Value("text")+r.form.Value("so") != "" {
		if r.wantsJSON() { // the form itself is still to come, under the same token
			return nil, answered(r.sayAway())
		}
		return nil, answered(s.showAway(r))
	}
	if !d.open() {
		return nil, redirect(views.BenchHref(d.Bench, ""))
	}
	return d, nil
}

// place is where the essay stands now.
func (d *desk) place(now time.Time) essay.Place { return essay.PlaceAt(d.essay.Place, d.essay.Claimed, now) }

// cited is the evidence as the pages show it, in the order of its numbers.
func (d *desk) cited() []views.Cited {
	var all []views.Cited
	for _, p := range d.picks {
		name := ""
		if t := d.Text(p.Source); t != nil {
			name = t.Name
		}
		all = append(all, views.Cited{Number: p.Number, Phrase: p.Phrase, Quote: d.Shown(p.Phrase, p.Quote), Name: name})
	}
	return all
}

func (d *desk) evidence() []essay.Pick {
	var all []essay.Pick
	for _, p := range d.picks {
		all = append(all, essay.Pick{Number: p.Number, Phrase: p.Phrase, Quote: p.Quote, Source: p.Source})
	}
	return all
}

// pieces cuts a text of the author into what is shown in different ways.
func (d *desk) pieces(text string) []essay.Piece { return essay.Cut(text, d.evidence(), d.Readings()) }

// notes is what can be counted and compared in a text. Nothing is said before anything is written.
func (d *desk) notes(text string) []string {
	if essay.Words(text) == 0 {
		return nil
	}
	return essay.Notes(text, essay.Brief{Min: d.Words.Min, Max: d.Words.Max, Names: d.Names(), Quotes: d.Readings(),
		Picks: d.evidence()})
}

// mostNudges is how many questions the coach asks at a time.
const mostNudges = 3

// nudges are the coach's questions about a text that its author has not put away.
func (s *Server) nudges(r *request, d *desk, text string) ([]essay.Nudge, error) {
	closed, err := s.Store.ClosedNudges(r.ctx, r.student.ID, d.ID)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(essay.Nudges(r.edition.course.Coach, text),
		func(n essay.Nudge) bool { return closed[n.Rule] })
	return all[:min(len(all), mostNudges)], nil
}

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

// when says when something was saved: the time today, with the day before that.
func (s *Server) when(t time.Time) string {
	t = t.Local()
	if now := s.Now().Local(); now.Format(time.DateOnly) == t.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("2 January 2006, 15:04")
}

// showBench leads through the three stages of a bench: the texts without their writers, the reveal,
// and the bench itself. A teacher sees the last.
func (s *Server) showBench(r *request) error {
	d, err := s.desk(r)
	if err != nil {
		return err
	}
	before, after := d.said()
	switch {
	case r.teacher != nil || after:
		return s.benchPage(r, d, http.StatusOK, nil)
	case before:
		return s.render(r, http.StatusOK, views.RevealPage(s.page(r, d.Title, "/bench"), d.trustProps()))
	}
	return s.render(r, http.StatusOK, views.BlindPage(s.page(r, d.Title, "/bench"), d.trustProps()))
}

// benchPage shows the bench. change puts in what was typed and could not be taken; it is nil when all is well.
func (s *Server) benchPage(r *request, d *desk, status int, change func(*views.BenchProps)) error {
	on := r.query("on")
	day, turned := course.ParseDay(on)
	if !turned {
		day = d.Texts[0].Source.Date.Last()
	}
	b := views.BenchProps{
		Bench:     d.Bench,
		Clock:     d.ReadClock(day),
		ClockOpen: turned,
		Cited:     d.cited(),
		Tab:       account.FormToken(),
		Trust:     map[string][2]int{},
		HasReturn: len(d.returns) > 0,
	}
	for source, t := range d.trust {
		b.Trust[source] = [2]int{t.Before, t.After}
	}
	for _, skill := range d.Rubric.Skills {
		b.Judged = append(b.Judged, views.SkillLevel{Skill: skill, Level: -1})
	}
	if r.student != nil {
		if err := s.fillDesk(r, d, &b); err != nil {
			return err
		}
		b.Reason = editedReason(b.Reasons, r.query("reason"))
	}
	if change != nil {
		change(&b)
		if b.Conflict != nil || len(b.Problems) > 0 { // what is judged is what stands on the page
			b.Notes = d.notes(b.Text)
		}
	}
	var err error
	if b.Sort.Question == nil {
		if b.Sort, err = s.sortProps(r, d, r.query("again") == "clock"); err != nil {
			return err
		}
	}
	return s.render(r, status, views.BenchPage(s.page(r, d.Title, "/bench"), b))
}

// fillDesk puts in what the student has done.
func (s *Server) fillDesk(r *request, d *desk, b *views.BenchProps) (err error) {
	b.Writable = true
	if e := d.essay; e != nil {
		place := d.place(s.Now())
		b.Text, b.Base, b.Saved, b.State, b.HasTexts = e.Text, e.Rev, s.when(e.Saved), essayState(place.State), true
		b.Locked, b.Can = essay.Locked(place.State), essay.Allowed(place, essay.Author)
		b.Writable = !b.Locked
		if b.Locked {
			b.Pieces = d.pieces(e.Text)
		}
		judged, rev, err := s.Store.Judgements(r.ctx, e.ID, e.Place.Round)
		if err != nil {
			return err
		}
		b.JudgedOld = rev != e.Rev
		for i := range b.Judged {
			if j, ok := judged[b.Judged[i].Skill.ID]; ok {
				b.Judged[i].Level = j.Level
			}
		}
	}
	if b.Nudges, err = s.nudges(r, d, b.Text); err != nil {
		return err
	}
	b.Notes = d.notes(b.Text)
	reasons, err := s.Store.Reasons(r.ctx, r.student.ID, d.ID)
	if err != nil {
		return err
	}
	b.Reasons, b.Reach = d.reasonRows(reasons), essay.Reach(reasons)
	b.Calibrated, err = s.calibrated(r, d)
	return err
}

// reasonRows puts reasons into words. What a newer version of the bench no longer has is left out.
func (d *desk) reasonRows(reasons []essay.Reason) []views.ReasonRow {
	var rows []views.ReasonRow
	for _, reason := range reasons {
		row := views.ReasonRow{Reason: reason}
		for _, kind := range essay.Kinds {
			if kind.ID == reason.Kind {
				row.Title = kind.Title
			}
		}
		if p := d.Phrase(reason.First); p != nil {
			row.First = p.Words()
		}
		if p := d.Phrase(reason.Second); p != nil {
			row.Second = p.Words()
		}
		if f := d.Fact(reason.Fact); f != nil {
			row.Claim = f.Claim
		}
		rows = append(rows, row)
	}
	return rows
}

// editedReason is the reason that is to be changed; the zero Reason when there is none of that kind.
func editedReason(rows []views.ReasonRow, kind string) essay.Reason {
	for _, row := range rows {
		if kind != "" && string(row.Reason.Kind) == kind {
			return row.Reason
		}
	}
	return essay.Reason{}
}
