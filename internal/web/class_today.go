package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/marking"
	"dossier/internal/quiz"
	"dossier/views"
)

// ideasShown is how many wrong ideas the page of a class lists.
const ideasShown = 3

// today is what the pages of a class that are open during a lesson are drawn from.
type today struct {
	class    classroom.Class
	now      time.Time // in the school's zone
	rows     []classroom.ClassRow
	presence classroom.Presence
	heard    time.Time // when the latest answer came; zero when none is known
	needs    []classroom.Need
	ideas    []classroom.Idea
	by       classroom.Order
}

// today reads the state of a class. Nothing in it grows with the school.
func (s *Server) today(r *request, class classroom.Class) (t today, err error) {
	t = today{class: class, now: s.local(s.Now())}
	if t.rows, err = s.Store.ClassRows(r.ctx, class.ID); err != nil {
		return t, err
	}
	t.presence = classroom.PresenceAt(t.now, t.rows, activeWithin)
	since := t.presence.Latest.Add(-max(classroom.IdeaWindow, classroom.NeedWindow))
	work, err := s.Store.ClassWork(r.ctx, class.ID, since)
	if err != nil {
		return t, err
	}
	c := r.edition.course
	t.needs = classroom.Needs(t.now, work, func(question string) []string {
		if q, _, err := c.Question(question); err == nil {
			return q.Objectives
		}
		return nil
	})
	t.ideas = classroom.CommonIdeas(work, func(id string) bool { return c.Misconception(id) != nil })
	t.ideas = t.ideas[:min(len(t.ideas), ideasShown)]
	for _, w := range work {
		for _, a := range w.Answers {
			if a.At.After(t.heard) {
				t.heard = a.At
			}
		}
	}
	t.order(r)
	return t, nil
}

// order puts the rows into the order that the address asks for.
func (t *today) order(r *request) {
	var lessons []string
	for _, l := range r.edition.course.Lessons {
		lessons = append(lessons, l.ID)
	}
	t.by = classroom.ParseOrder(r.query("sort"), lessons)
	rank := map[classroom.StudentID]int{}
	for i, n := range t.needs {
		rank[n.Student] = i + 1
	}
	classroom.SortRows(t.rows, t.by, func(id classroom.StudentID) int { return rank[id] })
}

// showClass is the page of a class: with names, or without for the wall.
func (s *Server) showClass(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	if err := s.leaveOpen(r, class.ID); err != nil {
		return err
	}
	t, err := s.today(r, class)
	if err != nil {
		return err
	}
	page := s.page(r, class.Name, "/classes")
	page.Refresh, page.RefreshAfter = byItself(r), int((teacherIdle + time.Minute).Seconds())
	if r.query("present") != "" {
		return s.render(r, http.StatusOK, views.PresentPage(page, s.presentProps(r, t)))
	}
	props, err := s.todayProps(r, t)
	if err != nil {
		return err
	}
	if err := s.classCare(r, class, &props); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.TodayPage(page, props))
}

// classCare adds what the page of a class shows when it is loaded, and does not keep up to date.
func (s *Server) classCare(r *request, class classroom.Class, props *views.TodayProps) error {
	unmatched, err := s.unmatched(r, class.ID)
	if err != nil {
		return err
	}
	props.Unmatched = len(unmatched)
	props.Shared, err = s.Store.SharedNames(r.ctx, class.ID)
	return err
}

// todayProps puts a class into words, with names.
func (s *Server) todayProps(r *request, t today) (views.TodayProps, error) {
	props := views.TodayProps{Class: classCard(t.class), Joined: t.presence.Joined, By: string(t.by),
		Lessons: todayLessons(r.edition.course, t), Benches: benchesWithTexts(r.edition.course),
		Here: views.Here{Now: t.presence.Now, Hour: t.presence.Hour, Today: t.presence.Today}}
	if !t.heard.IsZero() {
		props.LastHeard = views.Lately(t.heard, t.now)
	}
	for _, row := range t.presence.Missing {
		props.Here.Missing = append(props.Here.Missing, views.TodayName{ID: int64(row.Student.ID), Name: row.Student.Name})
	}
	needs := map[classroom.StudentID]bool{}
	for _, n := range t.needs {
		needs[n.Student] = true
		props.Needs = append(props.Needs, views.NeedLine{Student: int64(n.Student), Name: n.Name,
			Words: needWords(r.edition.course, n, t.now)})
	}
	props.Wrong = ideaLines(r.edition.course, t)
	for _, row := range t.rows {
		props.Rows = append(props.Rows, todayRow(r.edition.course, row, t.now, needs[row.Student.ID]))
	}
	door, err := s.Store.DoorCounts(r.ctx, t.class.ID, t.now)
	if err != nil {
		return props, err
	}
	props.AtDoor = door.Waiting
	if props.Waiting, err = s.waiting(r, t); err != nil {
		return props, err
	}
	guessed, err := s.guessedAt(r, t.class.ID)
	again := sha256.New()
	fmt.Fprintln(again, s.spaceNotice(r)) // an open page gets it, and loses it, by being loaded again
	for _, st := range guessed {
		fmt.Fprintf(again, "%d\n", st.ID)
		props.Guessing = append(props.Guessing, st.Name)
	}
	props.Again = hex.EncodeToString(again.Sum(nil)[:4])
	return props, err
}

