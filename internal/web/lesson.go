package web

import (
	"fmt"
	"math"
	"net/http"
	"slices"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/views"
)

func progressOf(l *course.Lesson, record classroom.LessonRecord) classroom.Progress {
	p := classroom.Progress{
		Sections:  len(l.Sections),
		Checks:    record.Checks,
		Answered:  record.Answered,
		Questions: course.QuizLength,
	}
	for _, id := range record.SectionsRead {
		if _, ok := l.Section(id); ok {
			p.SectionsRead++
		}
	}
	if record.Quiz != nil {
		p.Quiz = &classroom.Quiz{
			FirstMarks: record.Quiz.FirstMarks,
			FirstOutOf: record.Quiz.FirstOutOf,
			Best:       record.Quiz.BestShare,
		}
	}
	return p
}

func stateOf(p classroom.Progress) views.State {
	status := p.Status()
	state := views.State{Symbol: status.Symbol(), Word: p.Words(), Done: status == classroom.Complete}
	switch status {
	case classroom.Checked, classroom.Complete:
		state.Class = "ok"
	case classroom.Tried:
		state.Class = "again"
	}
	return state
}

// showLesson is the contents of a lesson: its parts, each with its state, and where to go on.
func (s *Server) showLesson(r *request) error {
	l, err := r.lesson()
	if err != nil {
		return err
	}
	if q, ok := check(l, r.query("again")); ok { // an old address: a lesson used to be one page
		return redirect(checkAgain(l, q))
	}
	work, err := s.workIn(r, l)
	if err != nil {
		return err
	}
	props := views.ContentsProps{
		LessonProps: s.lessonProps(r, l, work),
		Answers:     scores(l, work.attempts),
		State:       quizState(work),
		Pass:        quizWords(l),
	}
	props.GoOn, props.Here = s.nextIn(r, l, work)
	if props.Due, err = s.dueLines(r, classroom.HandedLesson, l.ID); err != nil {
		return err
	}
	blind := r.edition.course.Blind
	if props.BlindOpens, props.BlindAgain = blind.In(l); props.BlindOpens || props.BlindAgain {
		props.Blind = blind.Question
		props.BlindDone = work.believed.After > 0 || props.BlindOpens && work.believed.Before > 0
	}
	return s.render(r, http.StatusOK, views.ContentsPage(s.page(r, l.Title, "/"), props))
}

// work is what somebody has done in a lesson; nothing for visitors and teachers.
type work struct {
	read     map[string]bool
	attempts []classroom.Attempt
	believed classroom.Trust // the text of the blind reading, in the two lessons that have it
}

func (s *Server) workIn(r *request, l *course.Lesson) (w work, err error) {
	w.read = map[string]bool{}
	if r.student == nil {
		return w, nil
	}
	if w.read, err = s.Store.ReadSections(r.ctx, r.student.ID, l.ID); err != nil {
		return w, err
	}
	if w.believed, err = s.blindSaid(r, l); err != nil {
		return w, err
	}
	w.attempts, err = s.Store.Attempts(r.ctx, r.student.ID, l.ID)
	return w, err
}

// openQuiz is the newest quiz that has begun and is not finished, nil when there is none.
func (w work) openQuiz() *classroom.Attempt {
	for i := len(w.attempts) - 1; i >= 0; i-- {
		if a := &w.attempts[i]; a.Kind == classroom.QuizAttempt && a.Submitted.IsZero() {
			return a
		}
	}
	return nil
}

// best is the largest share of marks of a finished quiz; ok is false when none is finished.
func (w work) best() (share float64, ok bool) {
	for _, a := range w.attempts {
		if a.Kind == classroom.QuizAttempt && !a.Submitted.IsZero() {
			marks, outOf := total(a)
			share, ok = max(share, marks/outOf), true
		}
	}
	return share, ok
}

func (w work) passed() bool {
	share, ok := w.best()
	return ok && classroom.Passed(share, 1)
}

// begun reports whether anything has been done in a lesson: a section read, or a question answered.
func (w work) begun(l *course.Lesson) bool {
	return len(w.attempts) > 0 || slices.ContainsFunc(l.Sections, func(s *course.Section) bool { return w.read[s.ID] })
}

// firstUnread is the section with which reading goes on, nil when all are read.
func (w work) firstUnread(l *course.Lesson) *course.Section {
	for _, section := range l.Sections {
		if !w.read[section.ID] {
			return section
		}
	}
	return nil
}

