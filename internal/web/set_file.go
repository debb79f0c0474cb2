package web

import (
	"fmt"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/export"
	"dossier/internal/quiz"
	"dossier/views"
)

// questionsOf are the questions of a set of the teacher in their newest wordings.
func (s *Server) questionsOf(r *request, set classroom.QuestionSetID) (all []*quiz.Question, err error) {
	rows, err := s.Store.QuestionsOfSet(r.ctx, r.teacher.ID, set)
	if err != nil {
		return nil, err
	}
	for _, own := range rows {
		q, err := r.edition.course.DecodeOwn(own.ID, own.Version, own.Body)
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, nil
}

// sendSet sends the questions of a set in a format.
func (s *Server) sendSet(f export.Format) func(*request) error {
	return func(r *request) error {
		set, err := s.set(r)
		if err != nil {
			return err
		}
		questions, err := s.questionsOf(r, set.ID)
		if err != nil {
			return err
		}
		bank := export.Bank{Title: set.Name}
		for _, q := range questions {
			bank.Entries = append(bank.Entries, s.bankEntry(r, q, nil))
		}
		return s.sendQuestions(r, bank, "set "+set.Name, "questions", f)
	}
}

// handingOutSet leads to the forms that hand a set out, one for each class, with all its questions chosen.
func (s *Server) handingOutSet(r *request, set classroom.QuestionSet) (links []views.Link, err error) {
	if set.Questions == 0 {
		return nil, nil
	}
	classes, err := s.Store.Classes(r.ctx, r.teacher.ID)
	for _, c := range classes {
		if !c.Archived {
			links = append(links, views.Link{Text: c.Name,
				Href: views.ClassHref(int64(c.ID), "/work/new?handed=quiz&from="+shelfOf(set.ID))})
		}
	}
	return links, err
}

// shelfOf names a set as a shelf.
func shelfOf(set classroom.QuestionSetID) string { return setShelf + fmt.Sprint(set) }

// fromSet puts the questions of a set into the form that hands work out, where its address asks for them.
// store.ErrNotFound, for somebody else's set too.
func (s *Server) fromSet(r *request, form quiz.Form) error {
	number, named := strings.CutPrefix(r.query("from"), setShelf)
	id, err := strconv.ParseInt(number, 10, 64)
	if !named || err != nil {
		return nil
	}
	set, err := s.Store.QuestionSet(r.ctx, r.teacher.ID, classroom.QuestionSetID(id))
	if err != nil {
		return err
	}
	questions, err := s.questionsOf(r, set.ID)
	if err != nil {
		return err
	}
	form["q"], form["title"], form["shelf"] = idsOf(questions), []string{set.Name}, []string{shelfOf(set.ID)}
	return nil
}
