package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// markPage is one answer and what its pages work with.
type markPage struct {
	marking.Submission               // until load, its entry alone
	bench              *course.Bench // where it was written
	rubric             *course.Rubric
	queue              marking.Queue     // of that bench
	class              classroom.ClassID // whose answers alone come next; 0 for all
	blind              bool              // the levels of its first marking are hidden from this teacher
	marks              marking.Marks
	before             *views.BeforeRound // what its author got back for the text before; nil for a first text
}

// openMark finds the answer of the path among those of the teacher's classes, with its bench, its queue and the rubric
// by which it is marked. That is all that a form needs; load adds what a page shows.
func (s *Server) openMark(r *request) (*markPage, error) {
	entries, e, err := s.Store.QueueOf(r.ctx, r.teacher.ID, classroom.EssayID(r.number("essay")))
	if err != nil {
		return nil, err
	}
	p := &markPage{Submission: marking.Submission{Entry: e}, queue: s.queue(r, entries), class: r.markedClass()}
	if p.bench, err = r.edition.course.Bench(e.Bench); err != nil {
		return nil, err
	}
	if p.rubric, err = r.edition.course.Rubric(e.Rubric); err != nil {
		return nil, err
	}
	p.blind = p.queue.Blind(p.queue.Sample(p.bench.Rubric.ID))[e.ID]
	return p, nil
}

// load reads what was handed in and the marks it was given.
func (s *Server) load(r *request, p *markPage) error {
	submissions, err := s.Store.Submissions(r.ctx, p.Entry)
	if err != nil {
		return err
	}
	p.Submission = submissions[0]
	if p.marks, err = s.Store.MarksOf(r.ctx, p.Entry); err != nil {
		return err
	}
	if p.Round() == 1 {
		return nil
	}
	feedback, err := s.Store.Feedback(r.ctx, classroom.Essay{ID: p.ID, Place: p.Place})
	if err != nil {
		return err
	}
	for _, f := range feedback {
		if f.Mark.Round == p.Round()-1 {
			p.before = &views.BeforeRound{Changes: essay.Diff(f.Text, p.Text), Levels: f.Mark.Levels, Target: f.Mark.Target,
				NextStep: f.NextStep}
		}
	}
	return nil
}

func (p *markPage) standing() marking.Standing { return p.queue.Standing(p.Entry) }

func (p *markPage) href(parts ...any) string {
	return views.MarkingHref(append([]any{"essays", p.ID}, parts...)...) + views.OfClass(int64(p.class))
}

func (s *Server) showSubmission(r *request) error {
	p, err := s.openMark(r)
	if err != nil {
		return err
	}
	return s.submissionPage(r, http.StatusOK, p, nil)
}

// submissionPage draws the page of an answer. typed is what a form that cannot be taken held; nil otherwise.
func (s *Server) submissionPage(r *request, status int, p *markPage, typed *views.MarkForm) error {
	if err := s.load(r, p); err != nil {
		return err
	}
	props, err := s.submissionProps(r, p)
	if err != nil {
		return err
	}
	props.At, props.Of = p.queue.In(p.class).Progress()
	props.Class = int64(p.class)
	if p.standing() == marking.Mine {
		if props.Form, err = s.firstForm(r, p, props.Own, typed); err != nil {
			return err
		}
	} else if props.Given, err = s.givenMark(r, p); err != nil {
		return err
	}
	p.offer(&props)
	return s.render(r, status, views.SubmissionPage(s.page(r, props.Label, "/marking"), props))
}

