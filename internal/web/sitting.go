package web

import (
	"fmt"
	"net/http"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// sitting is an attempt at a quiz: at that of a lesson, or at one that a teacher has handed out.
type sitting struct {
	classroom.Attempt
	work  *classroom.Taking // what was handed out, as it is for this student; nil for a lesson's quiz
	over  bool              // no more answers are taken
	shows bool              // what was right and wrong may be seen
}

// held reports whether answers get no verdict until the attempt is over, and can be changed as long.
func (t sitting) held() bool { return t.Kind == classroom.WorkAttempt && !t.shows }

// sitting finds the attempt that the path names. ErrNotFound, for somebody else's and for a check question too.
func (s *Server) sitting(r *request) (t sitting, err error) {
	t.Attempt, err = s.Store.Attempt(r.ctx, r.student.ID, classroom.AttemptID(r.number("attempt")))
	if err != nil {
		return t, err
	}
	switch t.Kind {
	case classroom.QuizAttempt:
		t.over, t.shows = !t.Submitted.IsZero(), true
		return t, nil
	case classroom.WorkAttempt:
		return t, s.sitWork(r, &t)
	}
	return t, store.ErrNotFound
}

// sitWork fills in what was handed out. Work of a class that the student has left is over.
func (s *Server) sitWork(r *request, t *sitting) error {
	t.over = true
	all, err := s.Store.WorkOf(r.ctx, *r.student)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].ID == t.Assignment {
			t.work = &all[i]
		}
	}
	if t.work == nil {
		return nil
	}
	t.over = t.work.Over(t.Attempt, s.Now())
	t.shows, err = s.resultsShow(r, t.work.Assignment)
	return err
}

// resultsShow reports whether students see the results of an assignment now.
func (s *Server) resultsShow(r *request, a classroom.Assignment) (bool, error) {
	var last time.Time
	if a.Results == classroom.ResultsClosed && a.Released.IsZero() {
		takers, err := s.Store.Takings(r.ctx, a)
		if err != nil {
			return false, err
		}
		last = classroom.LastClose(takers)
	}
	return a.Shows(last, s.Now()), nil
}

// ownAttempts lists the attempts of whoever asks, without those at handed-out work whose results they may not see yet:
// nothing that is drawn from these attempts gives a result away. lesson "" means every lesson.
func (s *Server) ownAttempts(r *request, lesson string) ([]classroom.Attempt, error) {
	all, err := s.Store.Attempts(r.ctx, r.student.ID, lesson)
	if err != nil || lesson != "" {
		return all, err
	}
	shows := map[classroom.AssignmentID]bool{}
	for _, a := range all {
		if a.Kind != classroom.WorkAttempt {
			continue
		}
		work, err := s.Store.WorkOf(r.ctx, *r.student)
		if err != nil {
			return nil, err
		}
		for _, w := range work {
			if shows[w.ID], err = s.resultsShow(r, w.Assignment); err != nil {
				return nil, err
			}
		}
		break
	}
	var own []classroom.Attempt
	for _, a := range all {
		if a.Kind != classroom.WorkAttempt || shows[a.Assignment] {
			own = append(own, a)
		}
	}
	return own, nil
}

// attemptsOf lists the attempts of a student as whoever asks may see them: the student without results that wait, a
// teacher with all.
func (s *Server) attemptsOf(r *request, student classroom.StudentID) ([]classroom.Attempt, error) {
	if r.student != nil {
		return s.ownAttempts(r, "")
	}
	return s.Store.Attempts(r.ctx, student, "")
}

// sittingBar is what stands above a question of handed-out work: how long there is left, and what is saved.
func (s *Server) sittingBar(t sitting, number int) *views.SittingBar {
	if t.work == nil || t.over {
		return nil
	}
	bar := &views.SittingBar{Held: t.held(), HandIn: fmt.Sprintf("/attempts/%d/hand-in", t.ID),
		End: fmt.Sprintf("/attempts/%d", t.ID)}
	if end := t.work.EndsAt(t.Started); !end.IsZero() {
		bar.Seconds = int(end.Sub(s.Now()) / time.Second)
		bar.Ends = s.local(end).Format("15:04")
	}
	if given, ok := t.Responses[t.Questions[number-1].Question]; ok && bar.Held {
		bar.Saved = s.local(given.At).Format("15:04")
	}
	if number < len(t.Questions) {
		bar.Skip = fmt.Sprintf("/attempts/%d/questions/%d", t.ID, number+1)
	}
	return bar
}

// home is the page of what was handed out; the list of all where it is no longer this student's.
func (t sitting) home() string {
	if t.work == nil {
		return "/work"
	}
	return views.WorkPath(int64(t.Assignment))
}

// recordSitting stores an answer in an attempt, as what was handed out or as the quiz of a lesson.
func (s *Server) recordSitting(r *request, t sitting, response classroom.NewResponse) error {
	if t.Kind == classroom.WorkAttempt {
		return s.Store.RecordWork(r.own(), *r.student, t.ID, response)
	}
	return s.Store.RecordResponse(r.own(), r.student.ID, t.ID, response)
}

// afterAnswer is where an answer that was stored leads: to its verdict, or where there is none yet to the next question
// and after the last one to handing in.
func (t sitting) afterAnswer(number int) string {
	switch {
	case !t.held():
		return fmt.Sprintf("/attempts/%d/questions/%d", t.ID, number)
	case number < len(t.Questions):
		return fmt.Sprintf("/attempts/%d/questions/%d", t.ID, number+1)
	}
	return fmt.Sprintf("/attempts/%d/hand-in", t.ID)
}

// showHandIn lists what is answered, before a student hands in.
func (s *Server) showHandIn(r *request) error {
	t, err := s.sitting(r)
	if err != nil {
		return err
	}
	if t.over || !t.held() {
		return redirect(fmt.Sprintf("/attempts/%d", t.ID))
	}
	props := views.HandInWorkProps{Title: t.work.Title, Steps: steps(t, 0), Bar: s.sittingBar(t, len(t.Questions)),
		Action: fmt.Sprintf("/attempts/%d/hand-in", t.ID)}
	props.Bar.Held = false // it says nothing of one answer
	for i, asked := range t.Questions {
		if _, ok := t.Responses[asked.Question]; !ok {
			props.Open = append(props.Open, i+1)
		}
	}
	props.When = s.resultsWords(*t.work)
	p := s.page(r, "Check and hand in · "+t.work.Title, "/")
	p.Up = views.Link{Text: t.work.Title, Href: t.home()}
	return s.render(r, http.StatusOK, views.HandInWorkPage(p, props))
}

// handInWork ends an attempt. Sent twice, it hands in once.
func (s *Server) handInWork(r *request) error {
	t, err := s.sitting(r)
	if err != nil {
		return err
	}
	if t.work == nil {
		return store.ErrNotFound
	}
	if err := s.Store.HandInWork(r.own(), *r.student, t.ID); err != nil {
		return err
	}
	return redirect(t.home())
}
