package web

import (
	"net/http"

	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// showSection is one section of a lesson. Behind the question mark stand the check question to ask once more (again),
// or the one that has just been answered: the page opens on its verdict (answered).
func (s *Server) showSection(r *request) error {
	l, section, err := r.section()
	if err != nil {
		return err
	}
	kept, may := s.keep(r, section)
	if kept.sheet != nil {
		return s.send(r, http.StatusOK, kept.sheet)
	}
	p, props, err := s.sectionProps(r, l, section, nil)
	if err != nil {
		return err
	}
	if may == nil {
		return s.render(r, http.StatusOK, views.SectionPage(p, props))
	}
	for i := range props.Questions { // each copy gets a token of its own
		s.markForms(&props.Questions[i])
	}
	return s.renderKept(r, may, views.SectionPage(p, props))
}

// markForms has the forms of a question drawn with a gap for their token.
func (s *Server) markForms(q *views.QuestionProps) {
	q.FormToken = s.marker.mark(formGap)
	if q.Answered != nil {
		for i := range q.Answered.Written {
			q.Answered.Written[i].FormToken = q.FormToken
		}
	}
}

// section finds the lesson and the section that the path names.
func (r *request) section() (*course.Lesson, *course.Section, error) {
	l, err := r.lesson()
	if err != nil {
		return nil, nil, err
	}
	section, ok := l.Section(r.param("section"))
	if !ok {
		return nil, nil, course.ErrUnknown
	}
	return l, section, nil
}

// sectionPage shows a section. instead is a question in place of the stored one: its form has to be corrected, or its
// answer was not stored. nil for none.
func (s *Server) sectionPage(r *request, l *course.Lesson, section *course.Section, status int,
	instead *views.QuestionProps) error {
	p, props, err := s.sectionProps(r, l, section, instead)
	if err != nil {
		return err
	}
	return s.render(r, status, views.SectionPage(p, props))
}

func (s *Server) sectionProps(r *request, l *course.Lesson, section *course.Section,
	instead *views.QuestionProps) (p views.Page, props views.SectionProps, err error) {
	w, err := s.workIn(r, l)
	if err != nil {
		return p, props, err
	}
	props = views.SectionProps{LessonProps: s.lessonProps(r, l, w), Section: section}
	if props.Open = r.query("answered"); props.Open == "" {
		props.Open = r.query("again")
	}
	if instead != nil {
		props.Open = instead.Question.ID
	}
	title := section.Title
	for _, q := range section.Checks() {
		question, opens := views.QuestionProps{}, props.Open == q.ID
		if instead != nil && opens {
			question = *instead
		} else if question, err = s.checkProps(r, l, q, w.attempts, r.query("again") == q.ID); err != nil {
			return p, props, err
		}
		if question.Answered != nil {
			readAbove(question.Answered, views.SectionPath(l.ID, section.ID))
		}
		if question.Answered != nil && opens {
			question.Answered.Opens = true
			title = question.Answered.Verdict() + " · " + title
		}
		props.Questions = append(props.Questions, question)
	}
	askNext(props.Questions)
	return s.lessonPage(r, l, w, title, section.ID), props, nil
}

// readAbove leads to the text of this page where the feedback on an answer names it.
func readAbove(a *views.Answered, here string) {
	for i := range a.ReadAgain {
		if a.ReadAgain[i].Href == here {
			a.ReadAgain[i].Href = "#text"
		}
	}
}

// askNext leads from the verdict on one question of a section to the next that is not answered.
func askNext(questions []views.QuestionProps) {
	for i := range questions {
		if questions[i].Answered == nil {
			continue
		}
		for _, next := range questions {
			if next.Answered == nil {
				questions[i].Answered.Next = views.Link{Text: "Next question", Href: "#q-" + next.Question.ID}
				break
			}
		}
	}
}

// showWhole is a lesson on one page.
func (s *Server) showWhole(r *request) error {
	l, err := r.lesson()
	if err != nil {
		return err
	}
	w, err := s.workIn(r, l)
	if err != nil {
		return err
	}
	props := views.WholeProps{LessonProps: s.lessonProps(r, l, w), Questions: map[string]views.QuestionProps{},
		PrintedSheet: s.lessonSheet(r, l)}
	for _, q := range l.Checks {
		if props.Questions[q.ID], err = s.checkProps(r, l, q, w.attempts, false); err != nil {
			return err
		}
	}
	p := s.page(r, l.Title, "/")
	p.Up = views.Link{Text: l.Title, Href: views.LessonPath(l.ID)}
	return s.render(r, http.StatusOK, views.WholePage(p, props))
}

// showLessonQuiz is where the quiz of a lesson begins.
func (s *Server) showLessonQuiz(r *request) error {
	l, err := r.lesson()
	if err != nil {
		return err
	}
	w, err := s.workIn(r, l)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK,
		views.LessonQuizPage(s.lessonPage(r, l, w, "Quiz", "quiz"), s.lessonProps(r, l, w)))
}

// check finds a check question of a lesson.
func check(l *course.Lesson, id string) (*quiz.Question, bool) {
	for _, q := range l.Checks {
		if q.ID == id {
			return q, true
		}
	}
	return nil, false
}

// checkPath is where a check question stands now; the lessons when it has gone.
func (e *edition) checkPath(lesson, question string) string {
	l, err := e.course.Lesson(lesson)
	if err != nil {
		return "/"
	}
	q, ok := check(l, question)
	if !ok {
		return views.LessonPath(lesson)
	}
	return checkAnswered(l, q)
}
