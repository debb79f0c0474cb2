package marking

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// FirstMarked returns the queue of what is marked by a rubric and has a first marking, even if somebody is changing it.
func (q Queue) FirstMarked(rubric string) Queue {
	q.Entries = slices.DeleteFunc(slices.Clone(q.Entries), func(e Entry) bool {
		return e.Marked == "" || e.Rubric != rubric
	})
	return q
}

// Sample draws what is marked a second time from what is marked by a rubric: the answers that have a second mark, and
// others by a key that no marker knows. Classes with the same teachers are drawn from together, so that all teachers
// of an answer agree on whether it was drawn.
func (q Queue) Sample(rubric string) (drawn []Entry) {
	teams, keys := map[string][]Entry{}, map[classroom.EssayID]string{}
	for _, e := range q.FirstMarked(rubric).Entries {
		team := fmt.Sprint(e.Team)
		teams[team] = append(teams[team], e)
		keys[e.ID] = string(q.Key("sample for moderation", fmt.Sprint(e.ID), fmt.Sprint(e.Rev)))
	}
	for _, team := range slices.Sorted(maps.Keys(teams)) {
		all := teams[team]
		slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(keys[a.ID], keys[b.ID]) })
		open := slices.DeleteFunc(slices.Clone(all), func(e Entry) bool { return e.Second != 0 })
		twice := slices.DeleteFunc(all, func(e Entry) bool { return e.Second == 0 })
		more := max(0, SampleSize(len(open)+len(twice))-len(twice))
		drawn = slices.Concat(drawn, twice, open[:more])
	}
	return drawn
}

// Blind returns the answers of a sample whose levels the teacher may not see yet: those that a colleague has marked,
// and that still wait for a second mark.
func (q Queue) Blind(sample []Entry) map[classroom.EssayID]bool {
	blind := map[classroom.EssayID]bool{}
	for _, e := range sample {
		blind[e.ID] = e.Second == 0 && e.MarkedBy != q.Teacher
	}
	return blind
}

// MaySecond reports whether a teacher may mark an answer a second time: somebody other than the first marker, unless
// nobody else teaches the class.
func MaySecond(e Entry, teacher classroom.TeacherID) bool {
	return e.MarkedBy != teacher || len(e.Team) < 2
}

// SecondStep is what happens next to an answer of the sample that has no second mark.
type SecondStep int

// The steps.
const (
	SecondOpen     SecondStep = iota // the teacher can mark it now
	SecondElse                       // a colleague has to mark it
	SecondChanging                   // its first marking is being changed
)

// SecondStep says who can give an answer its second mark.
func (q Queue) SecondStep(e Entry) SecondStep {
	switch {
	case e.Place.State == essay.Claimed:
		return SecondChanging
	case MaySecond(e, q.Teacher):
		return SecondOpen
	}
	return SecondElse
}
