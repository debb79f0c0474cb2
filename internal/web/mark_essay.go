package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// submission finds the answer of the path among those of the teacher's classes, with its bench and the
// rubric by which it is marked.
func (s *Server) submission(r *request) (sc marking.Submission, b *course.Bench, rubric *course.Rubric, err error) {
	if sc, err = s.Store.Submission(r.ctx, r.teacher.ID, classroom.EssayID(r.number("essay"))); err != nil {
		return
	}
	if b, err = r.edition.course.Bench(sc.Bench); err != nil {
		return
	}
	rubric, err = r.edition.course.Rubric(sc.Rubric)
	return
}

func (s *Server) showSubmission(r *request) error {
	sc, b, rubric, err := s.submission(r)
	if err != nil {
		return err
	}
	return s.submissionPage(r, http.StatusOK, sc, b, rubric, nil)
}

// submissionPage draws the page of an answer. typed is what a form that cannot be taken held; nil otherwise.
func (s *Server) submissionPage(r *request, status int, sc marking.Submission, b *course.Bench, rubric *course.Rubric,
	typed *views.MarkForm) error {
	props, err := s.submissionProps(r, sc, b, rubric)
	if err != nil {
		return err
	}
	marks, err := s.Store.MarksOf(r.ctx, sc)
	if err != nil {
		return err
	}
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	props.At, props.Of = progress(submissions, r.teacher.ID, s.Now())
	blind := s.blind(r.teacher.ID, b, submissions)[sc.ID]
	if m, ok := marks[sc.Marked]; ok && !blind {
		if props.Given, err = s.givenMark(r, m); err != nil {
			return err
		}
	}
	switch pileOf(sc, r.teacher.ID, s.Now()) {
	case mine:
		form := typed
		if form == nil {
			if form, err = s.firstForm(r, sc, rubric, marks, props.Before); err != nil {
				return err
			}
		}
		form.Action, form.Comment, form.Own = views.MarkingHref("essays", sc.ID), true, props.Own
		if props.Before != nil {
			form.Before = props.Before.Levels
		}
		props.Form, props.Given = form, nil
	case taken:
		props.Notice = sc.ClaimedBy + " has had this answer open since " + sc.Claimed.Local().
			Format("15:04") +
			" and keeps it until " + sc.Claimed.Add(essay.ClaimFor).
			Local().
			Format("15:04") +
			"."
	case waits:
		props.Notice, props.CanClaim = "Nobody is marking this answer.", "Mark this one"
	case held:
		props.CanClaim, props.CanReturn = "Change the marking", true
	case returned:
		props.CanReopen = slices.Contains(essay.Allowed(sc.Place, essay.Colleague), essay.Reopen)
	}
	if blind && props.Form == nil {
		props.CanSecond, props.CanClaim, props.CanReopen = sc.Place.State != essay.Claimed, "", false
		props.Notice = "This answer was drawn for a second mark. What the first marker gave stays hidden from you until it " +
			"has one."
	}
	return s.render(r, status, views.ScriptPage(s.page(r, props.Label, "/marking"), props))
}

// stepWords say what somebody did with an answer. What its author does with a draft is not among them.
var stepWords = map[essay.Action]string{
	essay.Submit: "handed it in", essay.Withdraw: "took it back", essay.Claim: "took it up to mark",
	essay.Release: "put it back", essay.Expire: "put it back after an hour",
	essay.Mark: "marked it", essay.Return: "returned it", essay.Reopen: "took it back to change the marking",
	essay.Revise: "began to revise it", essay.Finish: "kept it as it is",
}

// way lists the steps of an answer since it was first handed in.
func (s *Server) way(r *request, id classroom.EssayID) ([]views.ScriptStep, error) {
	events, err := s.Store.Events(r.ctx, id)
	if err != nil {
		return nil, err
	}
	var steps []views.ScriptStep
	for _, e := range events {
		did, known := stepWords[e.Action]
		if !known {
			continue
		}
		who := "the " + e.Actor
		if e.Name != "" {
			who = e.Name
		}
		steps = append(steps, views.ScriptStep{At: e.At.Local().Format("2 January, 15:04"), Who: who, Did: did})
	}
	return steps, nil
}

