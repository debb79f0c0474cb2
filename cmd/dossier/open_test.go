package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"dossier/cmd/dossier/doctor"
)

func TestWhenTheBrowserIsOpened(t *testing.T) {
	for _, test := range []struct {
		open          string
		desktop, want bool
	}{{"auto", true, true}, {"auto", false, false}, {"yes", false, true}, {"no", true, false}} {
		if got := opens(test.open, test.desktop); got != test.want {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}

func TestFirstPage(t *testing.T) {
	addresses := []string{"http://192.168.1.5:8080", "http://127.0.0.1:8080"}
	for _, test := range []struct {
		message startMessage
		want    string
	}{
		{startMessage{addresses: addresses, setUp: setUpLinks(addresses, "/setup?token=x", false)},
			"http://127.0.0.1:8080/setup?token=x"},
		{startMessage{addresses: addresses}, "http://127.0.0.1:8080"},
		{startMessage{addresses: addresses[:1]}, "http://192.168.1.5:8080"},
	} {
		if got := test.message.firstPage(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// A browser that is a small program here is given the link to set up, and only with --open=yes or on a desktop.
func TestTheBrowserGetsTheSetUpLink(t *testing.T) {
	for _, test := range []struct {
		env  []string
		want bool
	}{
		{[]string{"DOSSIER_OPEN=yes"}, true},
		{[]string{"DOSSIER_OPEN=auto", "DISPLAY=:77"}, true},
		{[]string{"DOSSIER_OPEN=auto", "DISPLAY=", "WAYLAND_DISPLAY="}, false},
		{[]string{"DOSSIER_OPEN=no", "DISPLAY=:77"}, false},
	} {
		bin, pipe := t.TempDir(), filepath.Join(t.TempDir(), "shown")
		write(t, filepath.Join(bin, "xdg-open"), "#!/bin/sh\necho \"$1\" >"+pipe+".part && mv "+pipe+".part "+pipe+"\n")
		if err := os.Chmod(filepath.Join(bin, "xdg-open"), 0o700); err != nil {
			t.Fatal(err)
		}
		p := start(t, append(test.env, "PATH="+bin+":"+os.Getenv("PATH")), "--addr", "127.0.0.1:0", "--data", t.TempDir())
		if test.want {
			waitForFile(t, pipe)
		}
		p.Process.Signal(os.Interrupt)
		p.exitCode(t)
		shown, err := os.ReadFile(pipe)
		if test.want && !strings.Contains(p.started, "Set up: "+strings.TrimSpace(string(shown))+"\n") {
			t.Errorf("%v: shown is %q, %v; the start message was %s", test.env, shown, err, p.started)
		}
		if !test.want && err == nil {
			t.Errorf("%v: a browser was opened at %s", test.env, shown)
		}
	}
}

func waitForFile(t *testing.T, path string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); runtime.Gosched() {
		if _, err := os.Stat(path); err == nil {
			return
		}
	}
	t.Fatalf("%s was not made", path)
}

func TestFirewallNotice(t *testing.T) {
	if got := firewallNotice(doctor.Windows); len(got) != 1 || !strings.Contains(got[0], "Private networks") {
		t.Errorf("got %v", got)
	}
	if got := firewallNotice(doctor.UFW); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
