package essay_test

import (
	"testing"
	"time"

	"dossier/internal/essay"
)

func TestAClaimRunsOutAfterAnHour(t *testing.T) {
	claimed := time.Date(2026, time.May, 4, 8, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name  string
		after time.Duration
		want  bool
	}{
		{"at once", 0, false},
		{"a millisecond before the hour", essay.ClaimFor - time.Millisecond, false},
		{"on the hour", essay.ClaimFor, true},
		{"the next day", 24 * time.Hour, true},
		{"with the clock set back", -time.Minute, false},
		{"with the clock set back by years", -20_000 * time.Hour, false},
		{"with a clock that was never set", -500_000 * time.Hour, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, state := range essay.States {
				want := row.want && state == essay.Claimed
				place := essay.Place{State: state, Round: 1}
				if got := essay.Expired(place, claimed, claimed.Add(row.after)); got != want {
					t.Errorf("%s: got %t, want %t", state, got, want)
				}
			}
		})
	}
}

func TestWhereAnEssayStandsOnceItsClaimHasRunOut(t *testing.T) {
	claimed := time.Date(2026, time.May, 4, 8, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name  string
		place essay.Place
		want  essay.State
	}{
		{"the first text", essay.Place{State: essay.Claimed, Round: 1}, essay.Submitted},
		{"a later text", essay.Place{State: essay.Claimed, Round: 2}, essay.Resubmitted},
		{"a text with a mark", essay.Place{State: essay.Claimed, Round: 2, HasMark: true}, essay.Marked},
		{"a text that nobody has claimed", essay.Place{State: essay.Returned, Round: 1}, essay.Returned},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := essay.PlaceAt(row.place, claimed, claimed.Add(essay.ClaimFor)).State; got != row.want {
				t.Errorf("after the hour: got %s, want %s", got, row.want)
			}
			if got := essay.PlaceAt(row.place, claimed, claimed.Add(time.Minute)); got != row.place {
				t.Errorf("within the hour: got %+v, want %+v", got, row.place)
			}
		})
	}
}
