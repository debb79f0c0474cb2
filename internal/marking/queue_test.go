package marking_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// key is a marking.Key that tests can foresee.
func key(parts ...string) []byte {
	sum := sha256.Sum256([]byte(fmt.Sprint(parts)))
	return sum[:]
}

// queue is the queue of teacher 1 at noon.
func queue(entries ...marking.Entry) marking.Queue {
	return marking.Queue{Teacher: 1, Now: noon, Zone: time.UTC, Key: key, Entries: entries}
}

// at is an entry in a state, submitted in the morning and claimed, if it is, by teacher 2 a while ago.
func at(id classroom.EssayID, state essay.State, age time.Duration, marked bool) marking.Entry {
	e := marking.Entry{ID: id, Submitted: noon.Add(-4 * time.Hour), Rubric: "r",
		Place: essay.Place{State: state, Round: 1, HasMark: marked}}
	if state == essay.Claimed {
		e.Claimer, e.Claimed = 2, noon.Add(-age)
	}
	if marked {
		e.Marked, e.MarkedBy = marking.First, 2
	}
	return e
}

func TestStanding(t *testing.T) {
	second := at(1, essay.Resubmitted, 0, false)
	second.Place.Round = 2
	for _, row := range []struct {
		name       string
		entry      marking.Entry
		want, mine marking.Standing // for teacher 1, and for teacher 2 who has claimed it
	}{
		{"handed in", at(1, essay.Submitted, 0, false), marking.Waiting, marking.Waiting},
		{"handed in again", second, marking.Waiting, marking.Waiting},
		{"claimed", at(1, essay.Claimed, 0, false), marking.Taken, marking.Mine},
		{"for a minute less than an hour", at(1, essay.Claimed, 59*time.Minute, false), marking.Taken, marking.Mine},
		{"for an hour", at(1, essay.Claimed, time.Hour, false), marking.Waiting, marking.Mine},
		{"to be changed", at(1, essay.Claimed, 0, true), marking.Taken, marking.Mine},
		{"to be changed, for an hour", at(1, essay.Claimed, time.Hour, true), marking.Marked, marking.Mine},
		{"by a clock that was set back", at(1, essay.Claimed, -time.Hour, false), marking.Taken, marking.Mine},
		{"marked", at(1, essay.Marked, 0, true), marking.Marked, marking.Marked},
		{"returned", at(1, essay.Returned, 0, true), marking.Returned, marking.Returned},
		{"finished", at(1, essay.Final, 0, true), marking.Returned, marking.Returned},
		{"being revised", at(1, essay.Revising, 0, true), marking.Returned, marking.Returned},
	} {
		for teacher, want := range map[classroom.TeacherID]marking.Standing{1: row.want, 2: row.mine} {
			if got := marking.StandingOf(row.entry, teacher, noon); got != want {
				t.Errorf("%s: for teacher %d it stands at %d, want %d", row.name, teacher, got, want)
			}
		}
		if got := marking.Waits(row.entry, noon); got != (row.want == marking.Waiting) {
			t.Errorf("%s: waits: %v", row.name, got)
		}
	}
}

func ids(entries []marking.Entry) (all []classroom.EssayID) {
	for _, e := range entries {
		all = append(all, e.ID)
	}
	return all
}

