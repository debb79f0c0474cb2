package course

import (
	"errors"
	"fmt"
	"sort"
)

// ErrUnknown tells that the course has nothing of that id.
var ErrUnknown = errors.New("course: unknown id")

// Finding is something wrong with the content, with where it is and what to do.
type Finding struct {
	File    string
	Line    int
	Rule    string
	Warning bool
	Message string
	Remedy  string
}

// String is the finding on one line: file:line: level rule: message. Remedy: remedy.
func (f Finding) String() string {
	level := "error"
	if f.Warning {
		level = "warning"
	}
	return fmt.Sprintf("%s: %s %s: %s. Remedy: %s.", place{f.File, f.Line}, level, f.Rule, f.Message, f.Remedy)
}

// Errors picks the findings that keep a course from starting.
func Errors(findings []Finding) []Finding {
	var errs []Finding
	for _, f := range findings {
		if !f.Warning {
			errs = append(errs, f)
		}
	}
	return errs
}

// place is where something stands in the files.
type place struct {
	file string
	line int
}

// String is the place as file:line.
func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

type findings struct{ all []Finding }

func (fs *findings) add(at place, rule, message, remedy string) {
	fs.all = append(fs.all, Finding{File: at.file, Line: at.line, Rule: rule, Message: message, Remedy: remedy})
}

func (fs *findings) warn(at place, rule, message, remedy string) {
	fs.all = append(fs.all, Finding{File: at.file, Line: at.line, Rule: rule, Warning: true, Message: message,
		Remedy: remedy})
}

func (fs *findings) sorted() []Finding {
	sort.SliceStable(fs.all, func(i, j int) bool {
		a, b := fs.all[i], fs.all[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Message < b.Message
	})
	return fs.all
}
