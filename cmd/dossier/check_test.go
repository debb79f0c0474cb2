package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// runIn runs the program in a folder until it ends.
func runIn(t *testing.T, dir string, args ...string) (code int, out, errs string) {
	t.Helper()
	cmd := command(args...)
	cmd.Dir = dir
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

func TestCheckListsAllRules(t *testing.T) {
	_, out, _ := runIn(t, t.TempDir(), "check", "--rules")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var want []string
	for _, rules := range [][]quiz.Rule{course.Rules, quiz.Rules} {
		for _, r := range rules {
			want = append(want, r.ID+" "+r.Severity+": "+r.Text)
		}
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the rules are\n%s", got)
	}
}

func TestRecordOfVersions(t *testing.T) {
	root := t.TempDir()
	code, _, errs := runIn(t, root, "check", "--record")
	if code != exitUsage || !strings.Contains(errs, "root of the project") {
		t.Errorf("outside of the project: exit code %d, %s", code, errs)
	}
	file := filepath.Join(root, "quizzes", "versions.txt")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, file, "")
	record := func(wantCode int, says string) string {
		t.Helper()
		if code, _, errs := runIn(t, root, "check", "--record"); code != wantCode || !strings.Contains(errs, says) {
			t.Errorf("exit code %d and %q, want %d and %q", code, errs, wantCode, says)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := record(exitOK, "")
	all, err := course.ParseVersions(first)
	if err != nil || len(all) < 20 {
		t.Fatalf("%d questions are on record, %v", len(all), err)
	}
	if again := record(exitOK, ""); again != first {
		t.Error("the record changed although no question did")
	}
	// An older record of one question: the one in the program counts as changed.
	all[0].SHA = strings.Repeat("0", 64)
	changed := course.FormatVersions(all)
	write(t, file, changed)
	if after := record(exitContent, "question "+all[0].ID+" changed, but its version is still"); after != changed {
		t.Error("the record was written although a question changed under its version")
	}
	all[0].Number--
	write(t, file, course.FormatVersions(all))
	if after := record(exitOK, ""); after != first {
		t.Error("a question with a raised version was not recorded")
	}
	if err := os.Mkdir(filepath.Join(root, "lessons"), 0o700); err != nil {
		t.Fatal(err)
	}
	code, _, errs = runIn(t, root, "check", "--record", "--content", root)
	if code != exitUsage || !strings.Contains(errs, "leave --content out") {
		t.Errorf("with --content: exit code %d, %s", code, errs)
	}
}
