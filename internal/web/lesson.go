package web

import (
	"fmt"
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

func (s *Server) showLesson(r *request) error {
	l, err := r.edition.course.Lesson(r.param("lesson"))
	if err != nil {
		return err
	}
	return s.lessonPage(r, l, http.StatusOK, r.query("again"), nil)
}

// lessonPage shows a lesson. again is the check question to ask once more; invalid is one whose form has to be
// corrected, nil for none.
func (s *Server) lessonPage(r *request, l *course.Lesson, status int, again string,
	invalid *views.QuestionProps) error {
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
		if invalid != nil && invalid.Question.ID == q.ID {
			props.Questions[q.ID] = *invalid
			continue
		}
		question, err := s.checkProps(r, l, q, attempts, again == q.ID)
		if err != nil {
			return err
		}
		props.Questions[q.ID] = question
	}
	props.Quiz = quizEntry(l, attempts)
	props.Plain = r.cookie(wordsCookie) == plainWords
	return s.render(r, status, views.LessonPage(s.page(r, l.Title, "/"), props))
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
		entry.Result = views.Link{Text: "See the result", Href: fmt.Sprintf("/attempts/%d/result", a.ID)}
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

// Whether a reader wants plain words is kept in a cookie of its own, which says nothing about who reads.
const (
	wordsCookie = "words"
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
