package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// unmatched lists what was typed in a class and is still not recognised.
func (s *Server) unmatched(r *request, class classroom.ClassID) ([]classroom.Unmatched, error) {
	answers, err := s.Store.UnmatchedAnswers(r.ctx, class)
	if err != nil {
		return nil, err
	}
	return classroom.UnmatchedIn(answers, func(a classroom.StoredAnswer) (quiz.Grade, error) {
		if a.Given.Grade != nil {
			return *a.Given.Grade, nil
		}
		q, _, err := s.asked(r, a.Given.Asked())
		if err != nil {
			return quiz.Grade{}, err
		}
		return decided(q, a.Given), nil
	})
}

func (s *Server) showUnmatched(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	unmatched, err := s.unmatched(r, class.ID)
	if err != nil {
		return err
	}
	here := views.ClassHref(int64(class.ID), "/unmatched")
	props := views.UnmatchedProps{Class: classCard(class), Undo: here + "/undo"}
	for _, u := range unmatched {
		q, _, err := s.asked(r, u.Asked)
		if err != nil {
			return err
		}
		props.Rows = append(props.Rows, views.UnmatchedRow{
			Stem: q.Text(), Text: u.Text, Times: fmt.Sprint(u.Students), Part: partOf(q, u.Label),
			Accept: fmt.Sprintf("%s/%d/%s", here, u.Response, url.PathEscape(u.Field)),
		})
	}
	if props.Accepted, err = s.acceptedRows(r, class); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.UnmatchedPage(s.page(r, "Answers to look at", "/classes"), props))
}

// acceptedRows lists what the teachers of a class have accepted.
func (s *Server) acceptedRows(r *request, class classroom.Class) ([]views.AcceptedRow, error) {
	accepted, err := s.Store.Acceptances(r.ctx, class.ID)
	if err != nil {
		return nil, err
	}
	var rows []views.AcceptedRow
	for _, a := range accepted {
		q, _, err := s.asked(r, a.Asked)
		if err != nil {
			return nil, err
		}
		row := views.AcceptedRow{ID: a.ID, Stem: q.Text(), Text: a.Text}
		for _, l := range q.Body.Grade(nil).Lines {
			if l.ID == a.Field {
				row.Part = partOf(q, l.Label)
			}
		}
		if a.Teacher != r.teacher.ID {
			row.By = a.By
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// partOf names a part of a question, where the question itself does not say it already.
func partOf(q *quiz.Question, label string) string {
	if label == q.Text() || label == q.Stem {
		return ""
	}
	return label
}

// typedText is a text that was typed and not recognised, as the path names it: an answer of the class and a part of it.
type typedText struct {
	class    classroom.Class
	question *quiz.Question
	asked    classroom.Asked
	accepted quiz.Accepted
	label    string
}

// typedText finds the text of the path. One that was accepted in the meantime leads back to the list.
func (s *Server) typedText(r *request) (typed typedText, err error) {
	if typed.class, err = s.class(r); err != nil {
		return typed, err
	}
	a, err := s.Store.AnswerOf(r.ctx, typed.class.ID, r.number("response"))
	if err != nil {
		return typed, err
	}
	typed.asked = a.Given.Asked()
	if typed.question, _, err = s.asked(r, typed.asked); err != nil {
		return typed, err
	}
	line := func(g quiz.Grade) int {
		return slices.IndexFunc(g.Lines, func(l quiz.Line) bool { return l.ID == r.param("field") && l.Unmatched })
	}
	now := decided(typed.question, a.Given)
	if i := line(now); i >= 0 {
		typed.accepted, typed.label = quiz.Accepted{Field: now.Lines[i].ID, Text: now.Lines[i].Given}, now.Lines[i].Label
		return typed, nil
	}
	first := a.Given
	first.Grade = a.First.Grade
	if line(decided(typed.question, first)) >= 0 {
		return typed, redirect(views.ClassHref(int64(typed.class.ID), "/unmatched"))
	}
	return typed, store.ErrNotFound
}

// showAccept says what accepting a text would change.
func (s *Server) showAccept(r *request) error {
	typed, err := s.typedText(r)
	if err != nil {
		return err
	}
	answers, err := s.Store.AnswersTo(r.ctx, r.teacher.ID, typed.asked)
	if err != nil {
		return err
	}
	for i := range answers {
		answers[i].Accepted = append(slices.Clone(answers[i].Accepted), typed.accepted)
	}
	changed := classroom.Regrade(typed.question, answers)
	props := views.AcceptProps{
		Class: classCard(typed.class), Stem: typed.question.Text(), Text: typed.accepted.Text,
		Part: partOf(typed.question, typed.label), Action: r.path(),
		Summary: fmt.Sprintf("This will regrade %s of %s.", nounCount(len(changed), "answer"),
			nounCount(classroom.People(changed), "student")),
	}
	for _, c := range changed {
		props.Rows = append(props.Rows, views.RegradeRow{
			Student: c.Student.Name, Class: c.Student.ClassName,
			Before: marksOf(c.Given.Marks, c.Given.OutOf), After: marksOf(c.After.Marks, c.Given.OutOf),
		})
	}
	return s.render(r, http.StatusOK, views.AcceptPage(s.page(r, "Accept an answer", "/classes"), props))
}

func marksOf(marks, outOf float64) string { return views.Number(marks) + " of " + views.Number(outOf) }

// nounCount writes "1 answer", "2 answers".
func nounCount(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (s *Server) acceptAnswer(r *request) error {
	typed, err := s.typedText(r)
	if err != nil {
		return err
	}
	if err := s.Store.Accept(r.ctx, r.teacher.ID, typed.asked, typed.accepted, regrading(typed.question)); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(typed.class.ID), "/unmatched"))
}

// undoAccepted takes back what this teacher has accepted.
func (s *Server) undoAccepted(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(r.form.Value("acceptance"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	a, err := s.Store.Acceptance(r.ctx, r.teacher.ID, id)
	if err != nil {
		return err
	}
	q, _, err := s.asked(r, a.Asked)
	if err != nil {
		return err
	}
	if err := s.Store.Unaccept(r.ctx, r.teacher.ID, a.ID, regrading(q)); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class.ID), "/unmatched"))
}

// regrading decides about answers to q once more.
func regrading(q *quiz.Question) store.Regrade {
	return func(answers []classroom.StoredAnswer) []classroom.Regraded { return classroom.Regrade(q, answers) }
}
