package classroom_test

import (
	"testing"

	"dossier/internal/classroom"
)

func TestWayIn(t *testing.T) {
	const in, asks, shut, full, over = classroom.WayIn, classroom.WayAsks, classroom.WayShut, classroom.WayFull,
		classroom.WayOver
	for _, test := range []struct {
		name  string
		class classroom.Class
		want  classroom.Way
		lets  bool
	}{
		{"as it was made", classroom.Class{Door: classroom.OpenDoor}, in, true},
		{"as many as come", classroom.Class{Door: classroom.OpenDoor, Students: 900}, in, true},
		{"one place left", classroom.Class{Door: classroom.OpenDoor, Students: 29, Places: 30}, in, true},
		{"no place left", classroom.Class{Door: classroom.OpenDoor, Students: 30, Places: 30}, full, false},
		{"more than there are places", classroom.Class{Door: classroom.OpenDoor, Students: 31, Places: 30}, full, false},
		{"asks", classroom.Class{Door: classroom.AskingDoor}, asks, true},
		{"asks and full", classroom.Class{Door: classroom.AskingDoor, Students: 1, Places: 1}, full, false},
		{"closed", classroom.Class{Door: classroom.ClosedDoor}, shut, false},
		{"closed and full", classroom.Class{Door: classroom.ClosedDoor, Students: 1, Places: 1}, shut, false},
		{"archived", classroom.Class{Door: classroom.OpenDoor, Archived: true}, over, false},
		{"archived and closed", classroom.Class{Door: classroom.ClosedDoor, Archived: true}, over, false},
	} {
		if got := test.class.Way(); got != test.want || got.Lets() != test.lets {
			t.Errorf("%s: got %v, lets %v, want %v, %v", test.name, got, got.Lets(), test.want, test.lets)
		}
	}
}

func TestParsePlaces(t *testing.T) {
	for typed, want := range map[string]int{"": 0, "  ": 0, "1": 1, " 30 ": 30, "500": 500, "0": -1, "-3": -1, "501": -1,
		"thirty": -1, "1.5": -1, "99999999999999999999": -1} {
		got, right := classroom.ParsePlaces(typed)
		if right != (want >= 0) || right && got != want {
			t.Errorf("%q: got %d, %v, want %d", typed, got, right, want)
		}
	}
}

func TestParseDoor(t *testing.T) {
	for name, want := range map[string]bool{"open": true, "asks": true, "closed": true, "": false, "Open": false,
		"ajar": false} {
		if got, known := classroom.ParseDoor(name); known != want || known && string(got) != name {
			t.Errorf("%q: got %q, %v", name, got, known)
		}
	}
}
