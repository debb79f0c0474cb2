// Command dossier is the whole program: it reads the flags, wires the parts together, and turns what went wrong into a
// sentence and an exit code. It decides nothing about lessons, people or answers.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"dossier/cmd/dossier/signals"
)

// console is where the commands write: out is what was asked for, err is what went wrong and the log. in is what
// somebody types, or what is piped in.
type console struct {
	out, err io.Writer
	in       io.Reader
}

// program is the command line. `dossier` without a command serves.
type program struct {
	Serve     serveCmd     `cmd:"" default:"withargs" help:"Serve the course to a class. This is what dossier does alone."`
	Check     checkCmd     `cmd:"" help:"Check lessons and questions, and say what is wrong with them."`
	Backup    backupCmd    `cmd:"" help:"Make a backup of the database, while Dossier runs or not."`
	Restore   restoreCmd   `cmd:"" help:"Put a backup in the place of the database, and keep what was there."`
	Verify    verifyCmd    `cmd:"" help:"Check the database or a backup from end to end, and change nothing."`
	Bench     benchCmd     `cmd:"" help:"Measure how fast this program is on this machine, with a class made up for it."`
	Originals originalsCmd `cmd:"" help:"Add a school's own copies of the sources, list or remove them."`
	Reset     resetCmd     `cmd:"" name:"reset-owner" help:"Give the owner a new passphrase in place of a forgotten one."`
	Doctor    doctorCmd    `cmd:"" help:"Look at this computer, and say what keeps a class from working."`
	Demo      demoCmd      `cmd:"" help:"Make an invented class with weeks of work to look at, or remove it."`
	Export    exportCmd    `cmd:"" help:"Write everything that is stored about a student or a class into a file."`
	Erase     eraseCmd     `cmd:"" help:"Delete a student or a class for good, also from backups that are restored."`
	Purge     purgeCmd     `cmd:"" help:"Erase the classes and guests that nobody has used for a long time."`
	Bare      bareCmd      `cmd:"" hidden:""`
	Version   versionCmd   `cmd:"" help:"Print the version of this program."`
}

const description = "Dossier teaches Stalin's Great Purge by letting students weigh evidence. " +
	"One program, one data folder, nothing leaves the building."

func main() {
	to := console{out: os.Stdout, err: os.Stderr, in: os.Stdin}
	code := run(os.Args[1:], to)
	if code != exitOK {
		keepWindow(to)
	}
	os.Exit(code)
}

// run carries out one command line and returns the exit code. A failure is one sentence on the console's err.
func run(args []string, to console) int {
	parser, err := kong.New(&program{},
		kong.Name("dossier"), kong.Description(description), flagHelp, kong.Writers(to.out, to.err))
	if err != nil {
		return report(to, err)
	}
	line, err := parser.Parse(args)
	if errors.Is(err, syscall.EPIPE) {
		return exitOther // whoever asked for help has read enough
	}
	if err != nil {
		return report(to, usageFailure(args, err))
	}
	hearsSignals := strings.HasPrefix(line.Command(), "serve") || strings.HasPrefix(line.Command(), "bench")
	if !hearsSignals && signals.Default() {
		return exitOther
	}
	return report(to, line.Run(to))
}

// usageFailure explains a command line that cannot be read.
func usageFailure(args []string, err error) *failure {
	if given, meant := slip(args); meant != "" {
		return &failure{exitUsage, fmt.Sprintf("there is no %s: did you mean --addr %s?", given, meant)}
	}
	return &failure{exitUsage, fmt.Sprintf("%v (dossier --help lists the commands and flags)", err)}
}

// otherNames are what other programs call the flag for the address.
var otherNames = []string{"--port", "-p", "-port", "--http-port", "--listen", "--listen-port", "--bind", "--address"}

// slip finds a port or an address that was asked for in the way of another program: what was typed, and what --addr
// takes. Both are empty when there is none.
func slip(args []string) (given, meant string) {
	for i, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		if digits, ok := strings.CutPrefix(arg, "-p"); ok && isNumber(digits) {
			name, value = "-p", digits
		}
		if slices.Contains(otherNames, name) {
			if value == "" && i+1 < len(args) {
				value = args[i+1]
			}
			meant, ok := asAddr(value)
			if !ok {
				meant = ":9000"
			}
			return name, meant
		}
		ofFlag := i > 0 && strings.HasPrefix(args[i-1], "-")
		if meant, ok := asAddr(arg); ok && !ofFlag {
			return "command " + arg, meant
		}
	}
	return "", ""
}

// asAddr turns a port or an address into what --addr takes, or returns false.
func asAddr(text string) (string, bool) {
	if isNumber(text) {
		text = ":" + text
	}
	return text, text != "" && checkAddr(text) == nil
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
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
