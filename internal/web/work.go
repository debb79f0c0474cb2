package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// myWork is an assignment with what its student has done.
type myWork struct {
	classroom.Taking
	state    classroom.WorkState
	attempts []classroom.Attempt // of a quiz
	href     string              // where it is done
	shows    bool                // the results of a quiz can be seen
}

// myWork lists what was handed out to whoever asks, what is due first, and then what has no such time.
func (s *Server) myWork(r *request) ([]myWork, error) {
	if r.student == nil || r.student.Guest() {
		return nil, nil
	}
	all, err := s.Store.WorkOf(r.ctx, *r.student)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	attempts, err := s.Store.Attempts(r.ctx, r.student.ID, "")
	if err != nil {
		return nil, err
	}
	records, err := s.Store.Progress(r.ctx, r.student.ID)
	if err != nil {
		return nil, err
	}
	var out []myWork
	for _, t := range all {
		w, err := s.workDone(r, t, attempts, records)
		if err != nil {
			return nil, err
		}
		if t.Withdrawn.IsZero() || len(w.attempts) > 0 {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b myWork) int { return cmp.Compare(a.order(), b.order()) })
	return out, nil
}

// workDone finds out how far whoever asks is with an assignment.
func (s *Server) workDone(r *request, t classroom.Taking, attempts []classroom.Attempt,
	records map[string]classroom.LessonRecord) (w myWork, err error) {
	w = myWork{Taking: t, href: views.WorkPath(int64(t.ID))}
	var began bool
	var in time.Time
	switch t.Handed {
	case classroom.HandedQuiz:
		for _, a := range attempts {
			if a.Assignment == t.ID {
				w.attempts = append(w.attempts, a)
			}
		}
		began, in = len(w.attempts) > 0, t.HandedIn(w.attempts, s.Now())
		w.shows, err = s.resultsShow(r, t.Assignment)
	case classroom.HandedLesson:
		began, in = lessonDone(r, t, records, attempts)
	case classroom.HandedBench:
		began, in, err = s.benchDone(r, t)
	}
	w.state = t.State(began, in, s.Now())
	return w, err
}

// order puts what is due sooner first.
func (w myWork) order() int64 {
	for _, at := range []time.Time{w.DueAt(), w.ClosesAt()} {
		if !at.IsZero() {
			return at.UnixMilli()
		}
	}
	return 1<<62 + int64(w.ID)
}

// lessonDone says whether a lesson that was handed out is begun, and when it was done: with the last answer of the quiz
// that was passed first. There is no record of when a lesson was read to its end.
func lessonDone(r *request, t classroom.Taking, records map[string]classroom.LessonRecord,
	attempts []classroom.Attempt) (began bool, done time.Time) {
	l, err := r.edition.course.Lesson(t.Subject)
	if err != nil {
		return false, done
	}
	record := records[l.ID]
	began = progressOf(l, record).Status() != classroom.NotStarted
	for _, a := range attempts {
		marks, outOf := total(a)
		if a.Lesson == l.ID && a.Kind == classroom.QuizAttempt && !a.Submitted.IsZero() && classroom.Passed(marks, outOf) &&
			(done.IsZero() || a.Submitted.Before(done)) {
			done = a.Submitted
		}
	}
	return began, done
}

// benchDone says whether an essay that was handed out is begun, and when it was handed in first.
func (s *Server) benchDone(r *request, t classroom.Taking) (began bool, in time.Time, err error) {
	in, err = s.Store.HandedIn(r.ctx, r.student.ID, t.Subject)
	if errors.Is(err, store.ErrNotFound) {
		return false, in, nil
	}
	return err == nil, in, err
}

