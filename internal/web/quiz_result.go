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
	t, err := s.sitting(r)
	if err != nil {
		return err
	}
	switch {
	case !t.over, !t.shows:
		return redirect(fmt.Sprintf("/attempts/%d", t.ID))
	case t.Kind == classroom.WorkAttempt:
		return s.showWorkResult(r, t)
	}
	a := t.Attempt
	l, err := r.edition.course.Lesson(a.Lesson)
	if err != nil {
		return err
	}
	props := views.ResultProps{Lesson: l, Steps: steps(t, 0), Calibrated: calibrations(judgedIn([]classroom.Attempt{a}))}
	props.Marks, props.OutOf = total(a)
	props.Pass = classroom.PassMark(props.OutOf)
	props.Withdrawn = withdrawnIn(a)
	if props.Ideas, props.Again, err = s.leftToDo(r, a); err != nil {
		return err
	}
	if props.Answers, err = s.ownAnswers(r, []classroom.Attempt{a}); err != nil {
		return err
	}
	work, err := s.workIn(r, l)
	if err != nil {
		return err
	}
	props.Passed, props.Line = resultOf(a, work.attempts)
	props.Entry = quizEntry(l, work.attempts)
	props.Entry.FormToken = account.FormToken()
	next, _ := s.nextIn(r, l, work)
	props.Next = next.Link
	title := views.ScoreWords(props.Marks, props.OutOf) + " · " + l.Title
	p := s.page(r, title, "/")
	p.Up = views.Link{Text: l.Title, Href: views.LessonPath(l.ID)}
	return s.render(r, http.StatusOK, views.ResultPage(p, props))
}

// withdrawnIn counts the questions of an attempt that count for nothing any more.
func withdrawnIn(a classroom.Attempt) (n int) {
	for _, given := range a.Responses {
		if given.Withdrawn() {
			n++
		}
	}
	return n
}

// leftToDo lists what a finished quiz leaves to do, each once: the wrong ideas behind its answers, and where to read
// again for those that were not all right.
func (s *Server) leftToDo(r *request, a classroom.Attempt) (
	ideas []*course.Misconception, again []views.ReadAgain, err error,
) {
	for i, asked := range a.Questions {
		q, _, err := s.asked(r, asked)
		if err != nil {
			return nil, nil, err
		}
		given, ok := a.Responses[asked.Question]
		if !ok { // the time of what was handed out was up
			continue
		}
		g := decided(q, given)
		for _, m := range s.wrongIdeas(r, g) {
			if !slices.Contains(ideas, m) {
				ideas = append(ideas, m)
			}
		}
		if g.Full() {
			continue
		}
		for _, link := range readAgain(r.edition.course, q) {
			at := slices.IndexFunc(again, func(other views.ReadAgain) bool { return other.Link == link })
			if at < 0 {
				at, again = len(again), append(again, views.ReadAgain{Link: link})
			}
			if !slices.Contains(again[at].Questions, i+1) {
				again[at].Questions = append(again[at].Questions, i+1)
			}
		}
	}
	return ideas, again, nil
}

// resultOf reports whether somebody has passed the quiz that a belongs to, now or in an earlier try, and says so.
func resultOf(a classroom.Attempt, attempts []classroom.Attempt) (passed bool, line string) {
	switch marks, outOf := total(a); {
	case outOf > 0 && marks/outOf >= 1-1e-9:
		return true, "You got everything right."
	case classroom.Passed(marks, outOf):
		return true, "You have passed."
	}
	for _, other := range attempts {
		if marks, outOf := total(other); other.Kind == classroom.QuizAttempt && !other.Submitted.IsZero() &&
			classroom.Passed(marks, outOf) {
			return true, "This time it was not enough, but you passed in another try, and that counts."
		}
	}
	if _, outOf := total(a); outOf == 0 {
		return false, "Take the quiz once more: you are asked other questions where there are some."
	}
	return false, "This was not enough yet. Read the places below again, and then take the quiz once more."
}
