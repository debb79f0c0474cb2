package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/account"
	"dossier/internal/store"
)

func TestDemo(t *testing.T) {
	dir := t.TempDir()
	empty, data := filepath.Join(dir, "empty"), filepath.Join(dir, "data")
	for _, folder := range []string{empty, data} {
		s, err := store.Open(t.Context(), folder, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if folder == data {
			if _, _, err := s.CreateOwner(t.Context(), "A teacher", "a teacher", "no hash", "10A", "AAAAAA",
				account.FormToken()); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		args      string
		folder    string
		code      int
		out, errs string // parts of what it prints
	}{
		{"", "nowhere", exitUsage, "", "there is no database in nowhere"},
		{"", empty, exitUsage, "", "has no teacher yet: start dossier"},
		{"--students 61", data, exitUsage, "", "--students is between 1 and 60"},
		{"--weeks 0", data, exitUsage, "", "--weeks between 1 and 30"},
		{"--class=", data, exitUsage, "", "give another one with --class"},
		{"--remove", data, exitOK, "There is no invented class here", ""},
		{"--students 3 --weeks 1 --class Trial", data, exitOK, "“Trial” has 3 students, who gave ", ""},
		{"", data, exitOK, "There is an invented class already: “Trial” with 3 students.", ""},
		{"--remove", data, exitOK, "The invented class “Trial” was removed", ""},
		{"--remove", data, exitOK, "There is no invented class here", ""},
	} {
		args := append([]string{"demo", "--data", row.folder}, strings.Fields(row.args)...)
		code, out, errs := runIn(t, dir, args...)
		if code != row.code || !strings.Contains(out, row.out) || !strings.Contains(errs, row.errs) ||
			row.errs != "" && strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: exit code %d\n%s%s", args, code, out, errs)
		}
	}
	s, err := store.Open(t.Context(), data, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if code, _, errs := runIn(t, dir, "demo", "--data", data); code != exitInUse {
		t.Errorf("while the folder is in use: exit code %d, %s", code, errs)
	}
}
