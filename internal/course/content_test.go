package course_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/course"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) course.Content {
	t.Helper()
	content, err := course.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func read(t *testing.T, fsys fs.FS, name string) string {
	t.Helper()
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestOverlayReplacesWholeFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "lessons", "course.yaml"),
		strings.Replace(minimal(t)[opening], "first-fact", "kirov-shot", 1))
	write(t, filepath.Join(dir, "lessons", "sources", "zz-mine.md"), "mine")
	content, plain := open(t, dir), open(t, "")
	if !content.Overlaid || plain.Overlaid {
		t.Errorf("overlaid: %v with a folder, %v without", content.Overlaid, plain.Overlaid)
	}
	if got := read(t, content.Lessons, "course.yaml"); !strings.Contains(got, "A course") ||
		strings.Contains(got, read(t, plain.Lessons, "course.yaml")) {
		t.Errorf("course.yaml is not the teacher's alone: %s", got)
	}
	if got, want := read(t, content.Lessons, "facts.yaml"), read(t, plain.Lessons, "facts.yaml"); got != want {
		t.Error("facts.yaml is not the built-in one")
	}
	if got := read(t, content.Lessons, "sources/zz-mine.md"); got != "mine" {
		t.Errorf("the teacher's own file holds %q", got)
	}
	names, err := fs.Glob(content.Lessons, "sources/*.md")
	if err != nil {
		t.Fatal(err)
	}
	builtIn, err := fs.Glob(plain.Lessons, "sources/*.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != len(builtIn)+1 || names[len(names)-1] != "sources/zz-mine.md" {
		t.Errorf("the overlay lists %v", names)
	}
	if names, err := fs.Glob(content.Lessons, "course.yaml*"); err != nil || len(names) != 1 {
		t.Errorf("a file of both layers is listed as %v, %v", names, err)
	}
	if _, err := fs.ReadFile(content.Lessons, "none.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file of neither layer: %v", err)
	}
}

// What a teacher adds is compiled, and what a replaced file leaves unused is a warning.
func TestOverlayIsCompiled(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "quizzes"), 0o755); err != nil {
		t.Fatal(err)
	}
	facts := read(t, open(t, "").Lessons, "facts.yaml")
	write(t, filepath.Join(dir, "lessons", "facts.yaml"), facts+unusedFact)
	_, findings := course.Compile(open(t, dir))
	if len(findings) != 1 {
		t.Fatalf("findings: %v", findings)
	}
	wantOne(t, findings, "lessons/facts.yaml", 1+strings.Count(facts, "\n"), "R04", "nothing cites the fact “third-fact”",
		true)

	write(t, filepath.Join(dir, "lessons", "sources", "zz-mine.md"), "mine")
	_, findings = course.Compile(open(t, dir))
	wantOne(t, findings, "lessons/sources/zz-mine.md", 1, "Y01", "no front matter", false)
}

func TestOverlayStaysInItsFolder(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret.yaml")
	write(t, secret, "- {id: a-secret}")
	if err := os.Mkdir(filepath.Join(dir, "lessons"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "lessons", "glossary.yaml")); err != nil {
		t.Fatal(err)
	}
	content := open(t, dir)
	if data, err := fs.ReadFile(content.Lessons, "glossary.yaml"); err == nil {
		t.Errorf("a link led out of the folder to %q", data)
	}
	_, findings := course.Compile(content)
	if !said(findings, "lessons/glossary.yaml:1: error Y01: the file cannot be read") {
		t.Errorf("findings: %v", findings)
	}
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	broken := t.TempDir()
	write(t, filepath.Join(broken, "lessons"), "a file")
	for name, dir := range map[string]string{"an empty folder": t.TempDir(),
		"no folder": filepath.Join(t.TempDir(), "none"), "a file": file, "a file as a part": broken} {
		if _, err := course.Open(dir); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
}

// Windows editors write a mark and other line ends; the lines stay the same.
func TestWindowsFiles(t *testing.T) {
	f := minimal(t)
	for name := range f {
		f[name] = "\ufeff" + strings.ReplaceAll(f[name], "\n", "\r\n")
	}
	_, findings := course.Compile(f.content())
	for _, got := range findings {
		t.Error(got)
	}
}

func TestMissingFiles(t *testing.T) {
	for _, name := range []string{opening, facts, people, figures, timeline, glossary, accounts, ideas} {
		f := minimal(t)
		delete(f, name)
		_, findings := course.Compile(f.content())
		if !said(findings, name+":1: error Y01: there is no such file") {
			t.Errorf("without %s: %v", name, findings)
		}
	}
	f := minimal(t)
	delete(f, lesson)
	_, findings := course.Compile(f.content())
	wantOne(t, findings, "lessons", 1, "R11", "there is no lesson", false)
}

// A source that only another source names is not used.
func TestUnusedSource(t *testing.T) {
	f := minimal(t)
	const other = "lessons/sources/other-source.md"
	f[other] = strings.Replace(f[source], "id: demo-source", "id: other-source", 1)
	f.replace(t, source, "corroborates: []", "corroborates: [other-source]")
	_, findings := course.Compile(f.content())
	wantOne(t, findings, other, 1, "R04", "nothing shows or links the source “other-source”", false)
}

func TestUnusedInAnOverlayIsAWarning(t *testing.T) {
	for _, b := range breaks {
		if b.rule != "R04" {
			continue
		}
		f := minimal(t)
		f.replace(t, b.file, b.old, b.new)
		content := f.content()
		content.Overlaid = true
		_, findings := course.Compile(content)
		wantOne(t, findings, b.file, f.line(t, b.file, b.at), "R04", b.message, true)
		if len(course.Errors(findings)) > 0 {
			t.Errorf("%s: %v", b.name, findings)
		}
	}
}