// submissionProps is what a marker sees of an answer, whatever they are to do with it.
func (s *Server) submissionProps(r *request, sc marking.Submission, b *course.Bench,
	rubric *course.Rubric) (views.ScriptProps, error) {
	props := views.ScriptProps{
		Bench:  b,
		Rubric: rubric,
		Essay:  int64(sc.ID),
		Label:  s.label(r, sc),
		Names:  r.namesOn(),
		Kicker: b.Title,
		Own:    map[string]views.OwnLevel{},
	}
	props.Status = fmt.Sprintf("%d words, where %d to %d are asked for", essay.Words(sc.Text), b.Words.Min, b.Words.Max)
	if !sc.Submitted.IsZero() {
		props.Status = "Handed in " + sc.Submitted.Local().Format("Monday, 2 January, 15:04") + " · " + props.Status
	}
	if sc.Place.Round > 1 {
		props.Status = "Text " + strconv.Itoa(sc.Place.Round) + " · " + props.Status
	}
	var err error
	if props.Pieces, props.Cited, err = s.evidenceOf(r, sc, b); err != nil {
		return props, err
	}
	if props.Reasons, err = s.reasonsOf(r, sc, b); err != nil {
		return props, err
	}
	if props.Way, err = s.way(r, sc.ID); err != nil {
		return props, err
	}
	round := sc.Place.Round
	if sc.Place.State == essay.Revising {
		round--
	}
	judged, rev, err := s.Store.Judgements(r.ctx, sc.ID, round)
	if err != nil {
		return props, err
	}
	if rev == sc.Rev { // a judgement of another text says nothing about this one
		for skill, j := range judged {
			props.Own[skill] = views.OwnLevel{Level: j.Level, Sentence: j.Sentence}
		}
	}
	feedback, err := s.Store.Feedback(r.ctx, sc.Essay)
	if err != nil {
		return props, err
	}
	for _, f := range feedback {
		if f.Mark.Round == round-1 {
			props.Before = &views.BeforeRound{
				Changes:  essay.Diff(f.Text, sc.Text),
				Levels:   f.Mark.Levels,
				Target:   f.Mark.Target,
				NextStep: f.NextStep,
			}
		}
	}
	return props, nil
}

// progress is the how-manieth of the answers that are not returned a marker is at, and of how many.
func progress(submissions []marking.Submission, teacher classroom.TeacherID, now time.Time) (at, of int) {
	done := 0
	for _, sc := range submissions {
		switch pileOf(sc, teacher, now) {
		case held:
			done++
			of++
		case waits, mine, taken:
			of++
		}
	}
	return min(done+1, of), of
}

// evidenceOf cuts an answer at its citations and quotations. While a text is being revised, only what
// the marked one cites is told of the evidence: the rest is part of a draft.
func (s *Server) evidenceOf(r *request, sc marking.Submission, b *course.Bench) ([]essay.Piece, []views.Cited, error) {
	stored, err := s.Store.Picks(r.ctx, sc.Essay.Student, sc.Bench)
	if err != nil {
		return nil, nil, err
	}
	var picks []essay.Pick
	for _, p := range stored {
		picks = append(picks, essay.Pick{Number: p.Number, Phrase: p.Phrase, Quote: p.Quote, Source: p.Source})
	}
	pieces := essay.Cut(sc.Text, picks, b.Readings())
	var cited []views.Cited
	for _, p := range stored {
		used := slices.ContainsFunc(pieces, func(piece essay.Piece) bool { return piece.Cites == p.Number })
		if !used && (!p.Kept || sc.Place.State == essay.Revising) {
			continue
		}
		name := ""
		if t := b.Text(p.Source); t != nil {
			name = t.Name
		}
		cited = append(cited, views.Cited{Number: p.Number, Phrase: p.Phrase, Quote: b.Shown(p.Phrase, p.Quote), Name: name})
	}
	return pieces, cited, nil
}

