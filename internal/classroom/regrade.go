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
	// Ruled is the correction under which it was made; "" for none. An answer to a question that is withdrawn keeps its
	// score and its grade, and counts nothing of nothing.
	Ruled CorrectionKind
}

// Withdrawn reports whether the answer counts for nothing.
func (d Decision) Withdrawn() bool { return d.Ruled == Withdrawn }

// counts is how many of the marks of an answer count in a total.
func (d Decision) counts(outOf float64) float64 {
	if d.Withdrawn() {
		return 0
	}
	return outOf
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
	if math.Abs(d.Score-other.Score) > dust || math.Abs(d.Marks-other.Marks) > dust ||
		d.Withdrawn() != other.Withdrawn() {
		return false
	}
	if d.Grade == nil || other.Grade == nil {
		return true // one of them will be graded again
	}
	return slices.EqualFunc(d.Grade.Lines, other.Grade.Lines, func(a, b quiz.Line) bool {
		return a.ID == b.ID && a.Mark == b.Mark && a.Unmatched == b.Unmatched && a.Expected == b.Expected
	})
}

// StoredAnswer is an answer to be decided about once more.
type StoredAnswer struct {
	Response int64
	Attempt  AttemptID
	Student  Student
	Lesson   string
	Given    Response // with the decision that counts now
	First    Decision // as it was decided when it was given, without what teachers have ruled since
	OutOf    float64  // the marks of the question, also where it is withdrawn
	Ruling
}

// Regraded is an answer whose decision changes.
type Regraded struct {
	StoredAnswer
	After Decision
}

// Regrade decides about answers to q once more, each under the ruling that counts for it, and returns those whose
// decision changes. An answer to which the ruling makes no difference keeps its first decision, or gets it back.
func Regrade(q *quiz.Question, answers []StoredAnswer) []Regraded {
	var changed []Regraded
	for _, a := range answers {
		after := a.Decide(q, a.Given.Answer, a.First, a.OutOf)
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

// Unmatched is a typed text that matched nothing known. Spellings that differ in case, spaces, punctuation or accents
// alone are one.
type Unmatched struct {
	Asked
	quiz.Accepted        // the field, and the text as most students spelt it
	Label         string // the field in words
	Response      int64  // an answer that has it
	Students      int    // how many wrote it
	Spellings     []Spelling
}

// Spelling is a text as it was typed, and an answer in which it was.
type Spelling struct {
	Text   string
	Times  int
	Answer quiz.Answer
}

// unmatchedKey is what makes two typed texts one.
type unmatchedKey struct {
	Asked
	field, key string
}

// UnmatchedIn finds what a teacher should look at in answers, what most students wrote first. grade is the decision
// about an answer part by part. What was refused is left out.
func UnmatchedIn(answers []StoredAnswer, refused []Refusal, grade func(StoredAnswer) (quiz.Grade, error)) ([]Unmatched,
	error) {
	gone := map[unmatchedKey]bool{}
	for _, r := range refused {
		gone[unmatchedKey{r.Asked, r.Field, quiz.TypedKey(r.Text)}] = true
	}
	at := map[unmatchedKey]int{}
	wrote := map[unmatchedKey]map[StudentID]bool{}
	var all []Unmatched
	for _, a := range answers {
		g, err := grade(a)
		if err != nil {
			return nil, err
		}
		for _, l := range g.Lines {
			k := unmatchedKey{a.Given.Asked(), l.ID, quiz.TypedKey(l.Given)}
			if !l.Unmatched || gone[k] {
				continue
			}
			if wrote[k] == nil {
				at[k], wrote[k] = len(all), map[StudentID]bool{}
				all = append(all, Unmatched{Asked: k.Asked, Accepted: quiz.Accepted{Field: l.ID}, Label: l.Label,
					Response: a.Response})
			}
			wrote[k][a.Student.ID] = true
			all[at[k]].Students = len(wrote[k])
			all[at[k]].spelt(l.Given, a.Given.Answer)
		}
	}
	for i := range all {
		slices.SortStableFunc(all[i].Spellings, func(a, b Spelling) int { return cmp.Compare(b.Times, a.Times) })
		all[i].Text = all[i].Spellings[0].Text
	}
	slices.SortStableFunc(all, func(a, b Unmatched) int {
		return cmp.Or(cmp.Compare(b.Students, a.Students), cmp.Compare(a.Question, b.Question), cmp.Compare(a.Text, b.Text))
	})
	return all, nil
}

// spelt counts a spelling.
func (u *Unmatched) spelt(text string, answer quiz.Answer) {
	i := slices.IndexFunc(u.Spellings, func(s Spelling) bool { return s.Text == text })
	if i < 0 {
		i = len(u.Spellings)
		u.Spellings = append(u.Spellings, Spelling{Text: text, Answer: answer})
	}
	u.Spellings[i].Times++
}

// ToAccept lists the texts that have to be accepted so that q knows all spellings. One text often does: accepting it
// accepts others that are spelt nearly alike.
func (u Unmatched) ToAccept(q *quiz.Question) (texts []quiz.Accepted) {
	for _, s := range u.Spellings {
		g := q.Accepting(texts).Body.Grade(s.Answer)
		if slices.ContainsFunc(g.Lines, func(l quiz.Line) bool { return l.ID == u.Field && l.Unmatched }) {
			texts = append(texts, quiz.Accepted{Field: u.Field, Text: s.Text})
		}
	}
	return texts
}

// ByQuestion puts together what was typed for the same question, the question first for which most was.
func ByQuestion(all []Unmatched) [][]Unmatched {
	at := map[Asked]int{}
	var groups [][]Unmatched
	for _, u := range all {
		i, ok := at[u.Asked]
		if !ok {
			i, at[u.Asked] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], u)
	}
	for _, group := range groups { // the parts of a question in turn
		slices.SortStableFunc(group, func(a, b Unmatched) int { return cmp.Compare(a.Label, b.Label) })
	}
	slices.SortStableFunc(groups, func(a, b []Unmatched) int { return cmp.Compare(wrote(b), wrote(a)) })
	return groups
}

func wrote(group []Unmatched) (n int) {
	for _, u := range group {
		n += u.Students
	}
	return n
}

// Refusal is a typed text that a teacher has looked at and not accepted, in all their classes.
type Refusal struct {
	ID int64
	Asked
	quiz.Accepted
	Teacher TeacherID
	By      string // the teacher's name
}

// Acceptance is a typed answer that a teacher has accepted for everyone in their classes.
type Acceptance struct {
	ID int64
	Asked
	quiz.Accepted
	Teacher TeacherID
	By      string // the teacher's name
}
