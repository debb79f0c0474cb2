package web

import (
	"cmp"
	"encoding/binary"
	"errors"
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

// pile is where an answer lies for one teacher.
type pile int

const (
	waits    pile = iota // for any marker
	mine                 // open with this teacher
	taken                // open with another
	held                 // marked, and not given back
	returned             // given back, whatever the student does with it
)

// pileOf finds out where a submission is. A claim of another teacher that has run out counts no more.
func pileOf(sc marking.Submission, teacher classroom.TeacherID, now time.Time) pile {
	switch sc.Place.State {
	case essay.Submitted, essay.Resubmitted:
		return waits
	case essay.Marked:
		return held
	case essay.Claimed:
		switch {
		case sc.Claimer == teacher:
			return mine
		case now.Sub(sc.Claimed) < essay.ClaimFor:
			return taken
		case sc.Place.HasMark:
			return held
		}
		return waits
	}
	return returned
}

// pileWords is where an answer lies, in a teacher's words.
func pileWords(sc marking.Submission, teacher classroom.TeacherID, now time.Time) string {
	switch pileOf(sc, teacher, now) {
	case waits:
		if sc.Place.Round > 1 {
			return "waits again, text " + strconv.Itoa(sc.Place.Round)
		}
		return "waits"
	case mine:
		return "open with you"
	case taken:
		return "open with " + sc.ClaimedBy
	case held:
		return "marked, not returned"
	}
	switch sc.Place.State {
	case essay.Revising:
		return "returned, being revised"
	case essay.Final:
		return "returned, finished"
	}
	return "returned"
}

// markedBench finds the bench of the path.
func (s *Server) markedBench(r *request) (*course.Bench, error) {
	return r.edition.course.Bench(r.param("bench"))
}

// numberOf stands in for a student's name. It is the number of the essay moved by a key, so that it
// stays the same for a teacher and tells nothing; two of one bench have the same only if there are a
// thousand essays between them.
func (s *Server) numberOf(teacher classroom.TeacherID, sc marking.Submission) string {
	const numbers = 997 // a prime, so that every step but 0 reaches them all
	key := s.derive("number in place of a name", fmt.Sprint(teacher), sc.Bench)
	step, start := 1+binary.BigEndian.Uint64(key)%(numbers-1), binary.BigEndian.Uint64(key[8:])%numbers
	return fmt.Sprintf("Student %d", 1+(uint64(sc.ID)%numbers*step+start)%numbers)
}

const (
	namesCookie = "names"
	namesShown  = "shown"
)

// namesOn tells whether a teacher wants to see whose answer it is. It is off until they say so: who
// does not know whose answer it is marks the answer.
func (r *request) namesOn() bool { return r.cookie(namesCookie) == namesShown }

func (s *Server) label(r *request, sc marking.Submission) string {
	if r.namesOn() {
		return sc.Student.Name
	}
	return s.numberOf(r.teacher.ID, sc)
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

// waited says how long something has been waiting.
func waited(since, now time.Time) string {
	switch days := int(now.Sub(since).Hours() / 24); days {
	case 0:
		return "less than a day"
	case 1:
		return "1 day"
	default:
		return fmt.Sprintf("%d days", days)
	}
}

func (s *Server) showMarking(r *request) error {
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, "")
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
	now, led := s.Now(), false
	for _, b := range r.edition.course.Benches {
		q := views.QueueBench{Bench: b, Drafting: drafting[b.ID]}
		var oldest time.Time
		for _, sc := range submissions {
			if sc.Bench != b.ID {
				continue
			}
			switch pileOf(sc, r.teacher.ID, now) {
			case waits:
				q.Waiting++
				if oldest.IsZero() || sc.Submitted.Before(oldest) {
					oldest = sc.Submitted
				}
			case mine:
				q.Yours++
			case taken:
				q.Others++
			case held:
				q.Marked++
			case returned:
				q.Returned++
			}
		}
		if q.Waiting > 0 {
			q.Oldest = waited(oldest, now)
		}
		if q.Waiting+q.Yours+q.Others+q.Marked+q.Returned+q.Drafting == 0 {
			props.Quiet = append(props.Quiet, b)
			continue
		}
		if !led && q.Waiting+q.Yours > 0 {
			led, q.Lead = true, true
		}
		props.Benches = append(props.Benches, q)
	}
	return s.render(r, http.StatusOK, views.MarkingPage(s.page(r, "To mark", "/marking"), props))
}

// inOrder puts submissions into the order in which a teacher marks them: the oldest day first, and within
// a day shuffled by a key, so that nobody is always last, when markers are tired, and two markers
// begin at different ends.
func (s *Server) inOrder(teacher classroom.TeacherID, submissions []marking.Submission) []marking.Submission {
	keys := map[classroom.EssayID]string{}
	for _, sc := range submissions {
		keys[sc.ID] = sc.Submitted.Local().
			Format(time.DateOnly) +
			string(s.derive("order of marking", fmt.Sprint(teacher), fmt.Sprint(sc.ID)))
	}
	ordered := slices.Clone(submissions)
	slices.SortStableFunc(ordered, func(a, b marking.Submission) int { return cmp.Compare(keys[a.ID], keys[b.ID]) })
	return ordered
}

// claimNext claims what this teacher marks next, beginning behind one essay, and returns its number; 0
// when nothing is left. What is open with them already comes first, so that a form sent twice leads to
// one answer.
func (s *Server) claimNext(r *request, bench string, behind classroom.EssayID) (classroom.EssayID, error) {
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, bench)
	if err != nil {
		return 0, err
	}
	now := s.Now()
	ordered := s.inOrder(r.teacher.ID, submissions)
	if at := slices.IndexFunc(ordered, func(sc marking.Submission) bool { return sc.ID == behind }); at >= 0 {
		ordered = slices.Concat(ordered[at+1:], ordered[:at+1])
	}
	slices.SortStableFunc(ordered, func(a, b marking.Submission) int {
		return cmp.Compare(b2i(pileOf(b, r.teacher.ID, now) == mine), b2i(pileOf(a, r.teacher.ID, now) == mine))
	})
	for _, sc := range ordered {
		if d := pileOf(sc, r.teacher.ID, now); d != waits && d != mine {
			continue
		}
		switch err := s.Store.Claim(r.ctx, r.teacher.ID, sc.ID); {
		case err == nil:
			return sc.ID, nil
		case !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrLocked) && !errors.Is(err, store.ErrNotFound):
			return 0, err
		}
	}
	return 0, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// nextSubmission leads to what a teacher marks next: the two examples, then the answers.
