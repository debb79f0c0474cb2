package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"dossier/cmd/dossier/measure"
	"dossier/cmd/dossier/signals"
	"dossier/internal/course"
)

// benchCmd measures how fast this program is on this machine.
type benchCmd struct {
	Seconds  float64       `default:"2" placeholder:"N" help:"${seconds_help}"`
	SlowDisk time.Duration `name:"slow-disk" default:"4ms" placeholder:"TIME" help:"${bench_slow_disk_help}"`
}

// Run fills a temporary folder, serves it with this very program, and prints a table.
func (b *benchCmd) Run(to console) (err error) {
	ctx, release := signals.Context()
	defer release()
	if b.Seconds <= 0 || b.Seconds > 60 || b.SlowDisk < 0 || b.SlowDisk > time.Second {
		return &failure{exitUsage, "--seconds is between 0 and 60, --slow-disk between 0 and 1s"}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	content, err := openContent("")
	if err != nil {
		return err
	}
	lessons, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		return contentFailure(len(errs), len(findings)-len(errs))
	}
	folder, err := os.MkdirTemp("", "dossier-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	fmt.Fprintf(to.out, "Dossier %s, %s a round. Set TMPDIR to measure another disk than that of %s.\n\n", buildVersion(),
		time.Duration(b.Seconds*float64(time.Second)), os.TempDir())
	err = measure.Run{
		Folder: folder, Course: lessons, Seconds: b.Seconds, SlowDisk: b.SlowDisk, Out: to.out,
		Program: func(arguments ...string) *exec.Cmd {
			command := exec.Command(self, arguments...)
			command.Env = append(withoutSettings(os.Environ()), "DOSSIER_OPEN=no")
			return command
		},
	}.Measure(ctx)
	if ctx.Err() != nil { // whatever failed, failed for this
		return &failure{exitOther, "stopped before everything was measured"}
	}
	return err
}

// withoutSettings leaves out the settings of whoever measures, which are about their own class.
func withoutSettings(environment []string) (rest []string) {
	for _, setting := range environment {
		if !strings.HasPrefix(setting, "DOSSIER_") || strings.HasPrefix(setting, "DOSSIER_TEST_") {
			rest = append(rest, setting)
		}
	}
	return rest
}

// bareCmd is the server against which the pages are held. It belongs to bench alone.
type bareCmd struct{}

// Run serves until its input ends.
func (bareCmd) Run(to console) error { return measure.Bare(os.Stdin, to.out) }
