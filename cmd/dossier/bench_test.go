package main

import (
	"strings"
	"testing"
)

// TestBench measures for a moment. How fast it was is nobody's business here; that everything was answered, and that
// the table tells of it, is.
func TestBench(t *testing.T) {
	out, err := command("bench", "--seconds", "0.02").Output()
	if err != nil {
		t.Fatalf("dossier bench: %v\n%s", err, out)
	}
	for _, want := range []string{
		"\ncase ", "\nbare server ", "\nsection page, student ", "\nhome, student ", "\nclass page of 30, teacher ",
		"\nanswers, 1 connection ", "\nanswers, 16 connections ", "\nanswers, 64 connections ",
		"\nanswers, 256 connections ", "\nanswers, 240 students at class pace ", "\nanswers, commits wait 4ms more ",
		"\ncold section page: ", "\nmemory: ", "\nstart: ",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the table has no line that begins with %q", strings.TrimSpace(want))
		}
	}
	if t.Failed() {
		t.Logf("%s", out)
	}
}

func TestBenchRefusesWhatCannotBe(t *testing.T) {
	for _, flags := range [][]string{{"--seconds", "0"}, {"--seconds=-1"}, {"--slow-disk=-1ms"}} {
		out, err := command(append([]string{"bench"}, flags...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "--seconds is between") {
			t.Errorf("bench %v: %v, %s", flags, err, out)
		}
	}
}
