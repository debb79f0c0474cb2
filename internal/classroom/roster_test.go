package classroom_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

func TestPlanRoster(t *testing.T) {
	there := []classroom.RosterStudent{{ID: 1, Name: "Ana", HasPIN: true}, {ID: 2, Name: "Ben", ExtraTime: 25},
		{ID: 3, Name: "O’Neill"}}
	for _, row := range []struct {
		name string
		rows []classroom.RosterRow
		want string // for each row its kind, the name and what changes, or the beginning of the problem
	}{
		{"new ones", []classroom.RosterRow{{Name: "Cleo"}, {Name: "Dan", PIN: "482915"}}, "new Cleo|new Dan"},
		{"the same after folding", []classroom.RosterRow{{Name: "ANA"}, {Name: "oneill"}},
			"unchanged Ana|unchanged O’Neill"},
		{"twice in the list", []classroom.RosterRow{{Line: 1, Name: "Cleo"}, {Line: 2, Name: "cleo"}},
			"new Cleo|faulty cleo Line 1 has the same name."},
		{"twice the same student", []classroom.RosterRow{{Line: 1, Name: "Ana"}, {Line: 2, Number: "1"}},
			"unchanged Ana|faulty Ana Line 1 is about the same student."},
		{"another name", []classroom.RosterRow{{Number: "1", Name: "Anna"}}, "changed Anna was Ana"},
		{"names change places", []classroom.RosterRow{{Number: "1", Name: "Ben"}, {Number: "2", Name: "Ana"}},
			"changed Ben was Ana|changed Ana was Ben"},
		{"a name that is taken", []classroom.RosterRow{{Number: "1", Name: "Ben"}},
			"faulty Ben Another student of the class has this name."},
		{"a name that stays because its change is refused", []classroom.RosterRow{
			{Number: "1", Name: "Ben"}, {Line: 2, Number: "2", Name: "O'Neill"}},
			"faulty Ben Another student of the class has this name.|faulty O'Neill Another student of the class has this name."},
		{"settings", []classroom.RosterRow{{Number: "2", ExtraTime: "50%", PlainWords: "Yes", PIN: "482 915"}},
			"changed Ben extra time: 50%, plain words, a new PIN"},
		{"empty cells", []classroom.RosterRow{{Number: "2", PIN: "*"}}, "unchanged Ben"},
		{"a number of somebody else", []classroom.RosterRow{{Number: "9", Name: "Ana"}, {Number: "x", Name: "Ana"}},
			"faulty Ana No student of this class has the number “9”. Leave it empty for a new one.|" +
				"faulty Ana No student of this class has the number “x”. Leave it empty for a new one."},
		{"the class, in its own way", []classroom.RosterRow{{Name: "Ana", Group: " 10b  HISTORY "}}, "unchanged Ana"},
		{"another class", []classroom.RosterRow{{Name: "Ana", Group: "10C"}},
			"faulty Ana This line is for the class “10C”. Read it in there."},
		{"no name", []classroom.RosterRow{{Name: ""}, {Name: " ... "}},
			"faulty Type a name.|faulty ... A name needs at least one letter, digit or emoji."},
		{"times that cannot be added", []classroom.RosterRow{{Name: "Cleo", ExtraTime: "30"}},
			"faulty Cleo Extra time is 0, 25, 50 or 100 per cent or “no limit”, and not “30”."},
		{"neither yes nor no", []classroom.RosterRow{{Name: "Cleo", PlainWords: "perhaps"}},
			"faulty Cleo Plain words are yes or no, and not “perhaps”."},
		{"no PIN", []classroom.RosterRow{{Name: "Cleo", PIN: "12"}}, "faulty Cleo A PIN has 6 digits."},
		{"what could not be read", []classroom.RosterRow{{Name: "a b c", Problem: "Why."}}, "faulty a b c Why."},
	} {
		var got []string
		for _, c := range classroom.PlanRoster("10B History", there, row.rows) {
			words := []string{string(c.Kind), c.Name}
			if c.Was != "" && c.Kind != classroom.RosterFaulty {
				words = append(words, "was", c.Was)
			}
			words = append(words, strings.Join(c.Says, ", "), c.Problem)
			got = append(got, strings.Join(strings.Fields(strings.Join(words, " ")), " "))
		}
		if list := strings.Join(got, "|"); list != row.want {
			t.Errorf("%s:\ngot  %q\nwant %q", row.name, list, row.want)
		}
	}
}

func TestPlanCounts(t *testing.T) {
	plan := classroom.PlanRoster("10B", []classroom.RosterStudent{{ID: 1, Name: "Ana"}, {ID: 2, Name: "Ben"}},
		[]classroom.RosterRow{{Name: "Ana"}, {Number: "2", Name: "Bo"}, {Name: "Cleo"}, {Name: ""}})
	for kind, want := range map[classroom.RosterKind]int{classroom.RosterNew: 1, classroom.RosterChanged: 1,
		classroom.RosterUnchanged: 1, classroom.RosterFaulty: 1} {
		if got := plan.Count(kind); got != want {
			t.Errorf("%s: %d, want %d", kind, got, want)
		}
	}
	var does []string
	for _, c := range plan.Does() {
		does = append(does, c.Name)
	}
	if !slices.Equal(does, []string{"Bo", "Cleo"}) {
		t.Errorf("it does %q", does)
	}
}

func TestMayUndo(t *testing.T) {
	for _, row := range []struct {
		age      time.Duration
		students []classroom.Undoing
		why      string // a word of it; "" when it may
	}{
		{0, []classroom.Undoing{{Name: "Ana"}}, ""},
		{time.Hour - 1, []classroom.Undoing{{Name: "Ana"}, {Name: "Ben"}}, ""},
		{time.Hour, nil, "more than an hour"},
		{0, []classroom.Undoing{{Name: "Ana"}, {Name: "Ben", Gone: true}}, "“Ben” since"},
		{0, []classroom.Undoing{{Name: "Ana", Taken: true}}, "called “Ana”"},
	} {
		err := classroom.MayUndo(row.age, row.students)
		var refused classroom.UndoRefused
		if (err != nil) != (row.why != "") || err != nil && (!errors.As(err, &refused) ||
			!strings.Contains(err.Error(), row.why)) {
			t.Errorf("%+v: got %v, want %q", row, err, row.why)
		}
	}
}

func TestWhoseWorkStays(t *testing.T) {
	none, begun := classroom.BenchWork{}, classroom.BenchWork{State: essay.Draft, Round: 1}
	for _, row := range []struct {
		first, other classroom.BenchWork
		want         bool // the other's
	}{
		{none, none, false},
		{none, begun, true},
		{begun, begun, false},
		{begun, classroom.BenchWork{State: essay.Judged, Round: 1}, true},
		{begun, classroom.BenchWork{State: essay.Submitted, Round: 1}, true},
		{classroom.BenchWork{State: essay.Submitted, Round: 1}, begun, false},
		{classroom.BenchWork{State: essay.Returned, Round: 1}, classroom.BenchWork{State: essay.Revising, Round: 2}, true},
		{classroom.BenchWork{State: essay.Marked, Round: 1}, classroom.BenchWork{State: essay.Submitted, Round: 1}, false},
		{classroom.BenchWork{State: essay.Final, Round: 1}, classroom.BenchWork{State: essay.Draft, Round: 1}, false},
	} {
		if got := classroom.Stays(row.first, row.other); got != row.want {
			t.Errorf("%s against %s: the other's stays: %v, want %v", fmt.Sprint(row.first), fmt.Sprint(row.other), got,
				row.want)
		}
	}
}
