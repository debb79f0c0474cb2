package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/views"
)

// The owner reads who got in and who was made to wait; a colleague does not.
func TestTheOwnersRecord(t *testing.T) {
	t.Parallel()
	at := &clock{at: morning}
	s := startSite(t, builtIn(t), t.TempDir(), at).setUp()
	s.owner.open("/classes").says("Running Dossier")
	other, _, _ := s.secondTeacher()
	other.get("/owner").want(http.StatusNotFound)
	other.open("/classes").hides("Running Dossier")
	ana := s.student("Ana")
	ana.get("/owner").want(http.StatusNotFound)

	guesser := s.visitor()
	for range 15 {
		guesser.send(guesser.open("/sign-in").form("/sign-in"), "name", "Second", "pass", "not their passphrase")
	}
	guesser.send(guesser.open("/sign-in").form("/sign-in"), "name", "Nobody", "pass", "not their passphrase")
	page := s.owner.open("/owner").says("Too many wrong passphrases for " + "Second").says("Second signed in.").
		hides("Ana").hides("Nobody")
	if n := strings.Count(page.doc.words(), "Too many wrong passphrases"); n != 1 {
		t.Errorf("%d lines for the same guessing, want 1", n)
	}
	at.pass(2 * time.Hour)
	s.owner.signIn(ownerName)
	s.owner.open("/owner").says(ownerName + " signed in.")
}

// Every action that the owner reads about is put into words.
func TestTheRecordIsInWords(t *testing.T) {
	t.Parallel()
	for _, action := range classroom.OwnersRecord {
		if words := views.RecordWords(action, "10B"); words == action+"." || strings.Contains(words, "%") {
			t.Errorf("%q reads %q", action, words)
		}
	}
}
