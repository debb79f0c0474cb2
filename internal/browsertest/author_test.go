package browsertest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func quote(s string) string { return strconv.Quote(s) }

// copyCourse copies the course's files, as somebody does who makes a course of their own, and returns the folder.
func copyCourse(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, part := range []string{"lessons", "quizzes"} {
		if err := os.CopyFS(filepath.Join(folder, part), os.DirFS(filepath.Join("..", "..", part))); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// replace changes one part of a file, and returns the number of its line.
func replace(t *testing.T, path, old, new string) int {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(string(body), old)
	if !found {
		t.Fatalf("%s has no %q", path, old)
	}
	if err := os.WriteFile(path, []byte(before+new+after), 0o644); err != nil {
		t.Fatal(err)
	}
	return 1 + strings.Count(before, "\n")
}

func TestAuthor(t *testing.T) {
	t.Parallel()
	folder := copyCourse(t)
	dossier, err := run.build()
	if err != nil {
		t.Fatal(err)
	}
	check := func() (string, int) {
		t.Helper()
		said, err := exec.Command(dossier, "check", "--content", folder).CombinedOutput()
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return string(said), exit.ExitCode()
		}
		if err != nil {
			t.Fatal(err)
		}
		return string(said), 0
	}
	if said, code := check(); code != 0 {
		t.Fatalf("a copy of the course: exit code %d\n%s", code, said)
	}

	// A slip in a quiz: the finding names file, line and rule, and what to do.
	quiz := filepath.Join(folder, "quizzes", "03-kirov.yaml")
	const right, slip = "correct: true, feedback", "correct: false, feedback"
	line := replace(t, quiz, right, slip)
	said, code := check()
	if code == 0 {
		t.Error("a question without a right answer: exit code 0")
	}
	finding := findingForm.FindStringSubmatch(said)
	if finding == nil {
		t.Fatalf("got\n%s\nwant a line with file, line, rule and remedy", said)
	}
	if n, err := strconv.Atoi(finding[2]); err != nil || finding[1] != "quizzes/03-kirov.yaml" || n > line || n < line-20 {
		t.Errorf("got %s, want it in quizzes/03-kirov.yaml, between where the question begins and line %d", finding[0], line)
	}

	// While it is mended, the pages are read: a changed sentence is there at the next load, and so is a slip.
	replace(t, quiz, slip, right)
	lesson := filepath.Join(folder, "lessons", "03-kirov.md")
	p := startProgram(t, "--dev", "--content", folder)
	v := newVisitor(t, screen{Width: 1360})
	v.open(p.URL + "/lessons/kirov/shot")
	v.wantText("article", "In the late afternoon of 1 December Kirov walked along a corridor")
	replace(t, lesson, "In the late afternoon of 1 December Kirov walked", "That afternoon Kirov went")
	v.open(p.URL + "/lessons/kirov/shot")
	v.wantText("article", "That afternoon Kirov went along a corridor")
	replace(t, lesson, "[Sergei Kirov](person:kirov)", "[Sergei Kirov](person:nobody)")
	v.open(p.URL + "/lessons/kirov/shot")
	v.wantText("main", "The course does not compile", "lessons/03-kirov.md:", "nobody")
	replace(t, lesson, "person:nobody", "person:kirov")
	v.open(p.URL + "/lessons/kirov")
	v.wantText("h1", "The Kirov case")
}

// findingForm is how a finding looks: file, line, level, rule, what is wrong and what to do.
var findingForm = regexp.MustCompile(`(?m)^(\S+):(\d+): error ([A-Z]\d+|[a-z-]+): .+ Remedy: .+\.$`)