// lessonProps is what every page of a lesson knows of whoever asks.
func (s *Server) lessonProps(r *request, l *course.Lesson, w work) views.LessonProps {
	props := views.LessonProps{
		Lesson: r.edition.lessons[l.ID],
		Count:  len(r.edition.course.Lessons),
		Read:   w.read,
		Plain:  r.plain(),
		Quiz:   quizEntry(l, w.attempts),
	}
	if r.teacher != nil && r.edition.course.Guide.Page(l.ID) != nil {
		props.Guide = views.GuideLessonPath(l.ID)
	}
	return props
}

// lessonPage is what a page within a lesson needs: the way up to the contents, and the place in the lesson.
func (s *Server) lessonPage(r *request, l *course.Lesson, w work, title, here string) views.Page {
	p := s.page(r, title+" · "+l.Title, "/")
	p.Up = views.Link{Text: l.Title, Href: views.LessonPath(l.ID)}
	p.Place = views.PlaceInLesson(l, w.read, here, w.passed())
	return p
}

// nextIn is the one thing to do next in a lesson, and the section, or "quiz", to which it leads: the quiz that has
// begun, the first section that is not read, the quiz, and after that the next lesson.
func (s *Server) nextIn(r *request, l *course.Lesson, w work) (to views.GoOn, here string) {
	if quiz := w.openQuiz(); quiz != nil {
		to.Text = fmt.Sprintf("Go on: question %d of the quiz", len(quiz.Responses)+1)
		to.Href = fmt.Sprintf("/attempts/%d", quiz.ID)
		return to, "quiz"
	}
	if blindDue(r, l, w) {
		to.Link = views.Link{Text: "Go on: " + r.edition.course.Blind.Question, Href: views.BlindPath(l.ID)}
		if to.Begins = !w.begun(l); to.Begins {
			to.Text = "Begin"
		}
		to.Hint = "First: one text without its writer · 2 min"
		return to, "blind"
	}
	if section := w.firstUnread(l); section != nil {
		return nextSection(l, section, !w.begun(l)), section.ID
	}
	to.Link = views.Link{Text: "Go on: the quiz", Href: views.QuizPath(l.ID)}
	if _, tried := w.best(); !tried {
		return to, "quiz"
	}
	if !w.passed() {
		to.Text = "Take the quiz again"
		return to, "quiz"
	}
	switch next := r.lessonAfter(l); {
	case next != nil:
		to.Link = views.Link{Text: fmt.Sprintf("Go on: lesson %d, %s", next.Number, next.Title),
			Href: views.LessonPath(next.ID)}
	case len(r.edition.course.Benches) > 0:
		to.Link = views.Link{Text: "Go on: the source bench", Href: "/bench"}
	default:
		to.Link = views.Link{Text: "All lessons", Href: "/"}
	}
	to.Hint = "You have read this lesson and passed its quiz."
	return to, ""
}

// nextSection leads to a section that is not read. begins says that nothing has been done in the lesson.
func nextSection(l *course.Lesson, section *course.Section, begins bool) (to views.GoOn) {
	n := slices.Index(l.Sections, section) + 1
	to.Text, to.Href = "Go on: "+section.Title, views.SectionPath(l.ID, section.ID)
	minutes := views.Minutes(l.MinutesOf(section))
	to.Hint = fmt.Sprintf("Section %d of %d · %s", n, len(l.Sections), minutes)
	if to.Begins = begins; begins {
		to.Text = "Begin"
		to.Hint = fmt.Sprintf("Section %d of %d: %s · %s", n, len(l.Sections), section.Title, minutes)
	}
	return to
}

// blindDue reports whether the blind reading is what comes next: before everything else in the lesson that it opens,
// and after the last section of the lesson that shows it again.
func blindDue(r *request, l *course.Lesson, w work) bool {
	opens, again := r.edition.course.Blind.In(l)
	switch {
	case r.teacher != nil:
		return false
	case opens:
		return w.believed.Before == 0 && !w.begun(l)
	}
	_, tried := w.best()
	return again && w.believed.After == 0 && w.firstUnread(l) == nil && !tried
}

// scores counts the right answers to the checks of each section, by the latest answer to each.
func scores(l *course.Lesson, attempts []classroom.Attempt) map[string]views.Score {
	all := map[string]views.Score{}
	for _, section := range l.Sections {
		for _, q := range section.Checks() {
			tries := checkTries(attempts, q.ID)
			if len(tries) == 0 {
				continue
			}
			score := all[section.ID]
			score.Of++
			if given := tries[len(tries)-1].Responses[q.ID]; given.Score >= 1-1e-9 {
				score.Right++
			}
			all[section.ID] = score
		}
	}
	return all
}

