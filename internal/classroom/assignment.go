package classroom

import (
	"cmp"
	"slices"
	"time"

	"dossier/internal/quiz"
)

// AssignmentID is the number of an assignment.
type AssignmentID int64

// Assignment is work that a teacher has handed out to a class or to groups of it. All times are the server's.
type Assignment struct {
	ID       AssignmentID
	Class    ClassID
	Teacher  TeacherID // who handed it out; 0 when they have left
	Revision int       // grows with each change
	Title    string
	Handed   Handed
	Subject  string    // id of the lesson or bench; "" for a quiz
	Groups   []GroupID // to whom; none for the whole class

	Questions []Task // of a quiz, in their order
	Drawn     int    // how many of them are drawn for each student; 0 for all
	Shuffled  bool   // each student gets an order of their own

	Test     bool // its marks are marks; otherwise it is practice
	Attempts int  // how often it may be tried; 0 for as often as they like
	Minutes  int  // the time for one attempt; 0 for no limit
	Results  Results

	Opens, Due, Closes  time.Time // zero where there is none
	Released, Withdrawn time.Time // zero until then
	Made                time.Time
}

// Task is a question of an assignment, in the wording that was handed out.
type Task struct {
	Asked
	OutOf     float64 // the marks for a right answer
	Withdrawn bool    // a teacher of the class has withdrawn it since
}

// Handed is what kind of work was handed out.
type Handed string

// What can be handed out.
const (
	HandedLesson Handed = "lesson"
	HandedQuiz   Handed = "quiz"
	HandedBench  Handed = "bench" // a bench or an exam question
)

// Results says when students see how they did in a quiz.
type Results string

// When results show.
const (
	ResultsAtOnce   Results = "at once"  // after each answer
	ResultsClosed   Results = "closed"   // once nobody can hand in any more
	ResultsReleased Results = "released" // when the teacher says so
)

// AllResults are the times at which results can show, in the order in which a form offers them.
var AllResults = []Results{ResultsAtOnce, ResultsClosed, ResultsReleased}

// Grant is what one student gets besides for an assignment.
type Grant struct {
	Assignment AssignmentID
	Student    StudentID
	Attempts   int       // more than all others
	Closes     time.Time // a close of their own; zero for that of the others
}

// Taking is an assignment as it is for one student.
type Taking struct {
	Assignment
	Student  StudentID
	Settings Settings
	Grant    Grant
}

const (
	// LongestStretch is the most that extra time moves a due or closing time. A share of a window of weeks would be days.
	LongestStretch = 24 * time.Hour
	// Grace is how long an answer may be on its way when the time is up.
	Grace = 30 * time.Second
)

// For reports whether the assignment was handed out to somebody who is in these groups of its class.
func (a Assignment) For(groups []GroupID) bool {
	in := func(g GroupID) bool { return slices.Contains(groups, g) }
	return len(a.Groups) == 0 || slices.ContainsFunc(a.Groups, in)
}

// stretch is what the student's extra time adds to the due and closing times, so that the close does not cut it off:
// the share of the time limit, or without one of the time from opening to closing; never more than LongestStretch.
func (t Taking) stretch() time.Duration {
	base := time.Duration(t.Minutes) * time.Minute
	if base == 0 && !t.Closes.IsZero() {
		base = t.Closes.Sub(t.opening())
	}
	if t.Settings.ExtraTime == NoLimit {
		return LongestStretch
	}
	return min(WithExtra(base, t.Settings.ExtraTime)-base, LongestStretch)
}

// opening is when students can begin; without a set time, that is when the work was handed out.
func (t Taking) opening() time.Time {
	if t.Opens.IsZero() {
		return t.Made
	}
	return t.Opens
}

// DueAt is when this student should have handed in; zero when there is no such time.
func (t Taking) DueAt() time.Time {
	if t.Due.IsZero() {
		return t.Due
	}
	return t.Due.Add(t.stretch())
}

// ClosesAt is when nothing more is taken from this student; zero when there is no such time. A teacher can set a later
// time for one student.
func (t Taking) ClosesAt() time.Time {
	if t.Closes.IsZero() {
		return t.Closes
	}
	at := t.Closes.Add(t.stretch())
	if t.Grant.Closes.After(at) {
		return t.Grant.Closes
	}
	return at
}

