package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

func (s *Server) showHome(r *request) error {
	lessons, err := s.lessonLinks(r, r.student)
	if err != nil {
		return err
	}
	home := views.HomeProps{
		Course:  r.edition.course,
		Lessons: lessons,
		Next:    nextLink(lessons),
		Figure:  r.edition.homeFigure,
	}
	return s.render(r, http.StatusOK, views.HomePage(s.page(r, r.edition.course.Title, "/"), home))
}

// lessonLinks lists the lessons with how far a student is; nobody's progress when student is nil.
func (s *Server) lessonLinks(r *request, student *classroom.Student) ([]views.LessonLink, error) {
	var records map[string]classroom.LessonRecord
	if student != nil {
		var err error
		if records, err = s.Store.Progress(r.ctx, student.ID); err != nil {
			return nil, err
		}
	}
	var links []views.LessonLink
	for _, l := range r.edition.course.Lessons {
		link := views.LessonLink{Lesson: l}
		if r.teacher == nil || student != nil {
			link.State = stateOf(progressOf(l, records[l.ID]))
		}
		links = append(links, link)
	}
	return links, nil
}

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

// nextLink is the one thing to do now: the first lesson that is not complete.
func nextLink(lessons []views.LessonLink) views.Link {
	for _, l := range lessons {
		href := "/lessons/" + l.Lesson.ID
		if l.State.Symbol == "" || l.State.Symbol == classroom.NotStarted.Symbol() {
			return views.Link{Text: fmt.Sprintf("Start lesson %d", l.Lesson.Number), Href: href}
		}
		if !l.State.Done {
			return views.Link{Text: fmt.Sprintf("Go on with lesson %d", l.Lesson.Number), Href: href}
		}
	}
	if len(lessons) == 0 {
		return views.Link{Text: "Sources", Href: "/sources"}
	}
	return views.Link{Text: "Read again", Href: "/lessons/" + lessons[0].Lesson.ID}
}

func (s *Server) showLesson(r *request) error {
	l, err := r.edition.course.Lesson(r.param("lesson"))
	if err != nil {
		return err
	}
	return s.lessonPage(r, l, http.StatusOK, r.query("again"), nil)
}

// lessonPage shows a lesson. again is the check question to be asked anew; mending is one that has to be mended.
func (s *Server) lessonPage(r *request, l *course.Lesson, status int, again string,
	mending *views.QuestionProps) error {
	links, err := s.lessonLinks(r, r.student)
	if err != nil {
		return err
	}
	props := views.LessonProps{
		Lesson:    r.edition.lessons[l.ID],
		Course:    links,
		Questions: map[string]views.QuestionProps{},
		Read:      map[string]bool{},
	}
	var attempts []classroom.Attempt
	if r.student != nil {
		if props.Read, err = s.Store.ReadSections(r.ctx, r.student.ID, l.ID); err != nil {
			return err
		}
		if attempts, err = s.Store.Attempts(r.ctx, r.student.ID, l.ID); err != nil {
			return err
		}
	}
	for _, q := range l.Checks {
		if mending != nil && mending.Question.ID == q.ID {
			props.Questions[q.ID] = *mending
			continue
		}
		question, err := s.checkProps(r, l, q, attempts, again == q.ID)
		if err != nil {
			return err
		}
		props.Questions[q.ID] = question
	}
	props.Quiz = quizDoor(l, attempts)
	props.Plain = r.cookie(wordsCookie) == plainWords
	return s.render(r, status, views.LessonPage(s.page(r, l.Title, "/"), props))
}

// quizDoor says how a student gets into the quiz of a lesson, and what has happened there.
func quizDoor(l *course.Lesson, attempts []classroom.Attempt) views.QuizDoor {
	door := views.QuizDoor{
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
				door.Button = "Go on with the quiz"
				door.Line = fmt.Sprintf("You have answered %d of %d questions.", len(a.Responses), len(a.Questions))
			}
			open = true
			continue
		}
		door.Result = views.Link{Text: "See the result", Href: fmt.Sprintf("/attempts/%d/result", a.ID)}
		if open {
			return door
		}
		marks, outOf := total(a)
		door.Button = "Take the quiz again"
		door.Line = fmt.Sprintf("Last result: %s of %s marks. A new quiz brings questions you have not seen first.",
			views.Number(marks), views.Number(outOf))
		return door
	}
	return door
}

func total(a classroom.Attempt) (marks, outOf float64) {
	for _, r := range a.Responses {
		marks += r.Marks
		outOf += r.OutOf
	}
	return marks, outOf
}

func (s *Server) markRead(r *request) error {
	l, err := r.edition.course.Lesson(r.param("lesson"))
	if err != nil {
		return err
	}
	section, ok := l.Section(r.param("section"))
	if !ok {
		return course.ErrUnknown
	}
	if err := s.Store.MarkRead(r.ctx, r.answerer(), l.ID, section.ID); err != nil {
		return err
	}
	return redirect("/lessons/" + l.ID + "#" + sectionAfter(l, section))
}

