package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// showHanded is one piece of work that was handed out: who has done what, and what can be done about it.
func (s *Server) showHanded(r *request) error {
	return s.handedPage(r, http.StatusOK, nil)
}

func (s *Server) handedPage(r *request, status int, problems views.Problems) error {
	class, a, err := s.assignmentOf(r)
	if err != nil {
		return err
	}
	props, err := s.handedProps(r, class, a)
	if err != nil {
		return err
	}
	props.Done, props.Problems, props.FormToken = workSaid[r.query("done")], problems, account.FormToken()
	return s.render(r, status, views.HandedPage(s.page(r, a.Title+" · "+class.Name, "/classes"), props))
}

// handedProps is what the page of an assignment says.
func (s *Server) handedProps(r *request, class classroom.Class, a classroom.Assignment) (props views.HandedProps,
	err error) {
	w, err := s.handedWork(r, a)
	if err != nil {
		return props, err
	}
	groups, err := s.groupNames(r, class)
	if err != nil {
		return props, err
	}
	names, err := s.rosterNames(r, class)
	if err != nil {
		return props, err
	}
	props = views.HandedProps{Class: classCard(class), Row: s.handedRow(w, groups), Again: againOf(w),
		Quiz: a.Handed == classroom.HandedQuiz, Test: a.Test, Released: !a.Released.IsZero(),
		Withdrawn: !a.Withdrawn.IsZero(), Results: s.resultsForTeacher(w),
		Facts: workFacts(classroom.Taking{Assignment: a}), Attempts: a.Attempts, HasClose: !a.Closes.IsZero()}
	var takings []classroom.Taking
	for _, to := range w.takers {
		props.Students = append(props.Students, s.takerRow(to, names[to.Student]))
		takings = append(takings, to.Taking)
	}
	props.Later = s.laterWords(takings, names)
	return props, s.fillHanded(r, w, &props)
}

// fillHanded adds what depends on the kind of the work, and the other classes that can have it.
func (s *Server) fillHanded(r *request, w handedWork, props *views.HandedProps) (err error) {
	if title, ok := subjectOf(r.edition.course, w.Assignment); ok && !props.Quiz {
		props.Subject = title
	}
	switch w.Handed {
	case classroom.HandedBench:
		if err := s.markingOf(r, w, props); err != nil {
			return err
		}
		props.Marking = views.QueueHref(w.Subject, int64(w.Class), "")
	case classroom.HandedQuiz:
		if props.Questions, err = s.handedQuestions(r, w); err != nil {
			return err
		}
	case classroom.HandedLesson:
		if props.Hidden, err = s.hiddenFrom(r, w.Class, w.Subject); err != nil {
			return err
		}
	}
	props.Copies, err = s.copies(r, w.Assignment)
	return err
}

// markingOf says of each student how far the marking of what they handed in is.
func (s *Server) markingOf(r *request, w handedWork, props *views.HandedProps) error {
	entries, err := s.Store.EntriesIn(r.ctx, r.teacher.ID, w.Class)
	if err != nil {
		return err
	}
	queue := s.queue(r, entries)
	for _, e := range entries {
		i := slices.IndexFunc(props.Students, func(t views.TakerRow) bool { return t.ID == int64(e.Student.ID) })
		if e.Bench == w.Subject && i >= 0 {
			props.Students[i].Marking = standingWords(queue, e)
		}
	}
	return nil
}

// hiddenFrom reports whether a class may not read a lesson yet.
func (s *Server) hiddenFrom(r *request, class classroom.ClassID, lesson string) (bool, error) {
	hidden, err := s.Store.HiddenLessons(r.ctx, class)
	return slices.Contains(hidden, lesson), err
}

// laterWords says for whom the work closes later than for the others, and when.
func (s *Server) laterWords(takings []classroom.Taking, names map[classroom.StudentID]string) (
	lines []views.LaterClose) {
	for _, l := range classroom.Later(takings) {
		line := views.LaterClose{At: s.dayAndTime(l.At)}
		for _, id := range l.Students {
			line.Names = append(line.Names, names[id])
		}
		lines = append(lines, line)
	}
	return lines
}

// copies lead to the form that hands out the same to another class of the teacher.
func (s *Server) copies(r *request, a classroom.Assignment) (links []views.Link, err error) {
	classes, err := s.Store.Classes(r.ctx, r.teacher.ID)
	for _, c := range classes {
		if c.ID != a.Class && !c.Archived {
			links = append(links, views.Link{Text: c.Name,
				Href: views.ClassHref(int64(c.ID), fmt.Sprintf("/work/new?copy=%d.%d", a.Class, a.ID))})
		}
	}
	return links, err
}

// rosterNames are the names of the students of a class by their number.
func (s *Server) rosterNames(r *request, class classroom.Class) (map[classroom.StudentID]string, error) {
	students, err := s.Store.Roster(r.ctx, class.ID)
	names := map[classroom.StudentID]string{}
	for _, st := range students {
		names[st.ID] = st.Name
	}
	return names, err
}

// resultsForTeacher says whether students see their results.
func (s *Server) resultsForTeacher(w handedWork) string {
	switch {
	case w.Handed != classroom.HandedQuiz:
		return ""
	case w.Shows(w.last, s.Now()) && w.Results == classroom.ResultsAtOnce:
		return "Students see after each answer whether it was right."
	case w.Shows(w.last, s.Now()):
		return "Students see their results."
	case w.Results == classroom.ResultsReleased:
		return "Students see their results when you release them."
	case w.last.IsZero():
		return "Students see their results when it is closed. It has no closing time."
	}
	return "Students see their results when it is closed for everybody: " + s.dayAndTime(w.last) + "."
}