// LaterClose is a close that some students have later than the others.
type LaterClose struct {
	At       time.Time
	Students []StudentID
}

// Later lists who is given longer than the close of the assignment, the earliest close first and the longest last.
func Later(all []Taking) (later []LaterClose) {
	for _, t := range all {
		at := t.ClosesAt()
		if !at.After(t.Closes) {
			continue
		}
		i, found := slices.BinarySearchFunc(later, at, func(l LaterClose, at time.Time) int { return l.At.Compare(at) })
		if !found {
			later = slices.Insert(later, i, LaterClose{At: at})
		}
		later[i].Students = append(later[i].Students, t.Student)
	}
	return later
}

// Limit is the time that this student has for one attempt; 0 for no limit.
func (t Taking) Limit() time.Duration {
	if t.Settings.ExtraTime == NoLimit {
		return 0
	}
	return WithExtra(time.Duration(t.Minutes)*time.Minute, t.Settings.ExtraTime)
}

// EndsAt is when an attempt that this student began is over: when its time is up, or at the close. Zero when it has no
// end.
func (t Taking) EndsAt(began time.Time) time.Time {
	end := t.ClosesAt()
	if limit := t.Limit(); limit > 0 {
		if up := began.Add(limit); end.IsZero() || up.Before(end) {
			end = up
		}
	}
	return end
}

// Takes reports whether an answer still counts in an attempt that this student began. It does for Grace after the end,
// because a slow network is not the student's fault.
func (t Taking) Takes(began, now time.Time) bool {
	end := t.EndsAt(began)
	return t.Withdrawn.IsZero() && (end.IsZero() || !now.After(end.Add(Grace)))
}

// Over reports whether an attempt is over for the student: it was handed in, or its end has come.
func (t Taking) Over(a Attempt, now time.Time) bool {
	return !a.Submitted.IsZero() || !t.Takes(a.Started, now)
}

// Late reports whether something that was handed in at a time came after it was due. Without a due time nothing is.
func (t Taking) Late(at time.Time) bool {
	due := t.DueAt()
	return !due.IsZero() && at.After(due.Add(Grace))
}

// Phase is where an assignment stands for one student.
type Phase int

// The phases, in their order.
const (
	NotOpenYet Phase = iota
	OpenNow
	ClosedNow
)

// Phase says whether this student can begin. What was withdrawn is closed.
func (t Taking) Phase(now time.Time) Phase {
	closes := t.ClosesAt()
	switch {
	case !t.Withdrawn.IsZero(), !closes.IsZero() && !now.Before(closes):
		return ClosedNow
	case now.Before(t.Opens):
		return NotOpenYet
	}
	return OpenNow
}

// MayBegin reports whether this student can begin one more attempt after those that they have made.
func (t Taking) MayBegin(made int, now time.Time) bool {
	return t.Phase(now) == OpenNow && (t.Attempts == 0 || made < t.Attempts+t.Grant.Attempts)
}

// LastClose is when the last of all these students is done; zero while one of them has no end.
func LastClose(all []Taking) (last time.Time) {
	for _, t := range all {
		at := t.ClosesAt()
		if at.IsZero() {
			return at
		}
		if at.After(last) {
			last = at
		}
	}
	return last
}

// Shows reports whether students see the results of an attempt that is over. everybody is LastClose of all to whom the
// assignment was handed out: a student with extra time may still be writing when the others are done. Results that a
// teacher has released show whatever was settled before; those of a quiz that was taken back show once it is over.
func (a Assignment) Shows(everybody, now time.Time) bool {
	switch {
	case a.Results == ResultsAtOnce, !a.Released.IsZero():
		return true
	case a.Results == ResultsClosed:
		return !a.Withdrawn.IsZero() || !everybody.IsZero() && !now.Before(everybody.Add(Grace))
	}
	return false
}

// WorkState is how far a student is with an assignment.
type WorkState string

// How far a student can be.
const (
	WorkWaits   WorkState = "waits"   // it is not open yet
	WorkToDo    WorkState = "to do"   // open, and nothing was done
	WorkBegun   WorkState = "begun"   // something was done, and nothing handed in
	WorkIn      WorkState = "in"      // handed in
	WorkLate    WorkState = "late"    // handed in after it was due
	WorkOverdue WorkState = "overdue" // it was due, is still open, and nothing was handed in
	WorkMissed  WorkState = "missed"  // closed, and nothing was handed in
)

