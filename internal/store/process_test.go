package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"dossier/internal/marking"
	"dossier/internal/store"
)

// The test program doubles as the child process of the tests in this file.
const (
	childTask   = "DOSSIER_STORE_TEST_CHILD"
	childFolder = "DOSSIER_STORE_TEST_FOLDER"
	childRun    = "DOSSIER_STORE_TEST_RUN"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childTask) {
	case "":
		os.Exit(m.Run())
	case "open":
		_, err := store.Open(context.Background(), os.Getenv(childFolder), clock)
		fmt.Println("in use:", errors.Is(err, store.ErrInUse))
	case "write":
		fmt.Println(writeForEver(os.Getenv(childFolder), os.Getenv(childRun)))
		os.Exit(1)
	case "mark":
		fmt.Println(markAll(os.Getenv(childFolder), os.Getenv(childRun)))
		os.Exit(1)
	}
}

// writeForEver writes rows from several goroutines and prints the key of each after it was acknowledged.
func writeForEver(dir, run string) error {
	s, err := store.Open(context.Background(), dir, clock)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for writer := range 8 {
		go func() {
			for i := 0; ; i++ {
				key := fmt.Sprintf("t/%s/%d/%d", run, writer, i)
				if err := s.Write(context.Background(), put(key, "x")); err != nil {
					failed <- err
					return
				}
				if _, err := os.Stdout.WriteString(key + "\n"); err != nil {
					failed <- err
					return
				}
			}
		}()
	}
	return <-failed
}

func child(ctx context.Context, task, dir, run string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childFolder+"="+dir, childRun+"="+run)
	cmd.Stderr = os.Stderr
	return cmd
}

// markAll marks what waits at the bench, text after text, and prints the number of each essay after its marks were acknowledged. Then it waits.
func markAll(dir, run string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, dir, clock)
	if err != nil {
		return err
	}
	waiting, err := s.Queue(ctx, 1, bench)
	if err != nil {
		return err
	}
	for _, sc := range waiting {
		if sc.Marked != "" {
			continue
		}
		m := marking.NewMark{Essay: sc.ID, Rev: sc.Rev, Purpose: marking.First, FormToken: fmt.Sprintf("form-%s-%d", run, sc.ID), Levels: map[string]int{}, Comments: map[string]string{}, Strength: "strength", Target: "target"}
		for _, skill := range skills {
			m.Levels[skill], m.Comments[skill] = int(sc.ID)%5, "comment"
		}
		if err := s.RecordMark(ctx, 1, m); err != nil {
			return err
		}
		if _, err := fmt.Printf("t/%d\n", sc.ID); err != nil {
			return err
		}
	}
	select {}
}

// writeAndKill starts a child that writes, kills it when it has acknowledged n writes, and returns all that it acknowledged.
func writeAndKill(t *testing.T, dir, run string, n int) (acknowledged []string) {
	t.Helper()
	return workAndKill(t, "write", dir, run, n)
}

func workAndKill(t *testing.T, task, dir, run string, n int) (acknowledged []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	cmd := child(ctx, task, dir, run)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		if len(acknowledged) == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) { // a line that was cut off was not acknowledged to anybody
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "t/") {
			t.Fatalf("the child failed: %s", line)
		}
		acknowledged = append(acknowledged, line)
	}
	if err := cmd.Wait(); err == nil || len(acknowledged) < n {
		t.Fatalf("the child ended by itself after %d writes: %v", len(acknowledged), err)
	}
	return acknowledged
}

func TestAKilledProcessLosesNothing(t *testing.T) {
	dir := t.TempDir()
	var acknowledged []string
	for i := range 20 {
		// The first dies while it opens the database, the others later and later.
		acknowledged = append(acknowledged, writeAndKill(t, dir, fmt.Sprint(i), i*i*7)...)
		s, err := store.Open(t.Context(), dir, clock)
		if err != nil {
			t.Fatalf("after kill %d: %v", i, err)
		}
		if got := s.Warnings(); len(got) != 0 {
			t.Errorf("after kill %d: warnings %q, want none", i, got)
		}
		if lost := missing(t, s, acknowledged); len(lost) != 0 {
			t.Errorf("after kill %d: %d of %d acknowledged writes are lost, %s first", i, len(lost), len(acknowledged), lost[0])
		}
		var verdict string
		if err := s.Reader().QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("after kill %d: integrity %q, %v", i, verdict, err)
		}
		if i%2 == 0 { // every other time the next process finds a log that nobody closed
			closeStore(t, s)
			continue
		}
		closeStore(t, s)
		acknowledged = append(acknowledged, writeAndKill(t, dir, fmt.Sprint(i, "-again"), 5)...)
	}
	if len(acknowledged) < 1000 {
		t.Errorf("only %d writes were acknowledged: the test tests little", len(acknowledged))
	}
}