// todayLessons are the heads of the columns.
func todayLessons(c *course.Course, t today) (all []views.TodayLesson) {
	for _, l := range c.Lessons {
		head := views.TodayLesson{ID: l.ID, Number: l.Number, Title: l.Title, Short: l.Short}
		if head.Short == "" {
			head.Short = l.Title
		}
		for _, row := range t.rows {
			if row.Lessons[l.ID].Cell().State == classroom.HasPassed {
				head.Passed++
			}
		}
		all = append(all, head)
	}
	return all
}

func todayRow(c *course.Course, row classroom.ClassRow, now time.Time, needs bool) views.TodayRow {
	out := views.TodayRow{ID: int64(row.Student.ID), Name: row.Student.Name, Needs: needs,
		Seen: views.Seen(row.LastActive, now), Now: classroom.Age(now, row.LastActive) < activeWithin}
	for _, l := range c.Lessons {
		out.Cells = append(out.Cells, row.Lessons[l.ID].Cell())
	}
	return out
}

// needWords says why a student may need help.
func needWords(c *course.Course, n classroom.Need, now time.Time) string {
	switch n.Rule {
	case classroom.Stuck:
		where := ""
		if l, err := c.Lesson(n.Open.Lesson); err == nil {
			where = fmt.Sprintf(" of quiz %d", l.Number)
		}
		return fmt.Sprintf("%d minutes on question %d%s", int(n.For.Minutes()), n.Open.Number, where)
	case classroom.TwoWrong:
		return "two wrong on “" + aimWords(c, n.Objective) + "”"
	case classroom.SureAndWrong:
		return fmt.Sprintf("certain and wrong %d times this week", n.Count)
	}
	return "no work for " + views.Waited(now.Add(-n.For), now)
}

// aimWords is what an objective says.
func aimWords(c *course.Course, id string) string {
	for _, l := range c.Lessons {
		for _, o := range l.Objectives {
			if o.ID == id {
				return o.Text
			}
		}
	}
	return id
}

// ideaLines are the wrong ideas that several students hold, each with its question and what to teach again.
func ideaLines(c *course.Course, t today) (all []views.IdeaLine) {
	for _, idea := range t.ideas {
		m := c.Misconception(idea.Misconception)
		line := views.IdeaLine{Belief: m.Belief, Holders: idea.Holders, Of: idea.Asked,
			Public: classroom.ShownTo(idea.Holders, idea.Asked)}
		if q, l, err := c.Question(idea.Question); err == nil && l != nil && q.Served() {
			line.Question = views.Link{Text: "Question " + l.QuestionNumber(q),
				Href: views.ClassHref(int64(t.class.ID), "/questions/"+q.ID)}
		}
		if l, err := c.Lesson(m.Section.ID); err == nil {
			line.Again = views.Link{Text: l.Title, Href: views.LessonPath(l.ID)}
			if section, ok := l.Section(m.Section.Part); ok {
				line.Again = views.Link{Text: section.Title, Href: views.SectionPath(l.ID, section.ID)}
			}
		}
		all = append(all, line)
	}
	return all
}

// waiting is what waits to be marked in a class.
func (s *Server) waiting(r *request, t today) (w views.Waiting, err error) {
	essays, err := s.Store.ClassWaiting(r.ctx, t.class.ID)
	if err != nil {
		return w, err
	}
	written, err := s.Store.ClassWritten(r.ctx, t.class.ID)
	if err != nil {
		return w, err
	}
	c := r.edition.course
	short := written[:0]
	for _, h := range written { // what the course no longer asks has no page on which to mark it
		if q, _, err := c.Question(h.At); err == nil {
			if _, ok := q.Body.(quiz.Writer); ok {
				short = append(short, h)
			}
		}
	}
	all := marking.Together(essays)
	w.Essays, w.OldestEssay = all.Answers, views.Waited(all.Oldest, t.now)
	all = marking.Together(short)
	w.Short, w.OldShort = all.Answers, views.Waited(all.Oldest, t.now)
	if len(essays) == 1 {
		if b, err := c.Bench(essays[0].At); err == nil {
			w.Title = b.Title
		}
	}
	return w, nil
}

// presentProps is a class without anything that tells of a person.
func (s *Server) presentProps(r *request, t today) views.PresentProps {
	props := views.PresentProps{Class: classCard(t.class), Joined: t.presence.Joined,
		Wrong: ideaLines(r.edition.course, t)}
	if !t.class.Archived {
		props.Address = bareAddress(s.joinAddresses(r)[0])
	}
	for _, l := range r.edition.course.Lessons {
		line := views.PresentLesson{Number: l.Number, Title: l.Title}
		for _, row := range t.rows {
			switch row.Lessons[l.ID].Cell().State {
			case classroom.Untouched:
			case classroom.HasPassed:
				line.Passed++
				line.Begun++
			default:
				line.Begun++
			}
		}
		line.Shown = classroom.ShownTo(line.Passed, t.presence.Joined)
		line.Under = classroom.ShownTo(line.Begun, t.presence.Joined)
		props.Lessons = append(props.Lessons, line)
	}
	return props
}
