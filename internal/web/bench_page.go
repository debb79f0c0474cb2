package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/views"
)

// showBench leads to where somebody is at a bench: the texts without their writers, the reveal, and then the step that
// they have reached. A teacher sees all of the bench on one page.
func (s *Server) showBench(r *request) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	before, after := w.said()
	switch {
	case r.teacher != nil:
		return s.wholeBench(r, w)
	case after, !w.Guided():
		return s.leadOn(r, w)
	case before:
		return s.render(r, http.StatusOK, views.RevealPage(s.benchView(r, w, w.Title), w.trustProps()))
	}
	return s.render(r, http.StatusOK, views.BlindPage(s.benchView(r, w, w.Title), w.trustProps()))
}

// benchView is a page of a bench, with the way up to the list of benches.
func (s *Server) benchView(r *request, w *benchWork, title string) views.Page {
	if title != w.Title {
		title += " · " + w.Title
	}
	p := s.page(r, title, "/bench")
	p.Up = views.Link{Text: "Source bench", Href: "/bench"}
	return p
}

// wholeBench is a bench on one page, for a teacher.
func (s *Server) wholeBench(r *request, w *benchWork) error {
	b, err := s.benchProps(r, w)
	if err != nil {
		return err
	}
	if w.Guided() {
		if b.Sort, err = s.sortProps(r, w, false); err != nil {
			return err
		}
	}
	return s.render(r, http.StatusOK, views.BenchPage(s.benchView(r, w, w.Title), b))
}

// leadOn leads a student to the step that they have reached. What an old address asked for, when a bench was one page,
// goes along.
func (s *Server) leadOn(r *request, w *benchWork) error {
	bar, err := s.stepBar(r, w, "")
	if err != nil {
		return err
	}
	switch {
	case w.Guided() && r.query("again") == "clock":
		return redirect(sortAgain(w))
	case w.Guided() && r.query("on") != "":
		return redirect(views.StepHref(w.Bench, views.Know) + "?on=" + url.QueryEscape(r.query("on")))
	case w.Guided() && r.query("reason") != "":
		return redirect(reasonPath(w, r.query("reason")))
	case w.essay != nil && len(w.returns) > 0 && w.place(s.Now()).State != essay.Revising && !w.waits(s.Now()):
		return redirect(views.BenchHref(w.Bench, "/feedback"))
	case w.waits(s.Now()):
		return redirect(views.StepHref(w.Bench, views.HandIn))
	}
	return redirect(views.StepHref(w.Bench, reached(bar)))
}

// waits reports whether the answer is handed in and has not come back.
func (w *benchWork) waits(now time.Time) bool {
	if w.essay == nil {
		return false
	}
	state := w.place(now).State
	return essay.Locked(state) && state != essay.Returned && state != essay.Final
}

// reached is the step to go on with: the one after the last that is done. Whoever has written something goes on
// writing until they have judged it.
func reached(bar views.StepBar) views.BenchStep {
	steps := views.StepsOf(bar.Bench)
	next := views.Write
	if bar.Bench.Guided() {
		next = views.Know
	}
	for i, step := range steps[:len(steps)-1] {
		if bar.IsDone(step) && step != views.Write {
			next = steps[i+1]
		} else if bar.IsDone(step) {
			next = views.Write
		}
	}
	return next
}

// stepPages draw the steps at which something is read, ticked or written. The others have handlers of their own.
var stepPages = map[views.BenchStep]func(views.Page, views.BenchProps) templ.Component{
	views.Look: views.LookedPage, views.Know: views.KnowPage, views.Pick: views.PickPage,
	views.Plan: views.PlanPage, views.Write: views.WritePage,
}

// showStep shows a step of a bench. Whoever has not got that far is led to where they are.
func (s *Server) showStep(step views.BenchStep) func(*request) error {
	return func(r *request) error {
		w, err := s.benchWork(r)
		if err != nil {
			return err
		}
		if r.teacher != nil || !w.open() || !slices.Contains(views.StepsOf(w.Bench), step) {
			return redirect(views.BenchHref(w.Bench, ""))
		}
		if step == views.HandIn {
			return s.handInPage(r, w, http.StatusOK, false)
		}
		return s.stepPage(r, w, step, http.StatusOK)
	}
}

