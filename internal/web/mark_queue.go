package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// queue makes these entries the queue of the teacher who asks.
func (s *Server) queue(r *request, entries []marking.Entry) marking.Queue {
	return marking.Queue{Teacher: r.teacher.ID, Now: s.Now(), Zone: s.zone(), Key: s.derive, Entries: entries}
}

// benchQueue finds the bench of the path and what was handed in there.
func (s *Server) benchQueue(r *request) (*course.Bench, marking.Queue, error) {
	b, err := s.markedBench(r)
	if err != nil {
		return nil, marking.Queue{}, err
	}
	entries, err := s.Store.Queue(r.ctx, r.teacher.ID, b.ID)
	return b, s.queue(r, entries), err
}

// markedBench finds the bench of the path.
func (s *Server) markedBench(r *request) (*course.Bench, error) {
	return r.edition.course.Bench(r.param("bench"))
}

// standingWords say where a submission stands, in a teacher's words.
func standingWords(q marking.Queue, e marking.Entry) string {
	switch q.Standing(e) {
	case marking.Waiting:
		if e.Place.Round > 1 {
			return "waits again, text " + strconv.Itoa(e.Place.Round)
		}
		return "waits"
	case marking.Mine:
		return "open with you"
	case marking.Taken:
		return "open with " + e.ClaimedBy
	case marking.Marked:
		return "marked, not returned"
	}
	switch e.Place.State {
	case essay.Revising:
		return "returned, being revised"
	case essay.Final:
		return "returned, finished"
	}
	return "returned"
}

// numberOf stands in place of a student's name, for one teacher.
func (s *Server) numberOf(teacher classroom.TeacherID, bench string, id classroom.EssayID) string {
	return fmt.Sprintf("Student %d", marking.Number(s.derive, teacher, bench, id))
}

const (
	namesCookie = "names"
	namesShown  = "shown"
)

// namesOn reports whether a teacher wants to see whose answer it is. Names are hidden until they say so: a marker who
// does not know whose answer it is marks the answer.
func (r *request) namesOn() bool { return r.cookie(namesCookie) == namesShown }

func (s *Server) label(r *request, e marking.Entry) string {
	if r.namesOn() {
		return e.Student.Name
	}
	return s.numberOf(r.teacher.ID, e.Bench, e.ID)
}

func (s *Server) switchNames(r *request) error {
	value := "hidden"
	if r.form.Value("show") == "1" {
		value = namesShown
	}
	r.setCookie(namesCookie, value, 0)
	to := r.form.Value("to")
	if !strings.HasPrefix(to, "/marking/") || strings.ContainsAny(to, "\\\r\n") || strings.Contains(to, "//") {
		to = "/marking"
	}
	return redirect(to)
}