// offer says what a teacher can do with an answer that is not open with them.
func (p *markPage) offer(props *views.SubmissionProps) {
	const clock = "15:04"
	switch p.standing() {
	case marking.Taken:
		since, until := p.Claimed.In(p.queue.Zone), p.Claimed.Add(essay.ClaimFor).In(p.queue.Zone)
		props.Notice = fmt.Sprintf("%s has had this answer open since %s and keeps it until %s.", p.ClaimedBy,
			since.Format(clock), until.Format(clock))
	case marking.Waiting:
		props.Notice, props.CanClaim = "Nobody is marking this answer.", "Mark this one"
	case marking.Marked:
		props.CanClaim, props.CanReturn = "Change the marking", true
	case marking.Returned:
		props.CanReopen = slices.Contains(essay.Allowed(p.Place, essay.Colleague), essay.Reopen)
	}
	if p.blind && props.Form == nil {
		props.CanSecond, props.CanClaim, props.CanReopen = p.Place.State != essay.Claimed, "", false
		props.Notice = "This answer was drawn for a second mark. You cannot see the first mark until the second one is " +
			"given."
	}
}

// stepWords say what somebody did with an answer. What its author does with a draft is not among them.
var stepWords = map[essay.Action]string{
	essay.Submit: "handed it in", essay.Withdraw: "took it back", essay.Claim: "took it up to mark",
	essay.Release: "put it back", essay.Expire: "put it back after an hour",
	essay.Mark: "marked it", essay.Return: "returned it", essay.Reopen: "took it back to change the marking",
	essay.Revise: "began to revise it", essay.Finish: "kept it as it is",
}

// way lists the steps of an answer since it was first handed in.
func (s *Server) way(r *request, id classroom.EssayID) ([]views.SubmissionStep, error) {
	events, err := s.Store.Events(r.ctx, id)
	if err != nil {
		return nil, err
	}
	var steps []views.SubmissionStep
	for _, e := range events {
		did, known := stepWords[e.Action]
		if !known {
			continue
		}
		who := "the " + e.Actor
		if e.Name != "" {
			who = e.Name
		}
		steps = append(steps, views.SubmissionStep{At: s.local(e.At).Format("2 January, 15:04"), Who: who, Did: did})
	}
	return steps, nil
}

// submissionProps is what a marker sees of an answer, whatever they are to do with it.
func (s *Server) submissionProps(r *request, p *markPage) (views.SubmissionProps, error) {
	props := views.SubmissionProps{
		Bench:   p.bench,
		Rubric:  p.rubric,
		Essay:   int64(p.ID),
		Label:   s.label(r, p.Entry),
		Names:   r.namesOn(),
		Kicker:  p.bench.Title,
		Status:  p.status(),
		Reasons: reasonLines(p.bench, p.Reasons),
		Own:     map[string]views.OwnLevel{},
		Before:  p.before,
	}
	props.Pieces, props.Cited = evidenceOf(p.bench, p.Submission)
	for skill, own := range p.Own {
		props.Own[skill] = views.OwnLevel{Level: own.Level, Sentence: own.Sentence}
	}
	var err error
	props.Way, err = s.way(r, p.ID)
	return props, err
}

// status says which text it is, when it came and how long it is.
func (p *markPage) status() string {
	status := fmt.Sprintf("%d words, where %d to %d are asked for", essay.Words(p.Text), p.bench.Words.Min,
		p.bench.Words.Max)
	if !p.Submitted.IsZero() {
		status = "Handed in " + p.Submitted.In(p.queue.Zone).Format("Monday, 2 January, 15:04") + " · " + status
	}
	if round := p.Round(); round > 1 {
		status = "Text " + strconv.Itoa(round) + " · " + status
	}
	return status
}

// evidenceOf cuts an answer at its citations and quotations, and lists the evidence that was handed in with it.
func evidenceOf(b *course.Bench, sub marking.Submission) (pieces []essay.Piece, cited []views.Cited) {
	var picks []essay.Pick
	for _, p := range sub.Picks {
		picks = append(picks, essay.Pick{Number: p.Number, Phrase: p.Phrase, Quote: p.Quote, Source: p.Source})
		name := ""
		if t := b.Text(p.Source); t != nil {
			name = t.Name
		}
		cited = append(cited, views.Cited{Number: p.Number, Phrase: p.Phrase, Quote: b.Shown(p.Phrase, p.Quote), Name: name})
	}
	return essay.Cut(sub.Text, picks, b.Readings()), cited
}