func (s *Server) nextSubmission(r *request) error {
	b, err := s.markedBench(r)
	if err != nil {
		return err
	}
	given, err := s.Store.SeedLevels(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	for _, e := range b.Exemplars {
		if len(given[e.ID]) == 0 {
			return redirect(views.MarkingHref(b.ID, "seeds", e.ID))
		}
	}
	return s.goOn(r, b.ID, 0)
}

// goOn claims the next answer behind one and leads to it.
func (s *Server) goOn(r *request, bench string, behind classroom.EssayID) error {
	next, err := s.claimNext(r, bench, behind)
	if err != nil {
		return err
	}
	if next == 0 {
		return redirect("/marking?done=1")
	}
	return redirect(views.MarkingHref("essays", next))
}

func (s *Server) submissionLink(r *request, sc marking.Submission, label string) views.ScriptLink {
	link := views.ScriptLink{
		Essay:  int64(sc.ID),
		Label:  label,
		Title:  sc.Bench,
		State:  pileWords(sc, r.teacher.ID, s.Now()),
		Return: pileOf(sc, r.teacher.ID, s.Now()) == held,
	}
	if b, err := r.edition.course.Bench(sc.Bench); err == nil {
		link.Title = b.Title
	}
	if !sc.Submitted.IsZero() {
		link.When = sc.Submitted.Local().Format("2 January 2006, 15:04")
	}
	return link
}

// written lists what a student of a class has handed in, for the page of the student.
func (s *Server) written(r *request, student classroom.StudentID) ([]views.ScriptLink, error) {
	submissions, err := s.Store.SubmissionsOf(r.ctx, r.teacher.ID, student)
	if err != nil {
		return nil, err
	}
	var links []views.ScriptLink
	for _, sc := range submissions {
		links = append(links, s.submissionLink(r, sc, sc.Student.Name))
	}
	return links, nil
}

// toMark counts what waits for a teacher in all classes. A page is not worth less without the number.
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
