package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dossier/internal/sqlite"
)

// The test program doubles as the child process of the tests in this file.
const (
	childTask   = "DOSSIER_SQLITE_TEST_CHILD"
	childFolder = "DOSSIER_SQLITE_TEST_FOLDER"
	childRun    = "DOSSIER_SQLITE_TEST_RUN"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childTask) {
	case "":
		os.Exit(m.Run())
	case "open":
		_, err := open(context.Background(), os.Getenv(childFolder), today(nil))
		fmt.Println("in use:", errors.Is(err, sqlite.ErrInUse))
	case "read":
		if err := readForEver(os.Getenv(childFolder)); err != nil {
			os.Exit(1)
		}
	case "cycle":
		fmt.Println(openAndClose(os.Getenv(childFolder), os.Getenv(childRun)))
		os.Exit(1)
	case "write a few":
		fmt.Println(writeAFew(os.Getenv(childFolder), os.Getenv(childRun)))
		os.Exit(1)
	case "write":
		fmt.Println(writeForEver(os.Getenv(childFolder), os.Getenv(childRun)))
		os.Exit(1)
	default:
		if err := workWatched(os.Getenv(childTask), os.Getenv(childFolder), os.Getenv(childRun)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// writeForEver writes rows from several goroutines and prints the key of each after it was acknowledged.
func writeForEver(dir, run string) error {
	s, err := open(context.Background(), dir, today(nil))
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

// writeAFew writes as many rows as rows says, one after the other, prints the key of each and waits to be killed: its
// log is never folded in, and looks the same each time.
func writeAFew(dir, rows string) error {
	n, err := strconv.Atoi(rows)
	if err != nil {
		return err
	}
	s, err := open(context.Background(), dir, today(nil))
	if err != nil {
		return err
	}
	for i := range n {
		key := fmt.Sprintf("t/few/%d", i)
		if err := s.Write(context.Background(), put(key, "x")); err != nil {
			return err
		}
		if _, err := os.Stdout.WriteString(key + "\n"); err != nil {
			return err
		}
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// openAndClose opens the database, writes a few rows and closes it again, over and over, and rests as soon as it
// can: it does all the time what otherwise happens once a day.
func openAndClose(dir, run string) error {
	for i := 0; ; i++ {
		db, err := open(context.Background(), dir, today(nil), sqlite.RestAfter(time.Microsecond))
		if err != nil {
			return err
		}
		if got := db.Warnings(); i > 0 && len(got) != 0 {
			return fmt.Errorf("warnings: %q", got)
		}
		for j := range 5 {
			key := fmt.Sprintf("t/%s/%d/%d", run, i, j)
			if err := db.Write(context.Background(), put(key, strings.Repeat("x", 20_000))); err != nil {
				return err
			}
			if _, err := os.Stdout.WriteString(key + "\n"); err != nil {
				return err
			}
		}
		if err := db.Close(); err != nil {
			return err
		}
	}
}

// readForEver reads in a transaction until its input ends, as somebody does who leaves a database browser open.
func readForEver(dir string) error {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "dossier.db")+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM item`).Scan(&n); err != nil {
		return err
	}
	fmt.Println("reading")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func child(ctx context.Context, task, dir, run string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childFolder+"="+dir, childRun+"="+run)
	cmd.Stderr = os.Stderr
	return cmd
}

// writeAndKill starts a child that writes, kills it when it has acknowledged n writes, and returns all that it
// acknowledged.
func writeAndKill(t *testing.T, dir, run string, n int) (acknowledged []string) {
	t.Helper()
	return workAndKill(t, "write", dir, run, n)
}

func workAndKill(t *testing.T, task, dir, run string, n int) (acknowledged []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	cmd := child(ctx, task, dir, run)
	held, err := cmd.StdinPipe() // a child that reads from it waits
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
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
		s, err := open(t.Context(), dir, today(nil))
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
		err = s.Reader().QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict)
		if err != nil || verdict != "ok" {
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

// Opening, resting and closing are cut short too, and what they leave is never taken for a lost or a foreign log.
func TestAKillWhileOpeningAndClosingIsNoAlarm(t *testing.T) {
	dir := t.TempDir()
	var acknowledged []string
	for i := range 40 {
		acknowledged = append(acknowledged, workAndKill(t, "cycle", dir, fmt.Sprint(i), i)...)
		db, err := open(t.Context(), dir, today(nil))
		if err != nil {
			t.Fatalf("after kill %d: %v", i, err)
		}
		if got := db.Warnings(); len(got) != 0 {
			t.Errorf("after kill %d: warnings %q, want none", i, got)
		}
		if lost := missing(t, db, acknowledged); len(lost) != 0 {
			t.Errorf("after kill %d: %d of %d acknowledged writes are lost", i, len(lost), len(acknowledged))
		}
		closeStore(t, db)
	}
}

// missing returns the keys that the store does not have.
func missing(t *testing.T, s *sqlite.DB, keys []string) (lost []string) {
	t.Helper()
	rows, err := s.Reader().QueryContext(t.Context(), `SELECT key FROM item`)
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