// reasonLines are the reasons why the sources differ, in the words of the bench.
func reasonLines(b *course.Bench, reasons []essay.Reason) (lines []views.ReasonLine) {
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
	return lines
}

// givenMark is the marking that counts; nil when there is none, and while its levels are hidden from this teacher.
func (s *Server) givenMark(r *request, p *markPage) (*views.GivenMark, error) {
	m, ok := p.marks.Newest(p.Marked)
	if !ok || p.blind {
		return nil, nil
	}
	given := &views.GivenMark{
		By:       "you",
		At:       s.local(m.At).Format("2 January 2006, 15:04"),
		Agreed:   m.Purpose == marking.Agreed,
		Levels:   m.Levels,
		Comments: m.Comments,
		Strength: m.Strength,
		Target:   m.Target,
	}
	if m.Teacher == r.teacher.ID {
		return given, nil
	}
	var err error
	given.By, err = s.Store.TeacherName(r.ctx, m.Teacher)
	return given, err
}

// markSubmission takes the form of the marking page: a step, or what was typed.
func (s *Server) markSubmission(r *request) error {
	id := classroom.EssayID(r.number("essay"))
	p, err := s.openMark(r)
	if errors.Is(err, store.ErrNotFound) {
		return s.takenBack(r, id, err)
	}
	if err != nil {
		return err
	}
	switch r.form.Value("do") {
	case "claim":
		return s.claimSubmission(r, p)
	case "skip":
		return s.skip(r, p)
	case "return":
		if err := s.Store.ReturnEssays(r.ctx, r.teacher.ID, []classroom.EssayID{id}); err != nil {
			return err
		}
		return redirect(p.href())
	case "reopen":
		if err := s.Store.ReopenEssay(r.ctx, r.teacher.ID, id); err != nil {
			return err
		}
		return redirect(p.href())
	case "note":
		// the page saves by itself, and must not open again what has been let go
		if p.standing() != marking.Mine {
			return s.lost(r, id, nil, nil, store.ErrLocked)
		}
	}
	return s.takeMark(r, p)
}

// claimSubmission opens an answer to be marked, or its marking to be changed: not while the levels are hidden from this
// teacher, because the form shows them.
func (s *Server) claimSubmission(r *request, p *markPage) error {
	if p.blind {
		return s.submissionPage(r, http.StatusConflict, p, nil)
	}
	if err := s.Store.Claim(r.ctx, r.teacher.ID, p.ID); err != nil {
		return s.lost(r, p.ID, nil, nil, err)
	}
	return redirect(p.href())
}

// skip puts an answer back with what was typed for it, and goes on to the next. What cannot be stored is shown instead.
func (s *Server) skip(r *request, p *markPage) error {
	sent := readMark(r.form, p.rubric, true)
	if note := sent.note(p.ID, marking.First); len(note.Changes(marking.Stands{})) > 0 {
		if sent.tooLong() {
			return s.askAgain(r, p, sent)
		}
		err := s.noteSkipped(r, p, note)
		if conflict := (*marking.Conflict)(nil); errors.As(err, &conflict) {
			return s.conflict(r, p, sent, conflict)
		}
		if err != nil {
			return s.lost(r, p.ID, sent.MarkForm, p.rubric, err)
		}
	}
	if err := s.Store.Release(r.ctx, r.teacher.ID, p.ID); err != nil && !errors.Is(err, store.ErrConflict) {
		return err
	}
	return s.goOn(r, p.Bench, p.queue.In(p.class).Next(p.ID))
}

// noteSkipped stores what was typed for an answer that is put back. One that is marked already is not opened for it.
func (s *Server) noteSkipped(r *request, p *markPage, note marking.Note) error {
	if st := p.standing(); st == marking.Marked || st == marking.Returned {
		return store.ErrLocked
	}
	return s.Store.NoteMark(r.ctx, r.teacher.ID, note)
}
