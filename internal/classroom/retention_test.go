package classroom_test

import (
	"fmt"
	"testing"
	"time"

	"dossier/internal/classroom"
)

func TestDue(t *testing.T) {
	now := time.Date(2026, 8, 10, 12, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	use := func(name string, used, kept time.Time, demo bool) classroom.ClassUse {
		return classroom.ClassUse{Class: classroom.Class{Name: name, Demo: demo}, Used: used, Kept: kept}
	}
	never := time.Time{}
	for _, row := range []struct {
		name    string
		classes []classroom.ClassUse
		days    int
		want    string
	}{
		{"none", nil, 400, "[]"},
		{"a day before", []classroom.ClassUse{use("a", ago(399), never, false)}, 400, "[]"},
		{"on the day", []classroom.ClassUse{use("a", ago(400), never, false)}, 400, "[a]"},
		{"fewer days", []classroom.ClassUse{use("a", ago(31), never, false)}, 30, "[a]"},
		{"the oldest first", []classroom.ClassUse{use("a", ago(500), never, false), use("b", ago(900), never, false)}, 400,
			"[b a]"},
		{"kept since", []classroom.ClassUse{use("a", ago(900), ago(399), false)}, 400, "[]"},
		{"kept long ago", []classroom.ClassUse{use("a", ago(900), ago(400), false)}, 400, "[a]"},
		{"kept, then used", []classroom.ClassUse{use("a", ago(10), ago(900), false)}, 400, "[]"},
		{"invented", []classroom.ClassUse{use("a", ago(900), never, true)}, 400, "[]"},
		{"used tomorrow, by a clock that was wrong", []classroom.ClassUse{use("a", ago(-1), never, false)}, 400, "[]"},
	} {
		names := []string{}
		for _, c := range classroom.Due(row.classes, now, row.days) {
			names = append(names, c.Name)
		}
		if got := fmt.Sprint(names); got != row.want {
			t.Errorf("%s: got %s, want %s", row.name, got, row.want)
		}
	}
	for days, want := range map[int]bool{29: false, 30: true, 400: true, 3650: true, 3651: false, -1: false} {
		if got := classroom.AllowedKeep(days); got != want {
			t.Errorf("%d days: allowed %v", days, got)
		}
	}
}
