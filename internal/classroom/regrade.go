package classroom

import (
	"cmp"
	"math"
	"slices"

	"dossier/internal/quiz"
)

// dust is the rounding error that binary fractions leave where decimals were meant.
const dust = 1e-9

// Decision is what was decided about an answer.
type Decision struct {
	Score float64 // 0 to 1
	Marks float64
	// Grade is the decision part by part; nil for an answer from before it was kept, which is graded again to be shown.
	Grade *quiz.Grade
}

// Decide is what a question says about an answer.
func Decide(q *quiz.Question, answer quiz.Answer) Decision {
	g := q.Body.Grade(answer)
	return Decision{Score: g.Score, Marks: q.Awarded(g.Score), Grade: &g}
}

// DecideAccepting is what a question says about an answer when some texts are accepted besides its own; changes is
// false when they make no difference to this answer.
func DecideAccepting(q *quiz.Question, answer quiz.Answer, accepted []quiz.Accepted) (d Decision, changes bool) {
	plain := Decide(q, answer)
	if len(accepted) == 0 {
		return plain, false
	}
	d = Decide(q.Accepting(accepted), answer)
	return d, !d.same(plain)
}

// same reports whether two decisions are the same to a student: the score, and how each part was marked.
func (d Decision) same(other Decision) bool {
	if math.Abs(d.Score-other.Score) > dust || math.Abs(d.Marks-other.Marks) > dust {
		return false
	}
	if d.Grade == nil || other.Grade == nil {
		return true // one of them will be graded again
	}
	return slices.EqualFunc(d.Grade.Lines, other.Grade.Lines, func(a, b quiz.Line) bool {
		return a.ID == b.ID && a.Mark == b.Mark && a.Unmatched == b.Unmatched
	})
}

// StoredAnswer is an answer to be decided about once more.
type StoredAnswer struct {
	Response int64
	Student  Student
	Lesson   string
	Given    Response // with the decision that counts now
	First    Decision // as it was decided when it was given, without what teachers accept
	Accepted []quiz.Accepted
}

// Regraded is an answer whose decision changes.
type Regraded struct {
	StoredAnswer
	After Decision
}

// Regrade decides about answers to q once more, each with the texts that are accepted for it, and returns those whose
// decision changes. An answer to which the accepted texts make no difference keeps its first decision, or gets it back:
// a change in how the program grades never changes what was decided. Accepting a text takes no marks away.
func Regrade(q *quiz.Question, answers []StoredAnswer) []Regraded {
	var changed []Regraded
	for _, a := range answers {
		after := a.First
		if d, changes := DecideAccepting(q, a.Given.Answer, a.Accepted); changes && d.Score > a.First.Score-dust {
			after = d
		}
		if !after.same(a.Given.Decision()) {
			changed = append(changed, Regraded{a, after})
		}
	}
	return changed
}

// People counts the students behind answers.
func People(changed []Regraded) int {
	seen := map[StudentID]bool{}
	for _, r := range changed {
		seen[r.Student.ID] = true
	}
	return len(seen)
}

// Unmatched is a typed text that matched nothing known.
type Unmatched struct {
	Asked
	quiz.Accepted        // the field and the text
	Label         string // the field in words
	Response      int64  // an answer that has it
	Students      int    // how many wrote it
}

// UnmatchedIn finds what a teacher should look at in answers, what most students wrote first. grade is the decision
// about an answer part by part.
func UnmatchedIn(answers []StoredAnswer, grade func(StoredAnswer) (quiz.Grade, error)) ([]Unmatched, error) {
	type key struct {
		Asked
		quiz.Accepted
	}
	at := map[key]int{}
	wrote := map[key]map[StudentID]bool{}
	var all []Unmatched
	for _, a := range answers {
		g, err := grade(a)
		if err != nil {
			return nil, err
		}
		for _, l := range g.Lines {
			if !l.Unmatched {
				continue
			}
			k := key{a.Given.Asked(), quiz.Accepted{Field: l.ID, Text: l.Given}}
			if wrote[k] == nil {
				at[k], wrote[k] = len(all), map[StudentID]bool{}
				all = append(all, Unmatched{Asked: k.Asked, Accepted: k.Accepted, Label: l.Label, Response: a.Response})
			}
			wrote[k][a.Student.ID] = true
			all[at[k]].Students = len(wrote[k])
		}
	}
	slices.SortStableFunc(all, func(a, b Unmatched) int {
		return cmp.Or(cmp.Compare(b.Students, a.Students), cmp.Compare(a.Question, b.Question), cmp.Compare(a.Text, b.Text))
	})
	return all, nil
}

// Acceptance is a typed answer that a teacher has accepted for everyone in their classes.
type Acceptance struct {
	ID int64
	Asked
	quiz.Accepted
	Teacher TeacherID
	By      string // the teacher's name
}
