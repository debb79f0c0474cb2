package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/views"
)

// handedWork is an assignment with those to whom it was handed out, and what they have done.
type handedWork struct {
	classroom.Assignment
	takers []handedTo
	last   time.Time // when the last of them is done; zero while somebody has no end
}

// handedTo is one student who has an assignment.
type handedTo struct {
	classroom.Taking
	attempts []classroom.Attempt
	began    bool
	in       time.Time // when it was handed in first; zero while it was not
	state    classroom.WorkState
}

// handedWork reads how far everybody is with an assignment.
func (s *Server) handedWork(r *request, a classroom.Assignment) (w handedWork, err error) {
	w.Assignment = a
	takings, err := s.Store.Takings(r.ctx, a)
	if err != nil {
		return w, err
	}
	w.last = classroom.LastClose(takings)
	done, err := s.doneBy(r, a)
	if err != nil {
		return w, err
	}
	for _, t := range takings {
		to := done[t.Student]
		to.Taking = t
		if a.Handed == classroom.HandedQuiz {
			to.began, to.in = len(to.attempts) > 0, t.HandedIn(to.attempts, s.Now())
		}
		to.state = t.State(to.began, to.in, s.Now())
		w.takers = append(w.takers, to)
	}
	return w, nil
}

// doneBy is what the students of a class have done of an assignment.
func (s *Server) doneBy(r *request, a classroom.Assignment) (map[classroom.StudentID]handedTo, error) {
	done := map[classroom.StudentID]handedTo{}
	switch a.Handed {
	case classroom.HandedQuiz:
		attempts, err := s.Store.AttemptsAt(r.ctx, a.Class, a.ID)
		if err != nil {
			return nil, err
		}
		for _, attempt := range attempts {
			to := done[attempt.Student]
			to.attempts = append(to.attempts, attempt)
			done[attempt.Student] = to
		}
	case classroom.HandedLesson:
		return done, s.lessonDoneBy(r, a, done)
	case classroom.HandedBench:
		essays, err := s.Store.HandedInAt(r.ctx, a.Class, a.Subject)
		if err != nil {
			return nil, err
		}
		for student, in := range essays {
			done[student] = handedTo{began: true, in: in}
		}
	}
	return done, nil
}

// lessonDoneBy finds out who has passed the quiz of a lesson that was handed out, and when.
func (s *Server) lessonDoneBy(r *request, a classroom.Assignment, done map[classroom.StudentID]handedTo) error {
	l, err := r.edition.course.Lesson(a.Subject)
	if err != nil {
		return nil // the course has changed: nobody can be further
	}
	rows, err := s.Store.ClassRows(r.ctx, a.Class)
	if err != nil {
		return err
	}
	passed, err := s.Store.PassedAt(r.ctx, a.Class, l.ID, classroom.PassShare)
	if err != nil {
		return err
	}
	for _, row := range rows {
		began := progressOf(l, row.Lessons[l.ID]).Status() != classroom.NotStarted
		done[row.Student.ID] = handedTo{began: began, in: passed[row.Student.ID]}
	}
	return nil
}

// counts says how many have handed in, of them late.
func (w handedWork) counts() (in, late int) {
	for _, to := range w.takers {
		switch to.state {
		case classroom.WorkLate:
			late++
			in++
		case classroom.WorkIn:
			in++
		}
	}
	return in, late
}

// waits reports whether there are results that the class does not see before the teacher releases them.
func (w handedWork) waits(now time.Time) bool {
	in, _ := w.counts()
	return w.Handed == classroom.HandedQuiz && w.Results == classroom.ResultsReleased && w.Released.IsZero() && in > 0 &&
		w.Withdrawn.IsZero() && !now.Before(w.Opens)
}

// showClassWork lists what was handed out to a class.
func (s *Server) showClassWork(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	all, err := s.Store.Assignments(r.ctx, class.ID)
	if err != nil {
		return err
	}
	props := views.ClassWorkProps{Class: classCard(class), Done: workSaid[r.query("done")]}
	groups, err := s.groupNames(r, class)
	if err != nil {
		return err
	}
	for _, a := range slices.Backward(all) {
		w, err := s.handedWork(r, a)
		if err != nil {
			return err
		}
		row := s.handedRow(w, groups)
		switch {
		case !a.Withdrawn.IsZero(), !a.Closes.IsZero() && !s.Now().Before(a.Closes):
			props.Over = append(props.Over, row)
		case s.Now().Before(a.Opens):
			props.Coming = append(props.Coming, row)
		default:
			props.Open = append(props.Open, row)
		}
	}
	return s.render(r, http.StatusOK, views.ClassWorkPage(s.page(r, "Work · "+class.Name, "/classes"), props))
}

// workSaid says what a form has done, by the word behind the question mark of the page that it leads to.
var workSaid = map[string]string{
	"handed-out": "Handed out. Your students see it on their first page.",
	"changed":    "Changed.",
	"released":   "The results are released.",
	"hidden":     "The results are hidden again.",
	"withdrawn":  "Taken back. What was answered is kept.",
	"again":      "Handed out again.",
	"granted":    "Granted.",
}

// groupNames are the names of the groups of a class by their number.
func (s *Server) groupNames(r *request, class classroom.Class) (map[classroom.GroupID]string, error) {
	groups, err := s.Store.Groups(r.ctx, class.ID)
	names := map[classroom.GroupID]string{}
	for _, g := range groups {
		names[g.ID] = g.Name
	}
	return names, err
}

func (s *Server) handedRow(w handedWork, groups map[classroom.GroupID]string) views.HandedRow {
	row := views.HandedRow{ID: int64(w.ID), Title: w.Title, Kind: handedWord(classroom.Taking{Assignment: w.Assignment}),
		For: "The whole class", Students: len(w.takers), Waits: w.waits(s.Now())}
	if len(w.Groups) > 0 {
		var names []string
		for _, g := range w.Groups {
			names = append(names, groups[g])
		}
		row.For = strings.Join(names, ", ")
	}
	row.In, row.Late = w.counts()
	row.When = s.whenHanded(w.Assignment)
	return row
}

// whenHanded is when an assignment opens, is due and closes, in words.
func (s *Server) whenHanded(a classroom.Assignment) string {
	if !a.Withdrawn.IsZero() {
		return "taken back " + s.dayAndTime(a.Withdrawn)
	}
	var when []string
	if s.Now().Before(a.Opens) {
		when = append(when, "opens "+s.dayAndTime(a.Opens))
	}
	if !a.Due.IsZero() {
		when = append(when, "due "+s.dayAndTime(a.Due))
	}
	if !a.Closes.IsZero() {
		word := "closes "
		if !s.Now().Before(a.Closes) {
			word = "closed "
		}
		when = append(when, word+s.dayAndTime(a.Closes))
	}
	if len(when) == 0 {
		return "no closing time"
	}
	return strings.Join(when, ", ")
}
