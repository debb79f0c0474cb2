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
	case "mark":
		fmt.Println(markAll(os.Getenv(childFolder), os.Getenv(childRun)))
		os.Exit(1)
	default:
		if err := workWatched(os.Getenv(childTask), os.Getenv(childFolder), os.Getenv(childRun)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

func child(ctx context.Context, task, dir, run string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childFolder+"="+dir, childRun+"="+run)
	cmd.Stderr = os.Stderr
	return cmd
}

// markAll marks what waits at the bench, text after text, and prints the number of each essay after its marks were
// acknowledged. Then it waits.
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
		m := marking.NewMark{
			Essay: sc.ID, Rev: sc.Rev, Purpose: marking.First, FormToken: fmt.Sprintf("form-%s-%d", run, sc.ID),
			Levels: map[string]int{}, Comments: map[string]string{}, Strength: "strength", Target: "target",
		}
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
			whole := count(t, s.Store, `SELECT count(*) FROM mark m JOIN essay e ON e.id = m.essay_id
				WHERE m.essay_id = `+strings.TrimPrefix(id, "t/")+` AND e.state = 'marked' AND m.strength = 'strength'
					AND 5 = (SELECT count(*) FROM mark_level l
						WHERE l.mark_id = m.id AND l.level = m.essay_id % 5 AND l.comment = 'comment')`)
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
