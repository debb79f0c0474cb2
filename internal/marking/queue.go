package marking

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// Standing is what one teacher can do with a submission now.
type Standing int

// The standings.
const (
	Waiting  Standing = iota // anybody can take it up
	Mine                     // open with this teacher
	Taken                    // open with a colleague
	Marked                   // it can be returned
	Returned                 // it is back with its student, whatever the student does with it
)

// StandingOf finds out where a submission stands for a teacher. A colleague's claim that has run out no longer counts;
// the teacher's own stays until somebody else takes the submission up.
func StandingOf(e Entry, teacher classroom.TeacherID, now time.Time) Standing {
	if e.Place.State == essay.Claimed && e.Claimer == teacher {
		return Mine
	}
	if Waits(e, now) {
		return Waiting
	}
	switch essay.PlaceAt(e.Place, e.Claimed, now).State {
	case essay.Claimed:
		return Taken
	case essay.Marked:
		return Marked
	}
	return Returned
}

// Waits reports whether a submission waits to be marked and is open with nobody.
func Waits(e Entry, now time.Time) bool {
	state := essay.PlaceAt(e.Place, e.Claimed, now).State
	return state == essay.Submitted || state == essay.Resubmitted
}

// Key makes bytes that nobody can predict, always the same for the same parts. The first part says what they are for.
type Key func(parts ...string) []byte

// Queue is what one teacher finds at one moment: the submissions of their classes, at one bench or at all.
type Queue struct {
	Teacher classroom.TeacherID
	Now     time.Time
	Zone    *time.Location // whose days count
	Key     Key
	Entries []Entry
}

// In is the queue of one class alone; 0 means all classes.
func (q Queue) In(class classroom.ClassID) Queue {
	if class == 0 {
		return q
	}
	q.Entries = slices.DeleteFunc(slices.Clone(q.Entries), func(e Entry) bool { return e.Student.Class != class })
	return q
}

// Standing is where a submission stands for the teacher of the queue.
func (q Queue) Standing(e Entry) Standing { return StandingOf(e, q.Teacher, q.Now) }

// Open reports whether the teacher can mark a submission now.
func (q Queue) Open(e Entry) bool {
	s := q.Standing(e)
	return s == Waiting || s == Mine
}

// Ordered returns the entries in the order in which the teacher marks them: the oldest day first, and within a day
// shuffled by a key. So nobody is always last, when markers are tired, and two markers begin at different ends.
func (q Queue) Ordered() []Entry {
	keys := map[classroom.EssayID]string{}
	for _, e := range q.Entries {
		shuffled := q.Key("order of marking", fmt.Sprint(q.Teacher), fmt.Sprint(e.ID))
		keys[e.ID] = e.Submitted.In(q.Zone).Format(time.DateOnly) + string(shuffled)
	}
	ordered := slices.Clone(q.Entries)
	slices.SortStableFunc(ordered, func(a, b Entry) int { return cmp.Compare(keys[a.ID], keys[b.ID]) })
	return ordered
}

// Next lists what the teacher can mark, in their order: it begins after the essay behind, goes round, and ends with
// that essay. behind 0 means from the start.
func (q Queue) Next(behind classroom.EssayID) (next []classroom.EssayID) {
	ordered := q.Ordered()
	at := slices.IndexFunc(ordered, func(e Entry) bool { return e.ID == behind })
	for _, e := range slices.Concat(ordered[at+1:], ordered[:at+1]) {
		if q.Open(e) {
			next = append(next, e.ID)
		}
	}
	return next
}

// Progress says which answer a marker is at, counted from 1, and how many there are that have not been returned.
func (q Queue) Progress() (at, of int) {
	marked := 0
	for _, e := range q.Entries {
		switch q.Standing(e) {
		case Marked:
			marked++
			of++
		case Waiting, Mine, Taken:
			of++
		}
	}
	return min(marked+1, of), of
}

// Number stands in place of a student's name, from 1 to 997. It is the number of the essay moved by a key, so it stays
// the same for a teacher and tells nothing about the student. Two essays of one bench share a number only if about a
// thousand essays were begun between them.
func Number(key Key, teacher classroom.TeacherID, bench string, id classroom.EssayID) int {
	const numbers = 997 // a prime, so that every step but 0 reaches them all
	moved := key("number in place of a name", fmt.Sprint(teacher), bench)
	step, start := 1+binary.BigEndian.Uint64(moved)%(numbers-1), binary.BigEndian.Uint64(moved[8:])%numbers
	return int(1 + (uint64(id)%numbers*step+start)%numbers)
}