// stepPage shows a step of the bench. changes put back what was typed and could not be accepted.
func (s *Server) stepPage(r *request, w *benchWork, step views.BenchStep, status int,
	changes ...func(*views.BenchProps)) error {
	b, err := s.benchProps(r, w)
	if err != nil {
		return err
	}
	if b.Bar, err = s.stepBar(r, w, step); err != nil {
		return err
	}
	for _, change := range changes {
		change(&b)
	}
	b.Bar.Saves = b.Writable && (step == views.Pick || step == views.Plan || step == views.Write)
	b.Notes = w.notes(b.Text)
	if step == views.Know && b.Sort.Question == nil {
		if b.Sort, err = s.sortProps(r, w, r.query("again") == "clock"); err != nil {
			return err
		}
		if b.Sort.Answered != nil && r.query("answered") == "clock" {
			b.Sort.Answered.Opens = true
		}
	}
	return s.render(r, status, stepPages[step](s.benchView(r, w, step.Name()), b))
}

// stepBar says how far somebody is at a bench. here is the step that the page is, "" for a page beside them.
func (s *Server) stepBar(r *request, w *benchWork, here views.BenchStep) (views.StepBar, error) {
	bar := views.StepBar{Bench: w.Bench, Here: here, Open: w.open(), Guesses: w.guesses,
		Plain: r.plain(), Opens: w.opens, Refused: w.refused}
	var err error
	if bar.Due, err = s.dueLines(r, classroom.HandedBench, w.ID); err != nil {
		return bar, err
	}
	if r.student == nil || !bar.Open {
		return bar, nil
	}
	if w.Guided() {
		sorted, err := s.Store.Attempts(r.ctx, r.student.ID, classroom.SortingLesson(w.ID))
		if err != nil {
			return bar, err
		}
		reasons, err := s.Store.Reasons(r.ctx, r.student.ID, w.ID)
		if err != nil {
			return bar, err
		}
		bar.Done = [len(views.Steps)]bool{true, len(checkTries(sorted, w.Clock.Sort.ID)) > 0, len(w.picks) > 0,
			len(reasons) > 0}
	}
	if e := w.essay; e != nil {
		_, judged, err := s.Store.SelfAssessments(r.ctx, e.ID, e.Place.Round)
		if err != nil {
			return bar, err
		}
		bar.Done[4], bar.Done[5] = essay.Words(e.Text) > 0, judged == e.Rev
		bar.Done[6] = essay.Locked(w.place(s.Now()).State)
	}
	return bar, nil
}

// benchProps is the bench as it stands, apart from its sorting task and the notes on the text.
func (s *Server) benchProps(r *request, w *benchWork) (views.BenchProps, error) {
	b := views.BenchProps{
		Bench:     w.Bench,
		Cited:     w.cited(),
		Tab:       account.FormToken(),
		Trust:     map[string][2]int{},
		HasReturn: len(w.returns) > 0,
	}
	if w.Guided() {
		b.Clock, b.ClockOpen = w.clockOn(r.query("on"))
	}
	for source, t := range w.trust {
		b.Trust[source] = [2]int{t.Before, t.After}
	}
	for _, skill := range w.Rubric.Skills {
		b.Judged = append(b.Judged, views.SkillLevel{Skill: skill, Level: -1})
	}
	if r.student == nil { // a visitor may write where nothing comes before it, and becomes a guest with the first words
		b.Writable = r.teacher == nil && !w.Guided()
		return b, nil
	}
	b.Writable = true
	for _, p := range w.picks {
		b.Had = append(b.Had, p.Phrase)
	}
	if err := s.fillEssay(r, w, &b); err != nil {
		return b, err
	}
	if w.Guided() {
		if err := s.fillReasons(r, w, &b); err != nil {
			return b, err
		}
	}
	var err error
	b.Nudges, err = s.nudges(r, w, b.Text)
	return b, err
}

// clockOn reads the clock on a day; on the day of the first text when none was set.
func (w *benchWork) clockOn(day string) (clock course.ClockReading, set bool) {
	on, set := course.ParseDay(day)
	if !set {
		on = w.Texts[0].Source.Date.Last()
	}
	return w.ReadClock(on), set
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
