package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const service = "../../docs/dossier.service"

// exposed is the most that systemd may find a service to be exposed, of 10.
const exposed = 2.0

// What systemd itself says about the service. A machine without systemd checks the rest of the file all the same.
func TestServiceIsShutIn(t *testing.T) {
	said, err := exec.Command("systemd-analyze", "security", "--offline=true", "--no-pager", service).CombinedOutput()
	if err != nil {
		t.Logf("systemd-analyze cannot judge the service here: %v: %.200s", err, said)
		return
	}
	found := regexp.MustCompile(`Overall exposure level for dossier.service: ([0-9.]+)`).FindSubmatch(said)
	if found == nil {
		t.Fatalf("systemd-analyze does not say how exposed the service is: %s", said)
	}
	if level, err := strconv.ParseFloat(string(found[1]), 64); err != nil || level > exposed {
		t.Errorf("systemd finds the service exposed by %s, %.1f at most", found[1], exposed)
	}
}

// The service does not start again after those exit codes that another start cannot mend, and sets only what there is.
func TestServiceFitsTheProgram(t *testing.T) {
	text, err := os.ReadFile(service)
	if err != nil {
		t.Fatal(err)
	}
	codes := fmt.Sprintf("RestartPreventExitStatus=%d %d %d %d %d\n", exitUsage, exitReadOnly, exitDamaged, exitContent,
		exitNewer)
	if !strings.Contains(string(text), codes) {
		t.Errorf("the service does not have %s", codes)
	}
	stop := regexp.MustCompile(`TimeoutStopSec=(\d+)`).FindSubmatch(text)
	if seconds, err := strconv.Atoi(string(stop[1])); err != nil || float64(seconds) <= drainTime.Seconds() {
		t.Errorf("the service is killed after %s seconds, while answers may take %v", stop[1], drainTime)
	}
	help, err := command("serve", "--help").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{service, "../../docs/Containerfile", "../../docs/operations.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`DOSSIER_[A-Z_]+`).FindAllString(string(text), -1) {
			if !strings.Contains(string(help), "$"+name) {
				t.Errorf("%s sets %s, which dossier serve --help does not know", file, name)
			}
		}
	}
}
