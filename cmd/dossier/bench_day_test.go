package main

import (
	"encoding/json"
	"testing"

	"dossier/cmd/dossier/measure"
	"dossier/internal/course"
	"dossier/internal/disktest"
)

// day is a school day of a few, as fast as it is answered.
func day(t *testing.T, classes, size, rounds int) measure.Day {
	t.Helper()
	content, err := openContent("")
	if err != nil {
		t.Fatal(err)
	}
	lessons, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		t.Fatal(errs)
	}
	return measure.Day{Folder: t.TempDir(), Course: lessons, Classes: classes, ClassSize: size, Rounds: rounds,
		Poll: dayPoll / 100, Program: command}
}

// TestT1SchoolDay goes through a school day of 24 students and two teachers: the bell at which all sign in at once
// (T2), the lesson (T1), and the end, when all send the last answer three times at once (T3). Nothing that was
// acknowledged is lost, doubled or with somebody else.
func TestT1SchoolDay(t *testing.T) {
	d := day(t, 2, 12, disktest.Rounds(8, 40))
	report, err := d.Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Broken) > 0 {
		t.Errorf("%q, %q", report.Broken, report.Balance.Examples)
	}
	// Each sends this often, and not every last answer is one that can be marked.
	if want := d.Classes * d.ClassSize * d.Rounds; report.Balance.Acknowledged < want {
		t.Errorf("%d were acknowledged, want %d at least", report.Balance.Acknowledged, want)
	}
	for _, kind := range report.Timings {
		if kind.Requests == 0 {
			t.Errorf("%s: there was none", kind.Kind)
		}
	}
	if last := report.Timings[len(report.Timings)-1]; last.Requests != 3*d.Classes*d.ClassSize {
		t.Errorf("%d last answers were sent, want each three times", last.Requests)
	}
	if report.MostLog == 0 || report.Files == 0 {
		t.Errorf("the log was %d bytes and %d files were open: nobody looked", report.MostLog, report.Files)
	}
	if _, err := json.Marshal(report); err != nil {
		t.Error(err)
	}
}

func TestBenchDayRefusesWhatCannotBe(t *testing.T) {
	out, err := command("bench", "day", "--minutes", "0").CombinedOutput()
	if err == nil || string(out) != "dossier: --minutes is between 0 and 600\n" {
		t.Errorf("%v, %s", err, out)
	}
}
