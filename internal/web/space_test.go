package web_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dossier/internal/store"
)

// F5, R8: what people see while the disk of the server fills up, and when there is space again.
func TestF5FullDisk(t *testing.T) {
	t.Parallel()
	c, err := unchanged()
	if err != nil {
		t.Fatal(err)
	}
	var free atomic.Int64
	set := func(s *site, megabytes int64) {
		free.Store(megabytes << 20)
		if s != nil {
			s.clock.pass(6 * time.Second)
		}
	}
	set(nil, 1000)
	s := startSiteOn(t, c, t.TempDir(), &clock{at: morning}, []store.Option{
		store.FreeSpace(func(string) (int64, error) { return free.Load(), nil }),
	}).setUp()
	ana, colleague := s.student("Ana"), s.colleague()
	classPage := "/classes/" + itoa(int(s.class))
	live := liveOf(t, s.owner, classPage)
	form := ana.open("/bench/two-verdicts/look").form("/bench/two-verdicts/trust")

	set(s, 200)
	s.owner.open("/classes").says("nearly full: 200 MB are free")
	colleague.open("/classes").hides("nearly full")
	ana.open("/me").hides("nearly full")

	set(s, 20)
	s.owner.open(classPage).says("The disk of the server is full: 20 MB are free")
	colleague.open("/classes").says("have your class write on paper")
	if liveOf(t, s.owner, classPage) == live {
		t.Error("an open class page does not notice")
	}
	ready := s.visitor().get("/readyz").want(http.StatusServiceUnavailable)
	if s.visitor().get("/livez").status != http.StatusOK || ready.body == "" {
		t.Error("the program is not alive")
	}
	refused := ana.post(form.action, form.with("before.1", "2", "before.2", "3", "moved", "the stenogram was printed")).
		want(http.StatusInsufficientStorage).plainly()
	refused.says("the stenogram was printed").says("Tell your teacher")
	again := refused.form(form.action)
	for _, path := range []string{"/", "/me", "/lessons/kirov/guard", "/bench/two-verdicts/look"} {
		ana.open(path)
	}
	for _, path := range []string{"/classes", classPage, classPage + "/work", classPage + "/roster", "/marking",
		"/guide"} {
		s.owner.open(path)
	}
	later := s.visitor() // a teacher can still sign in and out
	later.send(later.open("/sign-in").form("/sign-in"), "name", ownerName, "pass", passphrase).want(http.StatusSeeOther)
	later.open(classPage).says("The disk of the server is full")
	later.send(later.open("/classes").form("/classes"), "class", "7b").want(http.StatusInsufficientStorage).
		says("Look after the disk of the server")
	later.send(later.open("/classes").form("/sign-out")).want(http.StatusSeeOther)

	set(s, 1000)
	s.owner.open(classPage).hides("is full")
	s.visitor().get("/readyz").want(http.StatusOK)
	ana.send(again).want(http.StatusSeeOther) // the button on the page that refused the form
	if !strings.Contains(s.log.String(), "the disk is full: 20 MB are free") {
		t.Errorf("the log does not say why forms were refused: %s", s.log)
	}
	s.log.clear() // the refused forms are errors there
}

// A data folder that somebody takes away while a class works: nothing is called saved, nothing typed is lost, and it
// goes on when the folder is back.
func TestTheDatabaseIsTakenAway(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana, colleague := s.student("Ana"), s.colleague()
	form := ana.open("/bench/two-verdicts/look").form("/bench/two-verdicts/trust")
	file := filepath.Join(s.dir, "dossier.db")
	rename := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
		s.clock.pass(6 * time.Second)
	}
	rename(file, file+".away")
	refused := ana.post(form.action, form.with("before.1", "2", "before.2", "3", "moved", "the stenogram was printed")).
		want(http.StatusInsufficientStorage).plainly().says("The server has lost its database").
		says("the stenogram was printed")
	s.owner.open("/classes").says("was moved or deleted while it ran")
	colleague.open("/classes").says("have your class write on paper")
	s.visitor().get("/readyz").want(http.StatusServiceUnavailable)
	rename(file+".away", file)
	s.owner.open("/classes").hides("was moved or deleted")
	s.visitor().get("/readyz").want(http.StatusOK)
	ana.send(refused.form(form.action)).want(http.StatusSeeOther)
	s.log.clear() // the refused forms are errors there
}

// The log says at the start, and later when it changes, that space is short.
func TestF5TheLogTellsOfAShortDisk(t *testing.T) {
	t.Parallel()
	c, err := unchanged()
	if err != nil {
		t.Fatal(err)
	}
	s := startSiteOn(t, c, t.TempDir(), &clock{at: morning}, []store.Option{
		store.FreeSpace(func(string) (int64, error) { return 100 << 20, nil }),
	})
	s.visitor().open("/")
	if !strings.Contains(s.log.String(), `msg="the disk is nearly full" free_mb=100`) {
		t.Errorf("the log says %s", s.log)
	}
}

// liveOf is the value by which an open class page knows that it has to be loaded again.
func liveOf(t *testing.T, b *browser, classPage string) string {
	t.Helper()
	var state struct{ Again string }
	if err := json.Unmarshal([]byte(b.get(classPage+"/live?view=today").want(http.StatusOK).body), &state); err != nil {
		t.Fatal(err)
	}
	return state.Again
}
