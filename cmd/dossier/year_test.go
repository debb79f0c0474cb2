package main

import (
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// year is a class of one that answers on a data folder, for tests of what becomes of the folder.
type year struct {
	*store.Store
	t       *testing.T
	student classroom.StudentID
	asked   []classroom.Asked
	attempt classroom.AttemptID
	given   int
}

func newYear(t *testing.T, dir string) *year {
	t.Helper()
	s, err := store.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	c := &year{Store: s, t: t}
	t.Cleanup(func() { c.Close() })
	_, class, err := s.CreateOwner(t.Context(), "Owner", "owner", "hash", "10B", "AAAAAA", "form-of-the-owner")
	c.must(err)
	var versions []store.QuestionVersion
	for i := range 10 {
		id := fmt.Sprint("q", i)
		versions = append(versions, store.QuestionVersion{ID: id, Version: 1, SHA: id, Body: strings.Repeat(id+" ", 200)})
		c.asked = append(c.asked, classroom.Asked{Question: id, Version: 1})
	}
	_, err = s.KeepQuestions(t.Context(), versions)
	c.must(err)
	c.student, err = s.JoinClass(t.Context(), class, "Ana", "ana", "pin", store.Entry{Device: []byte("tablet")})
	c.must(err)
	return c
}

func (c *year) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// answer gives n answers, each of which fills a part of a page.
func (c *year) answer(n int) {
	c.t.Helper()
	for range n {
		form := fmt.Sprintf("form-%05d", c.given)
		if c.given%len(c.asked) == 0 {
			var err error
			c.attempt, err = c.StartQuiz(c.t.Context(), store.Answerer{Student: c.student}, "lesson", "quiz of "+form,
				[]byte("key"), c.asked)
			c.must(err)
		}
		c.must(c.RecordResponse(c.t.Context(), c.student, c.attempt, classroom.NewResponse{
			Question: c.asked[c.given%len(c.asked)], FormToken: form, Score: 1, Marks: 2, OutOf: 2, Confidence: "guess",
			Answer: quiz.Answer{"a": {strings.Repeat(form+" ", 60)}},
		}))
		c.given++
	}
}

// answersIn reads every answer in a data folder that nobody has open, by the token of its form.
func answersIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, databaseName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT form_token, answer FROM response NOT INDEXED`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	answers := map[string]string{}
	for rows.Next() {
		var token, answer string
		if err := rows.Scan(&token, &answer); err != nil {
			t.Fatal(err)
		}
		answers[token] = answer
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return answers
}

// filesIn reads every file in a folder and below it, by its path there. The lock file is left out.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == lockName {
			return err
		}
		data, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, dir+"/")] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// asKilled copies a data folder as a kill would leave it while a program has it open. Another process copies: closing a
// file lets go of what SQLite has locked in it.
func asKilled(t *testing.T, dir string) (copied string) {
	t.Helper()
	copied = filepath.Join(t.TempDir(), "copied")
	if said, err := exec.Command("cp", "-r", dir, copied).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return copied
}

// shared is a console that several goroutines may write to, as a terminal is.
type shared struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// said is all that was written, without what a slow machine is told of.
func (s *shared) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return progressLine.ReplaceAllString(s.text.String(), "")
}

var progressLine = regexp.MustCompile(`(?m)^(Checking|Copying) .* …\n`)

// say is what a command says when it runs in this process.
func say(args ...string) (code int, out, errs string) {
	var stdout, stderr shared
	code = run(args, console{out: &stdout, err: &stderr, in: strings.NewReader("")})
	return code, stdout.said(), stderr.said()
}
