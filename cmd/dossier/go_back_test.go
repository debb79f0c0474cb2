package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dossier/internal/disktest"
	"dossier/internal/store"
)

// schoolOwner is the owner of a program that a test has started, in a browser without JavaScript.
type schoolOwner struct {
	t      *testing.T
	client *http.Client
	base   string
}

const ownersPassphrase = "a long passphrase for tests"

// setsUp sets a new program up.
func setsUp(t *testing.T, p *running) *schoolOwner {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	o := &schoolOwner{t, &http.Client{Jar: jar}, p.address}
	link := regexp.MustCompile(`(?m)^Set up: \S+(/setup\S+)`).FindStringSubmatch(p.started)
	if link == nil {
		t.Fatalf("no link to set up:\n%s", p.started)
	}
	page := o.get(link[1])
	o.send(page, "/setup", "token", field(page, "token"), "name", "Ms Lee", "pass", ownersPassphrase, "class", "10B")
	return o
}

// get follows where a page leads.
func (o *schoolOwner) get(path string) string {
	o.t.Helper()
	return o.read(o.client.Get(o.base + path))
}

func (o *schoolOwner) read(response *http.Response, err error) string {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(body)
}

// send sends a form of a page, and follows where it leads.
func (o *schoolOwner) send(page, action string, fields ...string) string {
	o.t.Helper()
	return o.read(o.request(page, action, fields...))
}

func (o *schoolOwner) request(page, action string, fields ...string) (*http.Response, error) {
	form := url.Values{"csrf": {field(page, "csrf")}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	request, err := http.NewRequest(http.MethodPost, o.base+action, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", o.base)
	return o.client.Do(request)
}

// goesBack goes back to the backup that the page of the owner names first, up to the sign-in that follows.
func (o *schoolOwner) goesBack() (signIn string) {
	o.t.Helper()
	href := regexp.MustCompile(`/owner/backups/[^/"]+/restore`).FindString(o.get("/owner"))
	if href == "" {
		o.t.Fatal("there is no backup to go back to")
	}
	page := o.send(o.get(href), href, "pass", ownersPassphrase)
	for tries := 0; !strings.Contains(page, `action="/sign-in"`); tries++ { // as the page does, once a second
		if !strings.Contains(page, "Going back to the backup of") && !strings.Contains(page, "Dossier closes") {
			o.t.Fatalf("while it goes back:\n%s", page)
		}
		page = o.get("/owner/back")
	}
	return page
}

// The owner goes back to a backup in the browser, twice, while phones call all the time: all of them are answered, the
// program is the same one, what was there before is kept, and it still ends properly.
func TestGoingBackInTheBrowser(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "my school")
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	o := setsUp(t, p)
	o.send(o.get("/owner"), "/owner/backups")
	calls, failures := atomic.Int32{}, atomic.Int32{}
	over := make(chan struct{})
	var phones sync.WaitGroup
	for range 4 {
		phones.Go(func() {
			phone := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			for {
				select {
				case <-over:
					return
				default:
				}
				response, err := phone.Get(p.address + "/livez")
				if calls.Add(1); err != nil || response.StatusCode != http.StatusOK {
					failures.Add(1)
					t.Logf("a phone got %v, %v", response, err)
				}
				if err == nil {
					response.Body.Close()
				}
			}
		})
	}
	for round := range 2 {
		o.send(o.get("/classes"), "/classes", "class", fmt.Sprint("Class of round ", round))
		signIn := o.goesBack()
		page := o.send(signIn, "/sign-in", "to", "/owner/back", "name", "Ms Lee", "pass", ownersPassphrase)
		if !strings.Contains(page, "Dossier has gone back") || !strings.Contains(page, "replaced-") {
			t.Fatalf("after the sign-in:\n%s", page)
		}
		if strings.Contains(o.get("/classes"), "Class of round") {
			t.Errorf("round %d: the class that came after the backup is still there", round)
		}
		kept, err := filepath.Glob(filepath.Join(dir, "replaced-*", databaseName))
		if err != nil || len(kept) != round+1 {
			t.Fatalf("kept: %q, %v", kept, err)
		}
		found, err := store.Examine(t.Context(), kept[round], time.Now)
		if err != nil || found.Classes != 2 {
			t.Errorf("kept: %+v, %v, want two classes", found.Holding, err)
		}
	}
	close(over)
	phones.Wait()
	if n := failures.Load(); n > 0 {
		t.Errorf("%d of %d calls were not answered", n, calls.Load())
	}
	t.Logf("%d calls", calls.Load())
	p.Process.Signal(syscall.SIGTERM)
	if got := p.exitCode(t); got != exitOK {
		t.Errorf("the program ended with exit code %d", got)
	}
	code, out, errs := say("verify", "--data", dir)
	if code != exitOK || !strings.Contains(out, "Nothing is wrong.") {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
}

// Killed at any step of going back, the program begins with the one state or the other the next time, and what it has
// replaced is kept.
func TestF1GoingBackIsKilled(t *testing.T) {
	dir := t.TempDir()
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	o := setsUp(t, p)
	o.send(o.get("/owner"), "/owner/backups")
	o.send(o.get("/classes"), "/classes", "class", "Later")
	href := regexp.MustCompile(`/owner/backups/[^/"]+/restore`).FindString(o.get("/owner"))
	page := o.get(href)
	p.Process.Signal(syscall.SIGTERM)
	if got := p.exitCode(t); got != exitOK {
		t.Fatalf("the program ended with exit code %d", got)
	}
	before := filesIn(t, dir)
	for range disktest.Rounds(1, 20) {
		for _, sign := range []string{".restoring-*", "restoring-*", "replaced-*", "replaced-*/" + databaseName} {
			t.Run(sign, func(t *testing.T) { o.isKilled(t, before, sign, href, page) })
		}
	}
}

// isKilled asks for going back and kills the program when there is a file of this name.
func (o *schoolOwner) isKilled(t *testing.T, before map[string]string, sign, href, page string) {
	dir := t.TempDir()
	for name, data := range before {
		write(t, filepath.Join(dir, name), data)
	}
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	asks := &schoolOwner{t, o.client, p.address}
	asked := make(chan struct{})
	go func() {
		defer close(asked)
		response, err := asks.request(page, href, "pass", ownersPassphrase) // it may be cut off
		if err == nil {
			response.Body.Close()
		}
	}()
	waitFor(t, sign, func() bool {
		found, _ := filepath.Glob(filepath.Join(dir, sign))
		last, _ := filepath.Glob(filepath.Join(dir, "replaced-*", databaseName)) // when the sign was missed
		return len(found)+len(last) > 0
	})
	p.Process.Kill()
	p.exitCode(t)
	<-asked
	again, err := store.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	now, err := again.Now(t.Context())
	_, back, failed := again.LastGoneBack(t.Context())
	if err := errors.Join(err, failed, again.Close()); err != nil {
		t.Fatal(err)
	}
	if want := map[bool]int{true: 1, false: 2}[back]; now.Classes != want {
		t.Errorf("%d classes, want %d (gone back: %v)", now.Classes, want, back)
	}
	if !back {
		return
	}
	kept, err := filepath.Glob(filepath.Join(dir, "replaced-*", databaseName))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept: %q, %v", kept, err)
	}
	if found, err := store.Examine(t.Context(), kept[0], time.Now); err != nil || found.Classes != 2 {
		t.Errorf("kept: %+v, %v, want two classes", found.Holding, err)
	}
}
