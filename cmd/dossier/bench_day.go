package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"dossier/cmd/dossier/measure"
	"dossier/cmd/dossier/signals"
)

// benchDayCmd goes through a school day with this very program and keeps a ledger of what it says it has stored.
type benchDayCmd struct {
	Minutes float64 `default:"1" placeholder:"N" help:"${bench_minutes_help}"`
	JSON    bool    `name:"json" help:"${bench_json_help}"`
}

// The day: eight classes of thirty, who sign in within ten seconds and send something every five.
const (
	dayClasses, dayClassSize = 8, 30
	dayBell, dayEvery        = 10 * time.Second, 5 * time.Second
	dayPoll, dayRest         = 2 * time.Second, 3 * time.Minute
)

// Run fails when a promise was broken, and never because something was slow.
func (b *benchDayCmd) Run(to console) error {
	ctx, release := signals.Context()
	defer release()
	if b.Minutes <= 0 || b.Minutes > 600 {
		return &failure{exitUsage, "--minutes is between 0 and 600"}
	}
	lessons, folder, program, err := prepareBench()
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	said := to.out
	if b.JSON {
		said = io.Discard
	}
	report, err := measure.Day{
		Folder: folder, Course: lessons, Classes: dayClasses, ClassSize: dayClassSize, Bell: dayBell,
		Rounds: max(1, int(b.Minutes*float64(time.Minute)/float64(dayEvery))), Every: dayEvery, Poll: dayPoll, Rest: dayRest,
		Out: said, Program: program,
	}.Live(ctx)
	if ctx.Err() != nil {
		return &failure{exitOther, "stopped before the school day was over"}
	}
	if err != nil {
		return err
	}
	if b.JSON {
		encoder := json.NewEncoder(to.out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(report)
	} else {
		err = report.Print(to.out)
	}
	if err == nil && len(report.Broken) > 0 {
		err = &failure{exitOther, fmt.Sprintf("the school day broke a promise: %s", report.Broken[0])}
	}
	return err
}