func (s *Server) reasonsOf(r *request, sc marking.Submission, b *course.Bench) (lines []views.ReasonLine, err error) {
	if sc.Place.State == essay.Revising {
		return nil, nil
	}
	reasons, err := s.Store.Reasons(r.ctx, sc.Essay.Student, sc.Bench)
	if err != nil {
		return nil, err
	}
	quote := func(phrase string) string {
		if p := b.Phrase(phrase); p != nil {
			return p.Words()
		}
		return ""
	}
	for _, reason := range reasons {
		line := views.ReasonLine{First: quote(reason.First), Second: quote(reason.Second), So: reason.So}
		for _, kind := range essay.Kinds {
			if kind.ID == reason.Kind {
				line.Title = kind.Title
			}
		}
		if f := b.Fact(reason.Fact); f != nil {
			line.Fact = f.Claim
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func (s *Server) givenMark(r *request, m marking.Mark) (*views.GivenMark, error) {
	given := &views.GivenMark{
		At:       m.At.Local().Format("2 January 2006, 15:04"),
		Agreed:   m.Purpose == marking.Agreed,
		Levels:   m.Levels,
		Comments: m.Comments,
		Strength: m.Strength,
		Target:   m.Target,
	}
	if m.Teacher == r.teacher.ID {
		given.By = "you"
		return given, nil
	}
	name, err := s.Store.TeacherName(r.ctx, m.Teacher)
	given.By = name
	return given, err
}

// markSubmission takes the form of the marking page: a step, or what was typed.
func (s *Server) markSubmission(r *request) error {
	id := classroom.EssayID(r.number("essay"))
	sc, b, rubric, err := s.submission(r)
	if errors.Is(err, store.ErrNotFound) {
		return s.takenBack(r, id, err)
	}
	if err != nil {
		return err
	}
	self := views.MarkingHref("essays", id)
	switch r.form.Value("do") {
	case "claim":
		return s.claimSubmission(r, sc, b, rubric)
	case "skip":
		if err := s.keep(r, sc, rubric); err != nil {
			return err
		}
		if err := s.Store.Release(r.ctx, r.teacher.ID, id); err != nil && !errors.Is(err, store.ErrConflict) {
			return err
		}
		return s.goOn(r, sc.Bench, id)
	case "return":
		if err := s.Store.ReturnEssays(r.ctx, r.teacher.ID, []classroom.EssayID{id}); err != nil {
			return err
		}
		return redirect(self)
	case "reopen":
		if err := s.Store.ReopenEssay(r.ctx, r.teacher.ID, id); err != nil {
			return err
		}
		return redirect(self)
	case "note":
		// the page saves by itself, and must not open again what has been let go
		if pileOf(sc, r.teacher.ID, s.Now()) != mine {
			return s.lost(r, id, nil, nil, store.ErrLocked)
		}
	}
	return s.takeMark(r, sc, b, rubric)
}

// claimSubmission opens an answer to be marked, or its marking to be changed: not while the levels are
// hidden from this teacher, for the form shows them.
func (s *Server) claimSubmission(r *request, sc marking.Submission, b *course.Bench, rubric *course.Rubric) error {
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	if s.blind(r.teacher.ID, b, submissions)[sc.ID] {
		return s.submissionPage(r, http.StatusConflict, sc, b, rubric, nil)
	}
	if err := s.Store.Claim(r.ctx, r.teacher.ID, sc.ID); err != nil {
		return s.lost(r, sc.ID, nil, nil, err)
	}
	return redirect(views.MarkingHref("essays", sc.ID))
}
