package main

import (
	"database/sql"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"dossier/cmd/dossier/measure"
	"dossier/internal/disktest"
)

// crowd gathers students who answer, in a folder of their own.
func crowd(t *testing.T, students int) (*measure.Crowd, string) {
	t.Helper()
	d := day(t, 1, students, 0)
	c, err := measure.Gather(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return c, d.Folder
}

// host is where a program listens.
func (p *running) host() string { return strings.TrimPrefix(p.address, "http://") }

// kept checks that all that was acknowledged is there, and nothing else but what was sent.
func kept(t *testing.T, c *measure.Crowd, folder string) measure.Balance {
	t.Helper()
	balance, err := c.Balance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if balance.Broken() > 0 {
		t.Fatalf("lost, doubled, crossed or sent by nobody: %+v", balance)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, databaseName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	var strays int
	err = errors.Join(db.QueryRow(`PRAGMA integrity_check`).Scan(&verdict),
		db.QueryRow(`SELECT count(*) FROM pragma_foreign_key_check`).Scan(&strays))
	if err != nil || verdict != "ok" || strays > 0 {
		t.Fatalf("integrity %q, %d rows refer to nothing (%v)", verdict, strays, err)
	}
	return balance
}

// TestF1Kill kills the program while a class answers, at moments that nobody chose, and starts it again on what is
// left.
func TestF1Kill(t *testing.T) {
	c, folder := crowd(t, 16)
	n := disktest.Rounds(6, 200)
	total := 0
	var ready []time.Duration
	for kill := range n {
		begun := time.Now()
		p := start(t, nil, "--addr", "127.0.0.1:0", "--data", folder)
		ready = append(ready, time.Since(begun))
		target := rand.IntN(150)
		if target == 0 {
			p.Process.Kill()
		}
		acknowledged, err := c.Answer(t.Context(), p.host(), func(n int) {
			if n == target {
				p.Process.Kill()
			}
		})
		p.Wait()
		if err != nil || acknowledged < target {
			t.Fatalf("kill %d, meant for answer %d: %d answers, %v", kill, target, acknowledged, err)
		}
		total += acknowledged
		if kill%3 > 0 { // the next start finds what the kill has left; every third time we look first
			continue
		}
		if balance := kept(t, c, folder); kill%30 == 0 {
			t.Logf("kill %d: %v", kill, balance)
		}
	}
	balance := kept(t, c, folder)
	if balance.Acknowledged != total || total < 10*n {
		t.Errorf("%d answers were acknowledged, %d counted: the test tests little", balance.Acknowledged, total)
	}
	slices.Sort(ready)
	t.Logf("%d kills: %v; ready again in %v, %v at most", n, balance, ready[n/2].Round(time.Millisecond),
		ready[n-1].Round(time.Millisecond))
}

// TestF12Signals stops the program while a class answers. It ends in peace, has answered all that it stored, and has
// folded everything into the database.
func TestF12Signals(t *testing.T) {
	c, folder := crowd(t, 16)
	n := disktest.Rounds(6, 50)
	for i := range n {
		p := start(t, nil, "--addr", "127.0.0.1:0", "--data", folder)
		target := 1 + rand.IntN(200)
		signal := []os.Signal{syscall.SIGTERM, os.Interrupt, syscall.SIGHUP}[i%3]
		if _, err := c.Answer(t.Context(), p.host(), func(n int) {
			if n == target {
				p.Process.Signal(signal)
			}
		}); err != nil {
			t.Errorf("%v: %v", signal, err)
		}
		if code := p.exitCode(t); code != exitOK {
			t.Errorf("%v: exit code %d", signal, code)
		}
		closedProperly(t, p.ProcessState, folder)
		if balance := kept(t, c, folder); balance.Stored != balance.Acknowledged {
			t.Errorf("%v: %d answers are stored, and %d students were told", signal, balance.Stored, balance.Acknowledged)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	balance := kept(t, c, folder)
	t.Logf("%d signals: %v", n, balance)
}
