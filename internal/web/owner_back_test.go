package web_test

import (
	"database/sql"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dossier/internal/store"
	"dossier/internal/web"
)

// backsUp makes a backup and returns its address on the owner's page, and its file.
func (s *site) backsUp() (href, path string) {
	s.t.Helper()
	s.owner.follow(s.owner.send(s.owner.open("/owner").form("/owner/backups")).want(http.StatusSeeOther))
	all, err := s.store.Backups()
	if err != nil {
		s.t.Fatal(err)
	}
	name := strings.ToLower(strings.TrimSuffix(filepath.Base(all[0].Path), ".db"))
	return "/owner/backups/" + name + "/restore", all[0].Path
}

// The owner reads what going back would do, types the passphrase, and is told on the other side of the sign-in that it
// is done. What there was before is kept, and the record says who it was.
func TestGoingBackToABackup(t *testing.T) {
	t.Parallel()
	at, asked := &clock{at: morning}, atomic.Int32{}
	s := startSite(t, builtIn(t), t.TempDir(), at, func(c *web.Config) { c.Reopen = func() { asked.Add(1) } }).setUp()
	s.student("Ana")
	href, path := s.backsUp()
	at.pass(30 * time.Minute)
	s.student("Bob")
	s.owner.open("/owner").says("Go back to this one")
	page := s.owner.open(href).says("It was made 30 minutes ago.").says("Students 1 2").says("erased again")
	s.owner.send(page.form(href)).want(http.StatusUnprocessableEntity).says("Type your passphrase.")
	s.owner.send(page.form(href), "pass", "not my passphrase").want(http.StatusUnprocessableEntity).
		says("That is not your passphrase.").says("Students 1 2")
	if n := asked.Load(); n != 0 {
		t.Fatalf("asked to open again %d times without a passphrase", n)
	}
	if to := s.owner.send(page.form(href), "pass", passphrase).want(http.StatusSeeOther).to(); to != "/owner/back" {
		t.Errorf("led to %s", to)
	}
	s.owner.open("/owner/back").says("Dossier closes and opens again")
	s.owner.send(page.form(href), "pass", passphrase).want(http.StatusSeeOther) // a second click
	if n := asked.Load(); n != 1 {
		t.Errorf("asked to open again %d times, want once", n)
	}
	late := s.student("Cem") // while it closes
	s.stop()

	again := startSite(t, s.course, s.dir, at)
	again.owner = again.visitor().carry(s.owner)
	late = again.visitor().carry(late)
	late.get("/me").want(http.StatusNotFound) // the backup does not know them
	again.owner.get("/owner").want(http.StatusSeeOther)
	to := again.owner.get("/owner/back").want(http.StatusSeeOther).to()
	door := again.owner.open(to).says("Dossier has gone back to a backup, and everybody is signed out.")
	done := again.owner.follow(again.owner.send(door.form("/sign-in"), "name", ownerName, "pass", passphrase).
		want(http.StatusSeeOther)).says("It is again as it was in the backup of 1 September 2026")
	again.owner.open("/owner").says(ownerName + " went back to the backup " + filepath.Base(path)).
		says("Kept from before going back")
	if n := one[int64](again, `SELECT count(*) FROM student`); n != 1 {
		t.Errorf("%d students, want the one of the backup", n)
	}
	word, _, err := again.store.LastGoneBack(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done.says(word.Kept)
	kept, err := store.Examine(t.Context(), filepath.Join(s.dir, word.Kept, "dossier.db"), at.now)
	if err != nil || kept.Students != 3 {
		t.Errorf("kept: %+v, %v, want three students", kept.Holding, err)
	}
	again.visitor().open("/sign-in").hides("Dossier has gone back")
}

// Whoever may not go back, and whatever nobody can go back to, gets a sentence, and nothing changes.
func TestGoingBackIsRefused(t *testing.T) {
	t.Parallel()
	at, free := &clock{at: morning}, atomic.Int64{}
	free.Store(1 << 40)
	asked := atomic.Int32{}
	s := startSiteOn(t, builtIn(t), t.TempDir(), at,
		[]store.Option{store.FreeSpace(func(string) (int64, error) { return free.Load(), nil })},
		func(c *web.Config) { c.Reopen = func() { asked.Add(1) } }).setUp()
	href, path := s.backsUp()
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other, _, _ := s.secondTeacher()
	other.get(href).want(http.StatusNotFound)
	other.post(href, url.Values{"csrf": {s.csrf(other)}, "pass": {passphrase}}).want(http.StatusNotFound)
	other.get("/owner/back").want(http.StatusNotFound)
	other.post("/owner/check", url.Values{"csrf": {s.csrf(other)}}).want(http.StatusNotFound)
	s.owner.get("/owner/back").want(http.StatusSeeOther) // nobody has gone back
	form := s.owner.open(href).form(href)
	refused := func(says string) {
		t.Helper()
		s.owner.open(s.owner.send(form, "pass", passphrase).want(http.StatusSeeOther).to()).
			says("Dossier has not gone back").says(says)
		s.log.clear()
	}

	free.Store(int64(len(good)))
	refused("There is no room on the disk")
	free.Store(1 << 40)
	put := func(data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(append(good[:len(good)/2:len(good)/2], make([]byte, len(good)/2)...))
	refused("This backup is damaged.")
	put([]byte("Dear parents"))
	refused("This backup is damaged.")
	s.owner.open(href).says("This backup is damaged.").hides("Your passphrase")
	nobodys := t.TempDir()
	empty, err := store.Open(t.Context(), nobodys, at.now)
	if err != nil {
		t.Fatal(err)
	}
	if err := empty.Close(); err != nil {
		t.Fatal(err)
	}
	nothing, err := os.ReadFile(filepath.Join(nobodys, "dossier.db"))
	if err != nil {
		t.Fatal(err)
	}
	put(nothing)
	refused("Nobody had set Dossier up")
	put(good)
	newer, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newer.ExecContext(t.Context(), `UPDATE goose_db_version SET version_id = 90001
		WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`); err != nil {
		t.Fatal(err)
	}
	if err := newer.Close(); err != nil {
		t.Fatal(err)
	}
	refused("This backup was made by a newer version of Dossier.")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s.owner.send(form, "pass", passphrase).want(http.StatusNotFound).says("This backup is not there any more.")
	left, err := filepath.Glob(filepath.Join(s.dir, "*restoring*"))
	if n := asked.Load(); n != 0 || err != nil || len(left) != 0 {
		t.Errorf("asked to open again %d times; left: %q, %v", n, left, err)
	}
	put(good)
	for range 15 {
		s.owner.send(form, "pass", "not my passphrase")
	}
	s.owner.send(form, "pass", passphrase).want(http.StatusUnprocessableEntity).says("Too many tries")
}

// The owner has the database checked while it is used, and is told what was found.
func TestCheckingTheDatabase(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	page := s.owner.open("/owner").says("It has not been checked since Dossier was started.")
	s.owner.follow(s.owner.send(page.form("/owner/check")).want(http.StatusSeeOther)).
		says("The database has been checked.").says("Checked just now, in 0.0 s: every page, table and index").
		says("Nothing is wrong.").says(ownerName + " had the database checked.")
}
