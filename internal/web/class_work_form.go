package web

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// formTime is how a browser writes a day and a time into a form, in the school's zone.
const formTime = "2006-01-02T15:04"

// formOfTime is a time as a form has it; "" for none.
func (s *Server) formOfTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return s.local(t).Format(formTime)
}

// readTime reads a time of a form; zero for none. The clock of whoever filled it in does not matter, only the school's
// zone does.
func (s *Server) readTime(text string) (time.Time, error) {
	if text = strings.TrimSpace(text); text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{formTime, "2006-01-02T15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, s.zone()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errors.New("not a time")
}

// workForm is what a teacher fills in to hand out work. Questions are in their order.
type workForm struct {
	handed    classroom.Handed
	subject   string
	questions []*quiz.Question
	moved     bool // its questions are others than those with which somebody has begun
	choosing  choosing
	form      quiz.Form
}

// readWorkForm reads a form.
func (s *Server) readWorkForm(r *request, form quiz.Form, c choosing) (w workForm, err error) {
	w = workForm{form: form, choosing: c, handed: classroom.Handed(form.Value("handed")), subject: form.Value("subject")}
	for _, id := range form["q"] {
		q, err := s.pick(r, c, id)
		if err != nil {
			return w, err
		}
		w.take(q)
	}
	w.place()
	if c.begun {
		w.moved = !slices.Equal(idsOf(w.questions), c.ids())
		w.questions = nil
		for _, id := range c.ids() {
			q, err := s.pick(r, c, id)
			if err != nil {
				return w, err
			}
			w.take(q)
		}
	}
	return w, nil
}

// newWorkForm is the form before anybody has filled it in, as what stands behind the question mark of its page asks for
// it.
func (s *Server) newWorkForm(r *request, class classroom.Class) (quiz.Form, error) {
	c := r.edition.course
	form := quiz.Form{"handed": {r.query("handed")}, "subject": {r.query("subject")}}
	a := classroom.Assignment{Handed: classroom.Handed(r.query("handed")), Subject: r.query("subject")}
	if title, ok := subjectOf(c, a); ok && a.Handed != classroom.HandedQuiz {
		form["title"] = []string{title}
	}
	if l, err := c.Lesson(r.query("from")); err == nil { // a quiz as it draws them, the same for the whole class
		form["q"] = idsOf(l.Draw(nil, s.derive("draw", fmt.Sprintf("class %d", class.ID), l.ID)))
		form["title"] = []string{"Quiz: " + l.Title}
	}
	return form, s.fromSet(r, form)
}

// take adds a question behind the others, once.
func (w *workForm) take(q *quiz.Question) {
	if q != nil && !w.has(q) {
		w.questions = append(w.questions, q)
	}
}

func (w *workForm) has(q *quiz.Question) bool {
	return slices.ContainsFunc(w.questions, func(other *quiz.Question) bool { return other.ID == q.ID })
}

// place puts the questions into the order of the numbers that stand beside them. Equal numbers change nothing.
func (w *workForm) place() {
	number := map[*quiz.Question]float64{}
	for i, q := range w.questions {
		number[q] = float64(i + 1)
		if n, err := strconv.ParseFloat(strings.TrimSpace(w.form.Value("pos."+q.ID)), 64); err == nil && n > 0 {
			number[q] = n
			if n < float64(i+1) { // whoever writes 1 beside the fifth means before the first
				number[q] = n - 0.5
			} else if n > float64(i+1) {
				number[q] = n + 0.5
			}
		}
	}
	slices.SortStableFunc(w.questions, func(a, b *quiz.Question) int {
		switch {
		case number[a] < number[b]:
			return -1
		case number[a] > number[b]:
			return 1
		}
		return 0
	})
}

// change carries out a button of the form that changes the questions: "up:ID", "down:ID", "remove:ID", "add".
func (s *Server) change(r *request, w *workForm, do string) error {
	what, id, _ := strings.Cut(do, ":")
	at := slices.IndexFunc(w.questions, func(q *quiz.Question) bool { return q.ID == id })
	switch {
	case w.choosing.begun:
	case what == "up" && at > 0:
		w.questions[at-1], w.questions[at] = w.questions[at], w.questions[at-1]
	case what == "down" && at >= 0 && at+1 < len(w.questions):
		w.questions[at], w.questions[at+1] = w.questions[at+1], w.questions[at]
	case what == "remove" && at >= 0:
		w.questions = slices.Delete(w.questions, at, at+1)
	case what == "add":
		for _, id := range w.form["add"] {
			q, err := s.pick(r, w.choosing, id)
			if err != nil {
				return err
			}
			w.take(q)
		}
	}
	return nil
}

// wholeNumber reads a whole number of a form; empty is 0. The problem goes beside the field.
func wholeNumber(form quiz.Form, field string, problems views.Problems) int {
	text := strings.TrimSpace(form.Value(field))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		problems[field] = "Write a whole number, or leave this empty."
		return 0
	}
	return n
}

