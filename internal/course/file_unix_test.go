//go:build unix

package course_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"dossier/internal/course"
)

// A pipe would never end, a folder has no text, and a large file is not read.
func TestOnlyPlainFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "lessons", "01-before.md", "a.txt"), "a folder")
	if err := syscall.Mkfifo(filepath.Join(dir, "lessons", "glossary.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	large, err := os.Create(filepath.Join(dir, "lessons", "facts.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := large.Truncate(4 << 30); err != nil {
		t.Fatal(err)
	}
	if err := large.Close(); err != nil {
		t.Fatal(err)
	}
	_, findings := course.Compile(open(t, dir))
	for _, want := range []string{
		"lessons/01-before.md:1: error Y01: the file cannot be read", "lessons/glossary.yaml:1: error Y01: the file " +
			"cannot be read",
		"lessons/facts.yaml:1: error Y01: the file is larger than 1024 KB",
	} {
		if !said(findings, want) {
			t.Errorf("not said: %s; but %v", want, findings)
		}
	}
	if _, err := fs.Stat(open(t, dir).Lessons, "course.yaml"); err != nil {
		t.Errorf("a file of the layer below: %v", err)
	}
}