// showWork is one assignment: what it is, how long there is, and the way in.
func (s *Server) showWork(r *request) error {
	all, err := s.myWork(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(w myWork) bool { return int64(w.ID) == r.number("work") })
	if i < 0 {
		return store.ErrNotFound
	}
	w := all[i]
	props := views.WorkProps{Card: s.workCard(r, w), FormToken: account.FormToken(),
		Results: s.resultsWords(w.Taking), Test: w.Test, Extra: w.Settings.ExtraTime > 0}
	props.Begins = w.Handed == classroom.HandedQuiz && w.MayBegin(len(w.attempts), s.Now())
	for n, a := range w.attempts {
		row := views.WorkAttempt{Number: n + 1, Href: fmt.Sprintf("/attempts/%d", a.ID), Answered: len(a.Responses),
			Questions: len(a.Questions)}
		switch {
		case !w.Over(a, s.Now()):
			props.Open, props.Begins = row.Href, false
		case w.shows:
			marks, outOf := w.Total(a)
			row.Score = views.ScoreWords(marks, outOf)
			row.Href += "/result"
		default:
			row.Href = ""
		}
		props.Attempts = append(props.Attempts, row)
	}
	if w.Attempts > 0 {
		props.Left = max(0, w.Attempts+w.Grant.Attempts-len(w.attempts))
	}
	props.Limited = w.Attempts > 0
	return s.render(r, http.StatusOK, views.WorkPage(s.page(r, w.Title, "/"), props))
}

// beginWork begins a quiz that was handed out, or goes on with it.
func (s *Server) beginWork(r *request) error {
	id, token := classroom.AssignmentID(r.number("work")), formToken(r.form)
	attempt, err := s.Store.BeginWork(r.own(), *r.student, id, token, s.derive("work", r.key(), token))
	if errors.Is(err, store.ErrLocked) {
		return redirect(views.WorkPath(int64(id))) // which says why
	}
	if err != nil {
		return err
	}
	return redirect(fmt.Sprintf("/attempts/%d", attempt))
}

// showAllWork lists everything that was handed out.
func (s *Server) showAllWork(r *request) error {
	all, err := s.myWork(r)
	if err != nil {
		return err
	}
	var props views.AllWorkProps
	for _, w := range all {
		card := s.workCard(r, w)
		if card.Open() {
			props.Open = append(props.Open, card)
		} else {
			props.Over = append(props.Over, card)
		}
	}
	return s.render(r, http.StatusOK, views.AllWorkPage(s.page(r, "Your work", "/work"), props))
}

// workCard is an assignment in words.
func (s *Server) workCard(r *request, w myWork) views.WorkCard {
	card := views.WorkCard{Title: w.Title, Href: w.href, State: string(w.state), Kind: handedWord(w.Taking)}
	card.Facts = workFacts(w.Taking)
	card.When = s.workWhen(w)
	if w.Handed == classroom.HandedLesson && r.mayRead(w.Subject) {
		card.Go = views.Link{Text: "Go to the lesson", Href: views.LessonPath(w.Subject)}
	}
	if b, err := r.edition.course.Bench(w.Subject); err == nil && w.Handed == classroom.HandedBench {
		card.Go = views.Link{Text: "Go to the sources", Href: views.BenchHref(b, "")}
	}
	if over := !card.Open(); over && w.Handed == classroom.HandedQuiz && w.shows {
		card.Results = len(w.attempts) > 0
	}
	return card
}

func handedWord(t classroom.Taking) string {
	switch {
	case t.Handed == classroom.HandedLesson:
		return "Lesson"
	case t.Handed == classroom.HandedBench:
		return "Essay"
	case t.Test:
		return "Test"
	}
	return "Practice"
}

// workFacts says how much there is to do, and in what time.
func workFacts(t classroom.Taking) (facts views.WorkFacts) {
	if t.Handed != classroom.HandedQuiz {
		return facts
	}
	facts.Questions = len(t.Questions)
	if t.Drawn > 0 {
		facts.Questions = t.Drawn
	}
	facts.Minutes = int((t.Limit() + time.Minute - 1) / time.Minute)
	if facts.Extra = max(0, facts.Minutes-t.Minutes); facts.Minutes == 0 && t.Minutes > 0 {
		facts.Free = true
	}
	return facts
}

