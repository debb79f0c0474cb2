package essay

import (
	"errors"
	"fmt"
	"time"
)

// State is how far an essay is in its life. The steps are: write, judge yourself, be marked, hear what was good, write
// again.
type State string

// The states.
const (
	Draft       State = "draft"
	Judged      State = "self_assessed" // by its author, skill by skill
	Submitted   State = "submitted"     // waits in the queue
	Claimed     State = "claimed"       // a teacher has it open
	Marked      State = "marked"        // but not returned yet
	Returned    State = "returned"
	Revising    State = "revising"
	Resubmitted State = "resubmitted"
	Final       State = "final"
)

// States are all states in the order of an essay's life.
var States = []State{Draft, Judged, Submitted, Claimed, Marked, Returned, Revising, Resubmitted, Final}

// Words is what a student reads about the state; "" for a state that does not exist. Claimed and marked read the same,
// so that nobody learns before the return that a mark is there.
func (s State) Words() string {
	switch s {
	case Draft:
		return "Draft"
	case Judged:
		return "Judged by you"
	case Submitted:
		return "Waiting to be marked"
	case Claimed, Marked:
		return "With your teacher"
	case Returned:
		return "Back with comments"
	case Revising:
		return "Being revised by you"
	case Resubmitted:
		return "Waiting to be marked again"
	case Final:
		return "Finished"
	}
	return ""
}

// Role is what somebody is to one essay.
type Role string

// The roles.
const (
	Author    Role = "author"
	Marker    Role = "marker"    // the teacher who holds the claim
	Colleague Role = "colleague" // a teacher of the class without the claim
	Program   Role = "program"
)

// Action is what somebody does with an essay.
type Action string

// The actions.
const (
	Edit     Action = "edit"
	Judge    Action = "judge"
	Submit   Action = "submit"
	Withdraw Action = "withdraw"
	Claim    Action = "claim"
	Release  Action = "release"
	Expire   Action = "expire"
	Mark     Action = "mark"
	Return   Action = "return"
	Reopen   Action = "reopen"
	Revise   Action = "revise"
	Finish   Action = "finish"
)

// Actions are all actions, in the order in which Allowed lists them.
var Actions = []Action{Edit, Judge, Submit, Withdraw, Claim, Release, Expire, Mark, Return, Reopen, Revise, Finish}

// MaxRounds is the first version and two revisions.
const MaxRounds = 3

// ClaimFor is how long a claim holds before the program takes it back.
const ClaimFor = time.Hour

// ErrNotAllowed is the answer to every step that is not one of the moves.
var ErrNotAllowed = errors.New("not allowed")

// Place is where one essay stands. Round counts the versions that were handed in, from 1; HasMark says that the text
// of this round has a mark already, so that a teacher who opens it to change the mark and lets go does not send it
// back to the queue.
type Place struct {
	State   State
	Round   int
	HasMark bool
}

type step struct {
	state State
	by    Role
	act   Action
}

// moves are all steps there are, and where they lead. Three depend on more than the state: see Next.
var moves = map[step]State{
	{Draft, Author, Edit}:           Draft,
	{Judged, Author, Edit}:          Draft, // the text has changed, so the self-assessment of it is stale
	{Revising, Author, Edit}:        Revising,
	{Draft, Author, Judge}:          Judged,
	{Judged, Author, Judge}:         Judged,
	{Revising, Author, Judge}:       Revising,
	{Judged, Author, Submit}:        Submitted,
	{Revising, Author, Submit}:      Resubmitted,
	{Submitted, Author, Withdraw}:   Judged,
	{Resubmitted, Author, Withdraw}: Revising,
	{Returned, Author, Revise}:      Revising,
	{Returned, Author, Finish}:      Final,

	{Submitted, Colleague, Claim}:   Claimed,
	{Resubmitted, Colleague, Claim}: Claimed,
	{Marked, Colleague, Claim}:      Claimed, // to change the mark before the return
	{Claimed, Marker, Mark}:         Marked,
	{Marked, Colleague, Return}:     Returned,
	{Marked, Marker, Return}:        Returned,
	{Returned, Colleague, Reopen}:   Marked,
	{Returned, Marker, Reopen}:      Marked,
	{Final, Colleague, Reopen}:      Marked,
	{Final, Marker, Reopen}:         Marked,

	{Claimed, Marker, Release}: Submitted,
	{Claimed, Program, Expire}: Submitted,
}

// Next is the state that follows when somebody acts on an essay: ErrNotAllowed for every step that is not among the
// moves, for a revision after the last round, and for a place whose round is below 1.
//
// A claim that ends without a mark puts the essay where it came from: to the marked ones if this round has a mark,
// else to the queue. The return of the last round is final.
func Next(p Place, a Action, r Role) (State, error) {
	to, known := moves[step{p.State, r, a}]
	last := p.Round >= MaxRounds
	if !known || p.Round < 1 || a == Revise && last {
		return "", fmt.Errorf("%w: %s by %s, %s in round %d", ErrNotAllowed, a, r, p.State, p.Round)
	}
	switch {
	case a == Return && last:
		return Final, nil
	case (a == Release || a == Expire) && p.HasMark:
		return Marked, nil
	case (a == Release || a == Expire) && p.Round > 1:
		return Resubmitted, nil
	}
	return to, nil
}

// RoundAfter is the round that an essay is in after an allowed action: starting a revision raises it, nothing else
// does.
func RoundAfter(s State, a Action, round int) int {
	if s == Returned && a == Revise {
		return round + 1
	}
	return round
}

// Allowed lists what somebody may do with an essay, in the order of Actions.
func Allowed(p Place, r Role) []Action {
	var can []Action
	for _, a := range Actions {
		if _, err := Next(p, a, r); err == nil {
			can = append(can, a)
		}
	}
	return can
}

// Locked says that the text cannot be edited: in every state but draft, self-assessed and revising.
func Locked(s State) bool {
	return s != Draft && s != Judged && s != Revising
}