// quizState is the state of a lesson's quiz.
func quizState(w work) views.State {
	if quiz := w.openQuiz(); quiz != nil {
		word := fmt.Sprintf("%d of %d answered", len(quiz.Responses), len(quiz.Questions))
		return views.State{Symbol: "▷", Word: word}
	}
	best, tried := w.best()
	percent := fmt.Sprintf("%.0f%%", math.Floor(100*best+0.5))
	if !w.passed() { // 69.9 is not 70, which would have passed
		percent = fmt.Sprintf("%.0f%%", math.Floor(100*best+1e-9))
	}
	switch {
	case w.passed():
		return views.State{Symbol: "✓", Word: "Passed · " + percent, Class: "ok", Done: true}
	case tried:
		return views.State{Symbol: "△", Word: "Not passed yet · " + percent, Class: "again"}
	}
	return views.State{Word: "Not begun"}
}

// quizWords says what to expect of a lesson's quiz.
func quizWords(l *course.Lesson) string {
	n := min(course.QuizLength, len(l.Pool))
	return fmt.Sprintf("%d questions, about %s. You pass with %.0f%% of the marks.",
		n, views.Minutes(n), 100*classroom.PassShare)
}

// quizEntry says how a student gets into the quiz of a lesson, and what has happened there.
func quizEntry(l *course.Lesson, attempts []classroom.Attempt) views.QuizEntry {
	entry := views.QuizEntry{
		Action:    "/lessons/" + l.ID + "/attempts",
		FormToken: account.FormToken(),
		Button:    "Start the quiz",
		Line: fmt.Sprintf("%d questions, with an explanation after each. You can stop and go on later.",
			min(course.QuizLength, len(l.Pool))),
	}
	open := false
	for _, a := range slices.Backward(attempts) { // the newest open quiz is the one that goes on
		if a.Kind != classroom.QuizAttempt {
			continue
		}
		if a.Submitted.IsZero() {
			if !open {
				entry.Button = "Go on with the quiz"
				entry.Line = fmt.Sprintf("You have answered %d of %d questions.", len(a.Responses), len(a.Questions))
			}
			open = true
			continue
		}
		entry.Result = views.Link{Text: "See your result", Href: fmt.Sprintf("/attempts/%d/result", a.ID)}
		if open {
			return entry
		}
		marks, outOf := total(a)
		entry.Button = "Take the quiz again"
		entry.Line = fmt.Sprintf("Last result: %s of %s marks. A new quiz brings questions you have not seen first.",
			views.Number(marks), views.Number(outOf))
		return entry
	}
	return entry
}

func total(a classroom.Attempt) (marks, outOf float64) {
	for _, r := range a.Responses {
		marks += r.Marks
		outOf += r.OutOf
	}
	return marks, outOf
}

func (s *Server) markRead(r *request) error {
	l, err := r.lesson()
	if err != nil {
		return err
	}
	section, ok := l.Section(r.param("section"))
	if !ok {
		return course.ErrUnknown
	}
	if err := s.Store.MarkRead(r.own(), r.answerer(), l.ID, section.ID); err != nil {
		return err
	}
	if after := l.After(section); after != nil {
		return redirect(views.SectionPath(l.ID, after.ID))
	}
	return redirect(views.QuizPath(l.ID))
}

// Whether a reader wants plain words is kept in a cookie of its own, which says nothing about who reads. As long as
// they have not chosen, it is as their teacher has settled it.
const (
	wordsCookie = "words"
	plainWords  = "plain"
	fullWords   = "full"
)

// plain reports whether whoever asks reads in plain words.
func (r *request) plain() bool {
	switch r.cookie(wordsCookie) {
	case plainWords:
		return true
	case fullWords:
		return false
	}
	return r.student != nil && r.student.Settings.PlainWords
}

func (s *Server) chooseWords(r *request) error {
	l, err := r.edition.course.Lesson(r.form.Value("lesson"))
	if err != nil {
		return err
	}
	if r.form.Value("words") == plainWords {
		r.setCookie(wordsCookie, plainWords, deviceLife)
	} else {
		r.setCookie(wordsCookie, fullWords, deviceLife)
	}
	back := r.form.Value("back") // the page with the switch
	if _, ok := l.Section(back); ok || back == "whole" {
		return redirect(views.SectionPath(l.ID, back))
	}
	return redirect(views.LessonPath(l.ID))
}
