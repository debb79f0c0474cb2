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
	if props.Ideas, props.Again, err = s.leftToDo(r, a); err != nil {
		return err
	}
	if props.Answers, err = s.ownAnswers(r, []classroom.Attempt{a}); err != nil {
		return err
	}
	attempts, err := s.Store.Attempts(r.ctx, r.student.ID, l.ID)
	if err != nil {
		return err
	}
	props.Entry = quizEntry(l, attempts)
	props.Entry.FormToken = account.FormToken()
	props.Next = views.Link{Text: "To the lessons", Href: "/"}
	if next := r.edition.course.Next(l); next != nil {
		props.Next = views.Link{Text: fmt.Sprintf("Lesson %d: %s", next.Number, next.Title), Href: "/lessons/" + next.ID}
	}
	return s.render(r, http.StatusOK, views.ResultPage(s.page(r, "Result", "/"), props))
}

// leftToDo lists what a finished quiz leaves to do, each once: the wrong ideas behind its answers, and where to read
// again for those that were not all right.
func (s *Server) leftToDo(r *request, a classroom.Attempt) (
	ideas []*course.Misconception, again []views.Link, err error,
) {
	for _, asked := range a.Questions {
		q, _, err := s.asked(r, asked)
		if err != nil {
			return nil, nil, err
		}
		g := decided(q, a.Responses[asked.Question])
		for _, m := range s.wrongIdeas(r, g) {
			if !slices.Contains(ideas, m) {
				ideas = append(ideas, m)
			}
		}
		for _, link := range readAgain(r.edition.course, q) {
			if !g.Full() && !slices.Contains(again, link) {
				again = append(again, link)
			}
		}
	}
	return ideas, again, nil
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