// workWhen says what time it is about: when it opens, is due, was handed in or closes.
func (s *Server) workWhen(w myWork) string {
	switch w.state {
	case classroom.WorkWaits:
		return "Opens " + s.dayAndTime(w.Opens)
	case classroom.WorkMissed:
		if w.ClosesAt().IsZero() || !w.Withdrawn.IsZero() {
			return "Taken back by your teacher"
		}
		return "Closed " + s.dayAndTime(w.ClosesAt())
	case classroom.WorkIn:
		return "Handed in"
	case classroom.WorkLate:
		return "Handed in late"
	}
	var when []string
	if due := w.DueAt(); !due.IsZero() {
		when = append(when, "Due "+s.dayAndTime(due))
	}
	if closes := w.ClosesAt(); !closes.IsZero() && !closes.Equal(w.DueAt()) {
		word := "closes "
		if len(when) == 0 {
			word = "Closes "
		}
		when = append(when, word+s.dayAndTime(closes))
	}
	return strings.Join(when, ", ")
}

// dueLines say of what was handed out on another page, a lesson or a bench, when it is due and closes.
func (s *Server) dueLines(r *request, handed classroom.Handed, subject string) (lines []views.DueLine, err error) {
	all, err := s.myWork(r)
	for _, w := range all {
		if w.Handed == handed && w.Subject == subject {
			lines = append(lines, views.DueLine{Title: w.Title, Href: w.href, State: string(w.state), When: s.workWhen(w)})
		}
	}
	return lines, err
}

// closedTo reports when a bench that was handed out closed for whoever asks, so that they cannot hand in there any
// more. Where it was handed out twice, they can as long as one of the two takes it. What was taken back closes nothing,
// and a text that a teacher has returned can be revised at any time.
func (s *Server) closedTo(r *request, w *benchWork) (at time.Time, err error) {
	if r.student == nil || r.student.Guest() || len(w.returns) > 0 {
		return at, nil
	}
	all, err := s.Store.WorkOf(r.ctx, *r.student)
	if err != nil {
		return at, err
	}
	for _, t := range all {
		if t.Handed != classroom.HandedBench || t.Subject != w.ID || !t.Withdrawn.IsZero() {
			continue
		}
		if t.Takes(s.Now(), s.Now()) {
			return time.Time{}, nil
		}
		at = latest(at, t.ClosesAt())
	}
	return at, nil
}

// dayAndTime is a time as students read it: "today at 9:40", "Thursday 17 September at 9:40".
func (s *Server) dayAndTime(t time.Time) string {
	at, now := s.local(t), s.local(s.Now())
	day := at.Format("Monday 2 January")
	switch {
	case at.Format(time.DateOnly) == now.Format(time.DateOnly):
		day = "today"
	case at.Format(time.DateOnly) == now.AddDate(0, 0, 1).Format(time.DateOnly):
		day = "tomorrow"
	case at.Format(time.DateOnly) == now.AddDate(0, 0, -1).Format(time.DateOnly):
		day = "yesterday"
	case at.Year() != now.Year():
		day += at.Format(" 2006")
	}
	return day + at.Format(" at 15:04")
}

// resultsWords says when the results of a quiz can be seen.
func (s *Server) resultsWords(t classroom.Taking) string {
	switch {
	case t.Handed != classroom.HandedQuiz:
		return ""
	case t.Results == classroom.ResultsAtOnce:
		return "You see after each answer whether it was right."
	case !t.Released.IsZero():
		return "Your teacher has released the results."
	case t.Results == classroom.ResultsClosed:
		return "You see your results when it is closed for everybody."
	}
	return "You see your results when your teacher releases them."
}

// workNext is what the first page shows of handed-out work: what waits to be done, and results of the last week. any
// tells that something was handed out.
func (s *Server) workNext(r *request) (cards []views.WorkCard, any bool, err error) {
	all, err := s.myWork(r)
	for _, w := range all {
		card := s.workCard(r, w)
		if card.Open() || card.Results && s.Now().Sub(latest(w.Released, w.ClosesAt())) < newResults {
			cards = append(cards, card)
		}
	}
	return cards, len(all) > 0, err
}

// newResults is how long the first page leads to results.
const newResults = 7 * 24 * time.Hour

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
