package web

import (
	"fmt"
	"net/http"

	"dossier/internal/classroom"
	"dossier/views"
)

func (s *Server) showUnmatched(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	answers, err := s.Store.Unmatched(r.ctx, class.ID)
	if err != nil {
		return err
	}
	var rows []views.UnmatchedRow
	for _, a := range answers {
		q, _, err := s.asked(r, classroom.Asked{Question: a.Question, Version: a.Version})
		if err != nil {
			return err
		}
		rows = append(rows, views.UnmatchedRow{Stem: q.Text(), Text: a.Text, Times: fmt.Sprint(a.Times)})
	}
	return s.render(r, http.StatusOK, views.UnmatchedPage(s.page(r, "Answers to look at", "/classes"), classCard(class),
		rows))
}
