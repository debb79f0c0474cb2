package web

import (
	"fmt"
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/views"
)

func (s *Server) showResult(r *request) error {
	a, err := s.quizAttempt(r)
	if err != nil {
		return err
	}
	if a.Submitted.IsZero() {
		return redirect(fmt.Sprintf("/attempts/%d", a.ID))
	}
	l, err := r.edition.course.Lesson(a.Lesson)
	if err != nil {
		return err
	}
	props := views.ResultProps{Lesson: l, Steps: steps(a, 0), Calibrated: calibrations(judgedIn([]classroom.Attempt{a}))}
	props.Marks, props.OutOf = total(a)
	props.Line = resultLine(props.Marks, props.OutOf)
	linked := map[string]bool{}
	ideas := map[*course.Misconception]bool{}
	for _, asked := range a.Questions {
		q, _, err := s.asked(r, asked)
		if err != nil {
			return err
		}
		g := q.Body.Grade(a.Responses[asked.Question].Answer)
		for _, m := range s.mended(r, g) {
			if !ideas[m] {
				ideas[m] = true
				props.Ideas = append(props.Ideas, m)
			}
		}
		for _, link := range readAgain(r.edition.course, q) {
			if !g.Full() && !linked[link.Href] {
				linked[link.Href] = true
				props.Again = append(props.Again, link)
			}
		}
	}
	if props.Answers, err = s.answerRows(r, []classroom.Attempt{a}, true); err != nil {
		return err
	}
	attempts, err := s.Store.Attempts(r.ctx, r.student.ID, l.ID)
	if err != nil {
		return err
	}
	props.Door = quizDoor(l, attempts)
	props.Door.FormToken = account.FormToken()
	if next := r.edition.course.Next(l); next != nil {
		props.Next = views.Link{Text: fmt.Sprintf("Lesson %d: %s", next.Number, next.Title), Href: "/lessons/" + next.ID}
	} else {
		props.Next = views.Link{Text: "To the lessons", Href: "/"}
	}
	return s.render(r, http.StatusOK, views.ResultPage(s.page(r, "Result", "/"), props))
}

func resultLine(marks, outOf float64) string {
	switch share := marks / outOf; {
	case share >= 1-1e-9:
		return "Everything right."
	case share >= classroom.PassShare-1e-9:
		return "Enough to pass. What was missing stands below."
	default:
		return "Not enough to pass yet. Read the places below again and take the quiz once more."
	}
}