// A reader's choice of words is kept in a cookie of its own: it says nothing about who reads.
const (
	wordsCookie = "dossier-words"
	plainWords  = "plain"
)

func (s *Server) chooseWords(r *request) error {
	l, err := r.edition.course.Lesson(r.form.Value("lesson"))
	if err != nil {
		return err
	}
	if r.form.Value("words") == plainWords {
		r.setCookie(wordsCookie, plainWords, deviceLife)
	} else {
		r.setCookie(wordsCookie, "full", deviceLife)
	}
	return redirect("/lessons/" + l.ID)
}

// sectionAfter is where reading goes on: the next section, or the quiz.
func sectionAfter(l *course.Lesson, section *course.Section) string {
	for i, other := range l.Sections {
		if other == section && i+1 < len(l.Sections) {
			return l.Sections[i+1].ID
		}
	}
	return "quiz"
}

// checkProps is a check question of a lesson for one person: to be answered, or with the feedback on the latest answer.
func (s *Server) checkProps(r *request, l *course.Lesson, q *quiz.Question, attempts []classroom.Attempt,
	again bool) (views.QuestionProps, error) {
	tries := checkTries(attempts, q.ID)
	if len(tries) > 0 && !again {
		return s.triedProps(r, tries[len(tries)-1], "Check yourself", "/lessons/"+l.ID+"?again="+q.ID+"#q-"+q.ID)
	}
	props := s.questionProps(r, q, quiz.NewDeal(s.checkDeal(r.key(), q.ID, len(tries)), q.ID))
	props.Kicker = "Check yourself"
	props.Action = "/lessons/" + l.ID + "/questions/" + q.ID
	return props, nil
}

// triedProps is the question of a finished try, with its feedback and the way to another try.
func (s *Server) triedProps(r *request, try classroom.Attempt, kicker, again string) (views.QuestionProps, error) {
	q, older, err := s.asked(r, try.Questions[0])
	if err != nil {
		return views.QuestionProps{}, err
	}
	props := s.questionProps(r, q, quiz.NewDeal(try.DealKey, q.ID))
	props.Kicker = kicker
	if props.Answered, err = s.answered(r, q, try.Responses[q.ID], try.ID); err != nil {
		return props, err
	}
	props.Answered.Older, props.Answered.Again = older, again
	return props, nil
}

// checkTries picks the attempts at one check question, in the order in which they were made.
func checkTries(attempts []classroom.Attempt, question string) []classroom.Attempt {
	var tries []classroom.Attempt
	for _, a := range attempts {
		if a.Kind == classroom.CheckAttempt && len(a.Responses) > 0 && a.Questions[0].Question == question {
			tries = append(tries, a)
		}
	}
	return tries
}

// checkDeal is the key from which a check question is dealt before it has an attempt. It stays the
// same until the question is answered.
func (s *Server) checkDeal(person, question string, tries int) []byte {
	return s.derive("check", person, question, fmt.Sprint(tries))
}

func (s *Server) submitCheck(r *request) error {
	l, err := r.edition.course.Lesson(r.param("lesson"))
	if err != nil {
		return err
	}
	q, of, err := r.edition.course.Question(r.param("question"))
	if err != nil || of != l || !isCheck(l, q) {
		return errors.Join(err, course.ErrUnknown)
	}
	tries := 0
	if r.student != nil {
		attempts, err := s.Store.Attempts(r.ctx, r.student.ID, l.ID)
		if err != nil {
			return err
		}
		tries = len(checkTries(attempts, q.ID))
	}
	given, key := s.readDealt(r, q, tries)
	if len(given.problems) > 0 {
		props := s.questionProps(r, q, quiz.NewDeal(key, q.ID))
		props.Kicker, props.Action = "Check yourself", "/lessons/"+l.ID+"/questions/"+q.ID
		props.Form, props.Problems, props.FormToken = r.form, given.problems, formToken(r.form)
		return s.lessonPage(r, l, http.StatusUnprocessableEntity, "", &props)
	}
	if err := s.Store.RecordCheck(r.ctx, r.answerer(), l.ID, key, given.response(q, r.form)); err != nil {
		return err
	}
	return redirect("/lessons/" + l.ID + "#q-" + q.ID)
}

// readDealt parses a form for a check question that was answered tries times. It may have been dealt
// before an answer from another window, or before a double click was stored, so older deals count as
// well.
func (s *Server) readDealt(r *request, q *quiz.Question, tries int) (given submission, key []byte) {
	for n := tries; n >= 0; n-- {
		dealt := s.checkDeal(r.key(), q.ID, n)
		if parsed := read(q, r.form, quiz.NewDeal(dealt, q.ID)); n == tries || len(parsed.problems) == 0 {
			given, key = parsed, dealt
		}
		if len(given.problems) == 0 {
			break
		}
	}
	return given, key
}

func isCheck(l *course.Lesson, q *quiz.Question) bool {
	for _, other := range l.Checks {
		if other == q {
			return true
		}
	}
	return false
}
