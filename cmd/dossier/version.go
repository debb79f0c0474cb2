package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCmd prints which build this is.
type versionCmd struct{}

// Run prints the version, the commit where it is known, and the Go release the program was built with, on one line.
func (versionCmd) Run(to console) error {
	fmt.Fprintln(to.out, "dossier", buildVersion())
	return nil
}

// version is what a release is called: the linker is told it (.ci/release). "" in every other build.
var version string

// buildVersion is the name of a release, or what the Go tool recorded in the program: "(devel)" and no commit for a
// plain build outside version control. The Go release follows.
func buildVersion() string {
	if version != "" {
		return version + " " + runtime.Version()
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	built := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			built += " " + setting.Value
		}
	}
	return built + " " + info.GoVersion
}
