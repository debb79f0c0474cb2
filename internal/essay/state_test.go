package essay_test

import (
	"errors"
	"slices"
	"testing"

	"dossier/internal/essay"
)

var roles = []essay.Role{essay.Author, essay.Marker, essay.Colleague, essay.Program}

// row is one allowed step. A round of 0 stands for every round, and mark is "any" for every essay.
type row struct {
	from  essay.State
	role  essay.Role
	act   essay.Action
	round int
	mark  string
	to    essay.State
}

// allowed is written out by hand, and says nothing by rule: whatever it does not list must be refused.
var allowed = []row{
	{essay.Draft, essay.Author, essay.Edit, 0, "any", essay.Draft},
	{essay.Draft, essay.Author, essay.Judge, 0, "any", essay.Judged},

	{essay.Judged, essay.Author, essay.Edit, 0, "any", essay.Draft},
	{essay.Judged, essay.Author, essay.Judge, 0, "any", essay.Judged},
	{essay.Judged, essay.Author, essay.Submit, 0, "any", essay.Submitted},

	{essay.Submitted, essay.Author, essay.Withdraw, 0, "any", essay.Judged},
	{essay.Submitted, essay.Colleague, essay.Claim, 0, "any", essay.Claimed},

	{essay.Claimed, essay.Marker, essay.Mark, 0, "any", essay.Marked},
	{essay.Claimed, essay.Marker, essay.Release, 1, "no", essay.Submitted},
	{essay.Claimed, essay.Marker, essay.Release, 1, "yes", essay.Marked},
	{essay.Claimed, essay.Marker, essay.Release, 2, "no", essay.Resubmitted},
	{essay.Claimed, essay.Marker, essay.Release, 2, "yes", essay.Marked},
	{essay.Claimed, essay.Marker, essay.Release, 3, "no", essay.Resubmitted},
	{essay.Claimed, essay.Marker, essay.Release, 3, "yes", essay.Marked},
	{essay.Claimed, essay.Program, essay.Expire, 1, "no", essay.Submitted},
	{essay.Claimed, essay.Program, essay.Expire, 1, "yes", essay.Marked},
	{essay.Claimed, essay.Program, essay.Expire, 2, "no", essay.Resubmitted},
	{essay.Claimed, essay.Program, essay.Expire, 2, "yes", essay.Marked},
	{essay.Claimed, essay.Program, essay.Expire, 3, "no", essay.Resubmitted},
	{essay.Claimed, essay.Program, essay.Expire, 3, "yes", essay.Marked},

	{essay.Marked, essay.Colleague, essay.Claim, 0, "any", essay.Claimed},
	{essay.Marked, essay.Colleague, essay.Return, 1, "any", essay.Returned},
	{essay.Marked, essay.Colleague, essay.Return, 2, "any", essay.Returned},
	{essay.Marked, essay.Colleague, essay.Return, 3, "any", essay.Final},
	{essay.Marked, essay.Marker, essay.Return, 1, "any", essay.Returned},
	{essay.Marked, essay.Marker, essay.Return, 2, "any", essay.Returned},
	{essay.Marked, essay.Marker, essay.Return, 3, "any", essay.Final},

	{essay.Returned, essay.Author, essay.Revise, 1, "any", essay.Revising},
	{essay.Returned, essay.Author, essay.Revise, 2, "any", essay.Revising},
	{essay.Returned, essay.Author, essay.Finish, 0, "any", essay.Final},
	{essay.Returned, essay.Colleague, essay.Reopen, 0, "any", essay.Marked},
	{essay.Returned, essay.Marker, essay.Reopen, 0, "any", essay.Marked},

	{essay.Revising, essay.Author, essay.Edit, 0, "any", essay.Revising},
	{essay.Revising, essay.Author, essay.Judge, 0, "any", essay.Revising},
	{essay.Revising, essay.Author, essay.Submit, 0, "any", essay.Resubmitted},

	{essay.Resubmitted, essay.Author, essay.Withdraw, 0, "any", essay.Revising},
	{essay.Resubmitted, essay.Colleague, essay.Claim, 0, "any", essay.Claimed},

	{essay.Final, essay.Colleague, essay.Reopen, 0, "any", essay.Marked},
	{essay.Final, essay.Marker, essay.Reopen, 0, "any", essay.Marked},
}

// want is the state to which the hand-written rows lead, or "" where the step is not allowed.
func want(p essay.Place, a essay.Action, r essay.Role) essay.State {
	for _, row := range allowed {
		if row.from == p.State && row.role == r && row.act == a && (row.round == 0 || row.round == p.Round) &&
			(row.mark == "any" || (row.mark == "yes") == p.HasMark) {
			return row.to
		}
	}
	return ""
}

