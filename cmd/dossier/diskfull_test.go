package main

import (
	"errors"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dossier/internal/disktest"
)

// writer is somebody at the page on which an examination answer is written.
type writer struct {
	t      *testing.T
	client *http.Client
	base   string
}

const desk = "/bench/unseen-plot"

// typed is what they have typed, with what a page has to escape.
const typed = `The "Plot": nobody <saw> it, & two said they had.`

func (w *writer) get(path string) (status int, body string) {
	w.t.Helper()
	response, err := w.client.Get(w.base + path)
	return w.read(response, err)
}

func (w *writer) read(response *http.Response, err error) (int, string) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// save sends what was typed, from a page.
func (w *writer) save(page string) (status int, body string) {
	w.t.Helper()
	fields := url.Values{"csrf": {field(page, "csrf")}, "rev": {field(page, "rev")}, "text": {typed}, "do": {"save"}}
	request, err := http.NewRequest(http.MethodPost, w.base+desk+"/desk", strings.NewReader(fields.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", w.base)
	response, err := w.client.Do(request)
	return w.read(response, err)
}

// TestF5DiskFull serves from a disk that fills up, that breaks, and that turns read-only. Whoever writes is told that
// it was not saved and finds what they typed on the page, everything can be read, and when the disk works again so does
// saving, without a restart.
func TestF5DiskFull(t *testing.T) {
	library, err := disktest.Build(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	folder, path := t.TempDir(), filepath.Join(t.TempDir(), "control")
	control, err := disktest.NewControl(path)
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, disktest.Watch(library, folder, "", path), "--addr", "127.0.0.1:0", "--data", folder)
	for _, disk := range []struct {
		fails syscall.Errno
		says  string
	}{
		{syscall.ENOSPC, "The disk of the server is full"},
		{syscall.EIO, "The disk of the server is failing"},
		{syscall.EROFS, "The server may not write to its disk"},
	} {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		w := &writer{t: t, base: p.address, client: &http.Client{Jar: jar, CheckRedirect: stay}}
		_, page := w.get(desk + "/write")
		if err := control.Fail(disktest.Writes, 1, disk.fails, true); err != nil {
			t.Fatal(err)
		}
		status, body := w.save(page)
		words := html.UnescapeString(body)
		if status != http.StatusInsufficientStorage || !strings.Contains(words, disk.says) ||
			!strings.Contains(words, "was not saved") || !strings.Contains(words, typed) {
			t.Errorf("%v: status %d, and the page says %s", disk.fails, status, words)
		}
		if met, _, err := control.Met(); err != nil || met == 0 {
			t.Errorf("%v: no write has failed (%v): the test is blind", disk.fails, err)
		}
		if status, _ := w.get("/readyz"); status != http.StatusServiceUnavailable {
			t.Errorf("%v: /readyz answers %d", disk.fails, status)
		}
		for _, readable := range []string{"/", "/lessons/kirov", desk + "/write"} {
			if status, _ := w.get(readable); status != http.StatusOK {
				t.Errorf("%v: %s answers %d", disk.fails, readable, status)
			}
		}
		if err := control.Heal(); err != nil {
			t.Fatal(err)
		}
		if status, body := w.save(page); status != http.StatusSeeOther {
			t.Errorf("%v, after it works again: status %d, %s", disk.fails, status, body)
		}
		if _, page := w.get(desk + "/write"); !strings.Contains(html.UnescapeString(page), typed) {
			t.Errorf("%v: what was saved afterwards is not on the page", disk.fails)
		}
	}
	p.Process.Signal(syscall.SIGTERM)
	if code := p.exitCode(t); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if _, err := os.Stat(filepath.Join(folder, databaseName+"-wal")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the log is still there (%v)", err)
	}
}

// TestF6ReadOnly starts on a disk that is read-only, full or broken, with and without a database that is there already.
// One sentence says what is wrong, and afterwards the program starts on what it left.
func TestF6ReadOnly(t *testing.T) {
	library, err := disktest.Build(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "control")
	control, err := disktest.NewControl(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, disk := range []struct {
		fails syscall.Errno
		code  int
		says  string
	}{
		{syscall.EROFS, exitReadOnly, "cannot be written"},
		{syscall.ENOSPC, exitReadOnly, "is full"},
		{syscall.EIO, exitOther, "reports errors"},
	} {
		folder := t.TempDir()
		for _, what := range []string{"a new folder", "a folder that is there"} {
			fails := disktest.Writes | disktest.Syncs
			if disk.fails == syscall.EROFS { // nothing can be made either, and SQLite does not say why
				fails |= disktest.Files
			}
			if err := control.Fail(fails, 1, disk.fails, true); err != nil {
				t.Fatal(err)
			}
			refused := command("--addr", "127.0.0.1:0", "--data", folder)
			refused.Env = append(refused.Env, disktest.Watch(library, folder, "", path)...)
			said, _ := refused.CombinedOutput()
			sentence := string(said)
			if code := refused.ProcessState.ExitCode(); code != disk.code || strings.Count(sentence, "\n") != 1 ||
				!strings.HasPrefix(sentence, "dossier: ") || !strings.Contains(sentence, disk.says) {
				t.Errorf("%v, %s: exit code %d, %q", disk.fails, what, code, sentence)
			}
			if err := control.Heal(); err != nil {
				t.Fatal(err)
			}
			p := start(t, nil, "--addr", "127.0.0.1:0", "--data", folder)
			p.Process.Signal(syscall.SIGTERM)
			if code := p.exitCode(t); code != exitOK {
				t.Errorf("%v, %s, after it works again: exit code %d", disk.fails, what, code)
			}
		}
	}
}

// stay does not follow where a page leads.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