// assignment is what the form describes, and what is wrong with it, by field. was is what it changes; something new has
// no number.
func (s *Server) assignment(r *request, was classroom.Assignment, w workForm) (a classroom.Assignment,
	problems views.Problems, err error) {
	problems = views.Problems{}
	a = classroom.Assignment{ID: was.ID, Class: was.Class, Title: strings.Join(strings.Fields(w.form.Value("title")), " "),
		Handed: w.handed, Results: classroom.Results(w.form.Value("results")), Test: w.form.Value("mode") == "test",
		Shuffled: w.form.Value("shuffled") == "yes"}
	if w.handed != classroom.HandedQuiz {
		a.Subject, a.Results, a.Test = w.subject, classroom.ResultsAtOnce, false
	}
	if was.ID != 0 {
		a.Handed, a.Subject = was.Handed, was.Subject
	}
	s.readTimes(w, &a, problems)
	a.Minutes, a.Attempts = wholeNumber(w.form, "minutes", problems), wholeNumber(w.form, "attempts", problems)
	if a.Drawn = wholeNumber(w.form, "drawn", problems); w.choosing.begun {
		a.Drawn = was.Drawn
	}
	readGroups(w, &a, problems)
	if w.handed == classroom.HandedQuiz && !slices.Contains(classroom.AllResults, a.Results) {
		problems["results"] = "Say when students see their results."
	}
	a.Questions, err = s.tasks(r, w.choosing, w.questions)
	if errors.Is(err, errPreview) {
		problems["questions"], err = "One of the questions cannot be handed out while lessons are being written.", nil
	}
	if w.moved {
		problems["questions"] = begunMeanwhile
	}
	for _, wrong := range a.Check(s.Now()) {
		if problems[wrong.Field] == "" {
			problems[wrong.Field] = wrong.Says
		}
	}
	return a, problems, err
}

const begunMeanwhile = "Somebody has begun, so the questions stay as they are."

// readTimes reads when the work opens, is due and closes.
func (s *Server) readTimes(w workForm, a *classroom.Assignment, problems views.Problems) {
	for field, to := range map[string]*time.Time{"opens": &a.Opens, "due": &a.Due, "closes": &a.Closes} {
		at, err := s.readTime(w.form.Value(field))
		if err != nil {
			problems[field] = "Write a day and a time, such as 2026-09-17T09:40, or leave this empty."
		}
		*to = at
	}
}

// readGroups reads for whom the work is.
func readGroups(w workForm, a *classroom.Assignment, problems views.Problems) {
	if w.form.Value("whom") != "groups" {
		return
	}
	for _, id := range w.form["group"] {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			a.Groups = append(a.Groups, classroom.GroupID(n))
		}
	}
	if len(a.Groups) == 0 {
		problems["groups"] = "Tick at least one group, or choose the whole class."
	}
}

// formOf is the form that describes an assignment.
func (s *Server) formOf(a classroom.Assignment) quiz.Form {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	form := quiz.Form{"handed": {string(a.Handed)}, "subject": {a.Subject}, "title": {a.Title},
		"results": {string(a.Results)}, "opens": {s.formOfTime(a.Opens)}, "due": {s.formOfTime(a.Due)},
		"closes": {s.formOfTime(a.Closes)}, "minutes": {number(a.Minutes)}, "attempts": {number(a.Attempts)},
		"drawn": {number(a.Drawn)}, "revision": {strconv.Itoa(a.Revision)}}
	if a.Test {
		form["mode"] = []string{"test"}
	}
	if a.Shuffled {
		form["shuffled"] = []string{"yes"}
	}
	for _, q := range a.Questions {
		form["q"] = append(form["q"], q.Question)
	}
	for _, g := range a.Groups {
		form["group"], form["whom"] = append(form["group"], fmt.Sprint(g)), []string{"groups"}
	}
	return form
}