func TestNextForEveryStep(t *testing.T) {
	steps := 0
	for _, state := range append(slices.Clone(essay.States), "", "lost") {
		for _, role := range append(slices.Clone(roles), "", "stranger") {
			for round := 1; round <= essay.MaxRounds; round++ {
				for _, mark := range []bool{false, true} {
					p := essay.Place{State: state, Round: round, HasMark: mark}
					var can []essay.Action
					for _, act := range append(slices.Clone(essay.Actions), "", "burn") {
						steps++
						got, err := essay.Next(p, act, role)
						want := want(p, act, role)
						if got != want || errors.Is(err, essay.ErrNotAllowed) != (want == "") || (err == nil) != (want != "") {
							t.Errorf("%+v, %s by %s: got %q, %v, want %q", p, act, role, got, err, want)
						}
						if want != "" {
							can = append(can, act)
						}
					}
					if got := essay.Allowed(p, role); !slices.Equal(got, can) {
						t.Errorf("%+v, %s: Allowed gives %v, want %v", p, role, got, can)
					}
				}
			}
		}
	}
	if want := 11 * 6 * 3 * 2 * 14; steps != want {
		t.Errorf("%d steps tried, want %d", steps, want)
	}
}

func TestNextRefusesARoundBelowOne(t *testing.T) {
	for _, state := range essay.States {
		for _, role := range roles {
			if got := essay.Allowed(essay.Place{State: state}, role); got != nil {
				t.Errorf("%s without a round, %s: %v", state, role, got)
			}
		}
	}
}

// walk goes all the ways from the first draft on, and calls see for every step with the states that were passed.
func walk(see func(p essay.Place, act essay.Action, to essay.Place)) {
	seen := map[essay.Place]bool{}
	queue := []essay.Place{{State: essay.Draft, Round: 1}}
	for len(queue) > 0 {
		p := queue[0]
		queue = queue[1:]
		if seen[p] {
			continue
		}
		seen[p] = true
		for _, role := range roles {
			for _, act := range essay.Allowed(p, role) {
				state, _ := essay.Next(p, act, role)
				to := essay.Place{State: state, Round: essay.RoundAfter(p.State, act, p.Round),
					HasMark: p.HasMark && act != essay.Revise || act == essay.Mark}
				see(p, act, to)
				queue = append(queue, to)
			}
		}
	}
}

func TestWalkReachesEveryState(t *testing.T) {
	reached := map[essay.State]bool{}
	walk(func(p essay.Place, act essay.Action, to essay.Place) { reached[to.State] = true })
	for _, state := range essay.States {
		if !reached[state] {
			t.Errorf("no way leads to %s", state)
		}
	}
}

func TestWalkKeepsItsPromises(t *testing.T) {
	walk(func(p essay.Place, act essay.Action, to essay.Place) {
		switch {
		case to.State == essay.Returned && p.State != essay.Marked:
			t.Errorf("%+v, %s: returned without having been marked", p, act)
		case (to.State == essay.Marked || to.State == essay.Returned || to.State == essay.Final) && !to.HasMark:
			t.Errorf("%+v, %s: %s without a mark", p, act, to.State)
		case to.HasMark && (to.State == essay.Submitted || to.State == essay.Resubmitted || to.State == essay.Revising):
			t.Errorf("%+v, %s: %s with a mark of this round", p, act, to.State)
		case to.Round > essay.MaxRounds || to.Round < p.Round:
			t.Errorf("%+v, %s: round %d", p, act, to.Round)
		case to.Round == 1 && (to.State == essay.Revising || to.State == essay.Resubmitted):
			t.Errorf("%+v, %s: %s in round 1", p, act, to.State)
		case to.Round > 1 && (to.State == essay.Draft || to.State == essay.Judged || to.State == essay.Submitted):
			t.Errorf("%+v, %s: %s in round %d", p, act, to.State, to.Round)
		case act == essay.Edit && essay.Locked(p.State):
			t.Errorf("%+v: edited while locked", p)
		}
	})
}

func TestWords(t *testing.T) {
	for _, state := range essay.States {
		if state.Words() == "" {
			t.Errorf("%s has no words", state)
		}
	}
	if got, want := essay.Marked.Words(), essay.Claimed.Words(); got != want {
		t.Errorf("marked reads %q and claimed %q: a student must not tell them apart", got, want)
	}
	if got, want := essay.State("lost").Words(), ""; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStatesForTheAuthor(t *testing.T) {
	for _, test := range []struct {
		state  essay.State
		locked bool
	}{
		{essay.Draft, false},
		{essay.Judged, false},
		{essay.Submitted, true},
		{essay.Claimed, true},
		{essay.Marked, true},
		{essay.Returned, true},
		{essay.Revising, false},
		{essay.Resubmitted, true},
		{essay.Final, true},
		{"lost", true},
	} {
		if got, want := essay.Locked(test.state), test.locked; got != want {
			t.Errorf("Locked(%s): got %v, want %v", test.state, got, want)
		}
		allowed := essay.Allowed(essay.Place{State: test.state, Round: 1}, essay.Author)
		if got, want := slices.Contains(allowed, essay.Edit), !test.locked; got != want {
			t.Errorf("%s may be edited: got %v, want %v", test.state, got, want)
		}
	}
}
