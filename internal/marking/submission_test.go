package marking_test

import (
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// While the next text is being written, a teacher sees what was marked: not the evidence, the reasons or the levels of
// the draft.
func TestDraftsArePrivate(t *testing.T) {
	picks := []classroom.Pick{
		{Number: 1, Phrase: "cited", Kept: true},
		{Number: 2, Phrase: "cited and put back"},
		{Number: 3, Phrase: "not cited", Kept: true},
		{Number: 4, Phrase: "put back"},
		{Number: 9, Phrase: "cited before it was picked", Kept: true, Round: 2},
	}
	reasons := []essay.Reason{{Kind: essay.Timing, So: "because"}}
	level := func(rev int, skill string, n int) marking.Assessment {
		return marking.Assessment{Rev: rev, Round: 1, SelfAssessment: classroom.SelfAssessment{Skill: skill, Level: n}}
	}
	assessed := []marking.Assessment{level(1, "sourcing", 0), level(2, "sourcing", 1), level(2, "sourcing", 2),
		level(2, "judgement", 4), level(3, "sourcing", 3), level(3, "corroboration", 3)}
	again := level(2, "judgement", 0) // before a word of the next text was changed
	again.Round = 2
	assessed = append(assessed, again)
	for _, row := range []struct {
		state          essay.State
		picks, reasons int
	}{
		{essay.Submitted, 4, 1}, {essay.Claimed, 4, 1}, {essay.Marked, 4, 1}, {essay.Returned, 4, 1}, {essay.Final, 4, 1},
		{essay.Resubmitted, 4, 1}, {essay.Revising, 2, 0},
	} {
		e := marking.Entry{Rev: 2, Place: essay.Place{State: row.state, Round: 2}}
		got := marking.HandedIn(e, "As they say [1] and “again [2]”, [9].", picks, reasons, assessed)
		if len(got.Picks) != row.picks || len(got.Reasons) != row.reasons {
			t.Errorf("%s: %d picks and %d reasons, want %d and %d", row.state, len(got.Picks), len(got.Reasons), row.picks,
				row.reasons)
		}
		judgement := 0
		if row.state == essay.Revising {
			judgement = 4
		}
		if len(got.Own) != 2 || got.Own["sourcing"].Level != 2 || got.Own["judgement"].Level != judgement {
			t.Errorf("%s: the levels are %v, want those of the second revision", row.state, got.Own)
		}
	}
}

func TestRoundOfTheTextThatIsShown(t *testing.T) {
	for state, want := range map[essay.State]int{essay.Resubmitted: 2, essay.Marked: 2, essay.Revising: 1} {
		if got := (marking.Entry{Place: essay.Place{State: state, Round: 2}}).Round(); got != want {
			t.Errorf("%s in round 2: got %d, want %d", state, got, want)
		}
	}
}
