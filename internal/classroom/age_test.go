package classroom_test

import (
	"testing"
	"time"

	"dossier/internal/classroom"
)

func TestAge(t *testing.T) {
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	for then, want := range map[time.Duration]time.Duration{
		-time.Hour: time.Hour, 0: 0, time.Minute: 0, 365 * 24 * time.Hour: 0,
	} {
		if got := classroom.Age(now, now.Add(then)); got != want {
			t.Errorf("%v from now: got an age of %v, want %v", then, got, want)
		}
	}
}
