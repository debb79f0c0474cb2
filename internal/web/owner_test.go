package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
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
		hides("Ana").hides("for Nobody")
	if n := strings.Count(page.doc.words(), "Too many wrong passphrases"); n != 1 {
		t.Errorf("%d lines for the same guessing, want 1", n)
	}
	if err := s.store.NoteExport(t.Context(), 0, classroom.ClassID(s.class), 0, "everything"); err != nil {
		t.Fatal(err)
	}
	s.owner.open("/owner").says("Somebody at the computer itself took everything of " + className + " away.")
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

// The owner makes a backup, and takes it out after typing the passphrase; what comes is a whole database.
func TestTheOwnersBackups(t *testing.T) {
	t.Parallel()
	at := &clock{at: morning}
	s := startSite(t, builtIn(t), t.TempDir(), at).setUp()
	other, _, _ := s.secondTeacher()
	other.post("/owner/backups", url.Values{"csrf": {s.csrf(other)}}).want(http.StatusNotFound)
	page := s.owner.open("/owner").says("There is no backup yet.")
	page = s.owner.follow(s.owner.send(page.form("/owner/backups")).want(http.StatusSeeOther)).
		says("The backup is made and checked.").says("The newest backup was made just now.").
		says(ownerName + " made a backup.")
	href := ""
	for _, a := range page.doc.tags("a") {
		if strings.HasPrefix(a.attr["href"], "/owner/backups/") && !strings.HasSuffix(a.attr["href"], "/restore") {
			href = a.attr["href"]
		}
	}
	other.get(href).want(http.StatusNotFound)
	form := s.owner.open(href).form(href)
	s.owner.send(form, "pass", "not my passphrase").want(http.StatusUnprocessableEntity).
		says("That is not your passphrase.")
	got := s.owner.send(form, "pass", passphrase).want(http.StatusOK)
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, []byte(got.body), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := store.Examine(t.Context(), path, at.now)
	if err != nil || found.Teachers != 2 || found.Classes != 2 {
		t.Errorf("the backup holds %+v (%v)", found.Holding, err)
	}
	s.owner.open("/owner").says(ownerName + " downloaded a backup.")
	s.owner.get("/owner/backups/dossier").want(http.StatusNotFound) // the database itself is none

	for _, after := range []struct {
		pass time.Duration
		late bool
	}{{48*time.Hour - time.Second, false}, {time.Second, true}} {
		at.pass(after.pass)
		line := s.visitor().signIn(ownerName).open("/owner").doc.class("verdict-line")[0]
		if late := strings.Contains(line.attr["class"], "late"); late != after.late {
			t.Errorf("late is %v, want %v: %s", late, after.late, line.words())
		}
	}
}

// The owner chooses after how many days the school is asked about a class, and sees which classes are due.
func TestHowLongClassesAreKept(t *testing.T) {
	t.Parallel()
	at := &clock{at: morning}
	s := startSite(t, builtIn(t), t.TempDir(), at).setUp()
	form := s.owner.open("/owner").says("No class is waiting for a decision.").form("/owner/keep")
	for _, days := range []string{"", "29", "3651", "soon"} {
		s.owner.send(form, "days", days).want(http.StatusUnprocessableEntity).says("Write a number of days from 30 to 3650.")
	}
	s.owner.follow(s.owner.send(form, "days", "30").want(http.StatusSeeOther)).
		says(ownerName + " changed how long classes are kept (30 days).")
	at.pass(30 * 24 * time.Hour)
	s.visitor().signIn(ownerName).open("/owner").says(className + " · 0 students").says(ownerName)
}
