package main

import (
	"fmt"
	"runtime/debug"
)

// versionCmd prints which build this is.
type versionCmd struct{}

// Run prints the version, the commit where it is known, and the Go release the program was built with, on one line.
func (versionCmd) Run(to console) error {
	fmt.Fprintln(to.out, "dossier", buildVersion())
	return nil
}

// buildVersion is what the Go tool recorded in the program: "(devel)" and no commit for a plain build outside version
// control.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			version += " " + setting.Value
		}
	}
	return version + " " + info.GoVersion
}
