package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dossier/internal/store"
)

func TestStoreFailures(t *testing.T) {
	tests := []struct {
		err  error
		want int
	}{
		{store.ErrReadOnly, exitReadOnly},
		{store.ErrNoSpace, exitReadOnly},
		{store.ErrDamaged, exitDamaged},
		{store.ErrInUse, exitInUse},
		{store.ErrLink, exitUsage},
		{store.ErrHeld, exitOther},
		{store.ErrNewer, exitNewer},
		{errors.New("the unexpected"), exitOther},
	}
	for _, test := range tests {
		var errs bytes.Buffer
		wrapped := fmt.Errorf("open store: %w\nwith a second line", test.err)
		got := report(console{err: &errs}, storeFailure("/srv/dossier", wrapped))
		if got != test.want {
			t.Errorf("%v: got exit code %d, want %d", test.err, got, test.want)
		}
		said := errs.String()
		oneLine := strings.Count(said, "\n") == 1 && strings.HasPrefix(said, "dossier: ")
		if !oneLine || !strings.Contains(said, "/srv/dossier") {
			t.Errorf("%v: got %q, want one sentence that names the folder", test.err, said)
		}
	}
}

// A reader who keeps the log from being folded in is told of without the engine's words.
func TestClosingBesideAReader(t *testing.T) {
	var errs bytes.Buffer
	code := report(console{err: &errs}, &closingFailure{"/srv/dossier", fmt.Errorf("sqlite: close: %w", store.ErrHeld)})
	said := errs.String()
	if code != exitOther || !strings.Contains(said, "/srv/dossier") || strings.Contains(said, "sqlite:") {
		t.Errorf("got %d, %q", code, said)
	}
}

func TestReportKeepsTheFirstFailure(t *testing.T) {
	var errs bytes.Buffer
	joined := errors.Join(&failure{exitPort, "first"}, &failure{exitOther, "second"})
	if got := report(console{err: &errs}, joined); got != exitPort {
		t.Errorf("got exit code %d, want %d", got, exitPort)
	}
	if got, want := errs.String(), "dossier: first\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
