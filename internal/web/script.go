package web

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// The longest that a marker may write, and the fewest words of a strength or a target.
const (
	longestComment = 1000
	leastComment   = 3
)

// script finds the answer of the path among those of the teacher's classes, with its bench and the
// rubric by which it is marked.
func (s *Server) script(r *request) (sc marking.Submission, b *course.Bench, rubric *course.Rubric, err error) {
	if sc, err = s.Store.Script(r.ctx, r.teacher.ID, classroom.EssayID(r.number("essay"))); err != nil {
		return
	}
	if b, err = r.edition.course.Bench(sc.Bench); err != nil {
		return
	}
	rubric, err = r.edition.course.Rubric(sc.Rubric)
	return
}

func (s *Server) showScript(r *request) error {
	sc, b, rubric, err := s.script(r)
	if err != nil {
		return err
	}
	return s.scriptPage(r, http.StatusOK, sc, b, rubric, nil)
}

// scriptPage draws the page of an answer. typed is what a form that cannot be taken held; nil otherwise.
func (s *Server) scriptPage(r *request, status int, sc marking.Submission, b *course.Bench, rubric *course.Rubric,
	typed *views.MarkForm) error {
	props, err := s.scriptProps(r, sc, b, rubric)
	if err != nil {
		return err
	}
	marks, err := s.Store.MarksOf(r.ctx, sc)
	if err != nil {
		return err
	}
	scripts, err := s.Store.Scripts(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	props.At, props.Of = progress(scripts, r.teacher.ID, s.Now())
	blind := s.blind(r.teacher.ID, b, scripts)[sc.ID]
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

// scriptProps is what a marker sees of an answer, whatever they are to do with it.
func (s *Server) scriptProps(r *request, sc marking.Submission, b *course.Bench,
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
func progress(scripts []marking.Submission, teacher classroom.TeacherID, now time.Time) (at, of int) {
	done := 0
	for _, sc := range scripts {
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

// firstForm is the form of the first marking as it stands: what was put down and not finished, else
// the marking that is to be changed, else the levels of the round before.
func (s *Server) firstForm(r *request, sc marking.Submission, rubric *course.Rubric,
	marks map[marking.Purpose]marking.Mark, before *views.BeforeRound) (*views.MarkForm, error) {
	f := &views.MarkForm{
		Token:    account.FormToken(),
		Rev:      sc.Rev,
		Levels:   map[string]string{},
		Comments: map[string]string{},
	}
	notes, err := s.Store.Notes(r.ctx, r.teacher.ID, marking.First, sc.ID)
	if err != nil {
		return nil, err
	}
	m, marked := marks[marking.First]
	if agreed, ok := marks[marking.Agreed]; ok && sc.Marked == marking.Agreed {
		m = agreed
	}
	for _, skill := range rubric.Skills {
		if marked {
			f.Levels[skill.ID], f.Comments[skill.ID] = strconv.Itoa(m.Levels[skill.ID]), m.Comments[skill.ID]
		} else if before != nil {
			f.Levels[skill.ID] = strconv.Itoa(before.Levels[skill.ID])
		}
	}
	f.Strength, f.Target = m.Strength, m.Target
	if noted := notes[sc.ID]; len(noted) > 0 {
		f.Saved = "What you put down before is here."
		for _, skill := range rubric.Skills {
			if level, ok := noted["level."+skill.ID]; ok {
				f.Levels[skill.ID] = level
			}
			if comment, ok := noted["comment."+skill.ID]; ok {
				f.Comments[skill.ID] = comment
			}
		}
		if v, ok := noted["strength"]; ok {
			f.Strength = v
		}
		if v, ok := noted["target"]; ok {
			f.Target = v
		}
	}
	return f, nil
}

// readMark reads a form of levels and, with comment, of comments. Ready comments that are ticked are
// added to the one of their skill.
func readMark(form quiz.Form, rubric *course.Rubric, comment bool) *views.MarkForm {
	f := &views.MarkForm{
		Token:    formToken(form),
		Levels:   map[string]string{},
		Comments: map[string]string{},
		Comment:  comment,
		Problems: views.Problems{},
	}
	f.Rev, _ = strconv.Atoi(form.Value("rev"))
	for _, skill := range rubric.Skills {
		if level := form.Value("level." + skill.ID); level != "" {
			if n, err := strconv.Atoi(level); err == nil && n >= 0 && n < len(skill.Levels) && strconv.Itoa(n) == level {
				f.Levels[skill.ID] = level
			}
		}
		text := strings.TrimSpace(form.Value("comment." + skill.ID))
		for _, id := range form["bank."+skill.ID] {
			for _, ready := range skill.Comments {
				if ready.ID == id && !strings.Contains(text, ready.Text) {
					text = strings.TrimSpace(text + "\n" + ready.Text)
				}
			}
		}
		f.Comments[skill.ID] = text
	}
	f.Strength, f.Target = strings.TrimSpace(form.Value("strength")), strings.TrimSpace(form.Value("target"))
	return f
}

// tooLong finds what cannot be stored, incomplete finds what a finished marking lacks.
func tooLong(f *views.MarkForm) {
	limit := func(field, text string) {
		if utf8.RuneCountInString(text) > longestComment {
			f.Problems[field] = fmt.Sprintf("Shorten this to %d characters.", longestComment)
		}
	}
	for skill, text := range f.Comments {
		limit("comment."+skill, text)
	}
	limit("strength", f.Strength)
	limit("target", f.Target)
}

func incomplete(f *views.MarkForm, rubric *course.Rubric) {
	for _, skill := range rubric.Skills {
		if f.Levels[skill.ID] == "" {
			f.Problems["level."+skill.ID] = "Choose a level for " + strings.ToLower(skill.Title) + "."
		}
	}
	if !f.Comment {
		return
	}
	if f.Problems["strength"] == "" && essay.Words(f.Strength) < leastComment {
		f.Problems["strength"] = "Name one strength in three words or more."
	}
	if f.Problems["target"] == "" && essay.Words(f.Target) < leastComment {
		f.Problems["target"] = "Set one target in three words or more."
	}
}

// notes are the fields of a form as they are put down before the marking is finished.
func notesOf(f *views.MarkForm) map[string]string {
	notes := map[string]string{"strength": f.Strength, "target": f.Target}
	for skill, level := range f.Levels {
		notes["level."+skill] = level
	}
	for skill, comment := range f.Comments {
		notes["comment."+skill] = comment
	}
	return notes
}

func newMark(f *views.MarkForm, id classroom.EssayID, purpose marking.Purpose) marking.NewMark {
	m := marking.NewMark{
		Essay:     id,
		Rev:       f.Rev,
		Purpose:   purpose,
		FormToken: f.Token,
		Levels:    map[string]int{},
		Comments:  maps.Clone(f.Comments),
		Strength:  f.Strength,
		Target:    f.Target,
	}
	for skill, level := range f.Levels {
		m.Levels[skill], _ = strconv.Atoi(level)
	}
	return m
}

// markScript takes the form of the marking page: a step, or what was typed.
func (s *Server) markScript(r *request) error {
	id := classroom.EssayID(r.number("essay"))
	sc, b, rubric, err := s.script(r)
	if errors.Is(err, store.ErrNotFound) {
		return s.takenBack(r, id, err)
	}
	if err != nil {
		return err
	}
	self := views.MarkingHref("essays", id)
	switch r.form.Value("do") {
	case "claim":
		return s.claimScript(r, sc, b, rubric)
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

// claimScript opens an answer to be marked, or its marking to be changed: not while the levels are
// hidden from this teacher, for the form shows them.
func (s *Server) claimScript(r *request, sc marking.Submission, b *course.Bench, rubric *course.Rubric) error {
	scripts, err := s.Store.Scripts(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	if s.blind(r.teacher.ID, b, scripts)[sc.ID] {
		return s.scriptPage(r, http.StatusConflict, sc, b, rubric, nil)
	}
	if err := s.Store.Claim(r.ctx, r.teacher.ID, sc.ID); err != nil {
		return s.lost(r, sc.ID, nil, nil, err)
	}
	return redirect(views.MarkingHref("essays", sc.ID))
}

// takeMark stores what a marker has typed: whole and for good, or as far as it is.
func (s *Server) takeMark(r *request, sc marking.Submission, b *course.Bench, rubric *course.Rubric) error {
	f := readMark(r.form, rubric, true)
	tooLong(f)
	finish := r.form.Value("do") == "next"
	if finish {
		incomplete(f, rubric)
	}
	if len(f.Problems) > 0 {
		return s.mendMark(r, sc, b, rubric, f)
	}
	var err error
	if finish {
		err = s.Store.RecordMark(r.ctx, r.teacher.ID, newMark(f, sc.ID, marking.First))
	} else {
		err = s.Store.NoteMark(r.ctx, r.teacher.ID, sc.ID, f.Rev, marking.First, notesOf(f))
	}
	switch {
	case err != nil:
		return s.lost(r, sc.ID, f, rubric, err)
	case finish:
		return s.goOn(r, sc.Bench, sc.ID)
	case r.wantsJSON():
		return r.json(http.StatusOK, map[string]string{"saved": s.Now().Local().Format("15:04")})
	}
	return redirect(views.MarkingHref("essays", sc.ID))
}

// mendMark shows a form again that cannot be taken. The answer is claimed anew, so that the form is there.
func (s *Server) mendMark(r *request, sc marking.Submission, b *course.Bench, rubric *course.Rubric,
	f *views.MarkForm) error {
	if r.wantsJSON() {
		return r.json(http.StatusUnprocessableEntity, map[string]string{"problem": "Something here is too long to be saved."})
	}
	if d := pileOf(sc, r.teacher.ID, s.Now()); d == held || d == returned {
		return s.lost(r, sc.ID, f, rubric, store.ErrLocked)
	}
	if err := s.Store.Claim(r.ctx, r.teacher.ID, sc.ID); err != nil {
		return s.lost(r, sc.ID, f, rubric, err)
	}
	sc, err := s.Store.Script(r.ctx, r.teacher.ID, sc.ID)
	if err != nil {
		return err
	}
	return s.scriptPage(r, http.StatusUnprocessableEntity, sc, b, rubric, f)
}

// keep notes what a marker has typed for an answer that they put aside, as far as it can be stored.
func (s *Server) keep(r *request, sc marking.Submission, rubric *course.Rubric) error {
	f := readMark(r.form, rubric, true)
	if tooLong(f); len(f.Problems) > 0 || f.Rev != sc.Rev || pileOf(sc, r.teacher.ID, s.Now()) != mine {
		return nil
	}
	err := s.Store.NoteMark(r.ctx, r.teacher.ID, sc.ID, f.Rev, marking.First, notesOf(f))
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrStale) || errors.Is(err, store.ErrLocked) ||
		errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// takenBack answers to a form for an essay that its student has taken back, with what was typed. For
// every other essay it is the error that it was.
func (s *Server) takenBack(r *request, id classroom.EssayID, err error) error {
	writing, failed := s.Store.BeingWritten(r.ctx, r.teacher.ID, id)
	if failed != nil || !writing {
		return errors.Join(err, failed)
	}
	return s.lostPage(
		r,
		"The student has taken this answer back",
		"It is being written again, and comes to you anew when it is handed in. Nothing was stored of what you typed; it "+
			"stands below.",
		r.edition.course.Rubrics,
		nil,
	)
}

// lost answers to a form whose answer cannot be marked any more, with what was typed. Errors of another kind pass.
func (s *Server) lost(r *request, id classroom.EssayID, f *views.MarkForm, rubric *course.Rubric, err error) error {
	var headline, sentence string
	links := []views.Link{{Text: "To this answer", Href: views.MarkingHref("essays", id)}}
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s.takenBack(r, id, err)
	case errors.Is(err, store.ErrConflict):
		headline, sentence = "Another teacher has this answer now",
			"Your hour had run out, or both of you opened it at the same time. Their marking stands."
	case errors.Is(err, store.ErrStale):
		headline, sentence = "The answer has changed", "The student took it back and handed in another text. Read that "+
			"before you mark it."
	case errors.Is(err, store.ErrLocked):
		headline, sentence = "This answer is not there to be marked", "It has been marked or returned in the meantime."
	default:
		return err
	}
	if f == nil {
		return s.lostPage(r, headline, sentence, nil, links)
	}
	return s.lostPage(r, headline, sentence+" Nothing was stored of what you typed; it stands below.",
		[]*course.Rubric{rubric}, links)
}

// worked tells whether somebody typed or chose something in a form of the marking pages.
func worked(r *request) bool {
	for field := range r.form {
		if strings.HasPrefix(field, "level.") && r.form.Value(field) != "" {
			return true
		}
	}
	return len(typed(r)) > 0
}

// signedOut answers to the form of a teacher whose session has run out, with what they typed and
// chose. Of a page of many answers it tells the numbers that stood in place of names, which are the
// same after the sign-in.
func (s *Server) signedOut(r *request) error {
	var chosen []views.Kept
	for field := range r.form {
		id, err := strconv.ParseInt(strings.TrimPrefix(field, "level."), 10, 64)
		if level := r.form.Value(field); err == nil && level != "" {
			label := s.numberOf(r.was, marking.Submission{Essay: classroom.Essay{ID: classroom.EssayID(id),
				Bench: r.param("bench")}})
			chosen = append(chosen, views.Kept{Name: label, Value: "Level " + level})
		}
	}
	slices.SortFunc(chosen, func(a, b views.Kept) int { return cmp.Compare(a.Name, b.Name) })
	return s.lostPage(
		r,
		"You have been signed out",
		"You were away for more than an hour. Nothing was stored of what you typed; it stands below. Copy it, sign in and "+
			"put it back.",
		r.edition.course.Rubrics,
		[]views.Link{{Text: "Sign in", Href: "/sign-in"}},
		chosen...)
}

func (s *Server) lostPage(r *request, headline, sentence string, rubrics []*course.Rubric, links []views.Link,
	chosen ...views.Kept) error {
	if r.wantsJSON() {
		return r.json(http.StatusConflict, map[string]string{"problem": headline + "."})
	}
	props := views.LostProps{
		Headline: headline,
		Sentence: sentence,
		Links:    append(links, views.Link{Text: "To the queue", Href: "/marking"}),
		Typed:    chosen,
	}
	for _, rubric := range rubrics {
		for _, skill := range rubric.Skills {
			if v := r.form.Value("level." + skill.ID); v != "" {
				props.Typed = append(props.Typed, views.Kept{Name: skill.Title, Value: "Level " + v})
			}
			if v := r.form.Value("comment." + skill.ID); v != "" {
				props.Typed = append(props.Typed, views.Kept{Name: "Comment on " + strings.ToLower(skill.Title), Value: v})
			}
		}
	}
	for _, field := range [][2]string{{"strength", "Strength"}, {"target", "Target"}} {
		if v := r.form.Value(field[0]); v != "" {
			props.Typed = append(props.Typed, views.Kept{Name: field[1], Value: v})
		}
	}
	return s.render(r, http.StatusConflict, views.LostPage(s.page(r, headline, "/marking"), props))
}
