package atlas_test

import (
	"math"
	"testing"

	"dossier/internal/atlas"
)

var (
	leningrad   = atlas.Degrees{Lon: 30.32, Lat: 59.94}
	moscow      = atlas.Degrees{Lon: 37.62, Lat: 55.75}
	vladivostok = atlas.Degrees{Lon: 131.89, Lat: 43.12}
	anadyr      = atlas.Degrees{Lon: 177.5, Lat: 64.73}
	uelen       = atlas.Degrees{Lon: -169.81, Lat: 66.16} // beyond the 180th meridian
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b atlas.Degrees
		want float64
	}{
		{"Moscow to Leningrad", moscow, leningrad, 634},
		{"Moscow to Vladivostok", moscow, vladivostok, 6420},
		{"over the 180th meridian", anadyr, uelen, 610},
	} {
		if got := atlas.Distance(c.a, c.b); math.Abs(got-c.want) > c.want/50 {
			t.Errorf("%s: got %.0f km, want about %.0f", c.name, got, c.want)
		}
	}
}

func TestPlacesLieWhereTheyShould(t *testing.T) {
	v := atlas.Whole()
	at := v.At
	for _, c := range []struct {
		name string
		ok   bool
	}{
		{"Leningrad is north of Moscow", at(leningrad).Y < at(moscow).Y},
		{"Vladivostok is east of Moscow", at(vladivostok).X > at(moscow).X},
		{"Vladivostok is south of Anadyr", at(vladivostok).Y > at(anadyr).Y},
		{"the map does not break at the 180th meridian",
			math.Hypot(at(uelen).X-at(anadyr).X, at(uelen).Y-at(anadyr).Y) < v.Units(700)},
		{"170 west is 190 east", at(uelen) == at(atlas.Degrees{Lon: 190.19, Lat: 66.16})},
	} {
		if !c.ok {
			t.Errorf("not so: %s", c.name)
		}
	}
	for name, d := range map[string]atlas.Degrees{
		"Leningrad": leningrad, "Moscow": moscow, "Vladivostok": vladivostok, "Anadyr": anadyr, "Uelen": uelen,
	} {
		if !v.Shows(at(d), 5) || !atlas.OnLand(d, 30) {
			t.Errorf("%s is not on the map, on land", name)
		}
	}
	// The middle of a projection is upright and true: a kilometre of a meridian is a kilometre.
	w, err := atlas.Window(26, 50, 38, 62)
	if err != nil {
		t.Fatal(err)
	}
	north, south := w.At(atlas.Degrees{Lon: 32, Lat: 58}), w.At(atlas.Degrees{Lon: 32, Lat: 54})
	if got, want := south.Y-north.Y, w.Units(4*math.Pi*atlas.Earth/180); math.Abs(got-want) > want/100 ||
		math.Abs(north.X-south.X) > .01 {
		t.Errorf("four degrees of the middle meridian are %.1f units, want %.1f", got, want)
	}
}

func TestOnLand(t *testing.T) {
	for _, c := range []struct {
		name string
		at   atlas.Degrees
		want bool
	}{
		{"Moscow", moscow, true},
		{"Black Sea", atlas.Degrees{Lon: 34, Lat: 43}, false},
		{"Caspian Sea", atlas.Degrees{Lon: 51, Lat: 42}, false},
		{"Sea of Okhotsk", atlas.Degrees{Lon: 150, Lat: 54}, false},
		{"Chukchi peninsula", atlas.Degrees{Lon: -173, Lat: 66.5}, true},
	} {
		if got := atlas.OnLand(c.at, 30); got != c.want {
			t.Errorf("%s: on land is %v, want %v", c.name, got, c.want)
		}
	}
}

func TestTheGroundIsLight(t *testing.T) {
	if err := atlas.Fault(); err != nil {
		t.Error(err)
	}
	v := atlas.Whole()
	if n := len(v.Land()) + len(v.Union()) + len(v.Border()); n > 6*1024 || n < 2000 {
		t.Errorf("the outline of the whole map has %d bytes, want 2,000 to 6,144", n)
	}
}

func TestWindowsThatAreNone(t *testing.T) {
	for _, w := range [][4]float64{{20, 60, 40, 50}, {20, 50, 21, 60}, {-40, 50, 20, 60}, {20, 10, 40, 60}} {
		if _, err := atlas.Window(w[0], w[1], w[2], w[3]); err == nil {
			t.Errorf("window %v was taken", w)
		}
	}
}
