package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// A log of the database that has gone missing may have held answers. The owner is told on the page
// where a lesson begins.
func TestOwnerIsToldOfALostLog(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.owner.open("/classes").hides("may be missing")
	s.stop()
	s = startSite(t, s.course, s.dir, s.clock) // the owner is in the file now, and no longer in its log
	s.visitor().open("/")
	copied := t.TempDir()
	file, err := os.ReadFile(filepath.Join(s.dir, "dossier.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(copied, "dossier.db"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	after := startSite(t, s.course, copied, s.clock)
	if len(after.store.Warnings()) == 0 {
		t.Fatal("the store does not notice")
	}
	owner := after.visitor()
	owner.send(owner.open("/sign-in").form("/sign-in"), "name", ownerName, "pass", passphrase).want(http.StatusSeeOther)
	owner.open("/classes").says(after.store.Warnings()[0])
}
