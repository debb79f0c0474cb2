package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// showWritten lists the short written answers of all classes of a teacher, question by question: of
// those that wait for a level the oldest, or of all the newest, as many as a page and its form can
// hold.
func (s *Server) showWritten(r *request) error {
	props := views.WrittenProps{All: r.query("all") != "", Saved: r.query("saved") != ""}
	questions := writers(r.edition.course)
	var ids []string
	for _, q := range questions {
		ids = append(ids, q.ID)
	}
	answers, err := s.Store.WrittenAnswers(r.ctx, r.teacher.ID, ids)
	if err != nil {
		return err
	}
	if props.All {
		slices.Reverse(answers)
	}
	groups := map[string]*views.WrittenGroup{}
	for _, a := range answers {
		row, open, err := s.writtenRow(r, a)
		if err != nil {
			return err
		}
		if !open && !props.All {
			continue
		}
		group := groups[a.Given.Question]
		if group == nil {
			group = &views.WrittenGroup{}
			groups[a.Given.Question] = group
		}
		if len(group.Rows) == writtenPage {
			group.Left++
			continue
		}
		group.Rows = append(group.Rows, row)
	}
	for _, q := range questions {
		if group := groups[q.ID]; group != nil {
			group.Question = q
			props.Groups = append(props.Groups, *group)
		}
	}
	return s.render(r, http.StatusOK, views.WrittenPage(s.page(r, "Short answers", "/marking"), props))
}

// writtenPage is how many answers to one question a page holds: what a form may hold is limited.
const writtenPage = 40

// writtenRow is one answer on the page of a teacher, and whether a part of it waits for a level.
func (s *Server) writtenRow(r *request, a classroom.WrittenAnswer) (row views.WrittenRow, open bool, err error) {
	asked, older, err := s.asked(r, classroom.Asked{Question: a.Given.Question, Version: a.Given.Version})
	if err != nil {
		return row, false, err
	}
	row = views.WrittenRow{Response: a.Response, Class: a.Student.ClassName, Older: older}
	for _, w := range written(asked, a.Given.Answer) {
		w.Self, w.Teacher = a.Levels[w.Part.ID].Self, a.Levels[w.Part.ID].Teacher
		open = open || w.Teacher == nil
		row.Parts = append(row.Parts, w)
	}
	return row, open, nil
}

// writers lists the questions with parts to write.
func writers(c *course.Course) (all []*quiz.Question) {
	for _, q := range c.Questions() {
		if _, ok := q.Body.(quiz.Writer); ok {
			all = append(all, q)
		}
	}
	return all
}

// openWritten counts the short answers that wait for a level.
func (s *Server) openWritten(r *request) (int, error) {
	byParts := map[int][]string{}
	for _, q := range writers(r.edition.course) {
		n := len(q.Body.(quiz.Writer).Written())
		byParts[n] = append(byParts[n], q.ID)
	}
	total := 0
	for parts, ids := range byParts {
		n, err := s.Store.OpenWritten(r.ctx, r.teacher.ID, ids, parts)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// levelWritten stores the levels that a teacher has chosen on a page of answers: fields
// "level.RESPONSE.PART". What is empty stays open.
func (s *Server) levelWritten(r *request) error {
	id := r.form.Value("question")
	answers, err := s.Store.WrittenAnswers(r.ctx, r.teacher.ID, []string{id})
	if err != nil {
		return err
	}
	for _, a := range answers {
		q, _, err := s.asked(r, classroom.Asked{Question: id, Version: a.Given.Version})
		if err != nil {
			return err
		}
		for field := range r.form {
			part, ok := strings.CutPrefix(field, fmt.Sprintf("level.%d.", a.Response))
			if !ok {
				continue
			}
			level, ok := levelOf(q, part, r.form.Value(field))
			if had := a.Levels[part].Teacher; !ok || had != nil && *had == level {
				continue
			}
			if err := s.Store.GiveWrittenLevel(r.ctx, r.teacher.ID, a.Response, part, level); err != nil {
				return err
			}
		}
	}
	return redirect("/marking/written?saved=1")
}