// workFormProps is the form with everything that was typed and chosen.
func (s *Server) workFormProps(r *request, class classroom.Class, w workForm, problems views.Problems) (
	props views.WorkFormProps, err error) {
	c := r.edition.course
	props = views.WorkFormProps{Class: classCard(class), Handed: string(w.handed), Subject: w.subject, Form: w.form,
		Problems: problems, FormToken: formToken(w.form), Zone: s.zoneWords()}
	if l, err := c.Lesson(w.subject); err == nil {
		props.Named = fmt.Sprintf("Lesson %d: %s", l.Number, l.Title)
	}
	if b, err := c.Bench(w.subject); err == nil {
		props.Named = b.Title
	}
	if err := s.fillChosen(r, w, &props); err != nil {
		return props, err
	}
	groups, err := s.Store.Groups(r.ctx, class.ID)
	if err != nil {
		return props, err
	}
	for _, g := range groups {
		props.Groups = append(props.Groups, views.GroupChoice{ID: int64(g.ID), Name: g.Name, Students: len(g.Members)})
	}
	if props.Handed == string(classroom.HandedLesson) {
		if props.Hidden, err = s.hiddenFrom(r, class.ID, w.subject); err != nil {
			return props, err
		}
	}
	return props, s.fillExtra(r, class, w, groups, &props)
}

// fillChosen adds the questions that are chosen, and those that can be.
func (s *Server) fillChosen(r *request, w workForm, props *views.WorkFormProps) error {
	for i, q := range w.questions {
		props.Questions = append(props.Questions, s.chosenQuestion(r, q, i+1))
	}
	props.Begun, props.Shelves = w.choosing.begun, s.shelves(r, w.choosing)
	shelf, ok, err := s.onShelf(r, w.choosing, w.form.Value("shelf"))
	if err != nil {
		return err
	}
	if ok {
		props.Shelf = w.form.Value("shelf")
	}
	for _, q := range shelf {
		if !w.has(q) {
			props.OnShelf = append(props.OnShelf, s.chosenQuestion(r, q, 0))
		}
	}
	return nil
}

// fillExtra says who has extra time, and with a closing time until when it is open for them.
func (s *Server) fillExtra(r *request, class classroom.Class, w workForm, groups []classroom.Group,
	props *views.WorkFormProps) error {
	students, err := s.Store.Roster(r.ctx, class.ID)
	if err != nil {
		return err
	}
	a := classroom.Assignment{Made: s.Now()}
	s.readTimes(w, &a, views.Problems{})
	a.Minutes = wholeNumber(w.form, "minutes", views.Problems{})
	readGroups(w, &a, views.Problems{})
	var takings []classroom.Taking
	names := map[classroom.StudentID]string{}
	for _, st := range students {
		names[st.ID] = st.Name
		if st.ExtraTime > 0 && a.For(groupsOf(groups, st.ID)) {
			takings = append(takings, classroom.Taking{Assignment: a, Student: st.ID,
				Settings: classroom.Settings{ExtraTime: st.ExtraTime}})
			props.Extra = append(props.Extra, fmt.Sprintf("%s (%s)", st.Name, classroom.ExtraTimeWords(st.ExtraTime)))
		}
	}
	props.Later = s.laterWords(takings, names)
	return nil
}

// groupsOf lists the groups in which a student is.
func groupsOf(all []classroom.Group, student classroom.StudentID) (in []classroom.GroupID) {
	for _, g := range all {
		if slices.Contains(g.Members, student) {
			in = append(in, g.ID)
		}
	}
	return in
}

// zoneWords names the zone in which the form's times are read.
func (s *Server) zoneWords() string {
	name := s.local(s.Now()).Format("MST")
	return fmt.Sprintf("Times are those of this server: it is %s here now (%s).", s.local(s.Now()).Format("15:04"), name)
}

// subjectOf finds what is handed out beside quizzes: a lesson or a bench. It reports whether there is such a thing.
func subjectOf(c *course.Course, a classroom.Assignment) (title string, ok bool) {
	switch a.Handed {
	case classroom.HandedLesson:
		if l, err := c.Lesson(a.Subject); err == nil {
			return l.Title, true
		}
	case classroom.HandedBench:
		if b, err := c.Bench(a.Subject); err == nil {
			return b.Title, true
		}
	case classroom.HandedQuiz:
		return a.Title, true
	}
	return "", false
}
