package main

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/account"
	"dossier/internal/store"
)

// typing runs the program with text on its standard input, as a pipe brings it.
func typing(t *testing.T, text string, args ...string) (code int, out, errs string) {
	t.Helper()
	cmd := command(args...)
	cmd.Dir = t.TempDir()
	cmd.Stdin = strings.NewReader(text)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

func TestResetOwner(t *testing.T) {
	dir := t.TempDir()
	empty, set := filepath.Join(dir, "empty"), filepath.Join(dir, "set")
	for _, folder := range []string{empty, set} {
		s, err := store.Open(t.Context(), folder, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if folder == set {
			owner, _, err := s.CreateOwner(t.Context(), "Miriam Odeh", "miriam odeh", "old", "10B", "AAAAAA", "form")
			if err != nil {
				t.Fatal(err)
			}
			if err := s.StartTeacherSession(t.Context(), owner, [32]byte{1}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	const good = "velvet anchor tractor moss"
	for _, row := range []struct {
		name, typed, data string
		code              int
		says              string
		hash              bool // the new passphrase counts afterwards
	}{
		{"no folder", good, filepath.Join(dir, "nowhere"), exitUsage, "there is no database", false},
		{"nobody yet", good, empty, exitUsage, "nobody has set Dossier up", false},
		{"nothing typed", "", set, exitUsage, "no passphrase was typed", false},
		{"too short", "moss\n", set, exitUsage, "at least 12 characters", false},
		{"little more than the name", "Miriam Odeh 12\n", set, exitUsage, "nothing was changed", false},
		{"as Windows ends lines", good + "\r\n", set, exitOK, "Miriam Odeh has a new passphrase", true},
		{"without an end of line", good, set, exitOK, "Miriam Odeh has a new passphrase", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, errs := typing(t, row.typed, "reset-owner", "--data", row.data)
			if code != row.code || !strings.Contains(out+errs, row.says) || strings.Contains(out+errs, good) {
				t.Errorf("exit code %d\n%s%s", code, out, errs)
			}
			if row.data != set {
				return
			}
			s, err := store.Open(t.Context(), set, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			owner, err := s.Owner(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			hash, err := s.PassHash(t.Context(), owner.ID)
			if err != nil {
				t.Fatal(err)
			}
			right, _ := account.VerifySecret(hash, good)
			session, err := s.Session(t.Context(), [32]byte{1})
			if err != nil {
				t.Fatal(err)
			}
			if ended := session.Created.UnixMilli() == 0; right != row.hash || ended != row.hash {
				t.Errorf("the new passphrase counts: %v, the session has ended: %v, want %v", right, ended, row.hash)
			}
		})
	}
}

func TestResetOwnerWhileItRuns(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, _, err := s.CreateOwner(t.Context(), "A", "a", "old", "10B", "AAAAAA", "form"); err != nil {
		t.Fatal(err)
	}
	code, out, errs := typing(t, "velvet anchor tractor moss\n", "reset-owner", "--data", dir)
	if code != exitInUse || !strings.Contains(errs, "stop it, then run this again") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}
