package web

import (
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/views"
)

// showBench leads through the three stages of a bench: the texts without their writers, the reveal,
// and the bench itself. A teacher sees the last.
func (s *Server) showBench(r *request) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	before, after := w.said()
	switch {
	case r.teacher != nil || after:
		return s.benchPage(r, w, http.StatusOK)
	case before:
		return s.render(r, http.StatusOK, views.RevealPage(s.page(r, w.Title, "/bench"), w.trustProps()))
	}
	return s.render(r, http.StatusOK, views.BlindPage(s.page(r, w.Title, "/bench"), w.trustProps()))
}

// benchPage shows the bench. changes put back what was typed and could not be accepted.
func (s *Server) benchPage(r *request, w *benchWork, status int, changes ...func(*views.BenchProps)) error {
	b, err := s.benchProps(r, w)
	if err != nil {
		return err
	}
	for _, change := range changes {
		change(&b)
	}
	b.Notes = w.notes(b.Text)
	if b.Sort.Question == nil {
		if b.Sort, err = s.sortProps(r, w, r.query("again") == "clock"); err != nil {
			return err
		}
	}
	return s.render(r, status, views.BenchPage(s.page(r, w.Title, "/bench"), b))
}

// benchProps is the bench as it stands, apart from its sorting task and the notes on the text.
func (s *Server) benchProps(r *request, w *benchWork) (views.BenchProps, error) {
	day, turned := course.ParseDay(r.query("on"))
	if !turned {
		day = w.Texts[0].Source.Date.Last()
	}
	b := views.BenchProps{
		Bench:     w.Bench,
		Clock:     w.ReadClock(day),
		ClockOpen: turned,
		Cited:     w.cited(),
		Tab:       account.FormToken(),
		Trust:     map[string][2]int{},
		HasReturn: len(w.returns) > 0,
	}
	for source, t := range w.trust {
		b.Trust[source] = [2]int{t.Before, t.After}
	}
	for _, skill := range w.Rubric.Skills {
		b.Judged = append(b.Judged, views.SkillLevel{Skill: skill, Level: -1})
	}
	if r.student == nil {
		return b, nil
	}
	b.Writable = true
	for _, p := range w.picks {
		b.Had = append(b.Had, p.Phrase)
	}
	if err := s.fillEssay(r, w, &b); err != nil {
		return b, err
	}
	if err := s.fillReasons(r, w, &b); err != nil {
		return b, err
	}
	var err error
	if b.Nudges, err = s.nudges(r, w, b.Text); err != nil {
		return b, err
	}
	b.Practised, err = s.practised(r, w)
	return b, err
}

// fillEssay puts in what the student has written and where it stands.
func (s *Server) fillEssay(r *request, w *benchWork, b *views.BenchProps) error {
	e := w.essay
	if e == nil {
		return nil
	}
	place := w.place(s.Now())
	b.Text, b.Base, b.Saved, b.State, b.HasTexts = e.Text, e.Rev, s.when(e.Saved), essayState(place.State), true
	b.Locked, b.Can = essay.Locked(place.State), essay.Allowed(place, essay.Author)
	b.Writable = !b.Locked
	if b.Locked {
		b.Pieces = w.pieces(e.Text)
	}
	judged, rev, err := s.Store.SelfAssessments(r.ctx, e.ID, e.Place.Round)
	if err != nil {
		return err
	}
	b.JudgedOld = rev != e.Rev
	for i := range b.Judged {
		if j, ok := judged[b.Judged[i].Skill.ID]; ok {
			b.Judged[i].Level = j.Level
		}
	}
	return nil
}

// fillReasons puts in why the two texts differ, as the student has put it together.
func (s *Server) fillReasons(r *request, w *benchWork, b *views.BenchProps) error {
	reasons, err := s.Store.Reasons(r.ctx, r.student.ID, w.ID)
	if err != nil {
		return err
	}
	b.Reasons, b.Reach, b.Shown = w.reasonRows(reasons), essay.Reach(reasons), map[essay.Kind]string{}
	for _, reason := range reasons {
		b.Shown[reason.Kind] = classroom.ReasonStamp(reason)
	}
	b.Reason = editedReason(b.Reasons, r.query("reason"))
	return nil
}

// reasonRows puts reasons into words. What a newer version of the bench no longer has is left out.
func (w *benchWork) reasonRows(reasons []essay.Reason) []views.ReasonRow {
	var rows []views.ReasonRow
	for _, reason := range reasons {
		row := views.ReasonRow{Reason: reason, Title: kindTitle(reason.Kind)}
		if p := w.Phrase(reason.First); p != nil {
			row.First = p.Words()
		}
		if p := w.Phrase(reason.Second); p != nil {
			row.Second = p.Words()
		}
		if f := w.Fact(reason.Fact); f != nil {
			row.Claim = f.Claim
		}
		rows = append(rows, row)
	}
	return rows
}

// kindTitle is the title of a kind of reason; "" for a kind that does not exist.
func kindTitle(id essay.Kind) string {
	for _, kind := range essay.Kinds {
		if kind.ID == id {
			return kind.Title
		}
	}
	return ""
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
