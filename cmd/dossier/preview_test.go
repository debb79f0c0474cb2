package main

import (
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// changedKirov lays the built-in questions on Kirov over themselves with other words in kirov-21, under a version.
func changedKirov(t *testing.T, dir string, stem string, version int) (content string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "quizzes", "03-kirov.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	before := "version: 1\n    kind: single_choice\n    title: Stopped in October"
	if !strings.Contains(string(text), before) || !strings.Contains(string(text), "stem: In October 1934 guards") {
		t.Fatal("kirov-21 reads differently by now: change this test")
	}
	changed := strings.Replace(string(text), before, strings.Replace(before, "1", fmt.Sprint(version), 1), 1)
	changed = strings.Replace(changed, "stem: In October 1934 guards", "stem: "+stem+" In October 1934 guards", 1)
	write(t, filepath.Join(dir, "quizzes", "03-kirov.yaml"), changed)
	return dir
}

// answerKirov21 answers kirov-21 in the text of its lesson, as a new visitor, and returns the status and the page.
func answerKirov21(t *testing.T, base string) (status int, page string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	get := func(res *http.Response, err error) (int, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	_, page = get(browser.Get(base + "/lessons/kirov/shot"))
	action := "/lessons/kirov/questions/kirov-21"
	_, form, found := strings.Cut(page, action)
	if !found {
		t.Fatal("the lesson does not ask kirov-21")
	}
	form, _, _ = strings.Cut(form, "</form>")
	fields := url.Values{"sure": {"certain"}}
	for _, input := range regexp.MustCompile(`<input[^>]*>`).FindAllString(form, -1) {
		attribute := func(name string) string {
			if m := regexp.MustCompile(name + `="([^"]*)"`).FindStringSubmatch(input); m != nil {
				return m[1]
			}
			return ""
		}
		if name := attribute("name"); !fields.Has(name) {
			fields.Set(name, attribute("value"))
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+action, strings.NewReader(fields.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", base)
	return get(browser.Do(req))
}

// serveOnce serves on a data folder, lets do look at it, and stops in peace.
func serveOnce(t *testing.T, data string, args []string, do func(base string)) {
	t.Helper()
	p := start(t, nil, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data}, args...)...)
	do(p.address)
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := p.exitCode(t); code != exitOK {
		t.Fatalf("the program ended with %d", code)
	}
}

// asked lists what a data folder has of kirov-21: whose it is, its version, and its wording.
func asked(t *testing.T, data string) (rows []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, "dossier.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	found, err := db.QueryContext(t.Context(), `SELECT v.origin || ' ' || v.number, v.body,
		(SELECT count(*) FROM response r WHERE r.question_id = v.id AND r.version = v.version)
		FROM question_version v WHERE id = 'kirov-21' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var which, body string
		var answers int
		if err := found.Scan(&which, &body, &answers); err != nil {
			t.Fatal(err)
		}
		said := "as it comes"
		for _, word := range []string{"Preview", "Ours", "Newer"} {
			if strings.Contains(body, word) {
				said = word
			}
		}
		rows = append(rows, fmt.Sprintf("%s %s, %d answers", which, said, answers))
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAPreviewLeavesTheClassAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	serveOnce(t, data, nil, func(base string) {
		if status, page := answerKirov21(t, base); status != http.StatusOK || strings.Contains(page, "422") {
			t.Fatalf("the first answer: %d", status)
		}
	})
	served := []string{"built-in 1 as it comes, 1 answers"}
	if got := asked(t, data); strings.Join(got, "; ") != served[0] {
		t.Fatalf("on record is %q, want %q", got, served)
	}
	content := changedKirov(t, t.TempDir(), "Preview.", 1)
	serveOnce(t, data, []string{"--dev", "--content", content}, func(base string) {
		status, page := answerKirov21(t, base)
		if status != http.StatusOK || !strings.Contains(page, "answers are not stored while lessons are being written") {
			t.Errorf("an answer to a preview: %d", status)
		}
	})
	serveOnce(t, data, nil, func(base string) {
		_, page := answerKirov21(t, base)
		if strings.Contains(page, "Preview.") || !strings.Contains(page, "In October 1934 guards") {
			t.Error("after a preview the class is asked something else")
		}
	})
	served[0] = "built-in 1 as it comes, 2 answers"
	if got := asked(t, data); strings.Join(got, "; ") != served[0] {
		t.Errorf("on record is %q, want %q", got, served)
	}
}

// What serve refuses, check finds, in the same words.
func TestCheckFindsWhatServeRefuses(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	content := changedKirov(t, t.TempDir(), "Ours.", 2)
	serveOnce(t, data, []string{"--content", content}, func(base string) { answerKirov21(t, base) })
	check := func() (int, string) {
		code, out, errs := runIn(t, t.TempDir(), "check", "--content", content, "--data", data)
		return code, out + errs
	}
	if code, said := check(); code != exitOK {
		t.Fatalf("the course as it was served: exit code %d\n%s", code, said)
	}
	changedKirov(t, content, "Newer.", 2)
	want := regexp.MustCompile(`quizzes/03-kirov\.yaml:5: error V01: .*raise version of kirov-21`)
	code, said := check()
	if code != exitContent || !want.MatchString(said) {
		t.Errorf("check: exit code %d\n%s", code, said)
	}
	served, _, errs := runIn(t, t.TempDir(), "serve", "--addr", "127.0.0.1:0", "--data", data, "--content", content)
	if served != exitContent || !want.MatchString(errs) || want.FindString(errs) != want.FindString(said) {
		t.Errorf("serve: exit code %d\n%s", served, errs)
	}
	changedKirov(t, content, "Newer.", 3)
	if code, said := check(); code != exitOK {
		t.Errorf("with a raised version: exit code %d\n%s", code, said)
	}
	// While the class is served a course can be checked as well, and the check leaves no trace.
	serveOnce(t, data, []string{"--content", content}, func(base string) {
		changedKirov(t, content, "Preview.", 3)
		if code, said := check(); code != exitContent || !want.MatchString(said) {
			t.Errorf("check of a class that is served: exit code %d\n%s", code, said)
		}
	})
	serveOnce(t, data, nil, func(string) {})
	got := strings.Join(asked(t, data), "; ")
	if got != "built-in 1 as it comes, 0 answers; own 2 Ours, 1 answers; own 3 Newer, 0 answers" {
		t.Errorf("on record is %s", got)
	}
	if code, _, errs := runIn(t, t.TempDir(), "check", "--data", data+"-elsewhere"); code != exitUsage {
		t.Errorf("a data folder that is not there: exit code %d\n%s", code, errs)
	}
}