// takerRow is one student who has an assignment.
func (s *Server) takerRow(to handedTo, name string) views.TakerRow {
	row := views.TakerRow{ID: int64(to.Student), Name: name, State: views.WorkStateWords(string(to.state)),
		Class: map[classroom.WorkState]string{classroom.WorkIn: "ok", classroom.WorkLate: "again",
			classroom.WorkOverdue: "again", classroom.WorkMissed: "again"}[to.state],
		Attempts: len(to.attempts), Granted: to.Grant.Attempts}
	if !to.in.IsZero() {
		row.At = s.dayAndTime(to.in)
	}
	if to.Settings.ExtraTime > 0 {
		row.Extra = classroom.ExtraTimeWords(to.Settings.ExtraTime)
	}
	if own := to.ClosesAt(); !own.IsZero() && !own.Equal(to.Closes) {
		row.Until = "until " + s.dayAndTime(own)
	}
	if counts := to.Counting(to.attempts, s.Now()); counts != nil {
		marks, outOf := to.Total(*counts)
		if row.Score = fmt.Sprintf("%s of %s", views.Number(marks), views.Number(outOf)); outOf == 0 {
			row.Score = "withdrawn"
		}
	} else if len(to.attempts) > 0 {
		last := to.attempts[len(to.attempts)-1]
		row.Score = fmt.Sprintf("%d of %d answered", len(last.Responses), len(last.Questions))
	}
	return row
}

// handedQuestions says of each question of an assignment how many got it right, of the attempts that count.
func (s *Server) handedQuestions(r *request, w handedWork) ([]views.HandedQuestion, error) {
	var rows []views.HandedQuestion
	for i, task := range w.Questions {
		q, _, err := s.asked(r, task.Asked)
		if err != nil {
			return nil, err
		}
		row := views.HandedQuestion{Number: i + 1, ID: q.ID, Stem: q.Text()}
		if _, l, err := r.edition.course.Question(q.ID); err == nil && l != nil {
			row.Href = views.ClassHref(int64(w.Class), "/questions/"+q.ID)
		}
		for _, to := range w.takers {
			counts := to.Counting(to.attempts, s.Now())
			if counts == nil {
				continue
			}
			if given, ok := counts.Responses[q.ID]; ok {
				row.Of++
				if given.Score >= 1-1e-9 {
					row.Right++
				}
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// settleHanded carries out a button of that page: results, taking back, or what one student gets besides.
func (s *Server) settleHanded(r *request) error {
	class, a, err := s.assignmentOf(r)
	if err != nil {
		return err
	}
	done := r.form.Value("do")
	switch done {
	case "released", "hidden":
		err = s.Store.ReleaseResults(r.ctx, r.teacher.ID, class.ID, a.ID, done == "released")
	case "withdrawn", "again":
		err = s.Store.WithdrawAssignment(r.ctx, r.teacher.ID, class.ID, a.ID, done == "withdrawn")
	case "granted":
		return s.grant(r, class, a)
	default:
		return store.ErrNotFound
	}
	if err != nil {
		return err
	}
	return redirect(views.HandedHref(int64(class.ID), int64(a.ID), "?done="+done))
}

// grant gives students more attempts, or more time than the others.
func (s *Server) grant(r *request, class classroom.Class, a classroom.Assignment) error {
	problems := views.Problems{}
	until, err := s.readTime(r.form.Value("until"))
	if err != nil || !until.IsZero() && !until.After(s.Now()) {
		problems["until"] = "Write a day and a time that is still to come, or leave this empty."
	} else if !until.IsZero() && !until.After(a.Closes) {
		problems["until"] = "It is open for everybody until then. Write a later time, or leave this empty."
	}
	students := r.form["student"]
	if len(students) == 0 {
		problems["student"] = "Tick the students to whom you grant this."
	}
	more := r.form.Value("more") == "yes"
	if !more && until.IsZero() && len(problems) == 0 {
		problems["until"] = "Choose one more attempt, or write until when."
	}
	if len(problems) > 0 {
		return s.handedPage(r, http.StatusUnprocessableEntity, problems)
	}
	for _, text := range students {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return store.ErrNotFound
		}
		if err := s.grantOne(r, class, a, classroom.StudentID(id), more, until); err != nil {
			return err
		}
	}
	return redirect(views.HandedHref(int64(class.ID), int64(a.ID), "?done=granted"))
}

// grantOne gives one student one attempt more than they have made or been granted, and a close of their own. Sent
// twice, it grants once: whoever has an attempt left gets no further one.
func (s *Server) grantOne(r *request, class classroom.Class, a classroom.Assignment, student classroom.StudentID,
	more bool, until time.Time) error {
	w, err := s.handedWork(r, a)
	if err != nil {
		return err
	}
	for _, to := range w.takers {
		if to.Student != student {
			continue
		}
		g := classroom.Grant{Assignment: a.ID, Student: student, Attempts: to.Grant.Attempts, Closes: to.Grant.Closes}
		if more && a.Attempts > 0 && len(to.attempts) >= a.Attempts+g.Attempts {
			g.Attempts++
		}
		if !until.IsZero() {
			g.Closes = until
		}
		return s.Store.Grant(r.ctx, r.teacher.ID, class.ID, g)
	}
	return store.ErrNotFound
}