// State is how far the student is. began tells that something was done; in is when it was handed in first, zero while
// it was not.
func (t Taking) State(began bool, in, now time.Time) WorkState {
	switch {
	case !in.IsZero() && t.Late(in):
		return WorkLate
	case !in.IsZero():
		return WorkIn
	case t.Phase(now) == ClosedNow:
		return WorkMissed
	case t.Phase(now) == NotOpenYet:
		return WorkWaits
	case t.Late(now):
		return WorkOverdue
	case began:
		return WorkBegun
	}
	return WorkToDo
}

// HandedIn is when the first of a student's attempts at an assignment was handed in: by the student, or by the clock
// when its time was up and something had been answered. Zero when none was.
func (t Taking) HandedIn(attempts []Attempt, now time.Time) (first time.Time) {
	for _, a := range attempts {
		at := a.Submitted
		if at.IsZero() && len(a.Responses) > 0 && t.Over(a, now) {
			at = t.EndsAt(a.Started)
		}
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// Counting is the attempt whose marks count: of practice the best, of a test the last one that is over, so that an
// attempt which a teacher has granted replaces the one before. nil when none is over.
func (t Taking) Counting(attempts []Attempt, now time.Time) (counts *Attempt) {
	for i := range attempts {
		a := &attempts[i]
		if !t.Over(*a, now) {
			continue
		}
		if counts == nil || t.Test || t.share(*a) > t.share(*counts) {
			counts = a
		}
	}
	return counts
}

// Total is what an attempt at the assignment has earned. A question without an answer earns nothing and counts; one
// that a teacher has withdrawn since does not count, answered or not.
func (a Assignment) Total(t Attempt) (marks, outOf float64) {
	for _, asked := range t.Questions {
		i := slices.IndexFunc(a.Questions, func(task Task) bool { return task.Asked == asked })
		if i >= 0 && !a.Questions[i].goneIn(t) {
			outOf += a.Questions[i].OutOf
		}
		marks += t.Responses[asked.Question].Marks
	}
	return marks, outOf
}

// goneIn reports whether the question counts for nothing in an attempt. Of an answer its own decision says so.
func (k Task) goneIn(t Attempt) bool {
	if given, answered := t.Responses[k.Question]; answered {
		return given.Withdrawn()
	}
	return k.Withdrawn
}

// Gone reports whether a question of an attempt at the assignment counts for nothing, because it is withdrawn.
func (a Assignment) Gone(t Attempt, asked Asked) bool {
	i := slices.IndexFunc(a.Questions, func(task Task) bool { return task.Asked == asked })
	return i >= 0 && a.Questions[i].goneIn(t)
}

func (a Assignment) share(t Attempt) float64 {
	marks, outOf := a.Total(t)
	if outOf == 0 {
		return 0
	}
	return marks / outOf
}

// Deal is the questions of one attempt: those that were drawn for it, in its order. key is the secret of the attempt;
// it decides where students get different questions or orders, and so the same key deals the same.
func (a Assignment) Deal(key []byte) (questions []Asked) {
	place := map[string]int{}
	ids := make([]string, len(a.Questions))
	for i, t := range a.Questions {
		ids[i] = t.Question
	}
	for i, id := range quiz.NewDeal(key, "work").Order("questions", ids) {
		place[id] = i
	}
	for _, t := range a.Questions {
		if a.Drawn == 0 || place[t.Question] < a.Drawn {
			questions = append(questions, t.Asked)
		}
	}
	if a.Shuffled {
		slices.SortFunc(questions, func(x, y Asked) int { return cmp.Compare(place[x.Question], place[y.Question]) })
	}
	return questions
}

// SameQuestions reports whether another assignment asks the same, so that attempts at one are attempts at the other.
func (a Assignment) SameQuestions(other Assignment) bool {
	same := func(x, y Task) bool { return x.Asked == y.Asked && x.OutOf == y.OutOf }
	return slices.EqualFunc(a.Questions, other.Questions, same) && a.Drawn == other.Drawn
}
