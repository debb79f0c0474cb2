package main

import (
	"bufio"
	"os"
	"strings"
	"syscall"
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

// Whoever stops it finds nothing of it left: no folder, and no program.
func TestBenchStopsProperly(t *testing.T) {
	for _, stop := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		folder := t.TempDir()
		cmd := command("bench", "--seconds", "0.1")
		cmd.Env = append(cmd.Env, "TMPDIR="+folder)
		var said strings.Builder
		cmd.Stderr = &said
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "bare server") { // its own server runs by now
		}
		if err := cmd.Process.Signal(stop); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // until nobody holds its output any more, its server included
		}
		cmd.Wait()
		status := cmd.ProcessState.Sys().(syscall.WaitStatus)
		if status.Signaled() || said.String() != "dossier: stopped before everything was measured\n" {
			t.Errorf("after %v: %v, %q", stop, cmd.ProcessState, said.String())
		}
		left, err := os.ReadDir(folder)
		if err != nil || len(left) > 0 {
			t.Errorf("after %v it leaves %v, %v", stop, left, err)
		}
	}
}
