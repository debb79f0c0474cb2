package classroom

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dossier/internal/quiz"
)

// CorrectionKind is what a teacher has done to a question after it was answered.
type CorrectionKind string

// The kinds of correction.
const (
	KeyCorrected CorrectionKind = "key"       // something else is right
	Withdrawn    CorrectionKind = "withdrawn" // the question counts for nobody: its marks leave every total
	FullMarks    CorrectionKind = "full"      // everybody who has answered gets all marks
)

// NewCorrection is what a teacher does to a question in one wording, in all their classes.
type NewCorrection struct {
	Asked
	Kind CorrectionKind
	// Key is what is right now, part by part; only with KeyCorrected. Parts that it does not name stay as they are.
	Key         map[string][]string
	FromVersion int    // the wording whose key it is; 0 for one that the teacher has put together
	Reason      string // why, in the teacher's words
	FormToken   string // unique for each form that was served; the same token corrects once
}

// Correction is what a teacher has done to a question.
type Correction struct {
	NewCorrection
	ID       int64
	Teacher  TeacherID
	By       string // the teacher's name
	At       time.Time
	Undone   time.Time // zero while it stands
	Settled  bool      // every answer has been decided about since; false while that goes on, or when it was cut off
	Regraded int       // answers that it has decided about anew, in all classes
	Here     int       // as many of them as are in the class that was asked about
}

// Stands reports whether a correction has not been taken back.
func (c Correction) Stands() bool { return c.Undone.IsZero() }

// Ruling is what the teachers of a class have decided about a question beside its author. Of several corrections the
// newest counts, whoever of the teachers made it.
type Ruling struct {
	Accepted   []quiz.Accepted // texts that count as well
	Correction *Correction     // nil when none stands
}

// Empty reports whether nothing was decided.
func (r Ruling) Empty() bool { return len(r.Accepted) == 0 && r.Correction == nil }

// Corrected is a question with the key that counts. A key that its wording cannot have changes nothing.
func (c *Correction) Corrected(q *quiz.Question) *quiz.Question {
	if c == nil || c.Kind != KeyCorrected {
		return q
	}
	if corrected, err := q.WithKey(c.Key); err == nil {
		return corrected
	}
	return q
}

// Decide is the decision about an answer that counts under a ruling. first is what was decided when the answer was
// given, as the question itself says. It stays where the ruling makes no difference: a change in how the program grades
// never changes what was decided. Accepting a text takes no marks away; putting a key right may.
func (r Ruling) Decide(q *quiz.Question, answer quiz.Answer, first Decision, outOf float64) Decision {
	kind := CorrectionKind("")
	if r.Correction != nil {
		kind = r.Correction.Kind
	}
	switch kind {
	case Withdrawn:
		return Decision{Score: first.Score, Grade: first.Grade, Ruled: Withdrawn}
	case FullMarks:
		return fullMarks(q, answer, first, outOf)
	case KeyCorrected:
		corrected := r.Correction.Corrected(q)
		d := Decide(corrected.Accepting(r.Accepted), answer)
		if d.Ruled = KeyCorrected; !d.same(Decide(q, answer)) {
			return d
		}
		return first
	}
	if d, changes := DecideAccepting(q, answer, r.Accepted); changes && d.Score > first.Score-dust {
		return d
	}
	return first
}

// fullMarks gives an answer everything. What was right and wrong in it is still said, but no wrong idea is counted.
func fullMarks(q *quiz.Question, answer quiz.Answer, first Decision, outOf float64) Decision {
	if first.Score > 1-dust {
		return first
	}
	g := q.Body.Grade(answer)
	if first.Grade != nil {
		g = *first.Grade
	}
	g.Score, g.Unmatched, g.Lines = 1, nil, slices.Clone(g.Lines)
	for i := range g.Lines {
		g.Lines[i].Misconception, g.Lines[i].Unmatched = "", false
	}
	return Decision{Score: 1, Marks: outOf, Grade: &g, Ruled: FullMarks}
}

// QuizTotal is what a finished quiz comes to.
type QuizTotal struct{ Marks, OutOf float64 }

// Passed reports whether the quiz is passed.
func (t QuizTotal) Passed() bool { return Passed(t.Marks, t.OutOf) }

// RegradedAnswer is what a correction did to an answer, as it was stored.
type RegradedAnswer struct {
	Student, Class       string
	InQuiz, Withdrawn    bool
	Before, After, OutOf float64 // marks
}

// Change is what a regrade does to one answer and to the quiz that it belongs to.
type Change struct {
	Regraded
	InQuiz        bool // it is in a finished quiz
	Before, After QuizTotal
}

// Marks tells whether the answer counts differently. If it does not, its page shows another key.
func (c Change) Marks() bool {
	was := c.Given.Decision()
	return c.Regraded.After.Withdrawn() != was.Withdrawn() || hundredths(c.Regraded.After.Marks) != hundredths(was.Marks)
}

// Changes works out what new decisions do to quizzes, with the totals of the finished quizzes as they are. The order is
// that of classes and names: first the answers that count differently.
func Changes(regraded []Regraded, totals map[AttemptID]QuizTotal) []Change {
	var all []Change
	for _, r := range regraded {
		c := Change{Regraded: r}
		if total, ok := totals[r.Attempt]; ok {
			c.InQuiz, c.Before = true, total
			was := r.Given.Decision()
			c.After = QuizTotal{Marks: total.Marks - was.Marks + r.After.Marks,
				OutOf: total.OutOf - was.counts(r.OutOf) + r.After.counts(r.OutOf)}
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(boolOrder(a.Marks(), b.Marks()), strings.Compare(a.Student.ClassName, b.Student.ClassName),
			strings.Compare(a.Student.Name, b.Student.Name), cmp.Compare(a.Response, b.Response))
	})
	return all
}

// boolOrder puts what is true first.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// ChangeCount sums changes up.
type ChangeCount struct {
	Answers, Students       int // that count differently
	Shown                   int // answers that count the same, but whose page shows another key
	More, Fewer             int // answers that get more marks, or fewer
	NowPassed, NoLongerPass int // quizzes
}

// CountChanges sums changes up. A quiz is counted once, whatever of it changes.
func CountChanges(all []Change) (n ChangeCount) {
	students, quizzes := map[StudentID]bool{}, map[AttemptID]bool{}
	for _, c := range all {
		if !c.Marks() {
			n.Shown++
			continue
		}
		n.Answers++
		students[c.Student.ID] = true
		switch was, is := c.Given.Marks, c.Regraded.After.Marks; {
		case c.Regraded.After.Withdrawn() || c.Given.Decision().Withdrawn():
		case is > was:
			n.More++
		default:
			n.Fewer++
		}
		if !c.InQuiz || quizzes[c.Attempt] {
			continue
		}
		quizzes[c.Attempt] = true
		switch was, is := c.Before.Passed(), c.After.Passed(); {
		case is && !was:
			n.NowPassed++
		case was && !is:
			n.NoLongerPass++
		}
	}
	n.Students = len(students)
	return n
}

// RuledOn decides about a new answer under a ruling; changes is false when the ruling makes no difference to it.
func RuledOn(q *quiz.Question, answer quiz.Answer) func(Ruling) (d Decision, changes bool) {
	return func(r Ruling) (Decision, bool) {
		first := Decide(q, answer)
		d := r.Decide(q, answer, first, q.Marks)
		return d, !d.same(first)
	}
}
