package web

import (
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/views"
)

func (s *Server) showMe(r *request) error {
	links, err := s.lessonLinks(r, r.student)
	if err != nil {
		return err
	}
	attempts, err := s.Store.Attempts(r.ctx, r.student.ID, "")
	if err != nil {
		return err
	}
	props := views.MeProps{
		Lessons:    links,
		Calibrated: calibrations(judgedIn(attempts)),
		Guest:      r.student.Guest(),
	}
	if props.GoOn, err = s.whereNext(r, links); err != nil {
		return err
	}
	if props.Answers, err = s.ownAnswers(r, attempts); err != nil {
		return err
	}
	if props.Essays, err = s.essayCards(r); err != nil {
		return err
	}
	if props.Ideas, err = s.openIdeas(r, attempts); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.MePage(s.page(r, "My progress", ""), props))
}

// openIdeas lists the wrong ideas behind the latest answer to each question.
func (s *Server) openIdeas(r *request, attempts []classroom.Attempt) ([]*course.Misconception, error) {
	latest := map[string]classroom.Response{}
	for _, a := range attempts {
		for id, given := range a.Responses {
			latest[id] = given // attempts come in the order in which they began
		}
	}
	found := map[string]bool{}
	for _, given := range latest {
		q, _, err := s.asked(r, given.Asked())
		if err != nil {
			return nil, err
		}
		for _, m := range s.wrongIdeas(r, decided(q, given)) {
			found[m.ID] = true
		}
	}
	var out []*course.Misconception
	for _, m := range r.edition.course.Misconceptions {
		if found[m.ID] {
			out = append(out, m)
		}
	}
	return out, nil
}
