package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/internal/web"
)

// checkCmd compiles the course and reports what is wrong with it.
type checkCmd struct {
	Content string `env:"DOSSIER_CONTENT" placeholder:"DIR" help:"${content_help}"`
	Data    string `env:"DOSSIER_DATA" placeholder:"DIR" help:"${check_data_help}"`
	Rules   bool   `env:"DOSSIER_RULES" help:"List the rules for lessons and questions, and stop."`
	Report  bool   `help:"${report_help}"`
	Record  bool   `hidden:"" help:"${record_help}"`
}

// Run prints every finding and how much the course holds. It fails on an error and, in the built-in course, on a
// warning as well.
func (c *checkCmd) Run(to console) error {
	if c.Rules {
		for _, rule := range append(append([]quiz.Rule(nil), course.Rules...), quiz.Rules...) {
			fmt.Fprintf(to.out, "%s %v: %s\n", rule.ID, rule.Severity, rule.Text)
		}
		return nil
	}
	content, err := openContent(c.Content)
	if err != nil {
		return err
	}
	compiled, findings := course.Compile(content)
	for _, finding := range findings {
		fmt.Fprintln(to.out, finding)
	}
	errs := course.Errors(findings)
	warnings := len(findings) - len(errs)
	if len(errs) > 0 {
		return contentFailure(len(errs), warnings)
	}
	if err := c.checkRecord(to, compiled); err != nil {
		return err
	}
	for _, count := range compiled.Counts() {
		fmt.Fprintf(to.out, "%6d %s\n", count.N, count.Label)
	}
	if c.Report {
		if err := compiled.WriteReport(to.out); err != nil {
			return fmt.Errorf("the report could not be written: %w", err)
		}
	}
	if warnings > 0 && !content.Overlaid {
		return contentFailure(0, warnings)
	}
	if c.Record {
		return c.record(compiled)
	}
	return nil
}

// checkRecord compares the course with what was served on the data folder, if one is given.
func (c *checkCmd) checkRecord(to console, compiled *course.Course) error {
	if c.Data == "" {
		return nil
	}
	record, err := store.RecordOf(context.Background(), c.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return &failure{exitUsage, fmt.Sprintf("there is no data folder %s", c.Data)}
	}
	if err != nil {
		return storeFailure(c.Data, err)
	}
	return changedFailure(to.out, web.CheckRecord(compiled, record))
}

// changedFailure prints which questions changed under their version, if that is what err says.
func changedFailure(to io.Writer, err error) error {
	var changed web.Changed
	if !errors.As(err, &changed) {
		return err
	}
	for _, finding := range changed {
		fmt.Fprintln(to, finding)
	}
	return contentFailure(len(changed), 0)
}

// versionsFile has the version of every built-in question that was ever committed, and the hash of its wording.
const versionsFile = "quizzes/versions.txt"

// record brings versionsFile up to date. A question that changed under an unchanged version is refused.
func (c *checkCmd) record(compiled *course.Course) error {
	if c.Content != "" {
		return &failure{exitUsage, "--record is for the built-in questions alone: leave --content out"}
	}
	committed, err := os.ReadFile(versionsFile)
	if err != nil {
		return &failure{exitUsage, fmt.Sprintf("--record is run from the root of the project: %v", err)}
	}
	before, err := course.ParseVersions(string(committed))
	if err != nil {
		return &failure{exitContent, fmt.Sprintf("%s: %v", versionsFile, err)}
	}
	now, err := compiled.Versions()
	if err != nil {
		return err
	}
	after, err := course.RecordVersions(before, now)
	if err != nil {
		return &failure{exitContent, err.Error()}
	}
	if err := os.WriteFile(versionsFile, []byte(course.FormatVersions(after)), 0o644); err != nil {
		return &failure{exitOther, fmt.Sprintf("the versions could not be recorded: %v", err)}
	}
	return nil
}

// openContent finds the files of the course; dir "" means the built-in ones alone.
func openContent(dir string) (course.Content, error) {
	content, err := course.Open(dir)
	if err != nil {
		return course.Content{}, &failure{exitUsage, fmt.Sprintf("the folder given with --content cannot be used: %v", err)}
	}
	return content, nil
}

// contentFailure says how much is wrong; the findings themselves have been printed before.
func contentFailure(errs, warnings int) *failure {
	return &failure{exitContent, fmt.Sprintf("the course has %s and %s, listed above: "+
		"correct them and run dossier check again",
		plural(errs, "error"), plural(warnings, "warning"))}
}

// plural writes "1 error", "2 errors".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
