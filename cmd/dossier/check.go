package main

import (
	"fmt"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// checkCmd compiles the course and reports what is wrong with it.
type checkCmd struct {
	Content string `env:"DOSSIER_CONTENT" placeholder:"DIR" help:"Folder with lessons/ and quizzes/ laid over the built-in ones."`
	Rules   bool   `env:"DOSSIER_RULES" help:"List the rules for questions, and stop."`
}

// Run prints every finding and how much the course holds. It fails on an error and, in the built-in course, on a warning as well.
func (c *checkCmd) Run(to console) error {
	if c.Rules {
		for _, rule := range quiz.Rules {
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
	for _, count := range compiled.Counts() {
		fmt.Fprintf(to.out, "%6d %s\n", count.N, count.Label)
	}
	if warnings > 0 && !content.Overlaid {
		return contentFailure(0, warnings)
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
	return &failure{exitContent, fmt.Sprintf("the course has %s and %s, listed above: mend them and run dossier check again",
		plural(errs, "error"), plural(warnings, "warning"))}
}

// plural writes "1 error", "2 errors".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