// missing returns the keys that the store does not have.
func missing(t *testing.T, s *store.Store, keys []string) (lost []string) {
	t.Helper()
	rows, err := s.Reader().QueryContext(t.Context(), `SELECT key FROM meta`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	stored := map[string]bool{}
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			t.Fatal(err)
		}
		stored[key] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if !stored[key] {
			lost = append(lost, key)
		}
	}
	return lost
}

func TestAMissingLogIsNoticed(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	closeStore(t, s)
	writeAndKill(t, dir, "1", 50)
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(s.Path() + suffix); err != nil {
			t.Fatal(err)
		}
	}
	s = openStore(t, dir)
	got := s.Warnings()
	if len(got) != 1 || !strings.Contains(got[0], "dossier.db-wal") {
		t.Errorf("warnings: got %q, want one that names dossier.db-wal", got)
	}
	if n := keys(t, s, "t/"); n != 0 {
		t.Errorf("the log was removed and %d rows are there: the test tests nothing", n)
	}
	closeStore(t, s)
	if got := openStore(t, dir).Warnings(); len(got) != 0 {
		t.Errorf("warnings after a proper close: got %q, want none", got)
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	ask := func() string {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		out, err := child(ctx, "open", dir, "").Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	if got, want := ask(), "in use: true"; got != want {
		t.Errorf("while the first runs: got %q, want %q", got, want)
	}
	if err := s.Write(t.Context(), put("t/1", "x")); err != nil {
		t.Errorf("the first, after it was disturbed: %v", err)
	}
	closeStore(t, s)
	if got, want := ask(), "in use: false"; got != want {
		t.Errorf("after the first was closed: got %q, want %q", got, want)
	}
}

// The plug is pulled after every marking of a class of 28: whatever was acknowledged is there, whole.
func TestMarksSurviveAKillAfterEachSave(t *testing.T) {
	dir := t.TempDir()
	s := &school{t: t, at: clock()}
	var err error
	s.Store, err = store.Open(t.Context(), dir, s.now)
	s.must(err)
	s.teacher, s.class, err = s.CreateOwner(t.Context(), "Owner", "owner", "hash", "10B", "AAAAAA", s.form())
	s.must(err)
	const class = 28
	for i := range class {
		s.handIn(s.join(fmt.Sprint("student ", i), i+1, 0), fmt.Sprint("text ", i))
	}
	closeStore(t, s.Store)
	marked, stored := map[string]bool{}, 0
	for run := 0; stored < class; run++ { // one that was killed before it could tell has stored and not acknowledged
		for _, id := range workAndKill(t, "mark", dir, fmt.Sprint(run), 1) {
			marked[id] = true
		}
		s.Store, err = store.Open(t.Context(), dir, s.now)
		s.must(err)
		for id := range marked {
			whole := count(t, s.Store, `SELECT count(*) FROM mark m JOIN essay e ON e.id = m.essay_id WHERE m.essay_id = `+strings.TrimPrefix(id, "t/")+` AND e.state = 'marked'
				AND m.strength = 'strength' AND 5 = (SELECT count(*) FROM mark_level l WHERE l.mark_id = m.id AND l.level = m.essay_id % 5 AND l.comment = 'comment')`)
			if whole != 1 {
				t.Errorf("after kill %d: essay %s has %d whole markings, want 1", run, id, whole)
			}
		}
		stored = count(t, s.Store, `SELECT count(*) FROM mark`)
		closeStore(t, s.Store)
	}
	if len(marked) < class/2 {
		t.Errorf("only %d markings were acknowledged: the test tests little", len(marked))
	}
}
