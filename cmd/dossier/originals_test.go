package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/store"
)

// observed stands in for the text of a source. It is made up.
const observed = "The harbour paper went to the quay and came back with wet shoes. Nobody in the lower street asked " +
	"the porter what he had seen."

// ownAnchor lays a source over the built-in course that is recognised by that text, in dir.
func ownAnchor(t *testing.T, dir string) {
	t.Helper()
	text, err := os.ReadFile("../../lessons/sources/observer-1936.md")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(text), "original:\n")
	_, body, ok := strings.Cut(rest, "\n---\n")
	if !ok {
		t.Fatal("the source has no anchors")
	}
	sources := filepath.Join(dir, "lessons", "sources")
	if err := os.MkdirAll(sources, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(sources, "observer-1936.md"), head+`original:
  - {from: The harbour paper, to: he had seen., words: 25, inner: [lower, porter]}
---
`+body)
}

func TestOriginals(t *testing.T) {
	dir := t.TempDir()
	data, own := filepath.Join(dir, "data"), filepath.Join(dir, "own")
	s, err := store.Open(t.Context(), data, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	ownAnchor(t, own)
	for name, text := range map[string]string{"page.html": "<p>Menu</p><p>" + observed + "</p>", "other.txt": "Another.",
		"picture.png": "\x89PNG\r\n\x1a\n\x00", "empty.txt": " ", "long.txt": strings.Repeat("herring ", 9<<17)} {
		write(t, filepath.Join(dir, name), text)
	}
	for _, row := range []struct {
		args      []string
		code      int
		out, errs string // parts of what it prints
	}{
		{[]string{"add", "page.html", "--data", "nowhere"}, exitUsage, "", "there is no database in nowhere"},
		{[]string{"add", "missing.txt"}, exitUsage, "", "the file missing.txt cannot be read"},
		{[]string{"add", "picture.png"}, exitUsage, "", "the file picture.png cannot be used: it is no text"},
		{[]string{"add", "empty.txt"}, exitUsage, "", "the file empty.txt cannot be used: there is no text in it"},
		{[]string{"add", "long.txt"}, exitUsage, "", "file long.txt cannot be used: it is larger than 8 MB"},
		{[]string{"add", "other.txt"}, exitUsage, "missing   observer-1936", "extracts was recognised in other.txt"},
		{[]string{"list"}, exitOK, "missing   observer-1936", ""},
		{[]string{"add", "other.txt", "page.html"}, exitOK, "found     observer-1936              25 words", ""},
		{[]string{"list"}, exitOK, "added     observer-1936              25 words", ""},
		{[]string{"remove", "observer-1936"}, exitOK, "The original of observer-1936 was removed.", ""},
		{[]string{"remove", "observer-1936"}, exitUsage, "", "observer-1936 has no original here"},
		{[]string{"list"}, exitOK, "missing   observer-1936", ""},
	} {
		args := append([]string{"originals"}, row.args...)
		if !strings.Contains(strings.Join(args, " "), "--data") {
			args = append(args, "--data", data)
		}
		code, out, errs := runIn(t, dir, append(args, "--content", own)...)
		if code != row.code || !strings.Contains(out, row.out) || !strings.Contains(errs, row.errs) ||
			row.errs != "" && strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: exit code %d\n%s%s", row.args, code, out, errs)
		}
	}
}
