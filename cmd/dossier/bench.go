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

// benchCmd measures this program on this machine: how fast it is, and whether a school day loses anything.
type benchCmd struct {
	Speed benchSpeedCmd `cmd:"" default:"withargs" help:"Measure how fast pages and answers are. What bench does alone."`
	Day   benchDayCmd   `cmd:"" help:"Go through a school day of 240 students and compare what was said to be stored."`
}

// benchSpeedCmd measures how fast this program is on this machine.
type benchSpeedCmd struct {
	Seconds  float64       `default:"2" placeholder:"N" help:"${seconds_help}"`
	SlowDisk time.Duration `name:"slow-disk" default:"4ms" placeholder:"TIME" help:"${bench_slow_disk_help}"`
}

// Run fills a temporary folder, serves it with this very program, and prints a table.
func (b *benchSpeedCmd) Run(to console) (err error) {
	ctx, release := signals.Context()
	defer release()
	if b.Seconds <= 0 || b.Seconds > 60 || b.SlowDisk < 0 || b.SlowDisk > time.Second {
		return &failure{exitUsage, "--seconds is between 0 and 60, --slow-disk between 0 and 1s"}
	}
	lessons, folder, program, err := prepareBench()
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	fmt.Fprintf(to.out, "Dossier %s, %s a round. Set TMPDIR to measure another disk than that of %s.\n\n", buildVersion(),
		time.Duration(b.Seconds*float64(time.Second)), os.TempDir())
	err = measure.Run{
		Folder: folder, Course: lessons, Seconds: b.Seconds, SlowDisk: b.SlowDisk, Out: to.out, Program: program,
	}.Measure(ctx)
	if ctx.Err() != nil { // whatever failed, failed for this
		return &failure{exitOther, "stopped before everything was measured"}
	}
	return err
}

// prepareBench compiles the built-in course, makes a temporary folder, and says how this very program is run.
func prepareBench() (_ *course.Course, folder string, program func(arguments ...string) *exec.Cmd, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, "", nil, err
	}
	content, err := openContent("")
	if err != nil {
		return nil, "", nil, err
	}
	lessons, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		return nil, "", nil, contentFailure(len(errs), len(findings)-len(errs))
	}
	folder, err = os.MkdirTemp("", "dossier-bench-")
	return lessons, folder, func(arguments ...string) *exec.Cmd {
		command := exec.Command(self, arguments...)
		command.Env = append(withoutSettings(os.Environ()), "DOSSIER_OPEN=no")
		return command
	}, err
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