func (s *Server) showMarking(r *request) error {
	entries, err := s.Store.Queue(r.ctx, r.teacher.ID, "")
	if err != nil {
		return err
	}
	drafting, err := s.Store.Drafting(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	classes, err := s.Store.Classes(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props := views.MarkingProps{Names: r.namesOn(), Said: marked(r)}
	if props.Short, err = s.openWritten(r); err != nil {
		return err
	}
	for _, class := range classes {
		props.Classes = append(props.Classes, classCard(class))
	}
	queue := s.queue(r, entries)
	if only := r.markedClass(); only != 0 {
		return s.showMarkingOf(r, classes, queue.In(only), props)
	}
	for _, b := range r.edition.course.Benches {
		counts := benchCounts(queue, b, drafting[b.ID])
		if counts == (views.QueueBench{Bench: b}) {
			props.Quiet = append(props.Quiet, b)
		} else {
			props.Benches = append(props.Benches, counts)
		}
	}
	for i := range props.Benches {
		if b := &props.Benches[i]; b.Waiting+b.Yours > 0 {
			b.Lead = true
			break
		}
	}
	return s.render(r, http.StatusOK, views.MarkingPage(s.page(r, "To mark", "/marking"), props))
}

// showMarkingOf is the queue of one class at one bench. store.ErrNotFound for a class of somebody else.
func (s *Server) showMarkingOf(r *request, classes []classroom.Class, queue marking.Queue,
	props views.MarkingProps) error {
	b, err := r.edition.course.Bench(r.query("bench"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(classes, func(c classroom.Class) bool { return c.ID == r.markedClass() })
	if i < 0 {
		return store.ErrNotFound
	}
	counts := benchCounts(queue, b, 0)
	counts.Class, counts.Lead = int64(classes[i].ID), counts.Waiting+counts.Yours > 0
	props.Only, props.Classes, props.Benches = classes[i].Name, props.Classes[i:i+1], []views.QueueBench{counts}
	return s.render(r, http.StatusOK, views.MarkingPage(s.page(r, "To mark · "+classes[i].Name, "/marking"), props))
}

// benchCounts counts the submissions of one bench by where they stand.
func benchCounts(q marking.Queue, b *course.Bench, drafting int) views.QueueBench {
	counts := views.QueueBench{Bench: b, Drafting: drafting}
	var oldest time.Time
	for _, e := range q.Entries {
		if e.Bench != b.ID {
			continue
		}
		switch q.Standing(e) {
		case marking.Waiting:
			counts.Waiting++
			if oldest.IsZero() || e.Submitted.Before(oldest) {
				oldest = e.Submitted
			}
		case marking.Mine:
			counts.Yours++
		case marking.Taken:
			counts.Others++
		case marking.Marked:
			counts.Marked++
		case marking.Returned:
			counts.Returned++
		}
	}
	if counts.Waiting > 0 {
		counts.Oldest = views.Waited(oldest, q.Now)
	}
	return counts
}

// nextSubmission redirects to what a teacher marks next: the exemplars, then the answers.
func (s *Server) nextSubmission(r *request) error {
	b, queue, err := s.benchQueue(r)
	if err != nil {
		return err
	}
	given, err := s.Store.ExemplarLevels(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	for _, e := range b.Practice() {
		if len(given[e.ID]) == 0 {
			return redirect(views.MarkingHref(b.ID, "seeds", e.ID) + views.OfClass(int64(r.markedClass())))
		}
	}
	return s.goOn(r, b.ID, queue.In(r.markedClass()).Next(0))
}

// markedClass is the class whose answers alone are marked; 0 for all.
func (r *request) markedClass() classroom.ClassID { return classroom.ClassID(r.queryNumber("class")) }

// goOn claims the first of these answers that is free, and redirects to it.
func (s *Server) goOn(r *request, bench string, ids []classroom.EssayID) error {
	next, err := s.Store.ClaimNext(r.ctx, r.teacher.ID, bench, ids)
	if err != nil {
		return err
	}
	if next == 0 {
		return redirect(views.QueueHref(bench, int64(r.markedClass()), "done=1"))
	}
	return redirect(views.MarkingHref("essays", next) + views.OfClass(int64(r.markedClass())))
}

// submissionLink is a submission in a list.
func (s *Server) submissionLink(r *request, q marking.Queue, e marking.Entry, label string) views.SubmissionLink {
	link := views.SubmissionLink{
		Essay:  int64(e.ID),
		Label:  label,
		Title:  e.Bench,
		State:  standingWords(q, e),
		Return: q.Standing(e) == marking.Marked,
	}
	if b, err := r.edition.course.Bench(e.Bench); err == nil {
		link.Title = b.Title
	}
	if !e.Submitted.IsZero() {
		link.When = s.local(e.Submitted).Format("2 January 2006, 15:04")
	}
	return link
}

// toMark counts what waits for a teacher in all classes. If that fails, the page is shown without the number.
func (s *Server) toMark(r *request) (n int) {
	waiting, err := s.Store.ToMark(r.ctx, r.teacher.ID)
	if err != nil {
		s.Log.Warn("count what waits to be marked", "request", r.id, "error", err)
	}
	for _, w := range waiting {
		n += w
	}
	return n
}
