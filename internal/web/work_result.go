package web

import (
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/views"
)

// showWorkResult is what an attempt at handed-out work has earned, question by question.
func (s *Server) showWorkResult(r *request, t sitting) error {
	props := views.WorkResultProps{Title: t.work.Title, Back: t.home(), Steps: steps(t, 0)}
	props.Marks, props.OutOf = t.work.Total(t.Attempt)
	props.Late = t.work.Late(t.work.HandedIn([]classroom.Attempt{t.Attempt}, s.Now()))
	for i, asked := range t.Questions {
		gone := t.work.Gone(t.Attempt, asked)
		if gone {
			props.Withdrawn++
		}
		q, _, err := s.asked(r, asked)
		if err != nil {
			return err
		}
		given, ok := t.Responses[asked.Question]
		if !ok {
			props.Unanswered = append(props.Unanswered, views.UnansweredRow{Number: i + 1, Stem: q.Text(),
				Counts: countedMarks(0, q.Marks, gone)})
			continue
		}
		toBeMarked, err := s.toBeMarked(r, q, given, t.ID)
		if err != nil {
			return err
		}
		props.ToBeMarked += toBeMarked
	}
	var err error
	if _, props.Again, err = s.leftToDo(r, t.Attempt); err != nil {
		return err
	}
	if props.Answers, err = s.ownAnswers(r, []classroom.Attempt{t.Attempt}); err != nil {
		return err
	}
	title := views.ScoreWords(props.Marks, props.OutOf) + " · " + t.work.Title
	p := s.page(r, title, "/")
	p.Up = views.Link{Text: t.work.Title, Href: t.home()}
	return s.render(r, http.StatusOK, views.WorkResultPage(p, props))
}

// toBeMarked counts the written parts of an answer that no teacher has given a level.
func (s *Server) toBeMarked(r *request, q *quiz.Question, given classroom.Response, attempt classroom.AttemptID) (n int,
	err error) {
	parts, err := s.levelled(r, q, given.Answer, attempt)
	for _, part := range parts {
		if part.Teacher == nil {
			n++
		}
	}
	return n, err
}
