package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// checkProps is a check question of a lesson for one person: to be answered, or with the feedback on the latest answer.
func (s *Server) checkProps(r *request, l *course.Lesson, q *quiz.Question, attempts []classroom.Attempt,
	again bool) (views.QuestionProps, error) {
	tries := checkTries(attempts, q.ID)
	if len(tries) > 0 && !again {
		return s.triedProps(r, tries[len(tries)-1], "Check yourself", checkAgain(l, q))
	}
	props := s.questionProps(r, q, quiz.NewDeal(s.checkDeal(r.key(), q.ID, len(tries)), q.ID))
	props.Kicker, props.Tries = "Check yourself", len(tries)
	props.Action = "/lessons/" + l.ID + "/questions/" + q.ID
	return props, nil
}

// checkAgain is the address at which a check question is asked once more.
func checkAgain(l *course.Lesson, q *quiz.Question) string { return checkPlace(l, q, "again", "#q-") }

// checkAnswered is the address at which a section opens on the verdict about the answer to a check question. The
// fragment takes the focus there: a browser that finds it on the page pays no heed to autofocus.
func checkAnswered(l *course.Lesson, q *quiz.Question) string {
	return checkPlace(l, q, "answered", "#v-")
}

func checkPlace(l *course.Lesson, q *quiz.Question, state, fragment string) string {
	section, ok := l.SectionOf(q)
	if !ok {
		return views.LessonPath(l.ID)
	}
	return views.SectionPath(l.ID, section.ID) + "?" + state + "=" + q.ID + fragment + q.ID
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
	l, err := r.lesson()
	if err != nil {
		return err
	}
	q, ok := check(l, r.param("question"))
	if !ok {
		return course.ErrUnknown
	}
	section, _ := l.SectionOf(q)
	given, key, tries, err := s.readCheck(r, l, q)
	if err != nil {
		return err
	}
	if len(given.problems) > 0 {
		props := s.questionProps(r, q, quiz.NewDeal(key, q.ID))
		props.Kicker, props.Action, props.Tries = "Check yourself", "/lessons/"+l.ID+"/questions/"+q.ID, tries
		props.Form, props.Problems, props.FormToken = r.form, given.problems, formToken(r.form)
		return s.sectionPage(r, l, section, http.StatusUnprocessableEntity, &props)
	}
	asked, err := r.edition.asking(q)
	if errors.Is(err, errPreview) {
		props := s.previewed(r, q, given, key)
		return s.sectionPage(r, l, section, http.StatusOK, &props)
	}
	if err != nil {
		return err
	}
	if err := s.Store.RecordCheck(r.own(), r.answerer(), l.ID, key, given.response(asked, q, r.form)); err != nil {
		return err
	}
	return redirect(checkAnswered(l, q))
}

// previewed is a question with the feedback on an answer that is not stored, since its wording is not on record: while
// lessons are written.
func (s *Server) previewed(r *request, q *quiz.Question, given givenAnswer, key []byte) views.QuestionProps {
	props := s.questionProps(r, q, quiz.NewDeal(key, q.ID))
	g := q.Body.Grade(given.answer)
	props.Kicker = "Check yourself"
	props.Answered = &views.Answered{
		Grade: g, Confidence: given.confidence, Words: q.Feedback, Written: written(q, given.answer),
		WrongIdeas: s.wrongIdeas(r, g), ReadAgain: readAgain(r.edition.course, q), Unstored: true,
	}
	return props
}

// readCheck parses a form for a check question. The form says how many tries had been made when it was dealt, which is
// looked up only when it does not, or when the form cannot be read by it. Nobody gains by another number: a deal of
// theirs is theirs, and which there are only the secret of the installation tells.
func (s *Server) readCheck(r *request, l *course.Lesson, q *quiz.Question) (given givenAnswer, key []byte, tries int,
	err error) {
	if said, err := strconv.ParseUint(r.form.Value("tries"), 10, 16); err == nil {
		tries, key = int(said), s.checkDeal(r.key(), q.ID, int(said))
		if given = read(q, r.form, quiz.NewDeal(key, q.ID)); len(given.problems) == 0 {
			return given, key, tries, nil
		}
	}
	if tries = 0; r.student != nil {
		if tries, err = s.Store.CheckTries(r.ctx, r.student.ID, l.ID, q.ID); err != nil {
			return given, key, 0, err
		}
	}
	given, key, tries = s.readDealt(r, q, tries)
	return given, key, tries, nil
}

// readDealt parses a form for a check question that was answered tries times, and says after how many it was dealt. It
// may have been dealt before an answer from another window, before a double click was stored, or to a visitor who has
// joined a class since, so older deals count as well.
func (s *Server) readDealt(r *request, q *quiz.Question, tries int) (given givenAnswer, key []byte, after int) {
	keys := []string{r.key()}
	if visitor := visitorKey(r.form.Value("dealt")); visitor != "" {
		keys = append(keys, visitor)
	}
	for _, by := range keys {
		for n := tries; n >= 0; n-- {
			dealt := s.checkDeal(by, q.ID, n)
			parsed := read(q, r.form, quiz.NewDeal(dealt, q.ID))
			if key == nil || len(parsed.problems) < len(given.problems) {
				given, key, after = parsed, dealt, n
			}
			if len(given.problems) == 0 {
				return given, key, after
			}
		}
	}
	return given, key, after
}
