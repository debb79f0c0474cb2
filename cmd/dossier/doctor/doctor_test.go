package doctor

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/sqlite"
	"dossier/internal/store"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// expect checks a finding: its level, a part of what it says, and that there is something to do unless all is well.
func expect(t *testing.T, got Finding, level Level, says string) {
	t.Helper()
	if got.Level != level || !strings.Contains(got.What+" "+got.Do, says) {
		t.Errorf("got %+v, want %s and %q", got, level, says)
	}
	if (got.Level == OK) != (got.Do == "") {
		t.Errorf("%+v: what is well needs nothing to be done, everything else does", got)
	}
}

func TestSpace(t *testing.T) {
	for free, want := range map[uint64]Level{0: Fix, 64<<20 - 1: Fix, 64 << 20: Look, 256<<20 - 1: Look, 256 << 20: OK} {
		expect(t, Space(free), want, "free")
	}
	expect(t, Space(700<<30), OK, "700 GB free")
}

func TestDisk(t *testing.T) {
	for speed, want := range map[float64]Level{0: Fix, 1.9: Fix, 2: Look, 19.9: Look, 20: OK, 900: OK} {
		expect(t, Disk(speed), want, "times a second")
	}
}

func TestClock(t *testing.T) {
	built := noon.Add(-24 * time.Hour)
	for _, test := range []struct {
		name   string
		now    time.Time
		latest time.Time
		want   Level
		says   string
	}{
		{"new database", noon, time.Time{}, OK, "Monday 2 March 2026, 12:00 UTC"},
		{"answers before", noon, noon.Add(-time.Hour), OK, "It is"},
		{"a minute behind", noon, noon.Add(time.Minute), OK, "It is"},
		{"an hour behind", noon, noon.Add(time.Hour), Fix, "answers were kept at 2 March 2026, 13:00"},
		{"1970", time.Unix(0, 0).UTC(), time.Time{}, Fix, "long over"},
	} {
		got := Clock(test.now, test.latest, built, "UTC", true)
		if expect(t, got[0], test.want, test.says); len(got) != 1 {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
	if got := Clock(noon, time.Time{}, built, "UTC", false); len(got) != 2 {
		t.Errorf("got %v, want a word on the time zone", got)
	} else {
		expect(t, got[1], Look, "--tz")
	}
	if got := Clock(noon, time.Time{}, built, "GMT", false); len(got) != 1 {
		t.Errorf("got %v for a computer in London", got)
	}
}

func TestDatabase(t *testing.T) {
	sound := store.Overview{Overview: sqlite.Overview{Found: true, Version: 26, Newest: 26, Size: 5 << 20}}
	with := func(change func(*store.Overview)) store.Overview { found := sound; change(&found); return found }
	for _, test := range []struct {
		found store.Overview
		err   error
		want  Level
		says  string
	}{
		{sound, nil, OK, "Sound, 5 MB, version 26, not running"},
		{with(func(f *store.Overview) { f.Running = true }), nil, OK, ", running."},
		{store.Overview{}, nil, OK, "no database yet"},
		{with(func(f *store.Overview) { f.Newest = 27 }), nil, Look, "brings it to version 27"},
		{with(func(f *store.Overview) { f.Newest = 25 }), nil, Fix, "newer Dossier"},
		{sound, fmt.Errorf("x: %w", store.ErrNotClosed), Look, "Start Dossier once"},
		{sound, store.ErrDamaged, Fix, "put a backup back"},
		{sound, store.ErrReadOnly, Fix, "this user"},
		{sound, errors.New("broken"), Fix, "another disk"},
	} {
		got := Database(test.found, test.err)
		if expect(t, got[0], test.want, test.says); len(got) != 1 {
			t.Errorf("got %v, want one finding", got)
		}
	}
	got := Database(with(func(f *store.Overview) { f.Log = 201 << 20 }), nil)
	if len(got) != 2 {
		t.Fatalf("got %v, want a word on the log", got)
	}
	expect(t, got[1], Look, "201 MB wait")
}

func TestContent(t *testing.T) {
	expect(t, Content(0, 0), OK, "in order")
	expect(t, Content(0, 2), Look, "warnings (2)")
	expect(t, Content(1, 0), Fix, "dossier check")
}

func TestCertificate(t *testing.T) {
	day := 24 * time.Hour
	for left, want := range map[time.Duration]Level{-day: Fix, 0: Fix, day: Look, 20 * day: Look, 21 * day: OK} {
		expect(t, Certificate(noon, noon.Add(left), false), want, "certificate")
	}
	expect(t, Certificate(noon, noon.Add(day), true), Look, "makes a new one")
}

func TestPort(t *testing.T) {
	for _, test := range []struct {
		found          PortFound
		asked, running bool
		want           Level
		says           string
	}{
		{PortFound{8080, PortFree, ""}, false, false, OK, "Port 8080 is free"},
		{PortFound{8080, PortFree, ""}, false, true, Look, "nobody answers"},
		{PortFound{8081, PortDossier, ""}, false, true, OK, "answers on port 8081"},
		{PortFound{8080, PortTaken, "nginx"}, true, false, Fix, "taken by nginx."},
		{PortFound{8080, PortTaken, ""}, true, false, Fix, "sudo ss -ltnp sport = :8080"},
		{PortFound{8080, PortTaken, ""}, false, false, Fix, "up to 8089"},
		{PortFound{80, PortBarred, ""}, true, false, Fix, "from 1024 on"},
	} {
		expect(t, Port(test.found, test.asked, test.running, "linux"), test.want, test.says)
	}
	expect(t, Port(PortFound{8080, PortTaken, ""}, true, false, "windows"), Fix, "netstat -ano")
}

func TestAddresses(t *testing.T) {
	here := Reached{Address: "http://127.0.0.1:8080", Answers: true}
	wifi := Reached{Address: "http://192.168.1.5:8080", Others: true, Answers: true}
	cable := Reached{Address: "http://10.0.0.5:8080", Others: true}
	for _, test := range []struct {
		all     []Reached
		running bool
		want    []Level
		says    string
	}{
		{[]Reached{here}, true, []Level{Fix}, "no network"},
		{[]Reached{wifi, here}, true, []Level{OK}, "Dossier answers on http://192.168.1.5:8080,"},
		{[]Reached{cable, wifi, here}, true, []Level{OK, Look}, "answers on http://192.168.1.5:8080"},
		{[]Reached{cable, here}, true, []Level{Look}, "does not answer on http://10.0.0.5:8080"},
		{[]Reached{cable, wifi, here}, false, []Level{OK}, "http://10.0.0.5:8080 and http://192.168.1.5:8080"},
	} {
		got := Addresses(test.all, test.running, false)
		if len(got) != len(test.want) {
			t.Errorf("got %v, want %v", got, test.want)
			continue
		}
		for i, level := range test.want {
			expect(t, got[i], level, map[bool]string{true: test.says}[i == 0])
		}
	}
}

// Behind a proxy it is right that nobody else reaches the program, and so there is nothing to fix.
func TestAddressesForThisComputerAlone(t *testing.T) {
	for _, running := range []bool{true, false} {
		got := Addresses([]Reached{{Address: "http://127.0.0.1:8080", Answers: running}}, running, true)
		if len(got) != 1 {
			t.Fatalf("got %v", got)
		}
		expect(t, got[0], Look, "If a proxy leads to it")
	}
}

func TestFirewall(t *testing.T) {
	expect(t, Firewall(UFW, 8081), Look, "sudo ufw allow 8081/tcp")
	expect(t, Firewall(Firewalld, 8081), Look, "--add-port=8081/tcp")
	expect(t, Firewall(Windows, 8080), Look, "Private networks")
	expect(t, Firewall(NoWall, 8080), OK, "No firewall")
}

func TestWell(t *testing.T) {
	if !Well([]Finding{{Level: OK}, {Level: Look}}) || Well([]Finding{{Level: OK}, {Level: Fix}}) {
		t.Error("only what needs fixing is not well")
	}
}