func TestOrderOfMarking(t *testing.T) {
	var entries []marking.Entry
	for id := range classroom.EssayID(12) { // four days, three essays a day, the newest day first
		e := at(id+1, essay.Submitted, 0, false)
		e.Submitted = e.Submitted.AddDate(0, 0, -int(id)/3)
		entries = append(entries, e)
	}
	q := queue(entries...)
	ordered := ids(q.Ordered())
	for i, id := range ordered {
		if day, want := (int(id)-1)/3, 3-i/3; day != want {
			t.Errorf("place %d has an essay of day %d, want %d: %v", i, day, want, ordered)
		}
	}
	if again := ids(q.Ordered()); !slices.Equal(again, ordered) {
		t.Errorf("the order changes: %v and %v", ordered, again)
	}
	different := false
	for teacher := range classroom.TeacherID(5) {
		other := q
		other.Teacher = teacher + 2
		different = different || !slices.Equal(ids(other.Ordered()), ordered)
	}
	if !different {
		t.Error("five other markers have the same order")
	}
	// Days are those of the school: in Auckland the evening before is the same day as the morning after.
	zone := time.FixedZone("east", 12*3600)
	late, early := at(1, essay.Submitted, 0, false), at(2, essay.Submitted, 0, false)
	late.Submitted, early.Submitted = noon.Add(11*time.Hour), noon.Add(13*time.Hour)
	shuffled := 0
	for teacher := range classroom.TeacherID(20) {
		here := queue(early, late)
		here.Teacher = teacher
		if got := ids(here.Ordered()); got[0] != 1 {
			t.Errorf("two days in UTC come in the order %v", got)
		}
		if here.Zone = zone; ids(here.Ordered())[0] == 2 {
			shuffled++
		}
	}
	if shuffled == 0 {
		t.Error("two essays of one day are never shuffled")
	}
}

func TestNext(t *testing.T) {
	entries := []marking.Entry{at(1, essay.Submitted, 0, false), at(2, essay.Claimed, 0, false),
		at(3, essay.Claimed, time.Hour, false), at(4, essay.Marked, 0, true), at(5, essay.Submitted, 0, false)}
	q := queue(entries...)
	order := slices.DeleteFunc(ids(q.Ordered()), func(id classroom.EssayID) bool { return id == 2 || id == 4 })
	if got := q.Next(0); !slices.Equal(got, order) {
		t.Errorf("from the start: %v, want %v", got, order)
	}
	for i, behind := range order {
		want := slices.Concat(order[i+1:], order[:i+1])
		if got := q.Next(behind); !slices.Equal(got, want) {
			t.Errorf("behind %d: %v, want %v", behind, got, want)
		}
	}
	if got := queue().Next(7); got != nil {
		t.Errorf("an empty queue: %v", got)
	}
}

func TestProgress(t *testing.T) {
	waiting, taken := at(1, essay.Submitted, 0, false), at(2, essay.Claimed, 0, false)
	marked, returned := at(3, essay.Marked, 0, true), at(4, essay.Returned, 0, true)
	for _, row := range []struct {
		entries []marking.Entry
		at, of  int
	}{
		{nil, 0, 0},
		{[]marking.Entry{returned}, 0, 0},
		{[]marking.Entry{waiting}, 1, 1},
		{[]marking.Entry{waiting, taken, returned}, 1, 2},
		{[]marking.Entry{waiting, marked}, 2, 2},
		{[]marking.Entry{marked, marked, marked}, 3, 3},
	} {
		if at, of := queue(row.entries...).Progress(); at != row.at || of != row.of {
			t.Errorf("%v: %d of %d, want %d of %d", ids(row.entries), at, of, row.at, row.of)
		}
	}
}

func TestNumbersInPlaceOfNames(t *testing.T) {
	seen := map[int]bool{}
	for id := range classroom.EssayID(997) {
		seen[marking.Number(key, 1, "b", id)] = true
	}
	if len(seen) != 997 || seen[0] || !seen[1] || !seen[997] {
		t.Errorf("997 essays have %d numbers", len(seen))
	}
	once := marking.Number(key, 1, "b", 5)
	if again := marking.Number(key, 1, "b", 5); again != once {
		t.Errorf("a number changes from %d to %d", once, again)
	}
	same := 0
	for id := range classroom.EssayID(100) {
		if marking.Number(key, 1, "b", id) == marking.Number(key, 2, "b", id) {
			same++
		}
	}
	if same > 5 {
		t.Errorf("two teachers have %d of 100 numbers in common", same)
	}
}
