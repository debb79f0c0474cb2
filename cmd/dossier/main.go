// Command dossier is the whole program: it reads the flags, wires the parts together, and turns what went wrong into a sentence
// and an exit code. It decides nothing about lessons, people or answers.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
)

// console is where the commands write: out is what was asked for, err is what went wrong and the log.
type console struct {
	out, err io.Writer
}

// program is the command line. `dossier` without a command serves.
type program struct {
	Serve   serveCmd   `cmd:"" default:"withargs" help:"Serve the course to a class (this is what dossier does when no command is given)."`
	Check   checkCmd   `cmd:"" help:"Check lessons and questions, and say what is wrong with them."`
	Version versionCmd `cmd:"" help:"Print the version of this program."`
}

func main() {
	os.Exit(run(os.Args[1:], console{out: os.Stdout, err: os.Stderr}))
}

// run carries out one command line and returns the exit code. A failure is one sentence on the console's err.
func run(args []string, to console) int {
	parser, err := kong.New(&program{},
		kong.Name("dossier"),
		kong.Description("Dossier teaches Stalin's Great Purge by letting students weigh evidence. One program, one data folder, nothing leaves the building."),
		kong.Writers(to.out, to.err),
	)
	if err != nil {
		return report(to, err)
	}
	line, err := parser.Parse(args)
	if err != nil {
		return report(to, &failure{exitUsage, fmt.Sprintf("%v (dossier --help lists the commands and flags)", err)})
	}
	return report(to, line.Run(to))
}

// report prints why a command failed and returns the exit code; no error is code 0 and prints nothing.
func report(to console, err error) int {
	if err == nil {
		return exitOK
	}
	f := asFailure(err)
	fmt.Fprintln(to.err, "dossier:", oneLine(f.sentence))
	return f.code
}
